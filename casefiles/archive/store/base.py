"""What every place for stored files has, and what it may say."""

import datetime
import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol, runtime_checkable

BLOCK = 1 << 20
"""Bytes that are in memory at once."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NAME = re.compile(r"(?:^|/)sha256/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})\Z")


class Damaged(Exception):
    """A stored file is missing, or its bytes no longer have the digest that is its name."""


class OutOfReach(OSError):
    """The place did not answer, or not as it should; another time it may."""


@dataclass(frozen=True)
class Stored:
    """A file in the store: its SHA-256 and its size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True)
class Found:
    """A file as the place lists it: its digest, its size in bytes, and when it was put there."""

    digest: str
    size: int
    at: datetime.datetime


@dataclass(frozen=True)
class Room:
    """The disk that a place lies on, in bytes."""

    size: int
    free: int

    @property
    def percent_used(self) -> float:
        return 100.0 * (self.size - self.free) / self.size if self.size else 100.0


class Part:
    """Bytes of a stored file, a block at a time. Whoever takes it closes it."""

    def __init__(self, stream: IO[bytes], count: int) -> None:
        self._stream = stream
        self._left = count

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = self._stream.read(min(BLOCK, self._left))
        if not block:
            raise StopIteration
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._stream.close()


class Place(Protocol):
    """Somewhere to keep files by their digest. All raise ``OSError`` where the place itself fails."""

    def where(self, digest: str) -> str:
        """How people call the file's place. Raises ``ValueError`` for no digest."""
        ...

    def keep(self, source: IO[bytes]) -> Stored:
        """Store what ``source`` gives from its present position: whole and checked, or not at all."""
        ...

    def taken(self, digest: str) -> AbstractContextManager[IO[bytes]]:
        """The file as it is, at its start, *unchecked*. Raises ``Damaged`` if it cannot be had."""
        ...

    def part(self, digest: str, start: int, count: int) -> Part:
        """``count`` bytes from ``start``, *unchecked*; no more than that is read. Raises ``Damaged``."""
        ...

    def has(self, digest: str) -> bool:
        """Is there a file of this name?"""
        ...

    def listed(self) -> Iterator[Found]:
        """Every file that has a name in the store."""
        ...

    def remove(self, found: Found) -> None:
        """Take a file away; nothing happens if it is gone."""
        ...

    def clear_leftovers(self) -> None:
        """Remove what killed writers left half-written; none of it ever got a name."""
        ...

    def room(self) -> Room | None:
        """The disk it lies on; ``None`` where there is no such thing."""
        ...


@runtime_checkable
class Reachable(Protocol):
    """A place that may be elsewhere."""

    def check(self) -> None:
        """Is it there, and does it let us in? Raises ``OSError`` with its own words."""
        ...


def name_of(digest: str) -> str:
    """The name of a file below the store's root. Raises ``ValueError`` for no digest."""
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{digest!r} is no SHA-256 in lower-case hexadecimal.")
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


def digest_in(name: str) -> str:
    """The digest that a name of the store ends with; "" for what the store did not put there."""
    found = _NAME.search(name)
    return found[3] if found else ""


def copied(source: IO[bytes], out: IO[bytes]) -> Stored:
    """Write the rest of ``source`` to ``out``, and say what that was."""
    sha, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        sha.update(block)
        size += len(block)
        out.write(block)
    return Stored(sha.hexdigest(), size)


def is_full(error: BaseException) -> bool:
    """Does ``error`` say that there is no room left?"""
    return isinstance(error, OSError) and error.errno in _FULL


def no_room() -> OSError:
    """What a place raises that has no room left, and says so in other words than a disk."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def unreadable(digest: str, why: str) -> Damaged:
    return Damaged(f"The stored file {digest} cannot be read: {why}.")
