"""Asking for an archived copy: who may, of what, and that it is never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.archive import dispatch
from casefiles.archive.actions import captures_of, cited_url_for, hold_site, latest_copy, request_capture
from casefiles.archive.models import Capture, CitedURL
from casefiles.archive.states import Access, State
from casefiles.lib.errors import NotAllowed, Refused
from tests.archive.captures import begin, queue
from tests.archive.sentences import is_understandable
from tests.archive.threads import at_once
from tests.copies import archived
from tests.newsroom import person

pytestmark = pytest.mark.django_db

URL = "https://news.example/page"
Sent = list[tuple[Any, float]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    found: Sent = []

    def send(capture_id: Any, *, seconds: float = 0) -> bool:
        found.append((capture_id, seconds))
        return True

    monkeypatch.setattr(dispatch, "send", send)
    return found


def test_it_is_queued_and_workers_are_told_once_it_is_stored(
    journalist: User, sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        capture = request_capture(url=URL, requested_by=journalist, reason="For the case.")
        assert sent == []
    assert sent == [(capture.pk, 0)]
    assert (capture.state, capture.access, capture.attempt) == (State.QUEUED, Access.SEALED, 0)
    assert (capture.requested_by, capture.reason, capture.cited_url.url) == (journalist, "For the case.", URL)


def test_workers_need_not_be_told(
    sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        request_capture(url=URL, requested_by=None, tell_workers=False)
    assert callbacks == []


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR])
def test_who_works_on_stories_may_ask(role: Role) -> None:
    assert request_capture(url=URL, requested_by=person("somebody", role)).requested_by is not None


def _inactive() -> User:
    user = person("gone", Role.JOURNALIST)
    user.is_active = False
    user.save()
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    "who",
    [
        lambda: person("nobody"),
        lambda: person("counsel", Role.COUNSEL),
        lambda: person("administrator", Role.ADMINISTRATOR),
        lambda: person("root", superuser=True),
        _inactive,
    ],
)
def test_others_may_not(who: Callable[[], User]) -> None:
    with pytest.raises(NotAllowed, match="Only journalists, reviewers and publishing editors"):
        request_capture(url=URL, requested_by=who())
    assert not Capture.objects.exists()
    assert not CitedURL.objects.exists()


BAD = {
    "": "Give the address of the page.",
    "news.example/page": "Write the whole address, beginning with https:// or http://.",
    "ftp://news.example/": "Only http and https addresses can be archived, not “ftp:”.",
    "javascript:alert(1)": "Only http and https addresses can be archived, not “javascript:”.",
    "file:///etc/passwd": "Only http and https addresses can be archived, not “file:”.",
    "https://a b.example/": "An address has no spaces, backslashes or control characters in it; copy it again.",
    "https://news.example\\@elsewhere.example/": (
        "An address has no spaces, backslashes or control characters in it; copy it again."
    ),
    "https://news.example/\x00": "An address has no spaces, backslashes or control characters in it; copy it again.",
    "https://news.example/\ud800": "An address has no spaces, backslashes or control characters in it; copy it again.",
    "https:/news.example/": "Write the whole address, for instance https://www.example.org/page.",
    "https://me:secret@news.example/": (
        "An address with a user name or password in it cannot be cited; take that part out."
    ),
    "https://news.example:8443/": "Port 8443 is not one that web pages are published on here.",
    "https://localhost/": "“localhost” is not the name of a public web site.",
    "https://intranet/": "“intranet” is not the name of a public web site.",
    "https://printer.local/": "“printer.local” is not the name of a public web site.",
    "http://10.0.0.1/": "10.0.0.1 is not an address on the public internet.",
    "http://169.254.169.254/latest/": "169.254.169.254 is not an address on the public internet.",
    "http://[::1]/": "[::1] is not an address on the public internet.",
    "http://2130706433/": "127.0.0.1 is not an address on the public internet.",
    "https://news.example/" + "a" * 2000: "The address is longer than 2000 characters.",
    "https://[nonsense/": "That is not a web address.",
}


@pytest.mark.parametrize(("url", "said"), BAD.items(), ids=range(len(BAD)))
def test_a_bad_address_is_refused_at_its_field(settings: Settings, url: str, said: str) -> None:
    settings.ARCHIVE_ALLOWED_NETWORKS = []
    with pytest.raises(Refused) as refusal:
        request_capture(url=url, requested_by=None)
    assert (refusal.value.field, refusal.value.reasons) == ("url", [said])
    assert is_understandable(said) or said.startswith(("“", "[::1]"))
    assert not CitedURL.objects.exists()


def test_a_held_site_is_refused_in_words() -> None:
    capture = queue("https://other.example/")
    hold_site(url="https://www.news.example/", holder=capture.pk)
    with pytest.raises(Refused, match=r"news\.example is marked “do not contact this site yet”\.") as refusal:
        request_capture(url=URL, requested_by=None)
    assert refusal.value.field == "url"
    assert Capture.objects.count() == 1
    assert CitedURL.objects.count() == 1


def test_asking_twice_makes_two_copies_of_one_address() -> None:
    assert queue(URL).pk != queue(URL).pk
    assert CitedURL.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_who_ask_at_once_make_one_address() -> None:
    captures = at_once(20, lambda _number: queue(URL).pk)
    assert len(set(captures)) == 20
    assert CitedURL.objects.count() == 1


def test_a_long_reason_is_cut() -> None:
    assert len(request_capture(url=URL, requested_by=None, reason="x" * 9_999).reason) == 500


# The address that is cited


@pytest.mark.parametrize(
    "spelling",
    [
        "https://news.example/page",
        "HTTPS://News.Example/page",
        "https://news.example:443/page",
        "https://news.example./page",
        "  https://news.example/page\n",
        "https://news.example/page#part",
        "https://news.example/x/../page",
        "https://news.example/./page",
        "https://n%65ws.example/page",
    ],
)
def test_spellings_of_one_address_are_one(spelling: str) -> None:
    cited = cited_url_for(URL)
    assert cited_url_for(spelling) == cited
    assert (cited.url, cited.host) == (URL, "news.example")


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/page",
        "https://news.example/page/",
        "https://news.example/Page",
        "https://news.example/page?x",
    ],
)
def test_other_addresses_are_others(other: str) -> None:
    assert cited_url_for(URL) != cited_url_for(other)


def test_names_beyond_ascii_have_one_form() -> None:
    assert cited_url_for("https://bücher.example/ä").url == "https://xn--bcher-kva.example/%C3%A4"
    assert cited_url_for("https://xn--bcher-kva.example/%C3%A4") == cited_url_for("https://BÜCHER.example/ä")


# Its copies


def test_copies_of_an_address_newest_first() -> None:
    first, second = queue(URL), queue(URL)
    queue("https://other.example/")
    assert list(captures_of(first.cited_url)) == [second, first]


def test_the_latest_copy_is_the_newest_page() -> None:
    page = archived(URL)
    archived(URL, outcome=State.GONE, status=404)
    begin(queue(URL))
    found = latest_copy(page.cited_url)
    assert found == page
    assert found.has_copy


def test_without_a_page_it_is_what_the_site_said() -> None:
    archived(URL, outcome=State.GONE, status=404)
    newest = archived(URL, outcome=State.BLOCKED_BY_SITE, status=403)
    assert latest_copy(newest.cited_url) == newest


def test_a_failure_is_no_copy() -> None:
    failed = archived(URL, outcome=State.FAILED, status=None, warc=None)
    assert latest_copy(failed.cited_url) is None
