"""So many browsers at once on one machine, and no more, whatever number of workers there is.

A slot is a folder with a lock. A worker that dies lets go of the lock with its last breath; what it left in the
folder is cleared away by the next that takes it.
"""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_GLANCE = 0.1
"""Seconds between two looks for a free slot."""


class NoSlot(Exception):
    """The folder cannot be used; the message says why."""


@contextlib.contextmanager
def slot(folder: Path, count: int, *, seconds: Callable[[], float]) -> Iterator[Path | None]:
    """An empty folder for one browser while the block lasts; ``None`` if none was free while ``seconds`` gave any.

    Raises ``NoSlot``.
    """
    held = None
    while held is None and seconds() > 0:
        try:
            held = _taken(folder, count)
        except OSError as error:
            raise NoSlot(f"{folder} cannot be used: {error.strerror}") from error
        if held is None:
            time.sleep(_GLANCE)
    if held is None:
        yield None
        return
    handle, own = held
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        os.close(handle)


def prepare(folder: Path) -> None:
    """See that ``folder`` is there and can be written to. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(folder / "0.lock", os.O_RDWR | os.O_CREAT, 0o600))


def _taken(folder: Path, count: int) -> tuple[int, Path] | None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(count):
        handle = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            own = folder / str(number)
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(mode=0o700)
        except BlockingIOError:
            os.close(handle)
        except BaseException:
            os.close(handle)
            raise
        else:
            return handle, own
    return None
