"""Embedded PostgreSQL and Valkey, for a machine that has neither."""

import os
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent


def home() -> Path:
    """Where this checkout keeps what it makes: ``CASEFILES_HOME``, or ``var`` in the checkout."""
    return Path(os.environ.get("CASEFILES_HOME") or ROOT / "var").resolve()


def database_url(home: Path) -> str:
    """The owner's address of the embedded PostgreSQL, whether it runs or not."""
    return f"postgresql://postgres@{quote(str(home / 'postgres' / 'sock'), safe='')}:5432/casefiles"


def broker_url(home: Path) -> str:
    """The embedded Valkey's address for Celery."""
    return f"redis+socket://{home / 'valkey' / 'sock'}"


def cache_url(home: Path) -> str:
    """The embedded Valkey's address for Django's cache."""
    return f"unix://{home / 'valkey' / 'sock'}?db=1"


def ensure_running(home: Path, *, postgres: bool = True, valkey: bool = True) -> None:
    """Start what is wanted, unless it runs."""
    if postgres or valkey:
        raise NotImplementedError("set DATABASE_URL and BROKER_URL")
