"""Starting a server so that it outlives a terminal's Ctrl-C, and telling ours from a stranger's."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from config.embedded.runner import Runner, environment

_PR_SET_PDEATHSIG = 1
_LONGEST_LOG = 10_000_000  # bytes; a longer one is put aside at the next start
# Loaded before any fork: the child between fork and exec may not import or allocate much.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_started: dict[int, subprocess.Popen[bytes]] = {}


def launch(
    arguments: Iterable[str | Path], runner: Runner, log: Path, *, end_with_parent: signal.Signals | None
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, its words going to ``log``.

    With ``end_with_parent`` the kernel (Linux only) sends that signal to the server when this process ends,
    even by ``kill -9``. It watches the starting thread, so only a main thread may ask for it.
    """
    tie = None
    if end_with_parent is not None and threading.current_thread() is threading.main_thread():
        tie = _tie_to_parent(end_with_parent)
    put_aside(log)
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - a program of our own wheel, no shell
            runner.command(arguments),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=environment(),
            cwd="/",
            start_new_session=True,
            preexec_fn=tie,
            user=runner.account[0] if runner.account else None,
            group=runner.account[1] if runner.account else None,
            extra_groups=[] if runner.account else None,
        )
    _started[process.pid] = process
    return process


def _tie_to_parent(number: signal.Signals) -> Callable[[], None] | None:
    libc, parent = _LIBC, os.getpid()
    if libc is None:
        return None

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    return tie


def put_aside(log: Path) -> None:
    """Keep one older log when this one has grown long."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LONGEST_LOG:
            log.replace(log.with_suffix(".old.log"))


def is_ours(pid: int, mark: str) -> bool:
    """Whether ``pid`` lives and its command line has ``mark``: a recycled number is not our server."""
    reap(pid)
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        ps = shutil.which("ps") or "/bin/ps"  # macOS has no /proc
        asked = subprocess.run([ps, "-ww", "-p", str(pid), "-o", "command="], capture_output=True, check=False)  # noqa: S603
        command = asked.stdout
    except OSError:
        return False
    return os.fsencode(mark) in command


def reap(pid: int) -> None:
    """Take note of the end of a server that this process started, or it stays as a zombie."""
    process = _started.get(pid)
    if process is not None and process.poll() is not None:
        del _started[pid]


def wait_gone(pid: int, mark: str, seconds: float) -> bool:
    """Wait until that server has ended; false when it has not."""
    deadline = time.monotonic() + seconds
    while is_ours(pid, mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def tail(log: Path, start: int = 0, lines: int = 15) -> str:
    """The last lines of a log, from byte ``start`` on."""
    try:
        text = log.read_bytes()[start:].decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def size(log: Path) -> int:
    try:
        return log.stat().st_size
    except OSError:
        return 0
