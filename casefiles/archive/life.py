"""The life of a capture: begun by a worker, ended once, put back when its worker dies.

A retry waits in its row, not in a worker. Whatever a worker does is stored only if, at the end, the row is still
its own; the files, the try and the outcome are then committed together.
"""

import datetime
import os
import random
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from casefiles.archive import custody, inventory, room, signing, stamps, store, wacz
from casefiles.archive.dispatch import nudge
from casefiles.archive.engines.base import Copy
from casefiles.archive.manners import keep_host, leave_host, next_for, take_host
from casefiles.archive.models import Capture, CaptureAttempt, CaptureFile
from casefiles.archive.states import LOST, NO_ROOM, RETRY, Custody, FileRole, State
from casefiles.archive.warc_check import Part, Record, records
from casefiles.jobs.models import from_now

_JITTER = 0.2
"""A retry comes up to this share later, so that a day's failures do not all come back at once."""
_NO_ROOM = f"{room.FULL} It is made once there is room."
_ROOM = 60.0
"""Seconds until a capture that found no room looks again."""
_LONGEST_ROOM = 3600.0
_SOON = 60.0
"""Seconds: a wait for a host so short is told to a worker at once; longer ones are the sweeper's."""
MOST_SENT = 500
"""Captures that one sweep tells workers of."""
MOST_LOST = 8
"""Tries whose worker died before a capture is given up: perhaps it is what kills them."""


def begin(capture_id: UUID, *, worker: str) -> Capture | None:
    """Take a capture that is due, and its host. ``None``: not now, or somebody else has it."""
    with transaction.atomic():
        row = Capture.objects.filter(pk=capture_id).due().select_for_update(skip_locked=True).first()
        if row is None:
            return None
        wait = take_host(row.cited_url.host, row.pk, lease=settings.ARCHIVE_LEASE)
        if wait is not None:
            Capture.objects.filter(pk=row.pk).update(state=State.WAITING, next_at=from_now(wait))
            return None
        return Capture.objects.filter(pk=capture_id).claim(worker=worker, lease=settings.ARCHIVE_LEASE)


def renew(capture: Capture) -> bool:
    """Hold a capture and its host for another lease. False: it is no longer ours."""
    with transaction.atomic():
        held = Capture.objects.renew(capture, lease=settings.ARCHIVE_LEASE)
        if held:
            keep_host(capture.pk, lease=settings.ARCHIVE_LEASE)
        return held


def finish(capture: Capture, copy: Copy, *, engine: str, started_at: datetime.datetime) -> bool:
    """Store what a try brought: an outcome with its files, or a date for the next try. False: no longer ours."""
    delay = _delay(capture, copy)
    if delay is not None:
        return _put_off(capture, copy, delay, started_at=started_at)
    key = _signing_key() if copy.warc else None
    found, stamped = _records(copy), stamps.over_warc(copy.warc)
    files = _stored(capture, copy, key, stamped)
    with transaction.atomic():
        if not _still_ours(capture):
            return False
        inventory.confirm(file.digest for _, file, _ in files)
        CaptureFile.objects.bulk_create(
            CaptureFile(capture=capture, role=role, digest=file.digest, size=file.size, media_type=media_type[:200])
            for role, file, media_type in files
        )
        detail = _said(capture, copy)
        _record(capture, copy.outcome, detail, started_at=started_at)
        facts = {
            "engine": engine,
            "final_url": copy.final_url[:4000],
            "status_code": copy.status,
            "content_type": copy.content_type[:200],
            "title": copy.title,
            "started_at": started_at,
            "finished_at": timezone.now(),
            "bytes_on_wire": copy.bytes_on_wire,
            "report": copy.report | (_signature(key) | stamped.report if copy.warc else {}),
        }
        Capture.objects.finish(capture, state=copy.outcome, outcome_detail=detail, **facts)
        named = [
            {"role": role, "sha256": file.digest, "bytes": file.size, "media_type": media_type[:200]}
            for role, file, media_type in files
        ]
        stamped.record(capture)
        for role, file, _ in files:
            if role == FileRole.WACZ:
                stamps.want(capture, file.digest)
        custody.ended(capture, outcome=copy.outcome, sentence=detail, facts=facts, files=named, records=found)
        _leave(capture, copy)
    return True


def needed_first(capture_id: UUID) -> UUID | None:
    """The capture that a worker makes before ``capture_id``, of which it was told: one that is needed now."""
    urgent = Capture.objects.due().filter(needed_now=True).exclude(pk=capture_id)
    return urgent.most_urgent_first().values_list("pk", flat=True).first()


def wait_for_room(capture_id: UUID) -> None:
    """Put a capture off before anything is fetched for it: there is no room to store it."""
    Capture.objects.filter(pk=capture_id).due().update(
        state=State.WAITING, next_at=from_now(_ROOM), nudged_at=None, outcome_detail=_NO_ROOM
    )


def put_off_full(capture: Capture, *, started_at: datetime.datetime) -> bool:
    """Put a capture off whose disk was full in the middle; as no try of its own fault. False: no longer ours."""
    before = CaptureAttempt.objects.filter(capture=capture, result=NO_ROOM).count()
    copy = Copy(State.FAILED, _NO_ROOM, again=True)
    delay = min(_ROOM * 2**before, _LONGEST_ROOM)  # each time the site is visited again
    return _put_off(capture, copy, delay, started_at=started_at, result=NO_ROOM)


def abandon(capture: Capture) -> None:
    """Let go of the host of a capture that was cancelled meanwhile. One that another worker has keeps its host."""
    with transaction.atomic():
        if Capture.objects.finished().filter(pk=capture.pk).exists():
            leave_host(capture.cited_url.host, capture.pk)


def sweep() -> list[UUID]:
    """Put captures of dead workers back and record their tries as lost; the ids of those to tell workers of.

    One per host, because only one can be at it, and none that was told of within the last lease: its message is
    probably still queued. Who finishes a capture tells of the next one for its host.
    """
    with transaction.atomic():
        lapsed = Capture.objects.sweep()
        for row in lapsed:
            _lose(row)
        for host, pk in sorted((row.cited_url.host, row.pk) for row in lapsed):
            leave_host(host, pk)
    firsts = Capture.objects.due().order_by("cited_url__host", "-needed_now", "next_at").distinct("cited_url__host")
    unheard = Q(nudged_at__isnull=True) | Q(nudged_at__lt=from_now(-settings.ARCHIVE_LEASE))
    told = Capture.objects.filter(unheard, pk__in=firsts.values("pk")).most_urgent_first()
    ids = list(told.values_list("pk", flat=True)[:MOST_SENT])
    Capture.objects.filter(pk__in=ids, state__in=Capture.READY_STATES).update(nudged_at=Now())
    return ids


def _lose(row: Capture) -> None:
    """Record the lost try of ``row`` (as it was before it was put back); give up one that loses all its workers."""
    detail = "The worker stopped before it was done."
    lost = CaptureAttempt.objects.filter(capture=row, result=LOST).count()
    if lost < MOST_LOST:
        _record(row, LOST, detail, started_at=timezone.now())
        return
    detail = f"The worker stopped {lost + 1} times while archiving it; an administrator should look."
    _record(row, State.FAILED, detail, started_at=timezone.now())
    Capture.objects.filter(pk=row.pk, state__in=Capture.READY_STATES).update(
        state=State.FAILED, outcome_detail=detail, finished_at=timezone.now()
    )
    custody.ended(row, outcome=State.FAILED, sentence=detail, facts={})


def _put_off(capture: Capture, copy: Copy, delay: float, *, started_at: datetime.datetime, result: str = RETRY) -> bool:
    with transaction.atomic():
        if not _still_ours(capture):
            return False
        _record(capture, result, copy.sentence, started_at=started_at)
        Capture.objects.finish(
            capture, state=State.WAITING, next_at=from_now(delay), nudged_at=None, outcome_detail=copy.sentence
        )
        _leave(capture, copy)
    return True


def _still_ours(capture: Capture) -> bool:
    rows = Capture.objects.filter(pk=capture.pk, state=State.FETCHING, attempt=capture.attempt)
    return rows.select_for_update().exists()


def _leave(capture: Capture, copy: Copy) -> None:
    """Leave the host, and tell a worker of the next capture that waits for it.

    That capture's row is only read: its own worker may hold it while it waits for the host's.
    """
    host = capture.cited_url.host
    pause = leave_host(host, capture.pk, slow_down=copy.slow_down, wait=copy.wait)
    if pause <= _SOON and (following := next_for(host, within=_SOON)):
        nudge(following.pk, seconds=pause)


def _delay(capture: Capture, copy: Copy) -> float | None:
    """Seconds until the next try, ``None`` if this one decides."""
    if not copy.again:
        return None
    tried = CaptureAttempt.objects.filter(capture=capture, result=RETRY).count()
    waits = [float(seconds) for seconds in settings.ARCHIVE_RETRIES]
    if tried >= len(waits):
        return None
    wait = waits[tried] * (1 + random.random() * _JITTER)  # noqa: S311 (spreads load, guards nothing)
    return max(wait, copy.wait or 0.0)


def _said(capture: Capture, copy: Copy) -> str:
    tries = CaptureAttempt.objects.filter(capture=capture, result=RETRY).count() + 1
    return f"{copy.sentence} We tried {tries} times." if copy.again and tries > 1 else copy.sentence


def _record(capture: Capture, result: str, detail: str, *, started_at: datetime.datetime) -> None:
    attempt = CaptureAttempt.objects.create(
        capture=capture,
        number=capture.attempt,
        started_at=started_at,
        ended_at=timezone.now(),
        result=result,
        detail=detail,
        worker=capture.worker,
    )
    told = {"try": attempt.number, "began": started_at, "ended": attempt.ended_at, "result": result, "sentence": detail}
    custody.record(capture, Custody.TRIED, told, withheld={"worker": capture.worker})


def _records(copy: Copy) -> list[Record]:
    """What the WARC holds, read as a stranger would. Raises ``BadRecord``: what cannot be read is not stored."""
    if copy.warc is None:
        return []
    return list(records(Part(copy.warc, 0, copy.warc.seek(0, os.SEEK_END))))


def _signing_key() -> signing.SigningKey | None:
    path = settings.ARCHIVE_SIGNING_KEY_FILE
    return signing.load(path) if path else None


def _signature(key: signing.SigningKey | None) -> dict[str, object]:
    """What the report says of who signed: the key's fingerprint, "" if nobody did."""
    return {"signed": key is not None, "signed_by": key.fingerprint if key else ""}


def _stored(
    capture: Capture, copy: Copy, key: signing.SigningKey | None, stamped: stamps.Stamps
) -> list[tuple[str, store.Stored, str]]:
    """Everything of ``copy`` that is a file, safely on the disk before any row names it."""
    found = []
    if copy.warc is not None:
        answers = [token.answer for token in stamped.given.values()]
        with wacz.pack(copy, url=capture.cited_url.url, key=key, stamps=answers) as packed:
            found.append((FileRole.WACZ.value, store.keep(packed), wacz.MEDIA_TYPE))
    if copy.document is not None:
        copy.document.seek(0)
        document = store.keep(copy.document)
        found.append((FileRole.DOCUMENT.value, document, copy.content_type or "application/octet-stream"))
    for view in copy.views:
        found.append((view.role.value, store.keep_bytes(view.data), view.media_type))
    if copy.text is not None:
        found.append((FileRole.TEXT.value, store.keep_bytes(copy.text.encode()), "text/plain; charset=utf-8"))
    return found
