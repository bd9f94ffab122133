"""The http engine: what it fetches, what it makes of it."""

import pytest

from tests.archive.conftest import Visit
from tests.archive.origin import PNG, Origin, answer, redirect

CSS = "text/css"
IMAGE = "image/png"


def page(body: str, head: str = "") -> bytes:
    return answer(f"<!doctype html><html><head><title>A page</title>{head}</head><body>{body}</body></html>".encode())


def test_page_with_everything_it_needs(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": page(
            """<h1>Parliament</h1><p>It was <b>APT31</b>.</p>
            <img src="/a.png" srcset="/b.png 1x, /c.png 2x" style="background: url('/d.png')">
            <picture><source srcset="/e.png"></picture><iframe src="/frame.html"></iframe>
            <video poster="/p.png" src="/v.mp4"></video><script src="/s.js"></script>""",
            """<link rel=stylesheet href=/site.css><link rel="shortcut icon" href=/icon.png>
            <style>@import "/inline.css"; h1 { background: url(/f.png) }</style>""",
        ),
        "/site.css": answer(
            b"""/* url(/never.png) */ @import url("deep/more.css"); @font-face { src: url(font.woff2) }""", kind=CSS
        ),
        "/deep/more.css": answer(b"p { background: url(../g.png) }", kind=CSS),
        "/inline.css": answer(b"", kind=CSS),
        "/frame.html": page("<img src=/in-frame.png>"),
        **{f"/{name}.png": answer(PNG, kind=IMAGE) for name in ["a", "b", "c", "d", "e", "f", "g", "p", "icon"]},
        "/in-frame.png": answer(PNG, kind=IMAGE),
        "/font.woff2": answer(b"woff", kind="font/woff2"),
        "/v.mp4": answer(b"mp4", kind="video/mp4"),
        "/s.js": answer(b"alert(1)", kind="text/javascript"),
    }
    copy = visit()
    assert (copy.outcome, copy.sentence) == ("succeeded", "")
    assert sorted(origin.paths) == sorted(origin.routes)
    assert copy.title == "A page"
    assert copy.text == "Parliament\nIt was APT31."
    assert copy.report["missing"] == []


def test_a_missing_file_makes_it_partial(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": page('<img src="/gone.png"><img src="/here.png">'), "/here.png": answer(PNG, kind=IMAGE)}
    copy = visit()
    assert copy.outcome == "partial"
    assert copy.sentence == "1 of the 2 files that the page uses is missing."
    assert copy.report["missing"] == [{"url": origin.url("/gone.png"), "why": "The server answered with status 404."}]


def test_base_address_is_honoured(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/a/": page("<img src=x.png>", "<base href=/b/>"), "/b/x.png": answer(PNG, kind=IMAGE)}
    assert visit("/a/").outcome == "succeeded"


def test_each_file_is_asked_for_once(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": page("<img src=/x.png>" * 50), "/x.png": answer(PNG, kind=IMAGE)}
    visit()
    assert origin.paths == ["/", "/x.png"]


def test_connections_are_kept(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": page("".join(f"<img src=/{n}.png>" for n in range(30)))}
    origin.routes |= {f"/{n}.png": answer(PNG, kind=IMAGE) for n in range(30)}
    visit()
    assert (len(origin.paths), origin.connections) == (31, 1)


def test_frames_within_frames_end(origin: Origin, visit: Visit) -> None:
    origin.routes = {f"/{n}": page(f"<iframe src=/{n + 1}></iframe>") for n in range(20)}
    visit("/0")
    assert origin.paths == ["/0", "/1", "/2", "/3", "/4"]


def test_redirects_are_followed_and_recorded(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": redirect("/two"), "/two": redirect("three?x=1", "308 Permanent"), "/three?x=1": page("<p>x")}
    copy = visit()
    assert copy.final_url == origin.url("/three?x=1")
    assert copy.report["redirects"] == [origin.url(path) for path in ("/", "/two", "/three?x=1")]
    assert copy.status == 200


def test_a_pdf_is_captured_as_itself(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer(b"%PDF-1.7 and so on", kind="application/pdf")}
    copy = visit()
    assert (copy.outcome, copy.content_type, copy.text) == ("succeeded", "application/pdf", None)
    assert copy.document is not None
    assert copy.document.read() == b"%PDF-1.7 and so on"


def test_plain_text_has_its_text(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer("Grüße\x00".encode("latin-1"), kind="text/plain; charset=iso-8859-1", packed=True)}
    assert visit().text == "Grüße\ufffd"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=koi8-r", "<p>Москва".encode("koi8-r")),
        ("text/html", '<meta charset="windows-1251"><p>Москва'.encode("cp1251")),
        ("text/html; charset=nonsense", "<p>Москва".encode()),
        ("text/html; charset=base64", "<p>Москва".encode()),
        ("text/html", b"\xff\xfe" + "<p>Москва".encode("utf-16-le")),
        ("", "<!doctype html><p>Москва".encode()),
    ],
)
def test_characters_are_understood(origin: Origin, visit: Visit, kind: str, body: bytes) -> None:
    origin.routes = {"/": answer(body, kind=kind)}
    assert visit().text == "Москва"


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("chunks", [0, 1, 7, 5000])
def test_framing_and_packing(origin: Origin, visit: Visit, packed: bool, chunks: int) -> None:
    origin.routes = {"/": answer(b"<title>T</title>" + b"<p>word" * 500, packed=packed, chunks=chunks)}
    copy = visit()
    assert copy.outcome == "succeeded"
    assert copy.text == "\n".join(["word"] * 500)


@pytest.mark.parametrize(
    ("status", "outcome", "again", "said"),
    [
        ("200 OK", "succeeded", False, ""),
        ("203 Hm", "succeeded", False, ""),
        ("404 Not Found", "gone", False, "404"),
        ("410 Gone", "gone", False, "410"),
        ("401 Unauthorized", "blocked_by_site", False, "password"),
        ("402 Payment Required", "paywalled", False, "payment"),
        ("403 Forbidden", "blocked_by_site", False, "403"),
        ("451 Legal", "blocked_by_site", False, "legal"),
        ("429 Too Many", "blocked_by_site", True, "429"),
        ("503 Unavailable", "blocked_by_site", True, "503"),
        ("500 Oops", "failed", True, "500"),
        ("418 Teapot", "failed", False, "418"),
        ("302 Found", "failed", False, "302"),
    ],
)
def test_what_the_server_says_is_kept_with_its_meaning(
    origin: Origin, visit: Visit, status: str, outcome: str, again: bool, said: str
) -> None:
    origin.routes = {"/": answer(b"<p>words", status=status)}
    copy = visit()
    assert (copy.outcome, copy.again) == (outcome, again)
    assert said in copy.sentence
    assert copy.status == int(status[:3])
    assert copy.text == "words"
    assert copy.warc is not None


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("999999999", 86_400.0), ("soon", None), ("-1", None), ("", None)]
)
def test_retry_after(origin: Origin, visit: Visit, value: str, seconds: float | None) -> None:
    origin.routes = {"/": answer(status="429 Slow", headers=(f"Retry-After: {value}",))}
    copy = visit()
    assert (copy.wait, copy.slow_down) == (seconds, True)


def test_bot_walls_are_recognised(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/title": answer(b"<title>Just a moment...</title><p>Checking"),
        "/header": answer(b"<title>News</title>", headers=("cf-mitigated: challenge",)),
        "/article": answer(b"<title>Just a moment: a history</title>" + b"<p>A long article. " * 200),
    }
    assert visit("/title").outcome == "blocked_by_site"
    assert visit("/header").outcome == "blocked_by_site"
    assert visit("/article").outcome == "succeeded"


def test_paywalls_that_say_so_are_recognised(origin: Origin, visit: Visit) -> None:
    body = b'<script type="application/ld+json">{"isAccessibleForFree": "False"}</script><p>The first lines.'
    origin.routes = {"/": answer(body)}
    assert visit().outcome == "paywalled"


def test_requests_say_nothing_about_who_asks(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": answer(b"<title>T</title><img src=/x.png>", headers=("Set-Cookie: id=1",)),
        "/x.png": answer(PNG, kind=IMAGE),
    }
    visit()
    assert all(b"cookie" not in request.lower() for request in origin.requests)
    assert origin.requests[0].splitlines()[:3] == [
        b"GET / HTTP/1.1",
        b"Host: 127.0.0.1:%d" % origin.port,
        b"User-Agent: test-archiver/1",
    ]
    assert b"Accept-Encoding: gzip, deflate\r\n" in origin.requests[0]


def test_links_that_lead_nowhere_fetchable_are_left_out(origin: Origin, visit: Visit) -> None:
    links = ["data:image/png;base64,AA", "about:blank", "#x", "javascript:1", "ftp://a.test/x", "http://[bad", ""]
    origin.routes = {"/": page("".join(f'<img src="{link}">' for link in links))}
    copy = visit()
    assert origin.paths == ["/"]
    assert [missing["url"] for missing in copy.report["missing"]] == ["ftp://a.test/x", "http://[bad"]
