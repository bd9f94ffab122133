"""“Do not contact this site yet”: while anybody says so, no byte goes there."""

import uuid

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from casefiles.archive import policy, work
from casefiles.archive.actions import hold_site, is_held, release_site, request_capture
from casefiles.archive.models import HostGap, SiteHold
from casefiles.archive.states import State
from casefiles.lib.errors import Refused
from tests.archive.captures import fresh, queue
from tests.archive.origin import PNG, Origin, answer, redirect, serving

pytestmark = pytest.mark.django_db

ONE, TWO = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("held", "asked", "is_so"),
    [
        ("https://news.example/a", "https://news.example/b", True),
        ("https://news.example/", "http://news.example/", True),
        ("https://news.example/", "https://www.news.example/", True),
        ("https://www.news.example/", "https://news.example/", True),
        ("https://news.example/", "https://img.cdn.news.example/", True),
        ("https://www.news.example/", "https://live.news.example/", True),
        ("https://live.news.example/", "https://news.example/", False),
        ("https://live.news.example/", "https://www.news.example/", False),
        ("https://news.example/", "https://badnews.example/", False),
        ("https://news.example/", "https://news.example.org/", False),
        ("https://news.example/", "https://other.example/", False),
        ("http://93.184.216.34/", "http://93.184.216.34/x", True),
        ("http://93.184.216.34/", "http://94.184.216.34/", False),
        ("https://NEWS.example./", "https://news.EXAMPLE/", True),
    ],
)
def test_what_a_hold_covers(held: str, asked: str, is_so: bool) -> None:
    hold_site(url=held, holder=ONE)
    assert is_held(asked) is is_so


def test_a_hold_stands_until_its_holder_releases_it() -> None:
    for holder in (ONE, TWO):
        hold_site(url="https://news.example/", holder=holder)
    release_site(holder=ONE)
    assert is_held("https://news.example/")
    release_site(holder=TWO)
    assert not is_held("https://news.example/")
    release_site(holder=TWO)


def test_a_holder_holds_one_site() -> None:
    first = hold_site(url="https://news.example/", holder=ONE)
    assert hold_site(url="https://news.example/other", holder=ONE) == first
    hold_site(url="https://other.example/", holder=ONE)
    assert [hold.host for hold in SiteHold.objects.all()] == ["other.example"]


@pytest.mark.parametrize("url", ["", "news.example", "ftp://news.example/", "http://10.0.0.1/"])
def test_what_is_no_address_is_neither_held_nor_asked_about(url: str) -> None:
    with pytest.raises(Refused):
        hold_site(url=url, holder=ONE)
    with pytest.raises(Refused):
        is_held(url)


def test_a_held_site_gets_no_packet_and_is_captured_once_it_is_released(allowed: Origin) -> None:
    """The origin is the decoy: it logs every connection."""
    allowed.routes = {"/": answer(b"<p>words")}
    asked_before = queue(allowed.url())
    hold_site(url=allowed.url(), holder=ONE)
    assert work.perform(asked_before.pk)
    assert fresh(asked_before).state == State.BLOCKED_POLICY
    with pytest.raises(Refused):
        request_capture(url=allowed.url(), requested_by=None)
    assert allowed.connections == 0
    release_site(holder=ONE)
    asked_after = queue(allowed.url())
    HostGap.objects.all().delete()
    assert work.perform(asked_after.pk)
    assert fresh(asked_after).state == State.SUCCEEDED
    assert allowed.connections == 1


def test_without_the_hold_being_asked_about_the_decoy_is_hit(allowed: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    capture = queue(allowed.url())
    hold_site(url=allowed.url(), holder=ONE)
    monkeypatch.setattr(policy, "host_is_held", lambda _host: False)
    work.perform(capture.pk)
    assert allowed.connections == 1


@pytest.mark.parametrize("way", ["redirect", "picture", "stylesheet", "frame"])
def test_a_held_site_gets_no_packet_by_way_of_another(allowed: Origin, settings: Settings, way: str) -> None:
    with serving("127.0.0.2") as held:
        held.routes = {"/": answer(PNG)}
        settings.ARCHIVE_ALLOWED_PORTS = [allowed.port, held.port]
        url = held.url(host="127.0.0.2")
        allowed.routes = {
            "/redirect": redirect(url),
            "/picture": answer(f'<title>T</title><img src="{url}">'.encode()),
            "/stylesheet": answer(f'<title>T</title><style>@import "{url}"</style>'.encode()),
            "/frame": answer(f'<title>T</title><iframe src="{url}"></iframe>'.encode()),
        }
        hold_site(url=url, holder=ONE)
        capture = queue(allowed.url(f"/{way}"))
        assert work.perform(capture.pk)
        assert held.connections == 0
        assert fresh(capture).state == (State.BLOCKED_POLICY if way == "redirect" else State.PARTIAL)
        release_site(holder=ONE)
        again = queue(allowed.url(f"/{way}"))
        HostGap.objects.all().delete()
        assert work.perform(again.pk)
        assert held.connections == 1


def test_one_hold_a_holder_and_host() -> None:
    hold = hold_site(url="https://news.example/", holder=ONE)
    sql = "INSERT INTO archive_sitehold (host, holder, created_at) VALUES (%s, %s, now())"
    with pytest.raises(Exception, match="hold_once"), connection.cursor() as cursor:
        cursor.execute(sql, [hold.host, hold.holder])
