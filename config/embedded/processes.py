"""Starting a server so that it outlives a terminal's Ctrl-C, and telling ours from a stranger's."""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.locks import open_lock, try_lock
from config.embedded.runner import Runner, environment

_LAST_CHILD_SECONDS = 30.0  # a killed server's children end by themselves, once they notice
_PR_SET_PDEATHSIG = 1
_LONGEST_LOG = 10_000_000  # bytes; a longer one is put aside at the next start
# Loaded before any fork: the child between fork and exec may not import or allocate much.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class _Started(subprocess.Popen[bytes]):
    def __del__(self) -> None:
        """No warning: a server may well outlive the process that started it, for others use it."""


_started: dict[int, _Started] = {}


def launch(
    arguments: Iterable[str | Path],
    runner: Runner,
    log: Path,
    *,
    lock: int,
    end_with_parent: signal.Signals | None,
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, its words going to ``log``, with ``lock`` as its inheritance.

    With ``end_with_parent`` the kernel (Linux only) sends that signal to the server when this process ends,
    even by ``kill -9``. It watches the starting thread, so only a main thread may ask for it.
    """
    tie = None
    if end_with_parent is not None and threading.current_thread() is threading.main_thread():
        tie = _tie_to_parent(end_with_parent)
    put_aside(log)
    with log.open("ab") as out:
        process = _Started(
            runner.command(arguments),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=environment(),
            cwd="/",
            start_new_session=True,
            preexec_fn=tie,
            pass_fds=(lock,),
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


@contextmanager
def server_lock(folder: Path) -> Iterator[int]:
    """A lock on a server's data that every process of the server inherits and keeps while it lives.

    So a server is known to live even when its main process is gone or out of sight (in another container,
    where its number means nothing), and no second one is ever started on its data.
    Raises EmbeddedServiceError.
    """
    descriptor = open_lock(folder / "server.lock")
    try:
        if not wait_until(lambda: try_lock(descriptor, fcntl.LOCK_EX), _LAST_CHILD_SECONDS):
            raise EmbeddedServiceError(
                f"A server still uses {folder}, but its main process is gone or cannot be seen from here "
                "(perhaps it runs in another container). End it, choose another folder with CASEFILES_HOME, "
                "or set DATABASE_URL and BROKER_URL to servers of your own."
            )
        yield descriptor
    finally:
        os.close(descriptor)


def is_locked(folder: Path) -> bool:
    """Whether processes that were started from here still use a server's data."""
    descriptor = open_lock(folder / "server.lock")
    try:
        return not try_lock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def put_aside(log: Path) -> None:
    """Keep one older log when this one has grown long."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LONGEST_LOG:
            log.replace(log.with_suffix(".old.log"))


def is_ours(pid: int, folder: Path, argument: Path) -> bool:
    """Whether ``pid`` lives and is the server that works in ``folder`` or was started with ``argument``.

    A number in a file is not enough: it may be a stranger's by now.
    """
    reap(pid)
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():
        ps = shutil.which("ps") or "/bin/ps"  # macOS has no /proc
        asked = subprocess.run([ps, "-ww", "-p", str(pid), "-o", "command="], capture_output=True, check=False)  # noqa: S603
        return f" {argument} ".encode() in asked.stdout + b" "
    with suppress(OSError):
        if os.fsencode(argument) in (process / "cmdline").read_bytes().split(b"\0"):
            return True
    with suppress(OSError):
        return folder.samefile(process / "cwd")
    return False


def processes_titled(title: bytes, folder: Path) -> list[int]:
    """The processes that call themselves so and work in ``folder``, as far as the system tells (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cmdline").read_bytes().startswith(title) and folder.samefile(process / "cwd"):
                found.append(int(process.name))
    return found


def reap(pid: int, *, seconds: float = 0.0) -> None:
    """Take note of the end of a server that this process started, or it stays as a zombie."""
    process = _started.get(pid)
    if process is not None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            del _started[pid]


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Wait for something; false when it has not come to pass in time."""
    deadline = time.monotonic() + seconds
    while not done():
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
