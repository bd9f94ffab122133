"""What saving a source means for the archive: a copy is asked for, a site is left alone, or a file is awaited."""

import uuid
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from casefiles.archive import dispatch
from casefiles.archive.models import Capture, CitedURL, SiteHold
from casefiles.archive.states import State
from casefiles.dossiers.actions import archive_again, save_item
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving
from casefiles.lib.errors import NotAllowed, Refused
from tests.copies import finish
from tests.dossiers.conftest import STRANGERS, WRITERS, refuses
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db
PAGE = "https://news.example/page"


def cite(room: Newsroom, url: str = PAGE, archiving: str = Archiving.NOW, **fields: Any) -> Source:
    return room.source(url=url, archiving=archiving, **fields)


def save(room: Newsroom, source: Source, **values: Any) -> Source:
    for name, value in values.items():
        setattr(source, name, value)
    return save_item(user=room.author, row=source, expected_version=current(source).version, fields=list(values))


def held() -> list[tuple[str, uuid.UUID]]:
    return sorted(SiteHold.objects.values_list("host", "holder"))


def test_saving_a_source_asks_for_its_copy(
    room: Newsroom, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(dispatch.current_app, "send_task", lambda name, args, **_: told.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        source = cite(room, "HTTPS://News.example:443/page#part")
    capture = Capture.objects.get()
    assert capture.cited_url == source.cited_url == CitedURL.objects.get()
    assert capture.cited_url.url == PAGE
    assert (capture.state, capture.requested_by, capture.reason) == (State.QUEUED, room.author, "Cited as a source.")
    assert capture.asked_for == source.pk
    assert source.capture is None
    assert told == [(dispatch.TASK, [str(capture.pk)])]


def test_the_same_page_cited_twice_is_archived_once(room: Newsroom) -> None:
    first, second = cite(room), cite(room, f"{PAGE}#elsewhere")
    assert Capture.objects.count() == 1
    assert first.cited_url == second.cited_url


def test_a_page_with_a_copy_is_not_fetched_again(room: Newsroom) -> None:
    cite(room)
    finish(Capture.objects.get())
    cite(room)
    assert Capture.objects.count() == 1


def test_a_page_whose_only_request_brought_nothing_is_asked_for_again(room: Newsroom) -> None:
    cite(room)
    finish(Capture.objects.get(), outcome=State.FAILED, status=None, warc=None)
    cite(room)
    assert Capture.objects.count() == 2


def test_saving_something_else_asks_for_nothing(room: Newsroom) -> None:
    source = cite(room)
    save(room, source, title="A better title")
    save(room, source, archiving=Archiving.NOW)
    assert Capture.objects.count() == 1


def test_another_address_is_another_copy(room: Newsroom) -> None:
    source = cite(room)
    capture = finish(Capture.objects.get())
    save(room, source, capture=capture)
    save(room, source, url="https://news.example/other")
    source.refresh_from_db()
    assert source.cited_url is not None
    assert source.cited_url.url == "https://news.example/other"
    assert source.capture is None, "a copy of another page is no copy of this one"
    assert Capture.objects.filter(cited_url=source.cited_url).count() == 1


INSIDE = "not an address on the public internet"
WRONG = [
    ("news.example/page", "Write the whole address"),
    ("https://", "Write the whole address"),
    ("https:///page", "Write the whole address"),
    ("https://news.example/a page", "no spaces"),
    ("https://news.example/\x00", "control characters"),
    ("https://news.example/\ud83d", "control characters"),
    ("https://user:secret@news.example/", "user name or password"),
    ("https://news.example:22/", "Port 22"),
    ("ftp://news.example/page", "Only http and https"),
    ("gopher://news.example/", "Only http and https"),
    ("javascript:alert(1)", "Only http and https"),
    ("file:///etc/passwd", "Only http and https"),
    ("data:text/html,hello", "Only http and https"),
    ("http://localhost/", "not the name of a public web site"),
    ("http://intranet/", "not the name of a public web site"),
    ("http://127.0.0.1/", INSIDE),
    ("http://10.0.0.7/", INSIDE),
    ("http://192.168.1.1/router", INSIDE),
    ("http://169.254.169.254/latest/meta-data/", INSIDE),
    ("http://[::1]/", INSIDE),
    ("http://[fd00::1]/", INSIDE),
    ("http://0x7f000001/", INSIDE),
    ("http://2130706433/", INSIDE),
    (f"https://news.example/{'a' * 2000}", "longer than 2000"),
    (f"https://news.example/{'a' * 5000}", "too long"),
    ("", "Give the address to archive"),
]


@pytest.mark.parametrize("archiving", [Archiving.NOW, Archiving.HOLD])
@pytest.mark.parametrize(("url", "reason"), WRONG)
def test_an_address_that_cannot_be_archived_is_refused_at_its_field(
    room: Newsroom, url: str, reason: str, archiving: str
) -> None:
    if not url and archiving == Archiving.HOLD:
        assert cite(room, url, archiving).cited_url is None  # nothing to contact, so nothing to hold
        return
    with refuses(Refused, field="url", saying=reason):
        cite(room, url, archiving)


def test_a_refused_change_leaves_source_site_and_copies_as_they_were(room: Newsroom) -> None:
    source = cite(room, archiving=Archiving.HOLD)
    before = held()
    with refuses(Refused, field="url"):
        save(room, source, url="http://127.0.0.1/", archiving=Archiving.NOW)
    assert held() == before
    assert Source.objects.get().url == PAGE


def test_a_site_that_is_held_is_not_contacted(room: Newsroom) -> None:
    source = cite(room, archiving=Archiving.HOLD)
    assert held() == [("news.example", source.pk)]
    assert source.cited_url is not None
    assert not Capture.objects.exists()


@pytest.mark.parametrize("url", [PAGE, "http://news.example/", "https://www.news.example/x", "https://a.news.example/"])
def test_while_one_source_holds_a_site_no_other_may_contact_it(room: Newsroom, url: str) -> None:
    cite(room, archiving=Archiving.HOLD)
    with refuses(Refused, field="archiving", saying="not to contact this site yet; ask a publishing editor"):
        cite(room, url)
    assert not Capture.objects.exists()
    cite(room, "https://other.example/")
    assert Capture.objects.count() == 1


def test_a_hold_is_lifted_where_it_was_set_and_then_the_page_is_archived(room: Newsroom) -> None:
    source = cite(room, archiving=Archiving.HOLD)
    save(room, source, archiving=Archiving.NOW)
    assert held() == []
    assert Capture.objects.get().cited_url == source.cited_url
    cite(room, "https://www.news.example/other")
    assert Capture.objects.count() == 2


def test_a_site_held_twice_is_free_when_both_have_lifted_it(room: Newsroom) -> None:
    one, two = cite(room, archiving=Archiving.HOLD), cite(room, archiving=Archiving.HOLD)
    assert len(held()) == 2
    with refuses(Refused, field="archiving"):
        save(room, one, archiving=Archiving.NOW)
    assert len(held()) == 2, "a refused lift lifts nothing"
    save(room, one, archiving=Archiving.UPLOAD)
    assert held() == [("news.example", two.pk)]
    save(room, two, archiving=Archiving.NOW)
    assert Capture.objects.count() == 1


def test_a_hold_moves_with_the_address(room: Newsroom) -> None:
    source = cite(room, archiving=Archiving.HOLD)
    save(room, source, url="https://other.example/")
    assert held() == [("other.example", source.pk)]


def test_holding_a_site_late_keeps_the_request_and_asks_for_no_more(room: Newsroom) -> None:
    source = cite(room)
    save(room, source, archiving=Archiving.HOLD)
    assert held() == [("news.example", source.pk)]
    assert Capture.objects.count() == 1
    with refuses(Refused, field="archiving", saying="Do not contact this site yet"):
        archive_again(user=room.author, source=source)


def test_what_somebody_will_upload_is_not_fetched(room: Newsroom) -> None:
    source = cite(room, archiving=Archiving.UPLOAD)
    assert (source.cited_url, source.capture, held()) == (None, None, [])
    assert not Capture.objects.exists()
    with refuses(Refused, field="url", saying="no address that may be archived"):
        archive_again(user=room.author, source=source)


def test_switching_to_an_upload_keeps_the_copy_that_is_cited_and_asks_for_no_more(room: Newsroom) -> None:
    source = cite(room)
    capture = finish(Capture.objects.get())
    save(room, source, capture=capture)
    save(room, source, archiving=Archiving.UPLOAD, url=f"{PAGE}#the-same")
    source.refresh_from_db()
    assert (source.cited_url, source.capture) == (capture.cited_url, capture)
    with refuses(Refused, field="archiving", saying="I will upload it"):
        archive_again(user=room.author, source=source)
    assert Capture.objects.count() == 1


@pytest.mark.parametrize("url", ["https://news.example/other", "http://127.0.0.1/", ""])
def test_an_upload_for_another_address_forgets_the_copy(room: Newsroom, url: str) -> None:
    source = cite(room)
    save(room, source, capture=finish(Capture.objects.get()))
    save(room, source, archiving=Archiving.UPLOAD, url=url)
    source.refresh_from_db()
    assert (source.cited_url, source.capture, source.url) == (None, None, url)


def test_a_source_that_is_to_be_archived_needs_an_address_also_later(room: Newsroom) -> None:
    source = cite(room)
    with refuses(Refused, field="url", saying="Give the address to archive"):
        save(room, source, url="")


@pytest.mark.parametrize("name", WRITERS)
def test_members_who_write_may_ask_for_another_copy(room: Newsroom, name: str) -> None:
    source = cite(room)
    finish(Capture.objects.get())
    again = archive_again(user=getattr(room, name), source=source)
    assert (again.state, again.requested_by) == (State.QUEUED, getattr(room, name))
    assert Capture.objects.count() == 2
    assert current(source).version == 1, "a request is no change of the source"


@pytest.mark.parametrize("name", STRANGERS)
def test_others_may_not(room: Newsroom, name: str) -> None:
    source = cite(room)
    with refuses(NotAllowed):
        archive_again(user=getattr(room, name), source=source)


@pytest.mark.parametrize(("outcome", "status", "asked"), [(State.SUCCEEDED, 200, 1), (State.GONE, 404, 2)])
def test_a_copy_of_not_found_is_no_copy_of_the_page(room: Newsroom, outcome: str, status: int, asked: int) -> None:
    """Somebody cites it anew: perhaps the page is there again."""
    cite(room)
    finish(Capture.objects.get(), outcome=outcome, status=status)
    assert Capture.objects.get().has_copy
    cite(room)
    assert Capture.objects.count() == asked
