"""Starting the demonstration's processes, and ending every one of them whatever happens."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.demo.plan import MARK, PROJECT, Program

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PATIENCE = 4.0  # seconds a process has to end by itself


@dataclass(frozen=True)
class Child:
    """A process of ours and where its words go."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    def alive(self) -> bool:
        return self.process.poll() is None

    def ready(self) -> bool:
        """Whether it does its work by now; cheap enough to ask ten times a second."""
        if self.program.port is None:
            return self.program.says in self.log.read_text(errors="replace")
        return answers(self.program.port, self.program.host)


def start(program: Program, environment: Mapping[str, str], log: Path) -> Child:
    """Start a program in a process group of its own, so that Ctrl-C reaches us alone.

    On Linux the kernel tells it to end when we do, even by ``kill -9``.
    """
    return Child(program, spawn(program.arguments, environment, log), log)


def spawn(arguments: Iterable[str], environment: Mapping[str, str], log: Path | None) -> subprocess.Popen[bytes]:
    """Start something whose words go to a fresh ``log``, or to our own terminal."""
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
    out = log.open("wb") if log else None
    try:
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            list(arguments),
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
            preexec_fn=_tie_to(os.getpid()),
        )
    finally:
        if out:
            out.close()


def _tie_to(parent: int) -> Callable[[], None] | None:
    libc = _LIBC
    if libc is None:
        return None

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    return tie


def answers(port: int, host: str) -> bool:
    """Whether a web server on loopback answers, asked by the name it goes by, and has no error of its own."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", "/", headers={"Host": f"{host}:{port}"})
        return asked.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def end_all(home: Path, children: Iterable[subprocess.Popen[bytes]] = ()) -> int:
    """End every process of the demonstration in ``home``, those of a killed supervisor too; how many there were.

    First kindly, which lets a worker finish what it has in hand; after a few seconds for good: whatever a
    capture loses, its row remembers.
    """
    for child in children:
        with suppress(ProcessLookupError):
            child.terminate()
    found = _marked(home)
    for process in found:
        with suppress(psutil.Error):
            if process.pid not in {child.pid for child in children}:
                process.terminate()
    deadline = time.monotonic() + _PATIENCE
    while _marked(home) and time.monotonic() < deadline:
        for child in children:
            child.poll()
        time.sleep(0.05)
    for process in _marked(home):
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(found, timeout=_PATIENCE)
    for child in children:
        child.wait(_PATIENCE)
    return len(found)


def _marked(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            ours = process.pid != os.getpid() and process.environ().get(MARK) == str(home)
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found
