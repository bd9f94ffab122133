"""Manners towards hosts, kept in the database so that they hold across workers.

All of these run inside the caller's transaction, which holds the host's row for its length.
"""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Greatest, Least, Now

from casefiles.archive.models import Capture, HostGap
from casefiles.jobs.models import from_now

LONGEST_GAP = 3600.0
"""Seconds between two captures of a host, however often it says 429."""


def take_host(host: str, capture_id: UUID, *, lease: float) -> float | None:
    """Take ``host`` for a capture, or the seconds after which to ask again. ``None`` means taken."""
    HostGap.objects.bulk_create(
        [HostGap(host=host, gap=settings.ARCHIVE_HOST_GAP, free_at=Now())], ignore_conflicts=True
    )
    row = (
        HostGap.objects.select_for_update()
        .annotate(pause=_seconds(F("free_at") - Now()), held_for=_seconds(F("held_until") - Now()))
        .get(host=host)
    )
    held_for, pause = float(row.held_for or 0), float(row.pause)
    if row.held_by not in {None, capture_id} and held_for > 0:
        return max(row.gap, 0.2)
    if pause > 0:
        return pause
    HostGap.objects.filter(host=host).update(held_by=capture_id, held_until=from_now(lease))
    return None


def keep_host(capture_id: UUID, *, lease: float) -> None:
    """Hold a host for another ``lease`` seconds."""
    HostGap.objects.filter(held_by=capture_id).update(held_until=from_now(lease))


def leave_host(host: str, capture_id: UUID, *, slow_down: bool = False, wait: float | None = None) -> float:
    """Leave ``host``: the seconds for which nobody should come again.

    ``slow_down`` (a 429) doubles the gap; a capture that went without one halves it again, down to the setting.
    """
    rows = HostGap.objects.filter(host=host, held_by=capture_id)
    usual = Value(float(settings.ARCHIVE_HOST_GAP))
    gap = Least(F("gap") * 2, Value(LONGEST_GAP)) if slow_down else Greatest(F("gap") / 2, usual)
    if not rows.update(gap=gap):
        return 0.0
    pause = max(rows.get().gap, wait or 0.0)
    rows.update(free_at=from_now(pause), held_by=None, held_until=None)
    return pause


def next_for(host: str, *, within: float) -> Capture | None:
    """The capture that goes next to ``host``, of those due ``within`` so many seconds."""
    waiting = Capture.objects.filter(
        cited_url__host=host, state__in=Capture.READY_STATES, next_at__lte=from_now(within)
    )
    return waiting.most_urgent_first().first()


def _seconds(interval: models.expressions.CombinedExpression) -> models.Func:
    return models.Func(
        models.ExpressionWrapper(interval, output_field=models.DurationField()),
        function="",
        template="extract(epoch from %(expressions)s)",
        output_field=models.FloatField(),
    )
