"""The lease of a capture, kept by a thread beside the work; and a host's captures, one by one. Real threads."""

import itertools
import socket
import threading
import time
from typing import IO

import pytest
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from casefiles.archive import life, store, work
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.models import Capture, HostGap
from casefiles.archive.states import State
from tests.archive.captures import Doing, fresh, lapse, queue, results
from tests.archive.origin import Origin, answer, silent
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def steal(capture: Capture) -> None:
    """Another worker takes ``capture`` over, as if this one were dead."""
    lapse(capture)
    life.sweep()
    HostGap.objects.all().delete()
    assert life.begin(capture.pk, worker="thief") is not None
    connection.close()


def test_a_worker_whose_lease_is_gone_stops_and_stores_nothing(allowed: Origin, settings: Settings) -> None:
    settings.ARCHIVE_LEASE = 0.6
    settings.ARCHIVE_LIMITS = {"silence_seconds": 30.0, "page_seconds": 30.0}
    allowed.routes = {"/": silent()}
    capture = queue(allowed.url())
    found: list[bool] = []

    def perform() -> None:
        found.append(work.perform(capture.pk))
        connection.close()

    began = time.monotonic()
    worker = threading.Thread(target=perform)
    worker.start()
    wait_until(lambda: allowed.connections == 1)
    settings.ARCHIVE_LEASE = 60.0
    steal(fresh(capture))
    worker.join()
    assert found == [False]
    assert time.monotonic() - began < 5
    assert (fresh(capture).worker, results(capture)) == ("thief", [(1, "lost")])
    assert HostGap.objects.get().held_by == capture.pk


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "not kept"])
def test_a_lease_is_kept_while_the_work_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    """And without the thread that keeps it (the negative control) a slow capture is taken for dead."""
    settings.ARCHIVE_LEASE = 0.4
    if not kept:
        monkeypatch.setattr(work.LeaseKeeper, "_keep", lambda _self: None)

    def slowly(_budget: Budget) -> None:
        time.sleep(0.8)  # twice the lease
        life.sweep()

    capture = queue()
    assert work.perform(capture.pk, engine=Doing(slowly)) is kept
    assert results(capture) == ([(1, "succeeded")] if kept else [(1, "lost")])


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "not kept"])
def test_a_lease_is_kept_while_the_copy_is_stored(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    settings.ARCHIVE_LEASE = 0.4
    if not kept:
        monkeypatch.setattr(work.LeaseKeeper, "_keep", lambda _self: None)
    keep = store.keep

    def slowly(stream: IO[bytes]) -> store.Stored:
        time.sleep(0.8)  # twice the lease
        life.sweep()
        return keep(stream)

    monkeypatch.setattr(store, "keep", slowly)
    capture = queue()
    assert work.perform(capture.pk, engine=Doing()) is kept
    assert results(capture) == ([(1, "succeeded")] if kept else [(1, "lost")])


def test_a_database_that_is_away_for_a_moment_costs_no_capture(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the lease would have lapsed nobody else can have taken it; from then on it is given up."""
    settings.ARCHIVE_LEASE = 0.6
    ours: list[bool] = []

    def away(_capture: Capture) -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(life, "renew", away)

    def wait(budget: Budget) -> None:
        time.sleep(0.3)
        ours.append(budget._ours())
        wait_until(lambda: not budget._ours(), seconds=2)
        budget.seconds_left(float("inf"))

    assert not work.perform(queue().pk, engine=Doing(wait))
    assert ours == [True]


def test_a_hosts_captures_are_made_one_by_one_with_a_pause(allowed: Origin, settings: Settings) -> None:
    settings.ARCHIVE_HOST_GAP = 0.15
    starts: list[float] = []
    busy = threading.Lock()
    met: list[bool] = []

    def slowly(site: socket.socket, _request: bytes) -> None:
        starts.append(time.monotonic())
        met.append(not busy.acquire(blocking=False))
        time.sleep(0.05)
        busy.release()
        site.sendall(answer(b"<p>words"))

    allowed.routes = {f"/{page}": slowly for page in range(5)}
    captures = [queue(allowed.url(path)) for path in allowed.routes]

    def worker() -> None:
        try:
            while Capture.objects.filter(state__in=Capture.READY_STATES).exists():
                for capture in captures:
                    work.perform(capture.pk)
                time.sleep(0.01)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [fresh(capture).state for capture in captures] == [State.SUCCEEDED] * 5
    assert met == [False] * 5
    pauses = [later - sooner for sooner, later in itertools.pairwise(starts)]
    assert min(pauses) >= 0.15 + 0.05
