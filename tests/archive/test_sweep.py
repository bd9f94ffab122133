"""The sweeper: takes captures back from dead workers, and tells live ones what nobody told them of."""

import datetime

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.accounts.models import User
from casefiles.archive import life
from casefiles.archive.actions import cancel_capture
from casefiles.archive.models import Capture, HostGap
from casefiles.archive.states import State
from casefiles.jobs.models import from_now
from tests.archive.captures import begin, failure, fresh, lapse, queue, results

pytestmark = pytest.mark.django_db


def forget(*captures: Capture) -> None:
    """Workers were told long ago."""
    ids = [capture.pk for capture in captures]
    Capture.objects.filter(pk__in=ids).update(nudged_at=timezone.now() - datetime.timedelta(hours=1))


def test_a_dead_workers_capture_goes_back() -> None:
    capture = begin(queue(), "dead")
    lapse(capture)
    forget(capture)
    assert life.sweep() == [capture.pk]
    back = fresh(capture)
    assert (back.state, back.worker, back.leased_until, back.attempt) == (State.WAITING, "", None, 1)
    assert results(capture) == [(1, "lost")]
    attempt = capture.attempts.get()
    assert (attempt.worker, attempt.detail) == ("dead", "The worker stopped before it was done.")
    assert HostGap.objects.get().held_by is None


def test_a_live_workers_capture_stays() -> None:
    capture = begin(queue())
    forget(capture)
    assert life.sweep() == []
    assert fresh(capture).state == State.FETCHING


def test_it_is_taken_back_once() -> None:
    capture = begin(queue())
    lapse(capture)
    life.sweep()
    life.sweep()
    assert results(capture) == [(1, "lost")]


def test_one_of_each_host_is_told_of_the_oldest_first() -> None:
    captures = [queue(f"https://{host}.example/{page}") for host in ("a", "b") for page in range(5)]
    forget(*captures)
    for number, capture in enumerate(captures):
        Capture.objects.filter(pk=capture.pk).update(next_at=timezone.now() - datetime.timedelta(seconds=number))
    assert set(life.sweep()) == {captures[4].pk, captures[9].pk}


def test_who_was_told_of_within_a_lease_is_not_told_of_again(settings: Settings) -> None:
    settings.ARCHIVE_LEASE = 30.0
    capture = queue()
    assert life.sweep() == []  # the request itself has told
    Capture.objects.filter(pk=capture.pk).update(nudged_at=from_now(-31))
    assert life.sweep() == [capture.pk]
    assert life.sweep() == []


def test_when_workers_were_told_is_by_the_database_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """However late the clock of who asks for the copy is."""
    late = timezone.now() - datetime.timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    queue()
    assert life.sweep() == []


def test_what_ends_while_the_sweeper_looks_stays_as_it_ended(monkeypatch: pytest.MonkeyPatch, journalist: User) -> None:
    capture = queue()
    forget(capture)
    told = fresh(capture).nudged_at

    def meanwhile() -> Now:
        cancel_capture(capture=capture, user=journalist)
        return Now()

    monkeypatch.setattr(life, "Now", meanwhile)
    life.sweep()
    assert (fresh(capture).state, fresh(capture).nudged_at) == (State.CANCELLED, told)


def test_what_nobody_could_be_told_of_is_told_at_once() -> None:
    """The broker was down when it was asked for."""
    capture = queue()
    Capture.objects.filter(pk=capture.pk).update(nudged_at=None)
    assert life.sweep() == [capture.pk]


def test_what_waits_for_its_time_is_not_told_of() -> None:
    capture = begin(queue())
    assert life.finish(capture, failure(), engine="http", started_at=timezone.now())
    assert life.sweep() == []
    Capture.objects.filter(pk=capture.pk).update(next_at=from_now(-1))
    assert life.sweep() == [capture.pk]


def test_only_so_many_are_told_of_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "MOST_SENT", 3)
    captures = [queue(f"https://host{number}.example/") for number in range(5)]
    forget(*captures)
    first = life.sweep()
    second = life.sweep()
    assert (len(first), len(second)) == (3, 2)
    assert set(first) | set(second) == {capture.pk for capture in captures}


def test_a_capture_that_kills_its_workers_is_given_up() -> None:
    capture = queue()
    for _ in range(life.MOST_LOST):
        lapse(begin(capture))
        life.sweep()
    assert fresh(capture).state == State.WAITING
    lapse(begin(capture))
    life.sweep()
    done = fresh(capture)
    said = "The worker stopped 9 times while archiving it; an administrator should look."
    assert (done.state, done.outcome_detail) == (State.FAILED, said)
    assert results(capture) == [*((number, "lost") for number in range(1, 9)), (9, "failed")]
    assert life.sweep() == []


def test_without_the_limit_it_would_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "MOST_LOST", 1_000)
    capture = queue()
    for _ in range(12):
        lapse(begin(capture))
        life.sweep()
    assert fresh(capture).state == State.WAITING
