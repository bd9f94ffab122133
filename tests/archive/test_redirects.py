"""Where a site sends us on to: followed by hand, judged each time, and not for ever."""

import pytest

from tests.archive.conftest import Visit
from tests.archive.origin import PNG, Origin, Script, answer, endless, hang_up, redirect, serving, silent
from tests.archive.sentences import is_understandable
from tests.archive.warcs import responses


def raw(location: bytes) -> Script:
    return hang_up(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n")


def test_a_loop_ends(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": redirect("/there"), "/there": redirect("/")}
    copy = visit()
    assert (copy.outcome, copy.again) == ("failed", False)
    assert copy.sentence == "The site sent us on more than 10 times without arriving anywhere."
    assert origin.paths == ["/", "/there"] * 5 + ["/"]
    assert len(responses(copy)) == 11
    assert copy.status is None


def test_a_chain_that_arrives_is_followed(origin: Origin, visit: Visit) -> None:
    origin.routes = {f"/{number}": redirect(f"/{number + 1}") for number in range(10)}
    origin.routes["/10"] = answer(b"<p>there")
    copy = visit("/0")
    assert (copy.outcome, copy.text, copy.final_url) == ("succeeded", "there", origin.url("/10"))
    assert copy.report["redirects"] == [origin.url(f"/{number}") for number in range(11)]
    assert visit("/0", redirects=9).outcome == "failed"


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("two", "/one/two"),
        ("../x", "/x"),
        ("?q=1", "/one/?q=1"),
        ("//127.0.0.1:{port}/y", "/y"),
        ("/a b", "/a%20b"),
        ("/ä?ö", "/%C3%A4?%C3%B6"),
        ("/here#fragment", "/here"),
        ("/ne\tsted", "/nested"),
        ("  /spaces  ", "/spaces"),
    ],
)
def test_where_it_leads_is_read_as_browsers_read_it(origin: Origin, visit: Visit, location: str, path: str) -> None:
    origin.routes = {"/one/": raw(location.replace("{port}", str(origin.port)).encode()), path: answer(b"<p>there")}
    assert visit("/one/").final_url == origin.url(path)


@pytest.mark.parametrize("status", ["301 a", "302 b", "303 c", "307 d", "308 e"])
def test_each_kind_of_redirect_is_one(origin: Origin, visit: Visit, status: str) -> None:
    origin.routes = {"/": redirect("/there", status), "/there": answer(b"<p>there")}
    assert visit().text == "there"


ELSEWHERE = {
    "file": b"file:///etc/passwd",
    "script": b"javascript:alert(1)",
    "a name behind a tab": b"/\t/intranet/",
    "a user name": b"http://me@127.0.0.1/",
    "NUL in a name": b"http://a\x00b.test/",
    "a private number": b"http://10.0.0.1/",
    "a name without a dot": b"http://intranet/",
    "no address": b"http://[nonsense/",
    "too long": b"/" + b"a" * 5000,
}


@pytest.mark.parametrize("location", ELSEWHERE.values(), ids=ELSEWHERE)
def test_where_we_do_not_go_is_blocked_and_recorded(origin: Origin, visit: Visit, location: bytes) -> None:
    origin.routes = {"/": raw(location), "/next": answer(b"<p>fine")}
    copy = visit()
    assert (copy.outcome, copy.again) == ("blocked_policy", False)
    assert is_understandable(copy.sentence)
    assert location.split(b"\x00")[0] in responses(copy)[0].block
    assert visit("/next").outcome == "succeeded"


@pytest.mark.parametrize("location", [b"/a\x00b", b"/\x01\x02\x7f", b"/\x80\xff", b"/a\x0bb\x0c"])
def test_control_characters_do_no_harm(origin: Origin, visit: Visit, location: bytes) -> None:
    origin.routes = {"/": raw(location)}
    copy = visit()
    assert copy.outcome == "gone"  # there is no such page
    assert copy.final_url.isascii()
    assert copy.final_url.isprintable()
    assert origin.requests[1].count(b"\r\n") == origin.requests[0].count(b"\r\n")


def test_a_line_end_cannot_smuggle_a_header_in(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": raw(b"/x\rX-Smuggled: yes"), "/x": answer(b"<p>there")}
    visit()
    assert b"Smuggled" not in b"".join(origin.requests)


def test_a_redirect_to_a_closed_port_is_unreachable(origin: Origin, visit: Visit) -> None:
    with serving() as gone:
        port = gone.port
    origin.routes = {"/": redirect(f"http://127.0.0.1:{port}/")}
    copy = visit()
    assert (copy.outcome, copy.again) == ("failed", True)
    assert copy.sentence == "127.0.0.1 does not accept connections (Connection refused)."
    assert len(responses(copy)) == 1  # the redirect is evidence


def test_a_redirect_whose_own_body_never_ends_is_cut(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": endless(b"a" * 1000, head=b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")}
    copy = visit(wire_bytes=50_000)
    assert copy.outcome == "failed"
    assert origin.paths == ["/"]


def test_all_redirects_of_one_page_share_its_time(origin: Origin, visit: Visit) -> None:
    slowly = endless(b"a", head=b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 4\r\n\r\n", pause=0.1)
    origin.routes = {"/": slowly, "/there": silent()}
    copy = visit(page_seconds=0.7, silence_seconds=5)
    assert copy.outcome == "failed"
    assert copy.sentence == "127.0.0.1: The time for it was up."


# Connections


def test_one_file_that_hangs_up_does_not_cost_the_others(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": answer(b"<title>T</title><img src=/bad.png><img src=/good.png>"),
        "/bad.png": hang_up(),
        "/good.png": answer(PNG, kind="image/png"),
    }
    copy = visit()
    assert copy.sentence == "1 of the 2 files that the page uses is missing."
    assert [record.url for record in responses(copy)] == [origin.url("/"), origin.url("/good.png")]


def test_a_silent_host_is_waited_for_once(origin: Origin, visit: Visit) -> None:
    with serving() as other:
        other.routes = {f"/{number}.png": silent() for number in range(20)}
        images = "".join(f'<img src="{other.url(path)}">' for path in other.routes)
        origin.routes = {"/": answer(f"<title>T</title>{images}".encode())}
        copy = visit(silence_seconds=0.3)
        assert copy.sentence == "20 of the 20 files that the page uses are missing."
        assert other.connections == 1


def test_a_kept_connection_that_was_closed_is_opened_again(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": hang_up(answer(b"<title>T</title><img src=/x.png>")),
        "/x.png": answer(PNG, kind="image/png"),
    }
    assert visit().outcome == "succeeded"
    assert origin.connections == 2
