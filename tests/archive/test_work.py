"""A worker's part: each capture ends or is put off, and the next one is made all the same."""

import logging

import pytest
from pytest_django.fixtures import Settings

from casefiles.accounts.models import User
from casefiles.archive import store, work
from casefiles.archive.actions import cancel_capture, hold_site
from casefiles.archive.models import CaptureFile, HostGap
from casefiles.archive.states import State
from tests.archive.captures import Doing, failing, fresh, queue, results
from tests.archive.origin import Origin, answer, redirect, silent
from tests.archive.sentences import is_understandable
from tests.archive.warcs import records_in, warc_in

pytestmark = pytest.mark.django_db


def test_a_page_is_archived(allowed: Origin) -> None:
    allowed.routes = {"/": redirect("/page"), "/page": answer(b"<title>A page</title><p>It was APT31.")}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    done = fresh(capture)
    assert (done.state, done.engine, done.title, done.status_code) == (State.SUCCEEDED, "http", "A page", 200)
    assert (done.final_url, done.content_type) == (allowed.url("/page"), "text/html")
    assert done.report["redirects"] == [allowed.url("/"), allowed.url("/page")]
    assert done.extracted_text() == "It was APT31."
    stored = {file.role: file for file in done.files.all()}
    assert set(stored) == {"wacz", "text"}
    kept = records_in(warc_in(store.read(stored["wacz"].digest)))
    blocks = [record.block for record in kept if record.kind == "response"]
    assert blocks == list(allowed.routes.values())
    assert b"compatible; casefiles-archiver" in allowed.requests[0]
    assert done.bytes_on_wire > sum(len(block) for block in blocks)


def test_a_document_is_archived_as_itself(allowed: Origin) -> None:
    allowed.routes = {"/": answer(b"%PDF-1.7", kind="application/pdf")}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    assert fresh(capture).words.endswith("UTC, whole page.")
    document = capture.files.get(role="document")
    assert (store.read(document.digest), document.media_type) == (b"%PDF-1.7", "application/pdf")


def test_it_is_made_once(allowed: Origin) -> None:
    allowed.routes = {"/": answer(b"<p>words")}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    for _ in range(4):
        assert not work.perform(capture.pk)
    assert allowed.connections == 1
    assert results(capture) == [(1, "succeeded")]


NUL = b"HTTP/1.1 200 OK\r\nContent-Type: text/\x00html\r\nContent-Encoding: \x00\r\nContent-Length: 1\r\n\r\nx"


@pytest.mark.parametrize(
    ("said", "state", "result"),
    [
        (answer(b"no", status="404 Not Found"), State.GONE, "gone"),
        (answer(b"no", status="500 Oops"), State.WAITING, "retry"),
        (redirect("/"), State.FAILED, "failed"),
        (redirect("http://10.0.0.1/"), State.BLOCKED_POLICY, "blocked_policy"),
        (answer(b"x", headers=("Content-Length: 9",)), State.PARTIAL, "partial"),
        (silent(), State.WAITING, "retry"),
        (NUL, State.PARTIAL, "partial"),
        (answer("<title>\x00\ud800</title>\x00".encode("utf-8", "surrogatepass")), State.SUCCEEDED, "succeeded"),
    ],
)
def test_whatever_a_site_says_the_worker_goes_on(allowed: Origin, said: bytes, state: State, result: str) -> None:
    allowed.routes = {"/": said, "/next": answer(b"<p>fine")}
    capture, following = queue(allowed.url()), queue(allowed.url("/next"))
    assert work.perform(capture.pk)
    assert (fresh(capture).state, results(capture)) == (state, [(1, result)])
    assert state == State.SUCCEEDED or is_understandable(fresh(capture).outcome_detail)
    HostGap.objects.all().delete()
    assert work.perform(following.pk)
    assert fresh(following).state == State.SUCCEEDED


@pytest.mark.parametrize("error", [RuntimeError("bug"), MemoryError(), RecursionError(), ValueError("\x00")])
def test_a_fault_of_ours_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture, error: Exception) -> None:
    capture = queue()
    with caplog.at_level(logging.ERROR, logger="casefiles.archive.work"):
        assert work.perform(capture.pk, engine=failing(error))
    said = "Something went wrong on our side; the administrator’s log has the details."
    assert (fresh(capture).state, fresh(capture).outcome_detail) == (State.WAITING, said)
    assert type(error).__name__ in caplog.text


def test_a_site_that_is_held_meanwhile_is_not_contacted(allowed: Origin) -> None:
    capture = queue(allowed.url())
    hold_site(url=allowed.url(), holder=capture.pk)
    assert work.perform(capture.pk)
    assert fresh(capture).words == "Not contacted. 127.0.0.1 is marked “do not contact this site yet”."
    assert allowed.connections == 0


def test_a_port_that_is_no_longer_allowed_is_not_contacted(allowed: Origin, settings: Settings) -> None:
    capture = queue(allowed.url())
    settings.ARCHIVE_ALLOWED_PORTS = [80, 443]
    assert work.perform(capture.pk)
    assert (fresh(capture).state, allowed.connections) == (State.BLOCKED_POLICY, 0)


def test_a_capture_that_is_cancelled_meanwhile_keeps_nothing(journalist: User) -> None:
    capture = queue()
    engine = Doing(lambda _budget: cancel_capture(capture=capture, user=journalist))
    assert not work.perform(capture.pk, engine=engine)
    assert (fresh(capture).state, results(capture)) == (State.CANCELLED, [(1, "cancelled")])
    assert not CaptureFile.objects.exists()
    assert HostGap.objects.get().held_by is None
