"""What a browser asks of the proxy is read strictly, and passed on as it was written, the proxy's own headers aside."""

import pytest

from casefiles.archive.fetching.errors import BlockedByPolicy
from casefiles.archive.recording.asking import Head

PORTS = (80, 443, 8080)


def head(text: bytes) -> Head:
    found = Head.read(text)
    assert found is not None
    return found


def test_it_is_passed_on_as_it_was_written() -> None:
    asked = head(
        b"GET http://news.example/a?b=c HTTP/1.1\r\nHost: news.example\r\nProxy-Connection: keep-alive\r\n"
        b'Proxy-Authorization: Basic x\r\nsec-ch-ua: "X";v="1"\r\nCookie: a=1; b=2\r\nX-Empty:'
    )
    address = asked.address("", ports=PORTS)
    assert address.href == "http://news.example/a?b=c"
    assert asked.forwarded(address, b"") == (
        b"GET /a?b=c HTTP/1.1\r\nHost: news.example\r\nConnection: keep-alive\r\n"
        b'sec-ch-ua: "X";v="1"\r\nCookie: a=1; b=2\r\nX-Empty: \r\n\r\n'
    )


def test_the_host_is_the_one_that_was_judged() -> None:
    asked = head(b"GET /a HTTP/1.1\r\nHost: held.example\r\nAccept: */*")
    address = asked.address("https://news.example:8080", ports=PORTS)
    assert b"\r\nHost: news.example:8080\r\n" in asked.forwarded(address, b"")
    assert b"held.example" not in asked.forwarded(address, b"")


def test_a_body_goes_behind_the_head() -> None:
    asked = head(b"POST /a HTTP/1.1\r\nHost: news.example\r\nContent-Length: 3")
    assert asked.length(3) == 3
    address = asked.address("https://news.example", ports=PORTS)
    assert asked.forwarded(address, b"abc").endswith(b"Content-Length: 3\r\n\r\nabc")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"GET",
        b"get / HTTP/1.1",
        b"GET / HTTP/1.0",
        b"GET / HTTP/1.1 ",
        b"GET /a b HTTP/1.1",
        b"GET /\x80 HTTP/1.1",
        b"GET / HTTP/1.1\r\nHost news.example",
        b"GET / HTTP/1.1\r\n Folded: x",
        b"GET / HTTP/1.1\r\nA b: x",
        b"GET / HTTP/1.1\r\nA: x\x00",
        b"GET / HTTP/1.1\r\nA: x\nB: y",
        b"GET / HTTP/1.1\nHost: x",
    ],
)
def test_what_no_browser_sends_is_not_read(text: bytes) -> None:
    assert Head.read(text) is None


@pytest.mark.parametrize(
    ("line", "tunnel"),
    [
        (b"GET /a HTTP/1.1", ""),
        (b"GET http://news.example/ HTTP/1.1", "https://news.example"),
        (b"GET http://localhost/ HTTP/1.1", ""),
        (b"GET http://user:secret@news.example/ HTTP/1.1", ""),
        (b"GET http://news.example:22/ HTTP/1.1", ""),
        (b"GET ftp://news.example/ HTTP/1.1", ""),
        (b"GET http://intranet/ HTTP/1.1", ""),
        (b"GET /a HTTP/1.1", "https://news.example:25"),
    ],
)
def test_where_no_page_may_go_is_refused(line: bytes, tunnel: str) -> None:
    with pytest.raises(BlockedByPolicy):
        head(line).address(tunnel, ports=PORTS)


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 11",
        b"Content-Length: -1",
        b"Content-Length: 1, 1",
        b"Content-Length: 1\r\nContent-Length: 1",
        b"Content-Length: 0x1",
        b"Transfer-Encoding: chunked",
        b"Content-Length: 1\r\nTransfer-Encoding: chunked",
    ],
)
def test_a_body_without_a_plain_length_is_refused(headers: bytes) -> None:
    with pytest.raises(BlockedByPolicy):
        head(b"POST / HTTP/1.1\r\n" + headers).length(10)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
def test_what_changes_something_is_refused(method: str) -> None:
    assert f"({method})" in head(f"{method} / HTTP/1.1".encode()).refusal()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_what_pages_need_is_not(method: str) -> None:
    asked = head(f"{method} / HTTP/1.1\r\nUpgrade-Insecure-Requests: 1".encode())
    assert asked.refusal() == ""
    assert "WebSocket" in head(f"{method} / HTTP/1.1\r\nUpgrade: websocket".encode()).refusal()
