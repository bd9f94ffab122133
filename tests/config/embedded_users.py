"""Processes that use the embedded servers, for tests that end them kindly or not."""

import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import disk_usage, rmtree
from types import TracebackType

import psycopg
import pytest
import redis

from config import embedded
from config.embedded.postgres import connects
from config.embedded.sharing import postgres_server, stop, valkey_server

ROOT = Path(__file__).resolve().parents[2]

_USE = """
import sys, time
from pathlib import Path
from config import embedded
embedded.ensure_running(Path(sys.argv[1]), supervised="supervised" in sys.argv)
print("up", flush=True)
sys.stdin.read()
"""


def python(code: str, *arguments: str | Path, user: int | None = None, **environment: str) -> subprocess.Popen[str]:
    """Start a Python that runs ``code`` from the project's root, perhaps as another user.

    This Python may lie in a folder that the other user cannot enter; then the system's own must do.
    """
    program = sys.executable if user is None else python_for(user)
    if program is None:
        pytest.skip("no Python 3.11 or newer that an ordinary user may run")
    packages = sysconfig.get_path("purelib")
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BROKER_URL"}}
    return subprocess.Popen(
        [program, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=clean | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": f"{ROOT}:{packages}"} | environment,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


@cache
def python_for(user: int) -> str | None:
    """A Python, new enough, that this user may run in the project's root; None when there is none."""
    new_enough = ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    for program in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            tried = subprocess.run([program, *new_enough], user=user, extra_groups=[], cwd=ROOT, check=False)
        except OSError:
            continue
        if tried.returncode == 0:
            return program
    return None


class User:
    """One process that uses the servers below ``home`` until told to end."""

    def __init__(self, home: Path, *words: str, user: int | None = None) -> None:
        self.process = python(_USE, home, *words, user=user)

    def __enter__(self) -> "User":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.leave()

    def up(self) -> "User":
        """Wait until it says that the servers run."""
        assert self.process.stdout
        if self.process.stdout.readline() != "up\n":
            raise AssertionError(self.process.communicate()[1])
        return self

    def leave(self) -> str:
        """Let it end as programs do; what it said on stderr."""
        return self.process.communicate(timeout=30)[1]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)


def using(home: Path, *words: str, user: int | None = None) -> User:
    """Start a process and wait until it uses the servers."""
    return User(home, *words, user=user).up()


def postgres_pid(home: Path) -> int | None:
    return postgres_server(home).pid()


def valkey_pid(home: Path) -> int | None:
    return valkey_server(home).pid()


def listening(home: Path) -> bool:
    """Whether a PostgreSQL answers on that home's socket."""
    return connects(postgres_server(home).socket)


def query(home: Path, statement: str) -> list[tuple[object, ...]]:
    """Run one statement in the embedded database and return its rows, if any."""
    with psycopg.connect(embedded.database_url(home), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def valkey(home: Path) -> redis.Redis:
    """A connection to the embedded broker."""
    return redis.Redis(unix_socket_path=str(valkey_server(home).socket))


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A short folder that other users may walk into, unlike pytest's own ones; gone afterwards."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and disk_usage(memory).free > 2_000_000_000
    folder = Path(tempfile.mkdtemp(prefix="casefiles-test-", dir=memory if roomy else "/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def end_everything(home: Path) -> None:
    """Leave nothing running below ``home``, whatever a test did, and no part of it in this process's hands."""
    embedded.release_all()
    if (home / "locks").exists():
        stop(home, now=True)
