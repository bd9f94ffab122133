"""``manage.py archive_url``: one copy by hand, and what it stored."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.models import Capture, CitedURL
from casefiles.archive.states import State
from tests.archive.origin import Origin, answer, redirect, serving
from tests.archive.sentences import is_understandable

pytestmark = pytest.mark.django_db


@pytest.fixture
def out() -> StringIO:
    return StringIO()


def archive(url: str, out: StringIO, **options: str) -> None:
    call_command("archive_url", url, stdout=out, **options)


def test_it_prints_what_it_stored(allowed: Origin, out: StringIO) -> None:
    allowed.routes = {"/": redirect("/page"), "/page": answer(b"<title>A page</title><p>words")}
    archive(allowed.url(), out, reason="For the case.")
    said = dict(re.findall(r"^([\w ]+): +(.+)$", out.getvalue(), re.M))
    capture = Capture.objects.get()
    assert said["Capture"] == str(capture.pk)
    assert said["Outcome"].startswith("succeeded: Archived ")
    assert (said["Address"], said["Final address"]) == (allowed.url(), allowed.url("/page"))
    assert (said["Server said"], said["Title"]) == ("200 text/html", "A page")
    assert said["On the wire"] == f"{capture.bytes_on_wire:,} bytes"
    for stored in capture.files.all():
        assert said[stored.role] == f"{stored.size:,} bytes  sha256 {stored.digest}"
        path = store.path_of(stored.digest)
        assert str(path) in out.getvalue()
        assert path.stat().st_size == stored.size
    assert (capture.requested_by, capture.reason) == (None, "For the case.")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("news.example", "Write the whole address, beginning with https:// or http://."),
        ("ftp://news.example/", "Only http and https addresses can be archived, not “ftp:”."),
        ("http://192.168.1.1/", "192.168.1.1 is not an address on the public internet."),
        ("https://news.example:22/", "Port 22 is not one that web pages are published on here."),
        ("http://[nonsense/", "That is not a web address."),
    ],
)
def test_it_refuses_in_words_and_stores_nothing(out: StringIO, url: str, said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)):
        archive(url, out)
    assert out.getvalue() == ""
    assert not CitedURL.objects.exists()


def test_what_is_no_page_is_printed_and_an_error(allowed: Origin, out: StringIO) -> None:
    with pytest.raises(CommandError, match="The server said “404 not found”") as error:
        archive(allowed.url(), out)
    assert is_understandable(str(error.value))
    assert "Outcome:       gone: " in out.getvalue()
    assert Capture.objects.get().state == State.GONE


def test_a_host_that_is_away_will_be_tried_again(settings: Settings, out: StringIO) -> None:
    with serving() as gone:
        settings.ARCHIVE_ALLOWED_PORTS = [gone.port]
        url = gone.url()
    with pytest.raises(CommandError, match=r"does not accept connections .* It will be tried again\."):
        archive(url, out)
    assert Capture.objects.get().state == State.WAITING


def test_it_keeps_the_manners(allowed: Origin, settings: Settings, out: StringIO) -> None:
    """The second waits for the pause that the first has left behind."""
    settings.ARCHIVE_HOST_GAP = 0.5
    allowed.routes = {"/": answer(b"<p>one"), "/2": answer(b"<p>two")}
    archive(allowed.url(), out)
    first = Capture.objects.get()
    archive(allowed.url("/2"), out)
    second = Capture.objects.exclude(pk=first.pk).get()
    assert first.finished_at is not None
    assert second.started_at is not None
    assert (second.started_at - first.finished_at).total_seconds() >= 0.5
