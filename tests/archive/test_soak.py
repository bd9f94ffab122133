"""Minutes of work under trouble (``make soak``): ten hosts, 500 captures, four workers, some of them killed."""

import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db.models import Count, Q
from pytest_django.fixtures import Settings

from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture, CaptureAttempt
from casefiles.archive.states import OUTCOMES, State
from tests.archive.origin import Origin, Script, answer, endless, hang_up, redirect, serving, silent
from tests.archive.workshop import Workshop, told_of_requests
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.soak, pytest.mark.timeout(900)]

HOSTS = [f"127.0.0.{number}" for number in range(1, 11)]
PAGES = 50
EVERY = 20.0  # seconds between two kills
BOMB = answer(gzip.compress(bytes(30_000_000)), headers=("Content-Encoding: gzip",))
HOSTILE: list[bytes | Script] = [
    BOMB,
    endless(b"x" * 65_536, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    endless(b"X-More: " + b"x" * 1_000 + b"\r\n", head=b"HTTP/1.1 200 OK\r\n"),
    b"\x00\xff garbage\r\n\r\n",
    redirect("/loop"),
    hang_up(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
    silent(),
]


@dataclass
class Watch:
    """How many requests each host had to answer at once."""

    most: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one(self, host: str) -> Iterator[None]:
        with self.lock:
            self.now[host] += 1
            self.most[host] = max(self.most[host], self.now[host])
        try:
            yield
        finally:
            with self.lock:
                self.now[host] -= 1


def watched(watch: Watch, host: str, said: bytes | Script) -> Script:
    def talk(connection: socket.socket, request: bytes) -> None:
        with watch.one(host):
            if callable(said):
                said(connection, request)
            else:
                connection.sendall(said)
                time.sleep(0.02)

    return talk


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def origins(watch: Watch) -> Iterator[dict[str, Origin]]:
    """Ten sites of fifty pages, of which every twentieth is hostile."""
    with ExitStack() as stack:
        found: dict[str, Origin] = {}
        for place, host in enumerate(HOSTS):
            found[host] = stack.enter_context(serving(host, found[HOSTS[0]].port if found else 0))
            for page in range(PAGES):
                number = place * PAGES + page
                said = HOSTILE[number // 20 % len(HOSTILE)] if number % 20 == 7 else answer(b"<p>Page %d" % number)
                found[host].routes[f"/{page}"] = watched(watch, host, said)
            found[host].routes["/loop"] = watched(watch, host, redirect("/loop"))
        yield found


@pytest.fixture
def works(
    origins: dict[str, Origin], tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workshop]:
    port = origins[HOSTS[0]].port
    variables = {
        "ARCHIVE_HOST_GAP": "1.0",
        "ARCHIVE_LEASE": "3",
        "ARCHIVE_RETRIES": "1",
        "ARCHIVE_SILENCE_SECONDS": "2",
        "ARCHIVE_PAGE_SECONDS": "4",
        "ARCHIVE_CAPTURE_SECONDS": "6",
        "ARCHIVE_MAX_WIRE_BYTES": "20000000",
        "CAPTURE_SWEEP_SECONDS": "1",
    }
    with told_of_requests(tmp_path / "home", port, settings, monkeypatch, **variables) as opened:
        yield opened


def test_500_captures_end_once_each_whatever_dies(origins: dict[str, Origin], works: Workshop, watch: Watch) -> None:
    works.start("clock")
    groups = [works.start("capture worker") for _ in range(2)]  # two workers each
    for page in range(PAGES):
        for host in HOSTS:
            request_capture(url=origins[host].url(f"/{page}", host=host), requested_by=None)
    began, kills, flushed = time.monotonic(), 0, False
    while (done := Capture.objects.finished().count()) < 500:
        assert time.monotonic() - began < 600, f"{done} of 500"
        if time.monotonic() - began > EVERY * (kills + 1):
            works.kill(groups[kills % 2])
            groups[kills % 2] = works.start("capture worker")
            kills += 1
        if not flushed and done > 200:
            works.flush_broker()
            flushed = True
        time.sleep(0.2)
    took = time.monotonic() - began
    wait_until(lambda: not any(watch.now.values()), 30)

    states = Counter(Capture.objects.values_list("state", flat=True))
    lost = CaptureAttempt.objects.filter(result="lost").count()
    print(f"500 captures in {took:.0f} s ({500 / took:.1f}/s), {kills} kills, {lost} tries lost: {dict(states)}")  # noqa: T201
    assert kills >= 1
    assert flushed
    assert set(states) <= OUTCOMES
    assert states[State.SUCCEEDED] == 475
    outcomes = Count("attempts", filter=Q(attempts__result__in=OUTCOMES))
    assert set(Capture.objects.annotate(ends=outcomes).values_list("ends", flat=True)) == {1}
    assert dict(watch.most) == dict.fromkeys(HOSTS, 1), "two at once on a host"
