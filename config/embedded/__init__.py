"""PostgreSQL and Valkey that pip installs, for one machine: used when no address of others is set.

Free of Django, for the settings import it. Servers listen on Unix sockets in owner-only folders.
"""

from config.embedded.errors import EmbeddedServiceError
from config.embedded.one_run import Addresses, throwaway
from config.embedded.places import broker_url, database_url, home
from config.embedded.sharing import ensure_running, release_all

__all__ = [
    "Addresses",
    "EmbeddedServiceError",
    "broker_url",
    "database_url",
    "ensure_running",
    "home",
    "release_all",
    "throwaway",
]
