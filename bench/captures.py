"""Archived copies, with and without a browser, beside a plain download of the same bytes."""

import http.client
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import origin, workers
from bench.figures import Series
from casefiles.archive.actions import request_capture
from casefiles.archive.browsing import chromium
from casefiles.archive.engines.browser import BrowserEngine, Machine
from casefiles.archive.models import Capture
from casefiles.archive.states import State
from casefiles.archive.work import perform


@dataclass(frozen=True)
class Captures:
    """What was measured: per second, one after the other in one process."""

    size: int  # bytes of the page and all it uses
    plain: Series
    archived: Series
    together: Series  # by several workers at once
    resident: list[float]  # memory of each of them, in MB
    seconds: Series  # of one plain download, one after the other
    http_seconds: Series
    browser_seconds: Series | None
    without: str  # why no browser was measured


def measure(port: int, *, rounds: int, count: int) -> Captures:
    """Alternate ``count`` downloads, which keep nothing, and ``count`` captures, each with its row and files.

    A capture by a browser takes long enough to be measured by itself, once a round.
    """
    with tempfile.TemporaryDirectory() as folder, workers.started(port) as crew:
        browser, without = _browser(Path(folder))
        archive(port)  # what is only done once is done before
        size = _download(port)
        plain, archived, shown, together = [], [], [], []
        for _ in range(rounds):
            plain.append(_rate(lambda: _download(port), count))
            archived.append(_rate(lambda: archive(port), count))
            if browser:
                shown.append(1 / _rate(lambda: archive(port, browser), 1))
            together.append(crew.rate(count))
        resident = crew.resident()
    return Captures(
        size,
        Series(plain),
        Series(archived),
        Series(together),
        resident,
        seconds=Series([1 / rate for rate in plain]),
        http_seconds=Series([1 / rate for rate in archived]),
        browser_seconds=Series(shown) if shown else None,
        without=without,
    )


def _browser(folder: Path) -> tuple[BrowserEngine | None, str]:
    try:
        return BrowserEngine(Machine(chromium.find(os.environ.get("CHROMIUM", "")), folder)), ""
    except chromium.NoBrowser as error:
        return None, str(error)


def _rate(work: Callable[[], object], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        work()
    return count / (time.perf_counter() - began)


def _download(port: int) -> int:
    """The page and its files over one kept-alive connection; how many bytes they are."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    size = 0
    try:
        for path in origin.site():
            connection.request("GET", path)
            size += len(connection.getresponse().read())
    finally:
        connection.close()
    return size


def archive(port: int, engine: BrowserEngine | None = None, *, host: str = origin.HOSTS[0]) -> None:
    """Ask for a copy and make it, as ``manage.py archive_url`` does."""
    asked = request_capture(url=f"http://{host}:{port}/", requested_by=None, reason="bench", tell_workers=False)
    perform(asked.pk, engine=engine)
    made = Capture.objects.get(pk=asked.pk)
    wanted = engine.name if engine else "http"
    if (made.state, made.engine, made.report["files"]) != (State.SUCCEEDED, wanted, origin.REQUISITES):
        raise RuntimeError(f"The capture is not whole: {made.words} {made.report}")
