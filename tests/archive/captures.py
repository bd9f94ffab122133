"""Captures on their way, for tests of what workers do with them."""

from collections.abc import Callable
from typing import Any

from casefiles.archive import life
from casefiles.archive.actions import request_capture
from casefiles.archive.engines.base import Copy, Rules
from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.models import Capture, HostGap
from casefiles.archive.states import State
from casefiles.jobs.models import from_now


def queue(url: str = "https://news.example/page") -> Capture:
    return request_capture(url=url, requested_by=None, tell_workers=False)


def begin(capture: Capture, worker: str = "test") -> Capture:
    """``capture`` in the hands of ``worker``, whatever its host's manners."""
    now(capture)
    HostGap.objects.filter(host=capture.cited_url.host).delete()
    begun = life.begin(capture.pk, worker=worker)
    assert begun is not None
    return begun


def now(capture: Capture) -> None:
    """Its time has come."""
    Capture.objects.filter(pk=capture.pk).update(next_at=from_now(-1))


def lapse(*captures: Capture) -> None:
    """Their workers are dead: nobody has renewed the lease in time."""
    ids = [capture.pk for capture in captures]
    Capture.objects.filter(pk__in=ids).update(leased_until=from_now(-1))
    HostGap.objects.filter(held_by__in=ids).update(held_until=from_now(-1))


def fresh(capture: Capture) -> Capture:
    """The row as it is in the database now."""
    return Capture.objects.select_related("cited_url").get(pk=capture.pk)


def results(capture: Capture) -> list[tuple[int, str]]:
    """Number and result of each try."""
    return [(attempt.number, attempt.result) for attempt in capture.attempts.order_by("number")]


def success(**changes: Any) -> Copy:
    values: dict[str, Any] = {"text": "What it said.", "status": 200, "content_type": "text/html"}
    return Copy(**({"outcome": State.SUCCEEDED, "sentence": ""} | values | changes))


def failure(**changes: Any) -> Copy:
    """A try that may go better another time."""
    values: dict[str, Any] = {"outcome": State.FAILED, "sentence": "news.example did not answer.", "again": True}
    return Copy(**(values | changes))


class Doing:
    """An engine that does something of the test's, then brings a copy."""

    name = "test"

    def __init__(self, do: Callable[[Budget], object] | None = None) -> None:
        self.do = do

    def capture(self, address: Address, *, rules: Rules, budget: Budget) -> Copy:
        if self.do:
            self.do(budget)
        return success()


def failing(error: BaseException) -> Doing:
    """An engine with a bug."""

    def fail(_budget: Budget) -> None:
        raise error

    return Doing(fail)
