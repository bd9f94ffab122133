"""Archived copies a second beside a plain download of the same bytes."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench import origin
from bench.figures import Series
from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import State
from casefiles.archive.work import perform


@dataclass(frozen=True)
class Captures:
    """What was measured: per second, one after the other in one process."""

    size: int  # bytes of the page and all it uses
    plain: Series
    archived: Series


def measure(port: int, *, rounds: int, count: int) -> Captures:
    """Alternate ``count`` downloads, which keep nothing, and ``count`` captures, each with its row and files."""
    _archive(port)  # what is only done once is done before
    size = _download(port)
    plain, archived = [], []
    for _ in range(rounds):
        plain.append(_rate(lambda: _download(port), count))
        archived.append(_rate(lambda: _archive(port), count))
    return Captures(size, Series(plain), Series(archived))


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


def _archive(port: int) -> None:
    """Ask for a copy and make it, as ``manage.py archive_url`` does."""
    asked = request_capture(url=f"http://127.0.0.1:{port}/", requested_by=None, reason="bench", tell_workers=False)
    perform(asked.pk)
    made = Capture.objects.get(pk=asked.pk)
    if made.state != State.SUCCEEDED or made.report["files"] != origin.REQUISITES:
        raise RuntimeError(f"The capture is not whole: {made.words} {made.report}")
