"""The browser engine: what it adds to a copy, what it leaves to ``http``, and that no page gets the better of it."""

import contextlib
import dataclasses
import signal
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from casefiles.archive.browsing import driving
from casefiles.archive.browsing.slots import slot
from casefiles.archive.engines import browser
from casefiles.archive.engines.base import Copy, Rules
from casefiles.archive.engines.browser import BrowserEngine, Machine
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import Abandoned
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.states import FileRole
from tests.archive.conftest import Browse, loopback, nothing_left_behind
from tests.archive.origin import Origin, answer, redirect, silent
from tests.archive.sentences import is_understandable
from tests.archive.warcs import records
from tests.archive.whole_page import PIXEL
from tests.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WITHOUT = "It is a copy made without a browser."
BUSY = b"<title>T</title><p>from http</p><script>addEventListener('load', () => { while (true) {} })</script>"


def view(copy: Copy, role: FileRole) -> bytes:
    return next(each.data for each in copy.views if each.role == role)


@pytest.fixture
def hasty(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are short, and so is the patience with them."""
    machine.seconds.update(load=2.0, settle=0.5)
    monkeypatch.setattr(driving, "_GRACE", 0.4)


def test_it_adds_how_the_page_looked(origin: Origin, browse: Browse, machine: Machine) -> None:
    origin.routes = {
        "/": redirect("/page"),
        "/page": answer(
            b"<!doctype html><title>A page</title><body><p id=x>before</p><div style='height:20000px'></div>"
            b"<script>document.getElementById('x').textContent = 'by script'; setTimeout(() => alert(1), 1);"
            b"confirm('?'); Notification.requestPermission().then(p => { document.title = p; });"
            b"navigator.serviceWorker.register('/sw.js').catch(() => 0); open('/pop-up');</script>"
        ),
        "/pop-up": answer(b"<p>another window"),
    }
    copy = browse(origin.url())
    assert (copy.outcome, copy.sentence, copy.engine) == ("succeeded", "", "browser")
    assert copy.text == "by script"
    assert copy.title == "denied", "nobody is asked for a permission"
    assert "/sw.js" not in origin.paths
    picture, printed = view(copy, FileRole.SCREENSHOT), view(copy, FileRole.PDF)
    assert struct.unpack(">II", picture[16:24]) == (1280, 16_000)
    assert copy.report["browser"]["screenshot_cut"] is True
    assert printed.startswith(b"%PDF-")
    assert b">by script<" in view(copy, FileRole.DOM)
    resources = {record.url: record for record in records(copy) if record.kind == "resource"}
    page = origin.url("/page")
    assert resources[f"urn:fullPage:{page}"].block == picture
    assert resources[f"urn:pdf:{page}"].block == printed
    assert resources[f"urn:dom:{page}"].block == view(copy, FileRole.DOM)
    assert resources[f"urn:text:{page}"].block == b"by script"
    info, *_ = records(copy)
    for named in (machine.chromium.version, machine.chromium.playwright, "test-archiver/1"):
        assert named.encode() in info.block
    assert copy.report["browser"]["version"] in machine.chromium.version


def test_what_scripts_lead_to_is_the_page(origin: Origin, browse: Browse) -> None:
    """And nothing of the profile of one capture is left for the next."""
    origin.routes = {
        "/": answer(b"<title>Wait</title><script>location.replace('/real')</script>", headers=("Set-Cookie: a=1",)),
        "/real": answer(
            b"<title>Real</title><p id=x></p><script>x.textContent = document.cookie;"
            b"history.pushState(0, '', '/never-asked-for#part')</script>"
        ),
    }
    for _ in range(2):
        copy = browse(origin.url())
        assert (copy.final_url, copy.title, copy.text) == (origin.url("/real"), "Real", "a=1")
        assert copy.report["browser"]["shown_address"] == origin.url("/never-asked-for#part")
    first = [request for request, _ in origin.log if request.startswith(b"GET / ")]
    assert len(first) == 4
    assert not any(b"Cookie:" in request for request in first)


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        (answer(b"%PDF-1.7", kind="application/pdf"), "succeeded"),
        (answer(PIXEL, kind="image/png"), "succeeded"),
        (answer(b"<p>x", headers=("Content-Disposition: attachment",)), "succeeded"),
        (answer(b"<p>x", status="404 Not Found"), "gone"),
        (answer(b"<p>x", status="403 Forbidden"), "blocked_by_site"),
    ],
)
def test_what_is_no_page_needs_no_browser(origin: Origin, browse: Browse, sent: bytes, outcome: str) -> None:
    origin.routes = {"/": sent}
    copy = browse(origin.url())
    assert (copy.engine, copy.outcome) == ("http", outcome)
    assert (copy.sentence == "") is (outcome == "succeeded")
    assert len(origin.requests) == 1


def test_a_site_that_shuts_the_browser_out_is_copied_without(origin: Origin, browse: Browse) -> None:
    origin.replies["/"] = lambda request: (
        answer(b"no", status="403 Forbidden") if b"Sec-Fetch" in request else answer(b"<title>T</title><p>for all")
    )
    copy = browse(origin.url())
    assert (copy.engine, copy.outcome, copy.text) == ("http", "succeeded", "for all")
    assert copy.sentence == f"The site answered the browser with status 403. {WITHOUT}"
    assert copy.views == []
    assert sum(record.kind == "response" for record in records(copy)) == 2


def test_a_page_that_keeps_the_browser_busy_costs_nothing_else(origin: Origin, browse: Browse, hasty: None) -> None:
    origin.routes = {"/": answer(BUSY)}
    copy = browse(origin.url())
    assert (copy.engine, copy.outcome, copy.text) == ("http", "succeeded", "from http")
    assert copy.sentence == f"The page kept the browser too busy to be looked at. {WITHOUT}"
    assert is_understandable(copy.sentence)


def test_a_page_that_never_ends_loading_is_copied_as_it_stands(origin: Origin, browse: Browse, hasty: None) -> None:
    origin.routes = {
        "/": answer(b"<title>T</title><p>words</p><script>new Image().src = '/never.png'</script>"),
        "/never.png": silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
    }
    copy = browse(origin.url())
    assert (copy.engine, copy.outcome, copy.text) == ("browser", "partial", "words")
    assert copy.sentence == "The page had not finished loading when it was copied."
    assert view(copy, FileRole.SCREENSHOT)


def while_browsing(browse: Browse, url: str, do: Callable[[], None]) -> Copy:
    """The copy of ``url``, with ``do`` done meanwhile, as soon as that can be."""
    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    copy = browse(url)
    thread.join()
    return copy


@pytest.mark.parametrize(
    ("whom", "how"),
    [
        ("--type=renderer", signal.SIGKILL),
        ("browsing.drive", signal.SIGKILL),
        ("--remote-debugging-pipe", signal.SIGKILL),
        ("--remote-debugging-pipe", signal.SIGSTOP),
    ],
)
def test_a_browser_that_is_killed_or_stopped_costs_nothing_else(
    origin: Origin, browse: Browse, hasty: None, whom: str, how: signal.Signals
) -> None:
    origin.routes = {
        "/": answer(b"<title>T</title><p>from http</p><script>new Image().src = '/slow.png'</script>"),
        "/slow.png": silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
    }
    struck = []

    def strike() -> None:
        wait_until(lambda: "/slow.png" in origin.paths, 20)
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if whom in " ".join(process.cmdline()):
                    process.send_signal(how)
                    struck.append(process)

    copy = while_browsing(browse, origin.url(), strike)
    assert struck
    assert (copy.engine, copy.outcome, copy.text) == ("http", "succeeded", "from http")
    assert copy.sentence.endswith(WITHOUT)
    assert is_understandable(copy.sentence)


def test_a_page_that_takes_too_much_memory_costs_nothing_else(origin: Origin, browse: Browse, machine: Machine) -> None:
    hungry = b"<title>T</title><p>from http</p><script>const all = [];"
    hungry += b"setInterval(() => { for (let n = 0; n < 20; n++) all.push(new Uint8Array(4e6).fill(7)); }, 5);</script>"
    origin.routes = {"/": answer(hungry)}
    copy = _with(machine, browse, origin.url(), most_memory=400_000_000)
    assert (copy.engine, copy.text) == ("http", "from http")
    assert copy.sentence == f"The page took more memory than a browser is given here. {WITHOUT}"


def _with(machine: Machine, browse: Browse, url: str, **changes: int) -> Copy:
    for name, value in changes.items():
        object.__setattr__(machine, name, value)
    return browse(url)


def test_where_no_browser_is_free_in_time_there_is_a_copy_without(
    origin: Origin, browse: Browse, machine: Machine
) -> None:
    origin.routes = {"/": answer(b"<title>T</title><p>words")}
    with slot(machine.folder, 2, seconds=lambda: 1) as one, slot(machine.folder, 2, seconds=lambda: 1) as two:
        assert one != two
        copy = browse(origin.url(), capture_seconds=10.2)
    assert (copy.engine, copy.outcome, copy.sentence) == (
        "http",
        "succeeded",
        f"No browser was free in time. {WITHOUT}",
    )


def test_a_browser_that_does_not_start_is_said_to_an_administrator(
    origin: Origin, browse: Browse, machine: Machine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    origin.routes = {"/": answer(b"<title>T</title><p>words")}
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho No usable sandbox >&2\nexit 1\n")
    broken.chmod(0o755)
    object.__setattr__(machine, "chromium", dataclasses.replace(machine.chromium, program=str(broken)))
    copy = browse(origin.url())
    said = "The browser could not be started; the administrator’s log says why."
    assert copy.sentence == f"{said} {WITHOUT}"
    assert "No usable sandbox" in caplog.text


def test_the_time_of_the_whole_capture_holds(
    origin: Origin, browse: Browse, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_RESERVED", 0.5)
    origin.routes = {"/": answer(BUSY)}
    began = time.monotonic()
    copy = browse(origin.url(), capture_seconds=5.0)
    assert copy.sentence == f"The time for the copy was up before the browser was done. {WITHOUT}"
    assert time.monotonic() - began < 20


def test_a_capture_that_is_cancelled_meanwhile_ends_its_browser(origin: Origin, machine: Machine) -> None:
    origin.routes = {
        "/": answer(b"<title>T</title><script>new Image().src = '/slow.png'</script>"),
        "/slow.png": silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
    }
    budget = Budget(Limits(), ours=lambda: "/slow.png" not in origin.paths)
    rules = Rules(Guard(allowed_networks=loopback()), range(1, 65_536), "test-archiver/1")
    address = parse(origin.url(), ports=rules.ports)
    with nothing_left_behind(), pytest.raises(Abandoned):
        BrowserEngine(machine).capture(address, rules=rules, budget=budget)
    assert not list(machine.folder.glob("*/*"))


def test_the_record_is_whole_whatever_happened(origin: Origin, browse: Browse, hasty: None) -> None:
    """Sockets, streams and downloads that a page begins leave a WARC that can be checked."""
    script = f"new WebSocket('ws://127.0.0.1:{origin.port}/live'); new EventSource('/events');"
    script += "fetch('/put', {method: 'PUT', body: 'x'}).catch(() => 0); location.href = '/file.zip';"
    origin.routes = {
        "/": answer(f"<title>T</title><p>words</p><script>{script}</script>".encode()),
        "/events": lambda connection, _: (
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n"),
            connection.recv(1),
        )[0],
        "/file.zip": answer(b"PK", kind="application/zip", headers=("Content-Disposition: attachment",)),
    }
    copy = browse(origin.url())
    assert (copy.engine, copy.text) == ("browser", "words")
    assert (copy.final_url, copy.content_type) == (origin.url(), "text/html"), "the file was led to, and not shown"
    refused = {each["url"]: each["why"] for each in copy.report["browser"]["refused"]}
    assert set(refused) == {f"ws://127.0.0.1:{origin.port}/live", origin.url("/put")}
    kept = {record.url: record for record in records(copy) if record.kind == "response"}
    assert kept[origin.url("/events")].headers["WARC-Truncated"] == "time"
    assert origin.url("/file.zip") in kept
    assert not any(path.startswith("/put") for path in origin.paths)
