"""Where everything of the embedded services lies. Nothing here is made or changed."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parents[2]
DATABASE = "casefiles"
PORT = 5432  # only a part of the socket's name: nothing listens on TCP

# A socket's path may have 108 bytes on Linux and 104 on macOS, its name included.
_LONGEST_SOCKET_FOLDER = 80
# Characters that no URL parser, configuration file or socket list reads in a way of its own.
_PLAIN = re.compile(r"/[a-zA-Z0-9/._-]+")
# Not tempfile.gettempdir(): two processes with another TMPDIR must agree on the address.
_SHORT = Path("/tmp")  # noqa: S108 - the folder below is owner-only, and checked before use


def home() -> Path:
    """Where this checkout keeps its data: ``CASEFILES_HOME``, or ``var`` next to ``manage.py``."""
    chosen = os.environ.get("CASEFILES_HOME")
    return Path(chosen).expanduser().resolve() if chosen else PROJECT / "var"


@dataclass(frozen=True)
class Places:
    """The files and folders of the embedded services under one ``home``."""

    home: Path

    def __post_init__(self) -> None:
        # One spelling only: two of one folder would be two servers on the same data.
        object.__setattr__(self, "home", self.home.resolve())

    @property
    def sockets(self) -> Path:
        """The owner-only folder of the sockets: inside ``home``, or a short one when its path won't do."""
        inside = self.home / "run"
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER and _PLAIN.fullmatch(str(inside)):
            return inside
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return _SHORT / f"casefiles-{os.geteuid()}-{name}"

    @property
    def postgres(self) -> Path:
        return self.home / "postgres"

    @property
    def valkey(self) -> Path:
        return self.home / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def templates(self) -> Path:
        """Fresh clusters, kept to be copied for throw-away servers."""
        return self.home / "templates"

    @property
    def locks(self) -> Path:
        return self.home / "locks"

    @property
    def logs(self) -> Path:
        return self.home / "logs"


def database_url(home: Path) -> str:
    """The PostgreSQL address below ``home``, readable by libpq and by django-environ.

    The socket's folder is a query parameter: django-environ does not decode a percent-encoded host.
    """
    folder = quote(str(Places(home).sockets), safe="/")
    return f"postgresql://postgres@/{DATABASE}?host={folder}&port={PORT}"


def broker_url(home: Path) -> str:
    """The Valkey address below ``home``, as Celery writes it."""
    return f"redis+socket://{Places(home).valkey_socket}?virtual_host=0"
