"""Hosts that do not answer, and captures that are no longer wanted: given up in time."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from casefiles.archive.engines.base import Rules
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import Abandoned
from casefiles.archive.fetching.guard import Guard
from tests.archive.conftest import Visit, loopback
from tests.archive.origin import Origin, answer, endless, serving, silent
from tests.archive.sentences import is_understandable


@pytest.fixture
def deaf() -> Iterator[int]:
    """The port of a server that accepts nobody any more: further connections get no answer at all."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = int(listener.getsockname()[1])
        while True:
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0.1)
            try:
                waiting.connect(("127.0.0.1", port))
            except TimeoutError:
                break
        yield port


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_does_not_answer(origin: Origin, visit: Visit, deaf: int, scheme: str) -> None:
    origin.routes = {"/next": answer(b"<p>fine")}
    began = time.monotonic()
    copy = visit(f"{scheme}://127.0.0.1:{deaf}/", connect_seconds=0.3)
    assert 0.2 < time.monotonic() - began < 1.0
    assert (copy.outcome, copy.again, copy.warc) == ("failed", True, None)
    assert copy.sentence == "127.0.0.1 did not answer."
    assert visit("/next").outcome == "succeeded"


def test_a_closed_port(origin: Origin, visit: Visit) -> None:
    with serving() as gone:
        url = gone.url()
    copy = visit(url)
    assert (copy.outcome, copy.again, copy.warc) == ("failed", True, None)
    assert copy.sentence == "127.0.0.1 does not accept connections (Connection refused)."
    assert is_understandable(copy.sentence)


def engine_copy(url: str, judge: Guard, budget: Budget | None = None) -> tuple[str, str]:
    """Outcome and sentence of a capture by a judge of one's own."""
    limits = budget or Budget(Limits(connect_seconds=0.3, silence_seconds=0.3, page_seconds=2))
    ports = range(1, 65_536)
    made = HttpEngine().capture(parse(url, ports=ports), rules=Rules(judge, ports, "test"), budget=limits)
    made.close()
    return made.outcome, made.sentence


def test_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    outcome, sentence = engine_copy("http://nobody.test/", Guard())
    assert outcome == "failed"
    assert sentence == "There is no site called nobody.test, or its name cannot be looked up just now."


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hang(*_: object, **__: object) -> None:
        over.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Try again")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    began = time.monotonic()
    outcome, sentence = engine_copy("http://slow.test/", Guard())
    over.set()
    assert (outcome, sentence) == ("failed", "Looking up the name slow.test took too long.")
    assert time.monotonic() - began < 1.0


def test_the_next_address_of_a_name_is_tried(origin: Origin) -> None:
    """127.0.0.9 has no server on this port; the name has three numbers."""
    origin.routes = {"/": answer(b"<p>fine")}
    numbers = ["127.0.0.9", "127.0.0.8", "127.0.0.1"]
    judge = Guard(allowed_networks=loopback(), resolver=lambda _host, _port, _seconds: numbers)
    assert engine_copy(origin.url(host="several.test"), judge) == ("succeeded", "")
    numbers.insert(0, "127.0.0.7")
    assert engine_copy(origin.url(host="several.test"), judge)[0] == "failed"  # three are enough


@pytest.mark.parametrize("said", [silent(), silent(b"HTTP/1.1 200"), endless(b"a", head=answer(), pause=0.05)])
def test_a_capture_that_is_no_longer_ours_is_dropped_at_once(origin: Origin, said: bytes) -> None:
    """Whatever it waits for: nobody wants the result, and somebody else may be at it."""
    origin.routes = {"/": said}
    began = time.monotonic()
    budget = Budget(Limits(silence_seconds=20), ours=lambda: not origin.requests)
    with pytest.raises(Abandoned):
        engine_copy(origin.url(), Guard(allowed_networks=loopback()), budget)
    assert time.monotonic() - began < 2
