"""Where the database and the broker are: an outside server when an address is set, an embedded one else."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import environ
from psycopg.conninfo import conninfo_to_dict

from config import embedded

DEMONSTRATION = "CASEFILES_DEMO_HOME"
"""In the environment of every process of a demonstration: its folder. A killed supervisor's are known by it."""

# Before anything else: what .env says decides whether a server of our own is started at all. A demonstration's
# processes are told everything: what .env has for a newsroom, such as its archive's folder, is not for them.
if DEMONSTRATION not in os.environ:
    environ.Env.read_env(Path(__file__).resolve().parents[1] / ".env")


def database_url() -> str:
    """The owner's PostgreSQL address, as a URL."""
    return os.environ.get("DATABASE_URL") or embedded.database_url(embedded.home())


def surface_database_url(surface: str) -> str:
    """The PostgreSQL address that the process of ``surface`` logs in with.

    With the embedded server each surface has its own login role without a password: its socket lies in a
    folder that only this user may enter. With an outside server the address must be set.
    """
    if surface == "owner":
        return database_url()
    if address := os.environ.get(f"DATABASE_URL_{surface.upper()}"):
        return address
    parts = urlsplit(database_url())
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"casefiles_{surface}@{place}"))


def django_database(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL URL, read by libpq's own rules (a socket's path keeps its case)."""
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}
    for key, value in parts.items():
        if key in known:
            database[known[key]] = str(value)
        else:
            database["OPTIONS"][key] = value
    return database


def broker_url() -> str:
    """The broker's address for Celery."""
    return os.environ.get("BROKER_URL") or embedded.broker_url(embedded.home())


def ensure_running() -> None:
    """Start the embedded servers that this process needs and no address replaces.

    A surface that knows its own login's address needs no other: the owner's is none of its business.
    """
    if _only_reads_a_file(sys.argv[1:]):
        return
    own = f"DATABASE_URL_{os.environ.get('SURFACE', 'owner').upper()}"
    embedded.ensure_running(
        embedded.home(),
        postgres=not (os.environ.get("DATABASE_URL") or os.environ.get(own)),
        valkey=not os.environ.get("BROKER_URL"),
    )


def _only_reads_a_file(arguments: list[str]) -> bool:
    """Checking a copy must be possible where there is nothing but the copy."""
    return arguments[:1] == ["verify_capture"] and any(Path(argument).is_file() for argument in arguments[1:])


def home() -> Path:
    """Where this checkout keeps what it makes: data folders, sockets, archived files."""
    return embedded.home()
