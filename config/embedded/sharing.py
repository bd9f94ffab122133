"""Shared use of one home's servers by several processes.

Each process that needs the servers holds a shared lock on one file; whoever can lock it alone is the last.
The kernel lets go of locks when a process dies, however it dies, so there is nothing stale to clear up.
"""

import atexit
import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.postgres import Postgres
from config.embedded.server import Server
from config.embedded.valkey import Valkey


@dataclass
class Hold:
    """This process's share in the servers of one home."""

    home: Path
    pid: int
    users: int
    servers: dict[str, Server] = field(default_factory=dict)


_holds: dict[Path, Hold] = {}


def hold(home: Path, *servers: Server) -> None:
    """Start ``servers`` of ``home`` unless they run, and keep them running while this process lives.

    Raises:
        EmbeddedServiceError: a server cannot be had.
    """
    home = home.resolve()
    try:
        with starting(home):
            mine = _holds.get(home)
            if mine is None or mine.pid != os.getpid():
                mine = _holds[home] = Hold(home, os.getpid(), _open(home, "users.lock"))
                fcntl.flock(mine.users, fcntl.LOCK_SH)
                atexit.register(release, home)
            for server in servers:
                server.start()
                mine.servers[server.name] = server
    except OSError as error:
        raise EmbeddedServiceError(
            f"The embedded servers cannot work in {home}: {error}. Make that folder yours, set CASEFILES_HOME "
            "to another, or set DATABASE_URL and BROKER_URL."
        ) from error


def release(home: Path) -> None:
    """Give up this process's share; the last one stops the servers. Nothing happens in a forked child."""
    mine = _holds.get(home.resolve())
    if mine is None or mine.pid != os.getpid():
        return
    del _holds[mine.home]
    try:
        with starting(mine.home):
            stop_if_unused(mine.home, mine.users)
    finally:
        os.close(mine.users)


def stop_if_unused(home: Path, users: int) -> bool:
    """Stop all servers of ``home`` if nobody but the holder of ``users`` uses them. Call while ``starting``."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    for server in every_server(home):
        server.stop()
    return True


def every_server(home: Path) -> list[Server]:
    """The servers that a home can have."""
    return [Valkey(home), Postgres(home)]


@contextlib.contextmanager
def starting(home: Path) -> Iterator[None]:
    """Alone in starting and stopping the servers of ``home``."""
    lock = _open(home, "start.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open(home: Path, name: str) -> int:
    folder = home / "services"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
