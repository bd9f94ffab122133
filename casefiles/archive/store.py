"""The store: files named by their SHA-256, written so that a crash leaves a whole file or none.

A file lies at ``ARCHIVE_ROOT/sha256/ab/cd/<digest>``. It is written to a temporary name, flushed to the disk,
renamed, and its folder flushed; only then may a row name it.
"""

import contextlib
import hashlib
import io
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

_CHUNK = 1 << 20
_LONGEST_WRITE = 3600
"""Seconds after which a file that is still incoming has lost its writer; no capture takes so long."""


class Damaged(Exception):
    """A stored file is missing, or its bytes no longer have the digest that is its name."""


@dataclass(frozen=True)
class Stored:
    """A file in the store: its SHA-256 and its size in bytes."""

    digest: str
    size: int


def path_of(digest: str) -> Path:
    """Where the file named ``digest`` lies, whether it is there or not. Raises ``ValueError`` for no digest."""
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{digest!r} is no SHA-256 in lower-case hexadecimal.")
    return Path(settings.ARCHIVE_ROOT) / "sha256" / digest[:2] / digest[2:4] / digest


def keep(source: IO[bytes]) -> Stored:
    """Store what ``source`` gives from its present position. Storing the same bytes twice keeps one file."""
    folder = _incoming()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    temporary = Path(name)
    try:
        sha, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as out:
            while block := source.read(_CHUNK):
                sha.update(block)
                size += len(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        stored = Stored(sha.hexdigest(), size)
        _settle(temporary, path_of(stored.digest))
        return stored
    finally:
        temporary.unlink(missing_ok=True)


def keep_bytes(data: bytes) -> Stored:
    """Store ``data``; see ``keep``."""
    return keep(io.BytesIO(data))


def clear_leftovers() -> None:
    """Remove what killed writers have left half-written; none of it ever got a name in the store."""
    for leftover in _incoming().glob("*"):
        with contextlib.suppress(OSError):  # another sweeper may be at it
            if time.time() - leftover.stat().st_mtime > _LONGEST_WRITE:
                leftover.unlink()


def read(digest: str) -> bytes:
    """The bytes named ``digest``, checked. Raises ``Damaged``."""
    try:
        data = path_of(digest).read_bytes()
    except OSError as error:
        raise Damaged(f"The stored file {digest} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(f"The stored file {digest} no longer has the bytes it was stored with.")
    return data


@contextlib.contextmanager
def opened(digest: str) -> Iterator[IO[bytes]]:
    """The file named ``digest``, checked as a whole before the first byte is given out. Raises ``Damaged``."""
    try:
        stream = path_of(digest).open("rb")
    except OSError as error:
        raise Damaged(f"The stored file {digest} cannot be read: {error.strerror}.") from error
    with stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
            raise Damaged(f"The stored file {digest} no longer has the bytes it was stored with.")
        stream.seek(0)
        yield stream


def _incoming() -> Path:
    return Path(settings.ARCHIVE_ROOT) / "incoming"


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
