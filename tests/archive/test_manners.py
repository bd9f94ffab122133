"""Manners towards hosts: one capture at a time, a pause between two, longer for who says 429; across workers."""

import uuid

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.archive import life, manners
from casefiles.archive.models import HostGap
from casefiles.jobs.models import from_now
from tests.archive.captures import begin, failure, now, queue, success
from tests.archive.threads import at_once

HOST = "news.example"
ONE, TWO = uuid.uuid4(), uuid.uuid4()


@pytest.fixture(autouse=True)
def _gap(settings: Settings) -> None:
    settings.ARCHIVE_HOST_GAP = 5.0


def take(capture_id: uuid.UUID = ONE) -> float | None:
    return manners.take_host(HOST, capture_id, lease=30)


def later() -> None:
    """The pause is over."""
    HostGap.objects.update(free_at=from_now(-1))


@pytest.mark.django_db
def test_a_host_is_taken_by_one() -> None:
    assert take(ONE) is None
    assert take(TWO) == 5.0
    assert manners.take_host("other.example", TWO, lease=30) is None


@pytest.mark.django_db
def test_whoever_has_it_may_take_it_again() -> None:
    assert take(ONE) is None
    assert take(ONE) is None


@pytest.mark.django_db
def test_after_a_capture_there_is_a_pause() -> None:
    take(ONE)
    assert manners.leave_host(HOST, ONE) == 5.0
    wait = take(TWO)
    assert wait is not None
    assert 4 < wait <= 5
    later()
    assert take(TWO) is None


@pytest.mark.django_db
def test_a_dead_workers_hold_lapses() -> None:
    take(ONE)
    HostGap.objects.update(held_until=from_now(-1))
    assert take(TWO) is None
    assert manners.leave_host(HOST, ONE) == 0.0  # no longer its own
    assert HostGap.objects.get().held_by == TWO


@pytest.mark.django_db
def test_each_429_doubles_the_gap_and_each_capture_without_halves_it() -> None:
    pauses = []
    for slow_down in (True, True, True, False, False, False, False):
        later()
        take(ONE)
        pauses.append(manners.leave_host(HOST, ONE, slow_down=slow_down))
    assert pauses == [10.0, 20.0, 40.0, 20.0, 10.0, 5.0, 5.0]


@pytest.mark.django_db
def test_the_gap_has_an_end() -> None:
    HostGap.objects.create(host=HOST, gap=3000.0, free_at=timezone.now())
    take(ONE)
    assert manners.leave_host(HOST, ONE, slow_down=True) == manners.LONGEST_GAP


@pytest.mark.django_db
def test_the_site_may_ask_for_a_longer_pause() -> None:
    take(ONE)
    assert manners.leave_host(HOST, ONE, wait=120.0) == 120.0
    wait = take(TWO)
    assert wait is not None
    assert 119 < wait <= 120


@pytest.mark.django_db
def test_a_429_of_a_capture_slows_its_host_down() -> None:
    capture = begin(queue())
    assert life.finish(capture, failure(slow_down=True, wait=30.0), engine="http", started_at=timezone.now())
    host = HostGap.objects.get(host=HOST)
    assert host.gap == 10.0
    assert 29 < (host.free_at - timezone.now()).total_seconds() <= 30


@pytest.mark.django_db
def test_the_next_for_a_host_is_who_has_waited_longest() -> None:
    captures = [queue(f"https://{HOST}/{page}") for page in range(3)]
    now(captures[1])
    found = manners.next_for(HOST, within=60)
    assert found == captures[1]
    assert manners.next_for("other.example", within=60) is None


# Across workers: real threads, each with a connection of its own


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_twelve_workers_one_gets_the_capture() -> None:
    for round_ in range(5):
        capture = queue(f"https://host{round_}.example/")
        begun = at_once(12, lambda number, pk=capture.pk: life.begin(pk, worker=str(number)))  # type: ignore[misc]
        assert len([one for one in begun if one]) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_twelve_captures_of_a_host_one_begins() -> None:
    for round_ in range(5):
        captures = [queue(f"https://host{round_}.example/{page}") for page in range(12)]
        begun = at_once(12, lambda number, all_=captures: life.begin(all_[number].pk, worker="w"))  # type: ignore[misc]
        assert len([one for one in begun if one]) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_hosts_row_many_would_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "take_host", lambda *_, **__: None)
    captures = [queue(f"https://{HOST}/{page}") for page in range(12)]
    begun = at_once(12, lambda number: life.begin(captures[number].pk, worker="w"))
    assert len([one for one in begun if one]) > 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_late_worker_and_a_new_one_finish_at_once_and_one_stores() -> None:
    """Both believe to hold the capture; the row knows better."""
    capture = queue()
    begun = begin(capture)

    def finish(number: int) -> bool:
        return life.finish(begun, success(text=str(number)), engine="http", started_at=timezone.now())

    assert sorted(at_once(8, finish)) == [False] * 7 + [True]  # type: ignore[type-var]
    assert capture.attempts.count() == 1
    assert capture.files.count() == 1
