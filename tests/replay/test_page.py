"""The page as it was: rebuilt from the stored copy alone, within words that say what it is."""

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.engines.base import View
from casefiles.archive.models import Capture
from casefiles.archive.states import Access, FileRole
from casefiles.replay import show
from tests.archive.origin import PNG, Origin, answer, redirect, serving
from tests.copies import archived
from tests.replay.pages import archived_page, body_of

pytestmark = pytest.mark.django_db

CSS = b"@font-face{font-family:f;src:url(f.woff2)} p{background:url(/bg.png)}"
PAGE = b"""<!doctype html><title>A page</title><link rel=stylesheet href=/old.css><script src=/x.js></script>
<p onclick=x()>Words <img src=/pic><img src=/gone.png alt=gone><a href=/next>next</a>"""


@pytest.fixture
def origin() -> Iterator[Origin]:
    with serving() as server:
        server.routes = {
            "/": answer(PAGE, packed=True, chunks=50),
            "/old.css": redirect("/new/s.css"),
            "/new/s.css": answer(CSS, kind="text/css"),
            "/new/f.woff2": answer(b"wOF2 font", kind="font/woff2"),
            "/bg.png": answer(PNG, kind="image/png", chunks=7),
            "/pic": answer(PNG, kind="application/x-picture"),
            "/x.js": answer(b"alert(1)", kind="text/javascript"),
        }
        yield server


@pytest.fixture
def page(origin: Origin, settings: Settings) -> Capture:
    return archived_page(origin, settings)


def path(made: Capture, rest: str = "page/frame/") -> str:
    return f"/captures/{made.pk}/{rest}"


def files(client: Client, made: Capture) -> dict[str, str]:
    """The addresses that the rebuilt page and its stylesheet use, absolute, by what they begin with."""
    found = {}
    shown = client.get(path(made)).content.decode()
    for name, written in re.findall(r'<(link|img)[^>]* (?:href|src)="([^"]+)"', shown):
        found[name] = urljoin(path(made), written)
    css = client.get(found["link"]).content.decode()
    found["font"], found["background"] = (urljoin(found["link"], url) for url in re.findall(r'url\("([^"]+)"\)', css))
    return found


def test_the_page_is_rebuilt_from_the_copy(client: Client, page: Capture) -> None:
    response = client.get(path(page))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Words" in shown
    assert "<script" not in shown
    assert "onclick" not in shown
    assert '<img alt="gone">' in shown
    assert "http://127.0.0.1" not in shown.replace('title="Led to http://127.0.0.1', "")
    got = files(client, page)
    assert client.get(got["font"]).content == b"wOF2 font"
    assert client.get(got["background"]).content == PNG
    assert client.get(got["img"]).content == PNG


def test_headers_keep_it_in(client: Client, page: Capture) -> None:
    got = files(client, page)
    for address in (path(page), *got.values()):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none';"), address
        assert "script" not in policy
        assert "allow" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers
        assert headers["X-Robots-Tag"] == "noindex"
    assert client.get(got["font"]).headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(got["img"]).headers["Content-Type"] == "application/octet-stream"
    assert "X-Frame-Options" not in client.get(path(page)).headers
    outer = client.get(path(page, "page/")).headers
    assert outer["X-Frame-Options"] == "DENY"
    assert "frame-src 'self'" in outer["Content-Security-Policy"]


def test_a_script_is_no_page(client: Client, page: Capture) -> None:
    answers = [client.get(path(page, f"files/{number}/")) for number in range(12)]
    kinds = {found.headers["Content-Type"].partition(";")[0] for found in answers if found.status_code == 200}
    assert kinds <= {"application/octet-stream", "text/css", "image/png", "font/woff2"}
    assert any(response.status_code == 404 for response in answers), "what lies behind the last is nothing"


def test_the_frame_says_what_it_is(client: Client, page: Capture) -> None:
    shown = client.get(path(page, "page/")).content.decode()
    assert "An archived page, rebuilt from its copy of" in shown
    assert '<iframe class="page" src="frame/" sandbox ' in shown
    alone = client.get(path(page), headers={"Sec-Fetch-Dest": "document"})
    assert (alone.status_code, alone.headers["Location"]) == (302, "../")
    assert "Sec-Fetch-Dest" in alone.headers["Vary"]


@pytest.mark.parametrize("rest", ["page/", "page/frame/", "files/1/", "download/wacz/", "download/text/"])
@pytest.mark.parametrize("access", [Access.SEALED, Access.PRIVATE])
def test_what_is_not_open_is_nothing(client: Client, page: Capture, access: str, rest: str) -> None:
    open_to_all = client.get(path(page, rest))
    assert body_of(open_to_all)
    tag = open_to_all.headers["ETag"]
    Capture.objects.filter(pk=page.pk).update(access=access)
    nothing = client.get(f"/captures/{uuid.uuid4()}/{rest}")
    for headers in ({}, {"If-None-Match": tag}, {"If-None-Match": "*"}, {"Range": "bytes=0-1"}):
        response = client.get(path(page, rest), headers=headers)
        assert (response.status_code, response.content) == (404, nothing.content)
        assert sorted(response.headers.items()) == sorted(nothing.headers.items())


@pytest.mark.parametrize("rest", ["page/", "page/frame/", "files/1/", "download/wacz/"])
def test_what_was_taken_down_is_a_tombstone(client: Client, page: Capture, rest: str) -> None:
    Capture.objects.filter(pk=page.pk).update(access=Access.TAKEN_DOWN)
    response = client.get(path(page, rest))
    assert response.status_code == 410
    assert "Words" not in response.content.decode()


def test_a_damaged_copy_is_said(client: Client, page: Capture) -> None:
    show._page.cache_clear()
    stored = store.path_of(page.files.get(role=FileRole.WACZ).digest)
    stored.chmod(0o600)
    whole = stored.read_bytes()
    at = whole.index(b"\x1f\x8b", 400) + 60
    stored.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert "This page cannot be shown" in client.get(path(page)).content.decode()
    stored.unlink()
    show._page.cache_clear()
    assert "This page cannot be shown" in client.get(path(page)).content.decode()


def test_a_crowd_is_told_to_wait(client: Client, page: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    show._page.cache_clear()
    monkeypatch.setattr(show, "_PATIENCE", 0.01)
    with show._AT_ONCE, show._AT_ONCE:
        response = client.get(path(page))
    assert response.status_code == 503
    assert "Try again in a moment" in response.content.decode()


def test_a_document_has_no_page_but_itself(client: Client, origin: Origin, settings: Settings) -> None:
    origin.routes["/a.pdf"] = answer(b"%PDF-1.7 x", kind="application/pdf")
    made = archived_page(origin, settings, "/a.pdf")
    assert client.get(path(made, "page/")).status_code == 404
    assert "See the page as it was" not in client.get(path(made, "")).content.decode()
    got = client.get(path(made, "download/document/"))
    assert body_of(got) == b"%PDF-1.7 x"
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_the_page_of_a_copy_leads_to_it(client: Client, page: Capture) -> None:
    shown = client.get(path(page, "")).content.decode()
    assert '<a class="button" href="page/">See the page as it was</a>' in shown
    assert 'href="download/wacz/"' in shown
    assert 'href="/how-to-check/"' in shown
    assert "sha256sum" in client.get("/how-to-check/").content.decode()


def test_what_a_browser_saw_is_shown_where_one_looked(client: Client) -> None:
    dom = "<p>Made by a script<noscript>Turn scripts on</noscript><script>x()</script>"
    views = [
        View(FileRole.DOM, "text/html; charset=utf-8", dom.encode()),
        View(FileRole.SCREENSHOT, "image/png", PNG),
    ]
    made = archived(views=views)
    Capture.objects.filter(pk=made.pk).update(access=Access.PUBLIC)
    shown = client.get(path(made)).content.decode()
    assert "<p>Made by a script</p>" in shown
    assert "What the page says." not in shown
    assert 'src="download/screenshot/"' in client.get(path(made, "")).content.decode()
    picture = client.get(path(made, "download/screenshot/"))
    assert body_of(picture) == PNG
    assert picture.headers["Content-Type"] == "image/png"
    written = client.get(path(made, "download/dom/"))
    assert body_of(written) == dom.encode()
    assert written.headers["Content-Type"] == "application/octet-stream", "never a page of ours"
    assert written.headers["Content-Disposition"] == f'attachment; filename="{made.pk}.html"'
