"""What a browser's copy records is what the servers sent and were sent, to the byte."""

from collections import Counter
from collections.abc import Iterator

import pytest

from casefiles.archive.engines.base import Copy
from tests.archive.conftest import Browse
from tests.archive.origin import Origin, serving
from tests.archive.test_encryption import server_context
from tests.archive.warcs import records
from tests.archive.whole_page import ELSEWHERE, EVERYTHING, SAID, asked_by_browser, fill

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def other() -> Iterator[Origin]:
    """A server with a certificate that nobody can verify."""
    with serving(tls=server_context("self")) as server:
        yield server


def blocks(copy: Copy, kind: str) -> list[bytes]:
    return [record.block for record in records(copy) if record.kind == kind]


def test_both_engines_records_are_what_the_servers_logged(origin: Origin, other: Origin, browse: Browse) -> None:
    fill(origin, other)
    copy = browse(origin.url())
    logged = [*origin.log, *other.log]
    assert len(EVERYTHING) > 35
    assert asked_by_browser(origin) == EVERYTHING
    assert asked_by_browser(other) == ELSEWHERE
    assert Counter(blocks(copy, "request")) == Counter(request for request, _ in logged)
    assert Counter(blocks(copy, "response")) == Counter(sent for _, sent in logged)
    # The script writes this only when the browser was handed every answer as it was sent.
    assert copy.text is not None
    assert SAID in copy.text.splitlines()
    assert {request.split(b" ")[0] for request, _ in other.log} == {b"GET", b"OPTIONS", b"POST"}
    assert copy.report["servers"][other.url("")]["problem"] == "self-signed certificate"
    _what_is_missing_is_said(copy, origin)


def _what_is_missing_is_said(copy: Copy, origin: Origin) -> None:
    why = "The server answered with status 404."
    missing = [{"url": origin.url(path), "why": why} for path in ("/missing.json", "/missing.png")]
    assert sorted(copy.report["missing"], key=lambda each: str(each["url"])) == missing
    files = copy.report["browser"]["files"]
    assert copy.report["browser"]["answers"] == len(EVERYTHING | ELSEWHERE) + 1, "a POST to /api and the asking for it"
    assert copy.outcome == "partial"
    assert copy.sentence == f"2 of the {files} files that the page asked for are missing."
    assert (copy.engine, copy.final_url, copy.status) == ("browser", origin.url("/page"), 200)
