"""Shared use of one server by several processes.

The kernel lets go of a lock when its holder ends, however it ends: nothing here can go stale.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError

PATIENCE = 90.0  # seconds to wait for another process that starts or stops a server
_PAUSE = 0.01


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock if nobody stands in the way."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def open_lock(path: Path) -> int:
    """Open the lock file; the caller closes the descriptor, which is not inherited by programs it starts."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except PermissionError as error:
        raise EmbeddedServiceError(
            f"{path} belongs to another user, who has started the embedded servers here. Run as that user, "
            "choose another folder with CASEFILES_HOME, or set DATABASE_URL and BROKER_URL."
        ) from error


def _lock(descriptor: int, kind: int, path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not try_lock(descriptor, kind):
        if time.monotonic() > deadline:
            raise EmbeddedServiceError(
                f"Another process has been starting or stopping a server for {PATIENCE:.0f} seconds "
                f"and still holds {path}. End it and try again, or set DATABASE_URL and BROKER_URL."
            )
        time.sleep(_PAUSE)


class SharedUse:
    """One process's part in the use of one server."""

    def __init__(self, folder: Path, name: str) -> None:
        self._users = folder / f"{name}.users"
        self._start = folder / f"{name}.start"
        self._descriptor: int | None = None
        self.process = os.getpid()

    def join(self) -> None:
        """Become a user of the server: nobody stops it for lack of users while this process lives."""
        if self._descriptor is None:
            self._descriptor = open_lock(self._users)
            _lock(self._descriptor, fcntl.LOCK_SH, self._users)

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Alone among those who start and stop the server."""
        descriptor = open_lock(self._start)
        try:
            _lock(descriptor, fcntl.LOCK_EX, self._start)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def leaving(self) -> Iterator[bool]:
        """Stop using the server; true for the last user, whom nobody joins until the block ends.

        A forked child shares its parent's lock, so a child that ends takes nothing away.
        """
        with self.starting():
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is None:
                descriptor = open_lock(self._users)
            try:
                yield try_lock(descriptor, fcntl.LOCK_EX)
            finally:
                os.close(descriptor)

    def forget(self) -> None:
        """Close a forked child's copy of the lock; the parent keeps its own."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None
