"""The life of a watch: which addresses are watched, begun by a worker, ended by a look, put back when it dies."""

import random
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from casefiles.archive.actions import request_capture
from casefiles.archive.dispatch import nudge
from casefiles.archive.look import Look
from casefiles.archive.manners import keep_host, leave_host, next_for, take_host
from casefiles.archive.models import Capture, Recheck, RecheckCopy, Watch
from casefiles.archive.states import Seen, WatchState
from casefiles.jobs.models import from_now

DAY = 86_400.0
_JITTER = 0.1
"""A look comes up to this share of the interval later, so that what was published together is not all due at once."""
_SOON = 60.0
"""Seconds: a capture that waits for the host no longer than that is told of at once."""
MOST_SENT = 100
"""Watches that one sweep tells workers of."""
REASON = "Looked at again because something published cites it."


def interval() -> float:
    """Seconds between two looks at an address; 0: nothing is looked at again."""
    return float(settings.RECHECK_DAYS) * DAY


def keep_watch(copies: Mapping[UUID, UUID]) -> int:
    """Watch exactly the addresses whose published copies are given, cited address → capture; how many changed.

    Nobody here asks who cites them: that is told from above.
    """
    changed = 0
    known = {watch.cited_url_id: watch for watch in Watch.objects.filter(cited_url__in=copies)}
    for cited_url_id, copy_id in copies.items():
        watch = known.get(cited_url_id)
        if watch is None:
            first = Watch(cited_url_id=cited_url_id, copy_id=copy_id, next_at=from_now(_until_next()))
            changed += len(Watch.objects.bulk_create([first], ignore_conflicts=True))
        elif watch.copy_id != copy_id or watch.state == WatchState.RESTING:
            rows = Watch.objects.filter(pk=watch.pk)
            rows.update(copy_id=copy_id)
            rows.filter(state=WatchState.RESTING).update(state=WatchState.WAITING, next_at=from_now(_until_next()))
            changed += 1
    # One that is just being looked at is put to rest the next time.
    unwanted = Watch.objects.filter(state=WatchState.WAITING).exclude(cited_url__in=copies)
    return changed + unwanted.update(state=WatchState.RESTING)


def begin(watch_id: UUID, *, worker: str) -> Watch | None:
    """Take a watch that is due, and its host. ``None``: not now, not at all, or somebody else has it."""
    if not interval():
        return None
    with transaction.atomic():
        row = Watch.objects.filter(pk=watch_id).due().select_for_update(skip_locked=True).first()
        if row is None:
            return None
        wait = take_host(row.cited_url.host, row.pk, lease=settings.ARCHIVE_LEASE)
        if wait is not None:
            Watch.objects.filter(pk=row.pk).update(next_at=from_now(wait), nudged_at=None)
            return None
        return Watch.objects.filter(pk=watch_id).claim(worker=worker, lease=settings.ARCHIVE_LEASE)


def renew(watch: Watch) -> bool:
    """Hold a watch and its host for another lease. False: it is no longer ours."""
    with transaction.atomic():
        held = Watch.objects.renew(watch, lease=settings.ARCHIVE_LEASE)
        if held:
            keep_host(watch.pk, lease=settings.ARCHIVE_LEASE)
        return held


def finish(watch: Watch, look: Look) -> bool:
    """Record what a look found, and when the next one is due. False: the watch is no longer ours."""
    with transaction.atomic():
        ours = Watch.objects.filter(pk=watch.pk, state=WatchState.CHECKING, attempt=watch.attempt)
        if not ours.select_for_update().exists():
            return False
        known = Recheck.objects.filter(watch=watch, digest=look.digest, text__isnull=False)
        again = look.text is None or known.exists()
        Recheck.objects.create(
            watch=watch,
            result=look.result,
            detail=look.sentence,
            status=look.status,
            final_url=look.final_url[:4000],
            similarity=look.similarity,
            digest=look.digest,
            text=None if again else look.text,
            etag=look.etag,
            last_modified=look.last_modified,
            conditional=look.conditional,
            bytes_on_wire=look.bytes_on_wire,
            worker=watch.worker,
        )
        Watch.objects.finish(watch, state=WatchState.WAITING, next_at=from_now(_until_next(look)), nudged_at=None)
        _leave(watch, look)
    return True


def sweep() -> list[UUID]:
    """Put watches of dead workers back; the ids of those to tell workers of: one per host, none twice a lease."""
    if not interval():
        return []
    with transaction.atomic():
        lapsed = Watch.objects.sweep()
        for host, pk in sorted((row.cited_url.host, row.pk) for row in lapsed):
            leave_host(host, pk)
    firsts = Watch.objects.due().order_by("cited_url__host", "next_at").distinct("cited_url__host")
    unheard = Q(nudged_at__isnull=True) | Q(nudged_at__lt=from_now(-2 * settings.ARCHIVE_LEASE))
    ids = list(Watch.objects.filter(unheard, pk__in=firsts.values("pk")).values_list("pk", flat=True)[:MOST_SENT])
    Watch.objects.filter(pk__in=ids, state=WatchState.WAITING).update(nudged_at=Now())
    return ids


def ask_copy(recheck: Recheck) -> Capture:
    """A copy of a page as a look found it, so that what it is said to be can be shown. Raises ``Refused``."""
    with transaction.atomic():
        capture = request_capture(url=recheck.watch.cited_url.url, requested_by=None, reason=REASON)
        RecheckCopy.objects.create(capture=capture, recheck=recheck)
    return capture


def in_a_row(recheck: Recheck) -> Recheck | None:
    """The first of the unbroken run of looks that ended as ``recheck`` did, if the run is as long as the setting."""
    earlier = Recheck.objects.filter(watch=recheck.watch_id, pk__lte=recheck.pk)
    other = earlier.exclude(result=recheck.result).order_by("-pk").values_list("pk", flat=True).first()
    run = list(earlier.filter(pk__gt=other or 0).order_by("pk")[: settings.RECHECK_FAILURES])
    return run[0] if len(run) >= settings.RECHECK_FAILURES else None


def _until_next(look: Look | None = None) -> float:
    """Seconds until the next look: an interval, or a day at most after one that did not reach the page."""
    wait = interval()
    if look is not None and look.result == Seen.UNREACHABLE:
        wait = min(wait, DAY)
    return max(wait, look.wait or 0.0 if look else 0.0) * (1 + random.random() * _JITTER)  # noqa: S311 (spreads load)


def _leave(watch: Watch, look: Look) -> None:
    """Leave the host, and tell a worker of a capture that waits for it: looking again has kept it waiting."""
    host = watch.cited_url.host
    pause = leave_host(host, watch.pk, slow_down=look.slow_down, wait=look.wait)
    if pause <= _SOON and (following := next_for(host, within=_SOON)):
        nudge(following.pk, seconds=pause)
