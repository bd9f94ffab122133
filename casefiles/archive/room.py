"""Room for more copies: how full the disk is, and how long it lasts at the pace of the last month."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from casefiles.archive import store
from casefiles.archive.models import CaptureFile

MONTH = 30
"""Days whose captures the forecast is made from."""
FULL = "The disk for archived copies is full."


@dataclass(frozen=True)
class Forecast:
    """Bytes, percents and days. What is left is counted up to where new captures are refused."""

    free: int
    left: int
    percent_used: float
    taken: int
    """By the captures of the last month."""

    @property
    def is_full(self) -> bool:
        return self.left <= 0

    @property
    def days_left(self) -> int | None:
        """``None``: nothing was archived in the last month, so there is no saying."""
        return max(self.left, 0) * MONTH // self.taken if self.taken else None


def is_full() -> bool:
    """Is the disk as full as the settings allow? A bucket never is, as far as we know."""
    room = store.place().room()
    return room is not None and room.percent_used >= settings.ARCHIVE_FULL_PERCENT


def forecast(now: datetime.datetime) -> Forecast | None:
    """How long the disk will last; ``None`` where files are in a bucket."""
    room = store.place().room()
    if room is None:
        return None
    lately = CaptureFile.objects.filter(capture__finished_at__gte=now - datetime.timedelta(days=MONTH))
    kept_free = int(room.size * (100 - settings.ARCHIVE_FULL_PERCENT) / 100)
    taken = lately.aggregate(total=Sum("size"))["total"] or 0
    return Forecast(room.free, room.free - kept_free, room.percent_used, taken)
