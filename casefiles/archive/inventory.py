"""Stored files against the rows that name them: what is missing or damaged, and what nobody names any more.

A file is kept before its row is written, so for a while nobody names it. What dies in between leaves an orphan.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from casefiles.archive import store
from casefiles.archive.models import CaptureFile

_LOCK = 0x7374_6F72  # "stor": whoever writes rows shares this advisory lock, whoever removes files has it alone
_AT_ONCE = 500


@dataclass(frozen=True)
class Trouble:
    """A file that is not as its row says, or has none."""

    kind: str
    """``missing``, ``damaged``, ``size``, ``unreadable`` or ``orphan``."""
    digest: str
    said: str
    captures: Sequence[str] = ()
    """Ids of the captures that it is a file of."""


def confirm(digests: Iterable[str]) -> None:
    """Call it in the transaction that writes the rows of these files: none of them is removed until it ends.

    Raises ``store.OutOfReach`` if one was already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    place = store.place()
    for digest in digests:
        if not place.has(digest):
            raise store.OutOfReach(f"The file {digest} is no longer in the store.")


def orphans(now: datetime.datetime) -> Iterator[store.Found]:
    """Files that no row names and that have been there longer than any capture takes."""
    old = now - datetime.timedelta(seconds=settings.ARCHIVE_ORPHAN_SECONDS)
    for batch in _batches(found for found in store.place().listed() if found.at < old):
        named = _named(found.digest for found in batch)
        yield from (found for found in batch if found.digest not in named)


def remove_orphans(now: datetime.datetime | None = None) -> int:
    """Take orphans away; how many there were. A row that is being written for one keeps it."""
    removed = 0
    for batch in _batches(orphans(now or timezone.now())):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            named = _named(found.digest for found in batch)
            place = store.place()
            for found in batch:
                if found.digest not in named:
                    place.remove(found)
                    removed += 1
    return removed


def check(digests: Iterable[str]) -> Iterator[tuple[str, Trouble | None]]:
    """Read each file to its end and compare it with its rows: its digest, and what is wrong with it, if anything."""
    for digest in digests:
        rows = list(CaptureFile.objects.kept().filter(digest=digest).values_list("capture_id", "size"))
        yield digest, _trouble(digest, {size for _, size in rows}, sorted({str(pk) for pk, _ in rows}))


def _trouble(digest: str, sizes: set[int], captures: Sequence[str]) -> Trouble | None:
    place = store.place()
    try:
        with place.taken(digest) as stream:
            sha, size = hashlib.sha256(), 0
            while block := stream.read(store.BLOCK):
                sha.update(block)
                size += len(block)
    except store.Damaged as error:
        return Trouble("missing", digest, str(error), captures)
    except OSError as error:
        return Trouble("unreadable", digest, f"{place.where(digest)} cannot be read: {error}.", captures)
    if sizes != {size}:
        said = " and ".join(f"{each:,}" for each in sorted(sizes))
        return Trouble("size", digest, f"{place.where(digest)} has {size:,} bytes and should have {said}.", captures)
    if sha.hexdigest() != digest:
        return Trouble("damaged", digest, f"{place.where(digest)} has sha256 {sha.hexdigest()}.", captures)
    return None


def _named(digests: Iterable[str]) -> set[str]:
    """Those of the digests that a row names."""
    return set(CaptureFile.objects.kept().filter(digest__in=list(digests)).values_list("digest", flat=True))


def _batches(found: Iterable[store.Found]) -> Iterator[list[store.Found]]:
    rest = iter(found)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
