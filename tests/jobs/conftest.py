"""Jobs: captures, which are rows that one worker at a time holds by a lease."""

from collections.abc import Callable

import pytest
from django.db.models import F

from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from casefiles.jobs.models import from_now

Ask = Callable[..., Capture]


@pytest.fixture
def ask(db: None) -> Ask:
    """A job that is due since so many seconds; each is older than those asked for later."""
    count = 0

    def make(*, due_for: float | None = None) -> Capture:
        nonlocal count
        count += 1
        made = request_capture(url=f"https://news.example/{count}", requested_by=None, tell_workers=False)
        Capture.objects.filter(pk=made.pk).update(next_at=from_now(count - 1000 if due_for is None else -due_for))
        made.refresh_from_db()
        return made

    return make


def seconds_left(row: Capture) -> float:
    """What is left of a lease, by the database's clock."""
    (left,) = Capture.objects.filter(pk=row.pk).values_list(F("leased_until") - from_now(0))[0]
    return float(left.total_seconds())


def lapse(row: Capture) -> None:
    """Let a lease run out, as when its worker was killed."""
    Capture.objects.filter(pk=row.pk).update(leased_until=from_now(-1))


def claimed(worker: str = "one") -> Capture:
    row = Capture.objects.all().claim(worker=worker, lease=30)
    assert row is not None
    return row
