"""What PostgreSQL and Valkey have in common: a folder, a log, a lock that lives as long as the server."""

import contextlib
import fcntl
import os
import signal
import stat
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from config.embedded.errors import EmbeddedServiceError
from config.embedded.places import socket_folder
from config.embedded.runner import Runner, choose

START_SECONDS = 60.0  # after a crash PostgreSQL first replays its log
STOP_SECONDS = 20.0
_PAUSE = 0.01
_LOG_BYTES = 5_000_000

# Kept until the process ends, so that nobody else's child is reaped and none is reported as forgotten.
_children: list[subprocess.Popen[bytes]] = []


class Server(ABC):
    """One embedded server in ``home/<name>``. Callers serialise start and stop (see ``sharing``).

    Whether it runs is not guessed from a process number: the server inherits an open, locked file, and
    the kernel lets go of that lock when the last of its processes is gone.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    variable: ClassVar[str]

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home = home.resolve()
        self.folder = self.home / self.name
        self.data = self.folder / "data"
        self.sockets = socket_folder(self.home, self.name)
        self.log = self.folder / f"{self.name}.log"
        self.throwaway = throwaway
        self._lock_path = self.folder / "server.lock"

    @abstractmethod
    def programs(self) -> list[Path]:
        """The programs that have to be run."""

    @abstractmethod
    def prepare(self, runner: Runner, lock: int) -> None:
        """Make the data folder ready. A program run for it is given ``lock``, as the server is."""

    @abstractmethod
    def command(self) -> list[str | Path]:
        """The server's command line."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether the server answers."""

    @abstractmethod
    def ask_to_stop(self) -> None:
        """Tell the server to end in good order."""

    @abstractmethod
    def pid(self) -> int | None:
        """The server's process, if there is one that is really this server."""

    def alive(self) -> bool:
        """Whether any process of this server is left."""
        try:
            lock = os.open(self._lock_path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False

    def start(self) -> bool:
        """Start the server unless it runs, and wait until it answers. True if it had to be started.

        Raises:
            EmbeddedServiceError: it did not come up; the end of its log is in the message.
        """
        launched = False
        for _ in self._patiently(START_SECONDS):
            if self.alive():
                if self.ready():
                    return launched
                self.clear_remains()
            elif launched:
                break
            else:
                launched = self._launch()
        raise EmbeddedServiceError(
            f"{self.title} did not start. The end of {self.log}:\n{self._end_of_log()}\n"
            f"Mend that, or set {self.variable} to use another server."
        )

    def stop(self) -> None:
        """End the server in good order; after ``STOP_SECONDS`` seconds by force."""
        if self.alive():
            self.ask_to_stop()
            for _ in self._patiently(STOP_SECONDS):
                if not self.alive():
                    break
                self.clear_remains()
            else:
                self._kill()
        if self.sockets.parent != self.folder:
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    def clear_remains(self) -> None:
        """End what a killed server left behind and what would keep the next one from starting."""

    def is_ours(self, pid: int) -> bool:
        """Whether the process works in this server's data folder (and not some other got its number)."""
        with contextlib.suppress(OSError):
            if Path("/proc/self").exists():
                return Path(f"/proc/{pid}/cwd").readlink() == self.data
            listing = ["ps", "-p", str(pid), "-o", "command="]
            return os.fsencode(self.data) in subprocess.run(listing, capture_output=True, check=False).stdout
        return False

    def remaining(self) -> list[int]:
        """The processes that work in the data folder, as far as the system tells."""
        found = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
        return [pid for pid in found if pid != os.getpid() and self.is_ours(pid)]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server, if it is there."""
        if pid := self.pid():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _kill(self) -> None:
        for pid in {self.pid(), *self.remaining()} - {None}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)  # type: ignore[arg-type]
        for _ in self._patiently(STOP_SECONDS):
            if not self.alive():
                return
        raise EmbeddedServiceError(f"{self.title} in {self.folder} does not end. Look at {self.log}.")

    def _launch(self) -> bool:
        runner = self._make_folders()
        lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.prepare(runner, lock)
            self._turn_log()
            with self.log.open("ab") as log:
                child = subprocess.Popen(
                    runner.command(*self.command()),
                    stdout=log,
                    stderr=log,
                    pass_fds=(lock,),
                    start_new_session=True,  # Ctrl-C in a terminal must not reach it
                    **runner.options(),
                )
        except BlockingIOError:
            return False  # somebody looked at the lock just then
        finally:
            os.close(lock)
        _children.append(child)
        return True

    def _make_folders(self) -> Runner:
        self.home.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        runner = choose(self.folder, self.programs())
        # Locks and log stay ours; only data and socket folders belong to the user that the server runs as.
        self.folder.chmod(0o700 if runner.uid is None else 0o711)
        private_folder(self.sockets, runner)
        return runner

    def _turn_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _end_of_log(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        return "(no log)"

    def _patiently(self, seconds: float) -> Iterator[None]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            yield
            for child in _children:
                child.poll()
            time.sleep(_PAUSE)


def private_folder(path: Path, runner: Runner) -> None:
    """Make a folder that only the runner may enter, or make sure that it is one.

    Raises:
        EmbeddedServiceError: something else is there, or somebody else's folder.
    """
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    status = path.lstat()
    mine = status.st_uid in {os.geteuid(), runner.file_owner}
    if not (stat.S_ISDIR(status.st_mode) and mine and stat.S_IMODE(status.st_mode) & 0o077 == 0):
        raise EmbeddedServiceError(
            f"{path} is needed for a socket, but is not a folder that only this user may enter. "
            "Remove it, or set CASEFILES_HOME to a shorter path."
        )
    runner.own(path)
