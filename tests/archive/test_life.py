"""The life of a capture: begun by one worker, ended once, whatever dies or is cancelled meanwhile."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.accounts.models import User
from casefiles.archive import life, store
from casefiles.archive.actions import cancel_capture
from casefiles.archive.engines.base import Copy
from casefiles.archive.models import Capture, CaptureFile, HostGap
from casefiles.archive.states import State
from tests.archive.captures import begin, failure, fresh, lapse, now, queue, results, success

pytestmark = pytest.mark.django_db

Told = list[tuple[uuid.UUID, float]]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What workers are told: of which capture, and in how many seconds."""
    found: Told = []
    monkeypatch.setattr(life, "nudge", lambda pk, *, seconds=0.0: found.append((pk, seconds)))
    return found


def finish(capture: Capture, copy: Copy) -> bool:
    try:
        return life.finish(capture, copy, engine="http", started_at=timezone.now())
    finally:
        copy.close()


def seconds_until(moment: datetime.datetime) -> float:
    return (moment - timezone.now()).total_seconds()


# Begin and renew


def test_a_worker_takes_a_capture_and_holds_it_by_a_lease(settings: Settings) -> None:
    settings.ARCHIVE_LEASE = 30.0
    begun = life.begin(queue().pk, worker="one")
    assert begun is not None
    assert (begun.state, begun.attempt, begun.worker) == (State.FETCHING, 1, "one")
    assert begun.leased_until is not None
    assert 25 < seconds_until(begun.leased_until) <= 30
    assert HostGap.objects.get().held_by == begun.pk
    assert life.begin(begun.pk, worker="two") is None


def _finished(capture: Capture) -> None:
    assert finish(begin(capture), success())


def _not_due(capture: Capture) -> None:
    Capture.objects.filter(pk=capture.pk).update(next_at=timezone.now() + datetime.timedelta(seconds=9))


@pytest.mark.parametrize("make", [_finished, _not_due])
def test_what_is_not_due_is_not_taken(make: Callable[[Capture], None]) -> None:
    capture = queue()
    make(capture)
    before = fresh(capture)
    assert life.begin(capture.pk, worker="one") is None
    assert (fresh(capture).state, fresh(capture).attempt) == (before.state, before.attempt)


def test_a_capture_that_is_none_is_not_taken() -> None:
    assert life.begin(uuid.uuid4(), worker="one") is None


def test_a_lease_is_renewed_with_its_host(settings: Settings) -> None:
    capture = begin(queue())
    settings.ARCHIVE_LEASE = 500.0
    assert life.renew(capture)
    renewed, host = fresh(capture), HostGap.objects.get()
    assert renewed.leased_until is not None
    assert host.held_until is not None
    assert seconds_until(renewed.leased_until) > 400
    assert seconds_until(host.held_until) > 400


def test_a_lost_lease_is_not_renewed() -> None:
    capture = queue()
    first = begin(capture, "one")
    lapse(first)
    life.sweep()
    assert not life.renew(first)
    second = begin(capture, "two")
    assert not life.renew(first)
    assert life.renew(second)


# Finish


def test_outcome_try_and_files_come_together() -> None:
    capture = begin(queue())
    assert finish(capture, success(title="A title", bytes_on_wire=7, report={"redirects": []}))
    done = fresh(capture)
    assert (done.state, done.engine, done.title, done.bytes_on_wire) == (State.SUCCEEDED, "http", "A title", 7)
    assert done.finished_at is not None
    assert done.leased_until is None
    assert results(capture) == [(1, "succeeded")]
    assert done.extracted_text() == "What it said."
    assert HostGap.objects.get().held_by is None


def test_finishing_twice_stores_once() -> None:
    capture = begin(queue())
    assert finish(capture, success(text="first"))
    assert not finish(capture, success(text="second"))
    assert not finish(capture, failure())
    assert results(capture) == [(1, "succeeded")]
    assert fresh(capture).extracted_text() == "first"
    assert CaptureFile.objects.count() == 1


def test_a_worker_that_lost_its_lease_stores_nothing() -> None:
    capture = queue()
    first = begin(capture, "one")
    lapse(first)
    life.sweep()
    assert not finish(first, success(text="late"))
    second = begin(capture, "two")
    assert not finish(first, success(text="later"))
    assert not finish(first, failure())
    assert finish(second, success(text="in time"))
    assert results(capture) == [(1, "lost"), (2, "succeeded")]
    assert fresh(capture).extracted_text() == "in time"


def test_without_the_comparison_a_late_worker_would_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control. The database stands behind it: no try is written twice."""
    capture = queue()
    first = begin(capture, "one")
    lapse(first)
    life.sweep()
    begin(capture, "two")
    monkeypatch.setattr(life, "_still_ours", lambda _capture: True)
    with pytest.raises(IntegrityError), transaction.atomic():
        finish(first, success(text="late"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE archive_captureattempt DROP CONSTRAINT attempt_written_once")
    assert finish(first, success(text="late"))
    assert CaptureFile.objects.exists()


def test_a_cancelled_capture_keeps_nothing_of_a_worker(journalist: User) -> None:
    capture = begin(queue())
    cancel_capture(capture=capture, user=journalist)
    assert not finish(capture, success())
    assert not CaptureFile.objects.exists()
    assert results(capture) == [(1, "cancelled")]
    assert HostGap.objects.get().held_by == capture.pk
    life.abandon(capture)
    assert HostGap.objects.get().held_by is None


def test_abandoning_leaves_the_host_to_who_has_it() -> None:
    capture = queue()
    first = begin(capture, "one")
    lapse(first)
    life.sweep()
    begin(capture, "two")
    life.abandon(first)
    assert HostGap.objects.get().held_by == capture.pk


def test_no_row_names_a_file_that_is_not_there() -> None:
    capture = begin(queue())
    assert finish(capture, success(text="a text", document=None))
    for stored in CaptureFile.objects.all():
        assert len(store.read(stored.digest)) == stored.size


# Tries


def test_a_failure_waits_in_its_row(settings: Settings) -> None:
    settings.ARCHIVE_RETRIES = [60.0, 300.0]
    capture = begin(queue())
    assert finish(capture, failure())
    waiting = fresh(capture)
    assert (waiting.state, waiting.outcome_detail) == (State.WAITING, "news.example did not answer.")
    assert (waiting.finished_at, waiting.leased_until, waiting.nudged_at) == (None, None, None)
    assert 55 < seconds_until(waiting.next_at) < 73
    assert results(capture) == [(1, "retry")]
    assert not waiting.files.exists()


def test_each_wait_is_longer_and_the_last_try_decides(settings: Settings) -> None:
    settings.ARCHIVE_RETRIES = [60.0, 300.0]
    capture = queue()
    for wait in (60, 300):
        assert finish(begin(capture), failure())
        assert wait * 0.9 < seconds_until(fresh(capture).next_at) < wait * 1.21
    assert finish(begin(capture), failure(status=503, outcome=State.BLOCKED_BY_SITE))
    done = fresh(capture)
    assert (done.state, done.outcome_detail) == (
        State.BLOCKED_BY_SITE,
        "news.example did not answer. We tried 3 times.",
    )
    assert results(capture) == [(1, "retry"), (2, "retry"), (3, "blocked_by_site")]


def test_the_site_may_ask_for_more_patience_than_we_have(settings: Settings) -> None:
    settings.ARCHIVE_RETRIES = [60.0, 60.0]
    capture = queue()
    assert finish(begin(capture), failure(wait=3_000.0))
    assert 2_900 < seconds_until(fresh(capture).next_at) < 3_001
    assert finish(begin(capture), failure(wait=1.0))
    assert seconds_until(fresh(capture).next_at) > 55


@pytest.mark.parametrize("outcome", [State.GONE, State.BLOCKED_POLICY, State.PAYWALLED, State.PARTIAL])
def test_what_no_later_try_would_change_is_decided_at_once(outcome: State) -> None:
    capture = begin(queue())
    assert finish(capture, success(outcome=outcome, sentence="That is so."))
    assert fresh(capture).state == outcome


def test_lost_tries_do_not_count_as_tries(settings: Settings) -> None:
    """A worker that dies says nothing of the site."""
    settings.ARCHIVE_RETRIES = [60.0]
    capture = queue()
    lapse(begin(capture))
    life.sweep()
    assert finish(begin(capture), failure())
    assert fresh(capture).state == State.WAITING


# Who is told next


def test_who_finishes_tells_of_the_next_for_its_host(settings: Settings, told: Told) -> None:
    settings.ARCHIVE_HOST_GAP = 5.0
    first, second, other = queue(), queue("https://news.example/2"), queue("https://other.example/")
    assert life.begin(first.pk, worker="one") is not None
    assert life.begin(second.pk, worker="two") is None
    assert fresh(second).state == State.WAITING
    assert 4 < seconds_until(fresh(second).next_at) <= 5
    assert life.begin(other.pk, worker="three") is not None
    assert finish(fresh(first), success())
    assert told == [(second.pk, 5.0)]


def test_nobody_is_told_of_a_wait_that_is_long(settings: Settings, told: Told) -> None:
    first = queue()
    queue("https://news.example/2")
    assert finish(begin(first), failure(wait=120.0))
    assert told == []


def test_a_capture_of_a_busy_host_is_taken_once_it_is_free() -> None:
    first, second = queue(), queue("https://news.example/2")
    begun = life.begin(first.pk, worker="one")
    assert begun is not None
    assert life.begin(second.pk, worker="two") is None
    assert finish(begun, success())
    now(second)
    assert life.begin(second.pk, worker="two") is not None
