"""Workers are killed and the broker is emptied: each capture ends exactly once, none is lost, none doubled."""

import hashlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from django.db.models import Count, Q
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture, CaptureAttempt
from casefiles.archive.states import OUTCOMES, State
from config.demo.children import Child
from tests.archive.captures import fresh, results
from tests.archive.origin import PNG, Origin, Script, answer, serving
from tests.archive.warcs import records_in, warc_in
from tests.archive.workshop import Workshop, told_of_requests
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(300)]

HOSTS = [f"127.0.0.{number}" for number in range(1, 11)]
PAGES = 5
LEASE = 2.0  # seconds


@pytest.fixture
def origins() -> Iterator[dict[str, Origin]]:
    """A slow site on each of ten hosts: a page takes a while, so that a killed worker is in the middle of it."""
    routes: dict[str, bytes | Script] = {"/x.png": answer(PNG, kind="image/png")}
    with ExitStack() as stack:
        found: dict[str, Origin] = {}
        for host in HOSTS:
            port = found[HOSTS[0]].port if found else 0
            found[host] = stack.enter_context(serving(host, port))
            for page in range(PAGES):
                routes[f"/{host}/{page}"] = _slowly(page_bytes(host, page))
            found[host].routes = routes
        yield found


def page_bytes(host: str, page: int) -> bytes:
    return answer(f"<title>T</title><p>Page {page} of {host}<img src=/x.png>".encode(), packed=True, chunks=20)


def _slowly(said: bytes) -> Script:
    def talk(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(said[: len(said) // 2])
        time.sleep(0.25)
        connection.sendall(said[len(said) // 2 :])

    return talk


@pytest.fixture
def works(
    origins: dict[str, Origin], tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workshop]:
    """Workers that may visit the origins, and are told of captures by this test's requests."""
    port = origins[HOSTS[0]].port
    variables = {
        "ARCHIVE_HOST_GAP": "0.05",
        "ARCHIVE_LEASE": str(LEASE),
        "ARCHIVE_CAPTURE_SECONDS": "4.5",
        "ARCHIVE_CAPTURE_HARD_SECONDS": "6",
        "CAPTURE_SWEEP_SECONDS": "0.5",
    }
    with told_of_requests(tmp_path / "home", port, settings, monkeypatch, **variables) as opened:
        yield opened


def ask(origins: dict[str, Origin], host: str, page: int) -> Capture:
    return request_capture(url=origins[host].url(f"/{host}/{page}", host=host), requested_by=None)


def finished() -> int:
    return Capture.objects.finished().count()


def busy() -> bool:
    """Is a worker in the middle of a capture?"""
    return Capture.objects.filter(state=State.FETCHING).exists()


def stopped_at_work(worker: Child) -> None:
    """Halt all processes of a worker in the middle of a capture: those of a moment ago may be done by now."""
    group = worker.process.pid
    while True:
        wait_until(lambda: _at_work(group), 60)
        os.killpg(group, signal.SIGSTOP)
        if _at_work(group):
            return
        os.killpg(group, signal.SIGCONT)


def _at_work(group: int) -> bool:
    own = {str(each.pid) for each in psutil.Process(group).children(recursive=True)}
    holders = Capture.objects.filter(state=State.FETCHING).values_list("worker", flat=True)
    return any(holder.rpartition(":")[2] in own for holder in holders)


def test_three_kills_and_a_flush_lose_and_double_nothing(origins: dict[str, Origin], works: Workshop) -> None:
    works.start("clock")
    worker = works.start("capture worker")
    captures = [ask(origins, host, page) for page in range(PAGES) for host in HOSTS]
    for enough in (5, 15, 25):
        wait_until(lambda enough=enough: finished() >= enough, 60)  # type: ignore[misc]
        stopped_at_work(worker)
        works.kill(worker)
        assert finished() < 50
        works.flush_broker()
        worker = works.start("capture worker")
    wait_until(lambda: finished() >= 30, 60)
    works.flush_broker()  # under a worker that lives, too
    wait_until(lambda: finished() == 50, 60)

    assert {capture.state for capture in Capture.objects.all()} == {State.SUCCEEDED}
    assert {capture.pk for capture in captures} == set(Capture.objects.values_list("pk", flat=True))
    outcomes = Count("attempts", filter=Q(attempts__result__in=OUTCOMES))
    assert set(Capture.objects.annotate(ends=outcomes).values_list("ends", flat=True)) == {1}
    lost = CaptureAttempt.objects.filter(result="lost").count()
    assert lost >= 3  # each kill did hit somebody
    assert CaptureAttempt.objects.count() == 50 + lost
    _check_files()
    _check_origins(origins, lost)


def _check_files() -> None:
    """Each stored file has the bytes that its name says, and each capture's are of its own page."""
    for capture in Capture.objects.select_related("cited_url").prefetch_related("files"):
        *_, host, page = capture.cited_url.url.split("/")
        assert capture.extracted_text() == f"Page {page} of {host}"
        (wacz,) = [stored for stored in capture.files.all() if stored.role == "wacz"]
        kept = records_in(warc_in(store.read(wacz.digest)))
        answers = [record.block for record in kept if record.kind == "response"]
        assert answers == [page_bytes(host, int(page)), answer(PNG, kind="image/png")]
    for path in (store.path_of("0" * 64).parents[2]).rglob("*"):
        if path.is_file():
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name


def _check_origins(origins: dict[str, Origin], lost: int) -> None:
    """Every page was asked for, and none more often than tries were lost."""
    asked = [path for origin in origins.values() for path in origin.paths if path != "/x.png"]
    assert len(set(asked)) == 50
    assert 50 <= len(asked) <= 50 + lost


def test_without_the_sweeper_what_was_flushed_or_killed_would_wait_for_ever(
    origins: dict[str, Origin], works: Workshop
) -> None:
    """The negative control, and its end: the clock brings all of them home."""
    worker = works.start("capture worker")
    killed = ask(origins, HOSTS[0], 0)
    wait_until(busy)
    works.kill(worker)
    flushed = [ask(origins, host, 0) for host in HOSTS[1:4]]
    works.flush_broker()
    works.start("capture worker")
    later = ask(origins, HOSTS[4], 0)
    wait_until(lambda: fresh(later).is_finished, 30)
    wait_until(lambda: Capture.objects.lapsed().exists(), 2 * LEASE)
    assert fresh(killed).state == State.FETCHING
    assert {fresh(capture).state for capture in flushed} == {State.QUEUED}
    works.start("clock")
    wait_until(lambda: finished() == 5, 30)
    assert {capture.state for capture in Capture.objects.all()} == {State.SUCCEEDED}


def test_a_worker_that_is_stuck_is_killed_and_replaced(origins: dict[str, Origin], works: Workshop) -> None:
    """Stopped in the middle, it can neither go on nor give up; its master ends it, and another makes the copy."""
    works.start("clock")
    worker = works.start("capture worker")
    capture = ask(origins, HOSTS[0], 0)
    wait_until(busy)
    stuck = psutil.Process(int(fresh(capture).worker.rpartition(":")[2]))
    stuck.suspend()
    wait_until(lambda: fresh(capture).is_finished, 30)
    wait_until(lambda: not stuck.is_running(), 30)
    assert worker.alive()
    assert results(capture) == [(1, "lost"), (2, "succeeded")]
