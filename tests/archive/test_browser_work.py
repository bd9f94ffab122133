"""A capture by a browser as a worker makes it: its rows, its files, its checks, and what is said of one without."""

import dataclasses
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from casefiles.archive import store, work
from casefiles.archive.actions import hold_site
from casefiles.archive.browsing import chromium
from casefiles.archive.engines.browser import BrowserEngine
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.models import Capture
from casefiles.archive.states import State
from tests.archive.captures import fresh, queue
from tests.archive.origin import Origin, answer, redirect, serving
from tests.archive.warcs import records_in, warc_in

pytestmark = pytest.mark.django_db
PAGE = answer(b"<title>A page</title><p id=x>before</p><script>x.textContent = 'by a script'</script>")


@pytest.mark.slow
@pytest.mark.browser
def test_it_is_stored_whole_and_can_be_checked(
    allowed: Origin, settings: Settings, tmp_path: Path, chromium_program: str
) -> None:
    """And a site that is held while the browser is at the page is not contacted."""
    settings.ARCHIVE_BROWSER, settings.ARCHIVE_BROWSER_FOLDER = chromium_program, tmp_path / "browsers"
    settings.ARCHIVE_SCREENSHOT_PIXELS = 500
    with serving("127.0.0.2") as other:
        settings.ARCHIVE_ALLOWED_PORTS = [allowed.port, other.port]
        hold_site(url=other.url(host="127.0.0.2"), holder=queue(allowed.url("/x")).pk)
        held = f"<script>fetch('{other.url('/held', host='127.0.0.2')}').catch(() => 0)</script>".encode()
        allowed.routes = {"/": redirect("/page"), "/page": answer(PAGE.partition(b"\r\n\r\n")[2] + held)}
        out = StringIO()
        call_command("archive_url", allowed.url(), stdout=out)
        assert other.connections == 0
    assert "Made by:       browser (Chromium" in out.getvalue()
    capture = Capture.objects.get(engine="browser")
    assert (capture.state, capture.title) == (State.PARTIAL, "A page")
    assert capture.outcome_detail == "1 of the 3 files that the page asked for is missing."
    assert "do not contact this site yet" in capture.report["browser"]["refused"][0]["why"]
    assert capture.extracted_text() == "by a script"
    assert not capture.lacks_scripts
    stored = {file.role: file for file in capture.files.all()}
    assert set(stored) == {"wacz", "text", "screenshot", "dom", "pdf"}
    assert stored["screenshot"].media_type == "image/png"
    assert capture.report["browser"]["screenshot_pixels"] == {"width": 1280, "height": 500}
    kept = records_in(warc_in(store.read(stored["wacz"].digest)))
    views = {record.url.split(":")[1]: record.block for record in kept if record.kind == "resource"}
    assert views["fullPage"] == store.read(stored["screenshot"].digest)
    assert views["dom"] == store.read(stored["dom"].digest)
    assert views["pdf"] == store.read(stored["pdf"].digest)
    checked = StringIO()
    call_command("verify_capture", str(capture.pk), stdout=checked)
    assert "WRONG" not in checked.getvalue()


def test_a_machine_without_a_browser_says_so(allowed: Origin, settings: Settings, tmp_path: Path) -> None:
    settings.ARCHIVE_BROWSER = str(tmp_path / "nowhere")
    allowed.routes = {"/": PAGE}
    out = StringIO()
    call_command("archive_url", allowed.url(), stdout=out)
    assert "Made by:       http (there is no program where ARCHIVE_BROWSER says)" in out.getvalue()
    assert "succeeded: " in out.getvalue()


def test_a_machine_without_the_package_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ARCHIVE_BROWSER = "/bin/sh"
    monkeypatch.setattr(chromium.importlib.util, "find_spec", lambda _name: None)
    engine = work.present_engine()
    assert isinstance(engine, HttpEngine)
    assert engine.without == "the package playwright is not installed (requirements-browser.txt)"


def test_a_browser_that_is_there_is_used(settings: Settings, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho Chromium 1.2.3\n")
    program.chmod(0o755)
    settings.ARCHIVE_BROWSER, settings.ARCHIVE_BROWSERS_AT_ONCE = str(program), 3
    engine = work.present_engine()
    assert isinstance(engine, BrowserEngine)
    assert dataclasses.replace(engine.machine.chromium, playwright="").named == "Chromium 1.2.3, playwright/"
    assert engine.machine.at_once == 3


def test_a_document_lacks_no_scripts(allowed: Origin) -> None:
    allowed.routes = {"/": PAGE, "/document": answer(b"%PDF-1.7", kind="application/pdf")}
    page, document = queue(allowed.url()), queue(allowed.url("/document"))
    for capture in (page, document):
        work.perform(capture.pk)
    assert fresh(page).lacks_scripts
    assert fresh(page).report["browser"] == {"problem": "ARCHIVE_BROWSER is off"}
    assert not fresh(document).lacks_scripts
    assert "browser" not in fresh(document).report
