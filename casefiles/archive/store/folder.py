"""A local folder: a crash leaves a whole file or none.

A file is written to a temporary name, flushed to the disk, renamed, and its folder flushed; only then may a row
name it.
"""

import contextlib
import datetime
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from casefiles.archive.store.base import Found, Part, Room, Stored, copied, digest_in, name_of, unreadable

_LONGEST_WRITE = 3600
"""Seconds after which a file that is still incoming has lost its writer; no capture takes so long."""


class Folder:
    """See the module, and ``Place``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / "incoming"

    def path_of(self, digest: str) -> Path:
        """Where the file named ``digest`` lies, whether it is there or not. Raises ``ValueError`` for no digest."""
        return self.root / name_of(digest)

    def where(self, digest: str) -> str:
        return str(self.path_of(digest))

    def keep(self, source: IO[bytes]) -> Stored:
        self._incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._incoming)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                stored = copied(source, out)
                out.flush()
                os.fsync(out.fileno())
            _settle(temporary, self.path_of(stored.digest))
            return stored
        finally:
            temporary.unlink(missing_ok=True)

    @contextlib.contextmanager
    def taken(self, digest: str) -> Iterator[IO[bytes]]:
        with self._open(digest) as stream:
            yield stream

    def part(self, digest: str, start: int, count: int) -> Part:
        stream = self._open(digest)
        stream.seek(start)
        return Part(stream, count)

    def has(self, digest: str) -> bool:
        return self.path_of(digest).is_file()

    def listed(self) -> Iterator[Found]:
        for folder, _, names in os.walk(self.root / "sha256"):
            for name in names:
                path = Path(folder) / name
                digest = digest_in(str(path))
                if not digest:
                    continue
                with contextlib.suppress(FileNotFoundError):  # taken away meanwhile
                    seen = path.stat()
                    yield Found(digest, seen.st_size, _at(seen))

    def remove(self, found: Found) -> None:
        path = self.path_of(found.digest)
        with contextlib.suppress(FileNotFoundError):  # another sweeper was quicker
            if _at(path.stat()) == found.at:  # else somebody has stored it anew
                path.unlink()

    def clear_leftovers(self) -> None:
        for leftover in self._incoming.glob("*"):
            with contextlib.suppress(OSError):  # another sweeper may be at it
                if time.time() - leftover.stat().st_mtime > _LONGEST_WRITE:
                    leftover.unlink()

    def room(self) -> Room | None:
        nearest = next(path for path in (self.root, *self.root.parents) if path.exists())
        _, used, free = shutil.disk_usage(nearest)
        return Room(used + free, free)  # what is reserved for root is no room

    def _open(self, digest: str) -> IO[bytes]:
        try:
            return self.path_of(digest).open("rb")
        except OSError as error:
            raise unreadable(digest, str(error.strerror)) from error


def _at(seen: os.stat_result) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seen.st_mtime, datetime.UTC)


def _settle(temporary: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o440)
    temporary.replace(final)
    for folder in final.parents[:4]:
        _flush(folder)  # each may be new, or made a moment ago by another process that has not flushed it


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
