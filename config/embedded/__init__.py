"""Embedded PostgreSQL and Valkey, for a machine that has neither.

Nothing here imports Django or the settings: the settings import this.
"""

from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.places import broker_url, cache_url, database_url, home
from config.embedded.postgres import Postgres
from config.embedded.server import Server
from config.embedded.sharing import hold, release
from config.embedded.valkey import Valkey

__all__ = [
    "EmbeddedServiceError",
    "broker_url",
    "cache_url",
    "database_url",
    "ensure_running",
    "home",
    "release",
]


def ensure_running(home: Path, *, postgres: bool = True, valkey: bool = True) -> None:
    """Start what is wanted unless it runs, and keep it running until this process ends.

    Several processes share the servers of one home; the last to end stops them.

    Raises:
        EmbeddedServiceError: a server cannot be had; the message says why and what to do.
    """
    servers: list[Server] = []
    if postgres:
        servers.append(Postgres(home))
    if valkey:
        servers.append(Valkey(home))
    if servers:
        hold(home, *servers)
