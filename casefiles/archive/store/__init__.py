"""The store: files named by their SHA-256, in a local folder or a bucket of an S3-compatible store.

A file lies at ``sha256/ab/cd/<digest>``: in the folder ``ARCHIVE_ROOT``, or below the prefix of ``ARCHIVE_STORE``
(``s3://bucket/prefix``). Either it is there whole, or not at all; and only once it is there may a row name it.
"""

import contextlib
import functools
import hashlib
import io
import logging
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from casefiles.archive.store.base import (
    BLOCK,
    Damaged,
    Found,
    OutOfReach,
    Part,
    Place,
    Room,
    Stored,
    is_full,
)
from casefiles.archive.store.folder import Folder

__all__ = ["BLOCK", "Damaged", "Found", "OutOfReach", "Part", "Place", "Room", "Stored", "is_full"]


logger = logging.getLogger(__name__)
UNREADABLE = (Damaged, OSError)
"""What reading a stored file may raise: the file is at fault, or the place is."""


def place() -> Place:
    """Where the settings say that files are kept."""
    if not settings.ARCHIVE_STORE:
        return Folder(Path(settings.ARCHIVE_ROOT))
    return _bucket(
        settings.ARCHIVE_STORE, *(settings.ARCHIVE_S3[key] for key in ("endpoint", "region", "key_id", "secret"))
    )


@functools.lru_cache(maxsize=4)
def _bucket(url: str, endpoint: str, region: str, key_id: str, secret: str) -> Place:
    """boto3 is loaded only where it is used: it takes a third of a second and 30 MB."""
    parts = urlsplit(url)
    bucket = import_module("casefiles.archive.store.bucket")
    made: Place = bucket.Bucket(
        parts.netloc, parts.path.strip("/"), endpoint=endpoint, region=region, key_id=key_id, secret=secret
    )
    return made


def path_of(digest: str) -> Path:
    """Where a file lies in the local folder, whether it is there or not. Raises ``ValueError`` for no digest."""
    return Folder(Path(settings.ARCHIVE_ROOT)).path_of(digest)


def keep(source: IO[bytes]) -> Stored:
    """Store what ``source`` gives from its present position. Storing the same bytes twice keeps one file."""
    return place().keep(source)


def keep_bytes(data: bytes) -> Stored:
    """Store ``data``; see ``keep``."""
    return keep(io.BytesIO(data))


def read(digest: str) -> bytes:
    """The bytes named ``digest``, checked. Raises ``Damaged``."""
    with place().taken(digest) as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != digest:
        raise _not_its_own(digest)
    return data


@contextlib.contextmanager
def opened(digest: str) -> Iterator[IO[bytes]]:
    """The file named ``digest``, checked as a whole before the first byte is given out. Raises ``Damaged``."""
    with place().taken(digest) as stream:
        if digest_of(stream) != digest:
            raise _not_its_own(digest)
        stream.seek(0)
        yield stream


def digest_of(stream: IO[bytes]) -> str:
    """The SHA-256 of the rest of a stream."""
    sha = hashlib.sha256()
    while block := stream.read(BLOCK):
        sha.update(block)
    return sha.hexdigest()


def fault(error: Exception) -> str:
    """What is wrong with a file that could not be read, as sentences for the desk."""
    if isinstance(error, Damaged):
        return str(error)
    logger.warning("A stored file cannot be read: %s", error)
    return "The store of archived files cannot be reached just now. Look again later."


def clear_leftovers() -> None:
    """Remove what killed writers have left half-written; none of it ever got a name in the store."""
    place().clear_leftovers()


def _not_its_own(digest: str) -> Damaged:
    return Damaged(f"The stored file {digest} no longer has the bytes it was stored with.")
