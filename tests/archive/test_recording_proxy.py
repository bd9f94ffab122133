"""The proxy by itself, asked by plain sockets: it judges, records and hands over, and answers nothing of its own."""

import contextlib
import dataclasses
import io
import os
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import Abandoned
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.recording import peers
from casefiles.archive.recording.certificates import Certificates
from casefiles.archive.recording.proxy import RecordingProxy
from casefiles.archive.recording.recorder import Recorder
from casefiles.archive.warc import WarcWriter
from tests.archive.conftest import loopback
from tests.archive.origin import Origin, answer, endless, hang_up, serving, silent
from tests.archive.test_encryption import server_context
from tests.archive.warcs import Record, records_in
from tests.waiting import wait_until

PORTS = range(1, 65_536)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"


@dataclass
class Proxied:
    """A proxy, and what it has recorded."""

    proxy: RecordingProxy
    recorder: Recorder
    warc: io.BytesIO
    budget: Budget

    def ask(self, request: bytes) -> bytes:
        """All that is said until the proxy hangs up, or an answer with a length is whole."""
        with self.connected() as sock:
            return self.over(sock, request)

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.proxy.port), timeout=5)

    def over(self, sock: socket.socket, request: bytes) -> bytes:
        sock.sendall(request)
        said = b""
        with contextlib.suppress(ConnectionError):
            while not _is_whole(said) and (data := sock.recv(65_536)):
                said += data
        return said

    def tunnel(self, origin: Origin) -> ssl.SSLSocket:
        sock = self.connected()
        sock.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: x\r\n\r\n" % origin.port)
        assert sock.recv(1000).startswith(b"HTTP/1.1 200 ")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(sock, server_hostname="127.0.0.1")

    def records(self) -> list[Record]:
        self.proxy.close()
        return records_in(self.warc.getvalue())

    def responses(self) -> list[bytes]:
        return [record.block for record in self.records() if record.kind == "response"]


def _is_whole(said: bytes) -> bool:
    head, found, body = said.partition(b"\r\n\r\n")
    if b"\r\nTransfer-Encoding: chunked" in head:
        return body.endswith(b"0\r\nX-Trailer: t\r\n\r\n")
    length = next((line[16:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length: ")), None)
    return bool(found) and length is not None and len(body) >= int(length)


def get(origin: Origin, path: str = "/", *more: bytes, method: bytes = b"GET", body: bytes = b"") -> bytes:
    lines = [b"%s %s HTTP/1.1" % (method, origin.url(path).encode()), b"Host: 127.0.0.1:%d" % origin.port, *more]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@pytest.fixture
def proxied(origin: Origin, tmp_path: Path) -> Iterator[Proxied]:
    with made(origin, tmp_path) as found:
        yield found


@contextlib.contextmanager
def made(origin: Origin, folder: Path, guard: Guard | None = None, **limits: float) -> Iterator[Proxied]:
    usual = {"connect_seconds": 2.0, "silence_seconds": 0.3, "page_seconds": 5.0, "capture_seconds": 20.0}
    budget = Budget(Limits(**{**usual, **limits}))  # type: ignore[arg-type]
    warc = io.BytesIO()
    seen: list[Exchange] = []
    recorder = Recorder(WarcWriter(warc, about=[("software", "test")]), saw=seen.append)
    with RecordingProxy(
        guard=guard or Guard(allowed_networks=loopback()),
        budget=budget,
        ports=PORTS,
        recorder=recorder,
        certificates=Certificates(folder),
        page=parse(origin.url(), ports=PORTS),
    ) as proxy:
        yield Proxied(proxy, recorder, warc, budget)
    assert len(seen) == recorder.count


@pytest.mark.parametrize("packed", ["", "gzip", "br"])
@pytest.mark.parametrize("chunks", [0, 7])
def test_bytes_are_handed_over_and_recorded_as_they_came(
    origin: Origin, proxied: Proxied, packed: str, chunks: int
) -> None:
    sent = answer(b"what the page says " * 50, packed=(packed == "br" and "br") or bool(packed), chunks=chunks)
    origin.routes = {"/": hang_up(sent)}
    assert proxied.ask(get(origin)) == sent
    wait_until(lambda: proxied.recorder.count == 1)
    assert proxied.responses() == [sent]
    assert proxied.recorder.missing.first == []


def test_one_connection_carries_many_requests_with_their_bodies(origin: Origin, proxied: Proxied) -> None:
    origin.routes = {"/a": answer(b"one"), "/b": answer(b"two", chunks=0)}
    origin.replies = {"/c": lambda request: answer(request.partition(b"\r\n\r\n")[2])}
    with proxied.connected() as sock:
        assert proxied.over(sock, get(origin, "/a")) == origin.routes["/a"]
        assert proxied.over(sock, get(origin, "/b")) == origin.routes["/b"]
        post = get(origin, "/c", b"Content-Length: 4", method=b"POST", body=b"a=\xff1")
        assert proxied.over(sock, post) == answer(b"a=\xff1")
    requests = [record for record in proxied.records() if record.kind == "request"]
    assert [record.block for record in requests] == [request for request, _ in origin.log]
    assert requests[-1].body == b"a=\xff1"


def test_a_post_is_not_sent_over_a_connection_that_may_be_gone(origin: Origin, proxied: Proxied) -> None:
    """Over one that lay idle, it could be lost after it was read, and sending it again could do a thing twice."""
    origin.routes = {"/": answer(b"one"), "/post": answer(b"two")}
    with proxied.connected() as sock:
        proxied.over(sock, get(origin))
        proxied.over(sock, get(origin))
        assert origin.connections == 1
        proxied.over(sock, get(origin, "/post", b"Content-Length: 1", method=b"POST", body=b"x"))
    assert origin.connections == 2


def test_head_has_no_body_and_keeps_the_connection(origin: Origin, proxied: Proxied) -> None:
    origin.routes = {"/": answer(b"the body")}
    with proxied.connected() as sock:
        sock.sendall(get(origin, method=b"HEAD"))
        assert sock.recv(1000) == answer(b"the body")[: -len(b"the body")]
        assert proxied.over(sock, get(origin)) == answer(b"the body")
    assert origin.connections == 1


def test_within_a_tunnel_the_same_holds(tmp_path: Path) -> None:
    with serving(tls=server_context("self")) as origin, made(origin, tmp_path) as proxied:
        origin.routes = {"/a": answer(b"secret", chunks=2), "/b": answer(b"more")}
        with proxied.tunnel(origin) as sock:
            assert sock.getpeercert(binary_form=True)
            assert proxied.over(sock, b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n") == answer(b"more")
            sock.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            wait_until(lambda: proxied.recorder.count == 2)
        responses = [record for record in proxied.records() if record.kind == "response"]
        assert [record.block for record in responses] == [answer(b"more"), answer(b"secret", chunks=2)]
        assert responses[0].url == origin.url("/b")
        assert b"Host: 127.0.0.1:%d\r\n" % origin.port in origin.requests[0]


def test_nothing_of_what_fails_is_answered_or_recorded(origin: Origin, proxied: Proxied) -> None:
    origin.routes = {"/": hang_up(), "/garbage": hang_up(b"SSH-2.0-x\r\n\r\n"), "/silent": silent()}
    for path in origin.routes:
        assert proxied.ask(get(origin, path)) == b""
    assert proxied.responses() == []
    assert [each["url"] for each in proxied.recorder.missing.first] == [origin.url(path) for path in origin.routes]


def test_interim_answers_are_not_handed_over(origin: Origin, proxied: Proxied) -> None:
    origin.routes = {"/": hang_up(EARLY + answer(b"x"))}
    assert proxied.ask(get(origin)) == answer(b"x")


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET http://10.0.0.1/ HTTP/1.1",
        b"GET http://169.254.169.254/latest/meta-data HTTP/1.1",
        b"GET http://localhost/ HTTP/1.1",
        b"GET http://[::1]/ HTTP/1.1",
        b"GET http://2130706433:1/ HTTP/1.1",
        b"GET / HTTP/1.1",
        b"PUT http://127.0.0.1/ HTTP/1.1",
        b"POST http://127.0.0.1/ HTTP/1.1\r\nContent-Length: 1000001",
    ],
)
def test_what_is_refused_is_noted(origin: Origin, tmp_path: Path, request_line: bytes) -> None:
    public_only = Guard()
    with made(origin, tmp_path, public_only) as proxied:
        assert proxied.ask(request_line + b"\r\n\r\n") == b""
        assert proxied.recorder.refused.count == 1
        assert proxied.responses() == []


def test_a_guard_that_lets_loopback_pass_reaches_it(origin: Origin, tmp_path: Path) -> None:
    """The control of the one before."""
    origin.routes = {"/": answer(b"inside")}
    with made(origin, tmp_path, Guard(allowed_networks=loopback())) as proxied:
        assert proxied.ask(get(origin)) == answer(b"inside")
    with made(origin, tmp_path, Guard()) as proxied:
        assert proxied.ask(get(origin)) == b""
    assert len(origin.requests) == 1


def test_a_tunnel_to_no_public_name_is_not_opened(origin: Origin, proxied: Proxied) -> None:
    assert proxied.ask(b"CONNECT localhost:443 HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 403 ")
    assert proxied.recorder.refused.first[0]["url"] == "https://localhost:443/"


@pytest.mark.parametrize(
    "said", [b"\x00" * 200, b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000, b"\r\n\r\n", b"SSH-2.0\r\n\r\n"]
)
def test_what_no_browser_says_is_hung_up_on(origin: Origin, proxied: Proxied, said: bytes) -> None:
    with proxied.connected() as sock:
        with contextlib.suppress(ConnectionError):
            sock.sendall(said)
            sock.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            assert sock.recv(1000) == b""
    assert origin.requests == []


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_websocket_is_refused_and_noted(tmp_path: Path, encrypted: bool) -> None:
    with serving(tls=server_context("self") if encrypted else None) as origin, made(origin, tmp_path) as proxied:
        upgrade = b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        if encrypted:
            with proxied.tunnel(origin) as sock:
                assert proxied.over(sock, upgrade) == b""
        else:
            with proxied.connected() as plain:
                plain.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % origin.port)
                assert plain.recv(1000).startswith(b"HTTP/1.1 200 ")
                assert proxied.over(plain, upgrade) == b""
        kind = "wss" if encrypted else "ws"
        assert proxied.recorder.refused.first[0]["url"] == f"{kind}://127.0.0.1:{origin.port}/live"
        assert origin.requests == []


def test_a_site_that_is_held_is_asked_for_nothing(origin: Origin, tmp_path: Path) -> None:
    """Also over a connection that was opened before somebody wanted it left alone."""
    held: set[str] = set()
    guard = dataclasses.replace(Guard(allowed_networks=loopback()), held=held.__contains__)
    origin.routes = {"/": answer(b"x")}
    with made(origin, tmp_path, guard) as proxied, proxied.connected() as sock:
        assert proxied.over(sock, get(origin)) == answer(b"x")
        held.add("127.0.0.1")
        assert proxied.over(sock, get(origin)) == b""
        assert len(origin.requests) == 1
        assert "do not contact this site yet" in proxied.recorder.refused.first[0]["why"]


def test_a_larger_answer_than_is_allowed_is_cut_and_said_to_be(origin: Origin, tmp_path: Path) -> None:
    origin.routes = {"/big": answer(b"x" * 5_000, kind="image/png")}
    with made(origin, tmp_path, requisite_bytes=1_000) as proxied:
        said = proxied.ask(get(origin, "/big"))
        wait_until(lambda: proxied.recorder.count == 1)
        (record,) = [record for record in proxied.records() if record.kind == "response"]
        assert (record.headers["WARC-Truncated"], len(record.body)) == ("length", 1_000)
        assert record.block == said
        assert "larger than" in proxied.recorder.missing.first[0]["why"]


def test_a_bomb_is_cut_by_what_it_unpacks_to(origin: Origin, tmp_path: Path) -> None:
    origin.routes = {"/": answer(b"\0" * 3_000_000, packed=True)}
    with made(origin, tmp_path, decoded_bytes=1_000_000) as proxied:
        proxied.ask(get(origin))
        wait_until(lambda: proxied.recorder.missing.count == 1)
        assert "Unpacked" in proxied.recorder.missing.first[0]["why"]


def test_so_many_requests_and_no_more(origin: Origin, tmp_path: Path) -> None:
    origin.routes = {f"/{number}": answer(b"x") for number in range(5)}
    with made(origin, tmp_path, requisites=3) as proxied:
        for number in range(5):
            proxied.ask(get(origin, f"/{number}"))
        assert proxied.proxy.is_full
        assert len(origin.requests) == 3


def test_what_never_ends_is_recorded_as_far_as_it_came_when_the_proxy_is_closed(origin: Origin, tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    origin.routes = {"/": endless(b"data: x\n\n", head=head, pause=0.01)}
    with made(origin, tmp_path, silence_seconds=15.0) as proxied, proxied.connected() as sock:
        sock.sendall(get(origin))
        assert sock.recv(1000).startswith(b"HTTP/1.1 200 OK")
        wait_until(lambda: proxied.budget.wire > 500)
        (record,) = [record for record in proxied.records() if record.kind == "response"]
        assert record.headers["WARC-Truncated"] == "time"
        assert record.block.startswith(head + b"data: x\n\n")
        assert proxied.recorder.missing.count == 0, "it is no loss that a stream was still going on"


def test_a_silent_server_does_not_hold_the_proxy_open(origin: Origin, tmp_path: Path) -> None:
    origin.routes = {"/": silent(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")}
    with made(origin, tmp_path, silence_seconds=60.0) as proxied, proxied.connected() as sock:
        sock.sendall(get(origin))
        wait_until(lambda: sock.recv(1000) != b"")
        assert len(proxied.responses()) == 1


def test_a_browser_that_hangs_up_leaves_the_rest_unread(origin: Origin, proxied: Proxied) -> None:
    origin.routes = {"/": endless(b"x" * 10_000, head=b"HTTP/1.1 200 OK\r\n\r\n")}
    with proxied.connected() as sock:
        sock.sendall(get(origin))
        sock.recv(100)
    wait_until(lambda: proxied.recorder.count == 1)
    (record,) = [record for record in proxied.records() if record.kind == "response"]
    assert record.headers["WARC-Truncated"] == "unspecified"


def test_a_capture_that_is_no_longer_ours_fetches_nothing_more(origin: Origin, tmp_path: Path) -> None:
    origin.routes = {"/": answer(b"x")}
    with made(origin, tmp_path) as proxied:

        def abandoned(_deadline: float) -> float:
            raise Abandoned

        proxied.budget.seconds_left = abandoned  # type: ignore[method-assign]
        assert proxied.ask(get(origin)) == b""
    assert origin.requests == []


def test_a_dead_host_is_tried_once(origin: Origin, tmp_path: Path) -> None:
    with serving() as gone:
        urls = [gone.url("/a"), gone.url("/b")]
    with made(origin, tmp_path) as proxied:
        for url in urls:
            assert proxied.ask(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % url.encode()) == b""
        assert [each["url"] for each in proxied.recorder.missing.first] == urls
        assert len(proxied.proxy._dead) == 1


def test_a_full_disk_breaks_the_record_and_is_known(origin: Origin, tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    origin.routes = {"/": answer(b"x")}
    with made(origin, tmp_path) as proxied:
        proxied.recorder._writer._out = Full()
        proxied.ask(get(origin))
        wait_until(lambda: proxied.recorder.broken is not None)
        proxied.ask(get(origin))
        assert proxied.recorder.count == 0


def test_another_user_of_the_machine_is_hung_up_on(
    origin: Origin, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.routes = {"/": answer(b"x")}
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert proxied.ask(get(origin)) == b""
    monkeypatch.setattr(os, "geteuid", lambda: own)
    assert proxied.ask(get(origin)) == answer(b"x")
    assert len(origin.requests) == 1


def test_where_the_system_does_not_tell_who_asks_nobody_is_refused(
    origin: Origin, proxied: Proxied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "_TABLE", tmp_path / "nothing")
    origin.routes = {"/": answer(b"x")}
    assert proxied.ask(get(origin)) == answer(b"x")


def test_certificates_are_of_one_key_and_leave_no_file(tmp_path: Path) -> None:
    first, second = Certificates(tmp_path), Certificates(tmp_path)
    assert first.context("news.example") is first.context("news.example")
    assert first.context("news.example") is not first.context("[2001:db8::1]")
    assert first.pin != second.pin
    assert list(tmp_path.iterdir()) == []
