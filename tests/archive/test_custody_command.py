"""``manage.py custody``: what it prints of a capture and of an exported file, and what it finds."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from casefiles.accounts.models import User
from casefiles.archive import custody
from casefiles.archive.actions import open_capture, request_capture
from casefiles.archive.custody_words import told
from casefiles.archive.models import Capture
from casefiles.archive.states import Access, Custody, Handling
from tests.copies import archived, finish
from tests.raw_sql import run, without

URL = "https://news.example/page"


def printed(what: object, *options: str) -> str:
    out = StringIO()
    call_command("custody", str(what), *options, stdout=out)
    return out.getvalue()


def refused(what: object) -> tuple[str, str]:
    """What it says is wrong, and how it ends."""
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("custody", str(what), stdout=StringIO(), stderr=err)
    return err.getvalue(), str(error.value)


@pytest.fixture
def capture(journalist: User) -> Capture:
    asked = request_capture(url=URL, requested_by=journalist, reason="A tip.", tell_workers=False)
    report = {
        "redirects": ["https://news.example/", URL],
        "user_agent": "test-archiver/1",
        "servers": {
            "https://news.example:443": {
                "address": "192.0.2.1", "resolved": ["192.0.2.1", "192.0.2.2"], "tls": "TLSv1.3", "cipher": "X",
                "certificates": ["ab" * 32], "verified": False, "problem": "it has expired",
            }
        },
        "missing": [{"url": "https://news.example/a.png", "why": "The server answered with status 404."}],
        "unstamped": ["tsa.example did not answer in 3 seconds."],
        "browser": {
            "program": "Chromium 150.1", "version": "150.1", "playwright": "1.60", "sandbox": True, "problem": "",
            "viewport": {"width": 1280, "height": 800},
            "refused": [{"url": "wss://news.example/", "why": "WebSockets are not copied."}],
        },
    }  # fmt: skip
    made = finish(asked, report=report)
    custody.handle(made, Handling.VIEWED, {"shown": "copy"}, by=journalist)
    return open_capture(capture_id=made.pk, level=Access.PUBLIC, user=journalist)


@pytest.mark.django_db
def test_it_is_printed_as_people_read_it(capture: Capture, journalist: User) -> None:
    said = printed(capture.pk)
    for words in (
        f"A copy of {URL} was asked for. By {journalist.display_name}.",
        "    Reason: A tip.",
        "Try 1: archived.",
        "It ended: archived.",
        f"    Redirects: https://news.example/ → {URL}",
        "    Introduced as: test-archiver/1",
        "https://news.example:443 at 192.0.2.1, of 192.0.2.1, 192.0.2.2, TLSv1.3 X, certificate not verified: it has"
        f" expired, sha256 {'ab' * 32}",
        "    Browser: Chromium 150.1, driven by Playwright 1.60, a window of 1280 by 800 pixels, in its sandbox",
        "    Refused: wss://news.example/: WebSockets are not copied.",
        "    Undated: tsa.example did not answer in 3 seconds.",
        "    Missing: https://news.example/a.png: The server answered with status 404.",
        f"sha256 {capture.files.get(role='wacz').digest}",
        "    Records: 4, each with the SHA-256 of its block",
        "Readers’ access: from sealed to public.",
        f"handling 1  {capture.handling.get().at:%Y-%m-%d %H:%M:%S} UTC  Viewed at the desk (shown: copy)."
        f" By {journalist.display_name}.",
    ):
        assert words in said


@pytest.mark.django_db
def test_it_is_printed_as_json_and_checked_as_a_file(capture: Capture, tmp_path: Path, journalist: User) -> None:
    for options in (["--json"], ["--json", "--public"]):
        (tmp_path / "custody.json").write_text(printed(capture.pk, *options))
        assert "It ended: archived." in printed(tmp_path / "custody.json")
    assert journalist.display_name not in (tmp_path / "custody.json").read_text()
    altered = (tmp_path / "custody.json").read_text().replace("TLSv1.3", "TLSv1.2")
    (tmp_path / "custody.json").write_text(altered)
    said, ended = refused(tmp_path / "custody.json")
    assert said.startswith("WRONG  Event 3 of “record” was changed: its digest is ")
    assert ended == "This is not the record as it was written."


@pytest.mark.django_db
def test_a_row_changed_past_the_guards_is_found(capture: Capture) -> None:
    without("archive_custodyevent", "guard_update_delete")
    run("UPDATE archive_custodyevent SET document = replace(document, 'TLSv1.3', 'TLSv1.2')")
    assert "Event 3 of “record” was changed" in refused(capture.pk)[0]


@pytest.mark.django_db
def test_an_event_taken_out_past_the_guards_is_found(capture: Capture) -> None:
    for table in ("archive_custodyevent", "archive_custodywithheld"):
        without(table, "guard_update_delete")
    run("DELETE FROM archive_custodywithheld WHERE event_id IN (SELECT id FROM archive_custodyevent WHERE number = 4)")
    run("DELETE FROM archive_custodyevent WHERE number = 4")
    assert "the copy is sealed, and the capture is public" in refused(capture.pk)[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format":"custody/1","capture":"x","record":[1]}', "does not have the members"),
        ('{"format":"custody/1","capture":"x"}', "It has no events"),
        ("[]", "It is no custody record"),
    ],
)
def test_a_file_of_something_else_is_refused_in_words(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "custody.json").write_text(content)
    assert said in refused(tmp_path / "custody.json")[0]


@pytest.mark.django_db
def test_what_is_neither_file_nor_capture(tmp_path: Path) -> None:
    pk = uuid4()
    assert refused(pk)[1] == f"There is no capture {pk}."
    assert refused("nowhere.json")[1] == "There is no file nowhere.json, and it is no capture’s ID."
    (tmp_path / "words").write_text("words")
    assert refused(tmp_path / "words")[1].endswith("is no JSON.")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Custody)
def test_every_kind_of_event_has_its_words(kind: Custody) -> None:
    detail = {
        "url": URL, "try": 1, "result": "lost", "sentence": "", "outcome": "gone", "files": [], "records": [],
        "authority": "An authority", "over": "WACZ", "time": "now", "sha256": "", "token": "", "serial": "1",
        "from": "sealed", "to": "private", "right": False, "wrong": ["A byte."],
    }  # fmt: skip
    event = custody.record(archived(URL), kind, detail)
    one = told({"event": event.event, "digest": event.digest})
    assert one.sentence.endswith(".")
    assert one.sentence != kind.value
