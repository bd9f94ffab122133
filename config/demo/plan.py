"""What runs in the demonstration: which processes, as which surface, on which port."""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casefiles.archive import signing
from config import services

PROJECT = Path(__file__).resolve().parents[2]
SURFACES = ("public", "desk", "replay", "work", "fetch")
MARK = services.DEMONSTRATION
_LINKS = "links to sealed copies"

# What a person's shell may hold for another purpose must not change the demonstration.
_NOT_INHERITED = ("SECRET_KEY", "DATABASE_URL", "ARCHIVE_", "HSTS_", "SECURE_")
_NOT_INHERITED_NAMES = {"SURFACE", "DEBUG", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE", "TRUST_FORWARDED_PROTO"}


@dataclass(frozen=True)
class Ports:
    """Four ports in a row, from ``CASEFILES_PORT`` on."""

    public: int

    @property
    def desk(self) -> int:
        return self.public + 1

    @property
    def replay(self) -> int:
        return self.public + 2

    @property
    def press_desk(self) -> int:
        return self.public + 3

    def by_name(self) -> dict[str, int]:
        return {
            "readers' pages": self.public,
            "desk": self.desk,
            "archived pages": self.replay,
            "press desk": self.press_desk,
        }


@dataclass(frozen=True)
class Program:
    """One process that runs as long as the demonstration does."""

    name: str
    surface: str
    arguments: tuple[str, ...]
    port: int | None = None  # ready once it answers there
    host: str = "127.0.0.1"  # the name it is asked by
    says: str = ""  # or once its log says this


@dataclass(frozen=True)
class Plan:
    """Everything that follows from the folder and the first port."""

    home: Path
    ports: Ports
    secrets: Mapping[str, str] = field(repr=False)

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.public}"

    @property
    def desk_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.desk}"

    @property
    def replay_url(self) -> str:
        return f"http://localhost:{self.ports.replay}"

    @property
    def press_desk_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.press_desk}"

    def before(self) -> tuple[Program, ...]:
        """What must run before the case is built: its pages are really archived, by a worker, from a server."""
        return (
            Program(
                "press desk",
                "fetch",
                _manage("press_desk", "--port", str(self.ports.press_desk)),
                port=self.ports.press_desk,
            ),
            Program("capture worker", "fetch", _worker("http", "--concurrency", "2"), says=" ready."),
            Program(
                "clock",
                "work",
                # In memory: every task of ours is due again within seconds of a start.
                _celery("beat", "--loglevel", "INFO", "--pidfile=", "--scheduler", "celery.beat:Scheduler"),
                says="beat: Starting",
            ),
        )

    def faces(self) -> tuple[Program, ...]:
        """What people look at."""
        return (
            Program("readers' pages", "public", _server(self.ports.public), port=self.ports.public),
            Program("desk", "desk", _server(self.ports.desk), port=self.ports.desk),
            Program("archived pages", "replay", _server(self.ports.replay), port=self.ports.replay, host="localhost"),
            Program("task worker", "work", _worker("default", "--pool", "solo"), says=" ready."),
        )

    def migrate(self) -> tuple[str, ...]:
        return _manage("migrate", "--no-input")

    def build(self) -> tuple[str, ...]:
        return _manage("build_demonstration", "--press-desk", self.press_desk_url)

    def environment(self, surface: str) -> dict[str, str]:
        """The variables of a process of ``surface``: its own secret and no other's."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in _NOT_INHERITED_NAMES and not name.startswith(_NOT_INHERITED)
        }
        own = {} if surface == "owner" else {f"SECRET_KEY_{surface.upper()}": self.secrets[surface]}
        if surface == "fetch":
            own["ARCHIVE_SIGNING_KEY_FILE"] = str(_signing_key(self.home))
        if surface in {"desk", "replay"}:
            own["ARCHIVE_LINK_KEY"] = self.secrets[_LINKS]
        return {**kept, **self._common(), **self._logins(), **own, "SURFACE": surface, MARK: str(self.home)}

    def _common(self) -> dict[str, str]:
        return {
            "CASEFILES_DEMO": "1",
            "CASEFILES_HOME": str(self.home),
            "CASEFILES_PORT": str(self.ports.public),
            "PUBLIC_URL": self.public_url,
            "DESK_URL": self.desk_url,
            "REPLAY_URL": self.replay_url,
            "ARCHIVE_ALLOWED_NETWORKS": "127.0.0.0/8",
            "ARCHIVE_ALLOWED_PORTS": f"80,443,{self.ports.press_desk}",
            "ARCHIVE_HOST_GAP": "0.2",  # seconds
            "ARCHIVE_BROWSER": "off",  # its pages have no scripts, and it is to start quickly
            "PYTHONUNBUFFERED": "1",
        }

    def _logins(self) -> dict[str, str]:
        """With a server of one's own, its address and each surface's login, which migrate makes if it is missing."""
        owner = os.environ.get("DATABASE_URL")
        if not owner:
            return {}
        logins = {f"DATABASE_URL_{surface.upper()}": services.surface_database_url(surface) for surface in SURFACES}
        return {"DATABASE_URL": owner, **logins}


def make(home: Path, first_port: int) -> Plan:
    """The plan for a folder; its secrets are kept there, so that log-ins survive a restart."""
    home.mkdir(parents=True, exist_ok=True)
    signing.make(_signing_key(home))
    return Plan(home, Ports(first_port), _secrets(home / "demo-secrets"))


def _signing_key(home: Path) -> Path:
    return home / "demo-signing-key.pem"


def _secrets(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        known = {}
    if set(known) != {*SURFACES, _LINKS}:
        known = {name: secrets.token_urlsafe(50) for name in (*SURFACES, _LINKS)} | known
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(known, out)
        fresh.replace(path)
    return dict(known)


def _manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *arguments)


def _celery(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "--app", "config.celery", *arguments)


def _worker(queue: str, *arguments: str) -> tuple[str, ...]:
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO")
    return _celery("worker", "--queues", queue, "--hostname", f"{queue}@demonstration", *quiet, *arguments)


def _server(port: int) -> tuple[str, ...]:
    served = ("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws")
    return (sys.executable, "-m", "granian", *served, "--blocking-threads", "4", "config.wsgi:application")
