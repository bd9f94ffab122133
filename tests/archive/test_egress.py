"""A configured proxy: everything goes by it, asked for the judged address; without it nothing goes at all."""

import base64
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from casefiles.archive import policy, work
from casefiles.archive.engines.base import Rules
from casefiles.archive.engines.browser import BrowserEngine, Machine
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.fetching import egress
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.states import State
from tests.archive.captures import fresh, queue
from tests.archive.origin import PNG, Origin, answer, greeting, redirect, serving
from tests.archive.proxies import Proxy, proxying

KINDS = pytest.mark.parametrize("kind", ["http", "socks5"])
PAGE = {
    "/old": redirect("/"),
    "/": answer(b"<title>T</title><p>words<img src=/x.png><img src=/y.png>", chunks=7),
    "/x.png": answer(PNG, kind="image/png", headers=("Connection: close",)),
    "/y.png": answer(PNG, kind="image/png"),
}


@pytest.fixture
def proxy(kind: str, settings: Settings) -> Iterator[Proxy]:
    with proxying(kind) as running:
        settings.ARCHIVE_EGRESS = running.url
        yield running


@pytest.mark.django_db
@KINDS
def test_everything_goes_by_the_proxy(allowed: Origin, proxy: Proxy) -> None:
    allowed.routes = PAGE
    capture = queue(allowed.url("/old"))
    assert work.perform(capture.pk)
    made = fresh(capture)
    assert (made.state, made.outcome_detail) == (State.SUCCEEDED, "")
    assert made.report["by_proxy"] is True
    assert made.report["servers"][allowed.url("")]["address"] == "127.0.0.1"
    assert proxy.asked == [f"127.0.0.1:{allowed.port}"] * allowed.connections
    assert allowed.connections >= 2


@pytest.mark.django_db
def test_without_the_setting_nothing_goes_by_it(allowed: Origin, settings: Settings) -> None:
    """The control: the same page reaches the site straight."""
    with proxying("http") as proxy:
        settings.ARCHIVE_EGRESS = ""
        allowed.routes = PAGE
        capture = queue(allowed.url("/old"))
        assert work.perform(capture.pk)
        assert fresh(capture).state == State.SUCCEEDED
        assert "by_proxy" not in fresh(capture).report
        assert (proxy.asked, allowed.connections >= 2) == ([], True)


@pytest.mark.django_db
@KINDS
def test_while_it_is_down_nothing_goes_at_all(allowed: Origin, settings: Settings, kind: str) -> None:
    allowed.routes = PAGE
    with proxying(kind) as proxy:
        settings.ARCHIVE_EGRESS = proxy.url
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    assert fresh(capture).state == State.WAITING
    assert fresh(capture).outcome_detail == "127.0.0.1 could not be reached by way of our proxy (Connection refused)."
    assert allowed.connections == 0


@pytest.mark.django_db
@KINDS
def test_what_is_not_judged_public_is_not_even_asked_of_it(allowed: Origin, proxy: Proxy, settings: Settings) -> None:
    capture = queue(allowed.url())
    settings.ARCHIVE_ALLOWED_NETWORKS = []
    assert work.perform(capture.pk)
    assert fresh(capture).state == State.BLOCKED_POLICY
    assert (proxy.asked, allowed.connections) == ([], 0)


def by(proxy: Proxy, url: str, *, answers: str = "127.0.0.1") -> str:
    """The outcome of a capture by the proxy, where each name leads to ``answers``."""
    guard = Guard(
        allowed_networks=[ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1")],
        resolver=lambda *_: [answers],
        egress=egress.parse(proxy.url),
    )
    ports = range(1, 65_536)
    budget = Budget(Limits(connect_seconds=5.0, silence_seconds=5.0, page_seconds=10.0))
    copy = HttpEngine().capture(parse(url, ports=ports), rules=Rules(guard, ports, "test/1"), budget=budget)
    copy.close()
    return copy.sentence or copy.outcome


@KINDS
def test_it_is_asked_for_the_judged_address_and_never_for_a_name(origin: Origin, proxy: Proxy) -> None:
    origin.routes = PAGE
    assert by(proxy, f"http://news.example:{origin.port}/") == "succeeded"
    assert set(proxy.asked) == {f"127.0.0.1:{origin.port}"}


@KINDS
def test_an_address_of_the_newer_kind(proxy: Proxy, kind: str) -> None:
    with serving("::1") as origin:
        origin.routes = PAGE
        assert by(proxy, f"http://news.example:{origin.port}/", answers="::1") == "succeeded"
        assert set(proxy.asked) == {f"[::1]:{origin.port}" if kind == "http" else f"::1:{origin.port}"}


@KINDS
def test_encryption_is_with_the_site_and_not_with_the_proxy(proxy: Proxy) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "certificates" / "self.pem")
    with serving(tls=context) as origin:
        origin.routes = PAGE
        assert by(proxy, f"https://news.example:{origin.port}/") == "succeeded"
        assert origin.requests
        assert set(proxy.asked) == {f"127.0.0.1:{origin.port}"}


@KINDS
def test_it_is_told_user_and_password(origin: Origin, kind: str) -> None:
    origin.routes = PAGE
    with proxying(kind, ("archive", "s:cret")) as proxy:
        assert by(proxy, origin.url()) == "succeeded"
    pair = "Basic " + base64.b64encode(b"archive:s:cret").decode()
    assert proxy.names[0] == (("Proxy-Authorization", pair) if kind == "http" else ("archive", "s:cret"))
    assert not any(b"cret" in request for request in origin.requests)


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        ("http", b"HTTP/1.1 403 Forbidden\r\n\r\n", "it answered with status 403"),
        ("http", b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "it answered with status 407"),
        ("http", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "what answers there is no HTTP proxy"),
        ("http", b"HTTP/1.1 200", "it hung up"),
        ("http", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 4000, "its answer does not end"),
        ("socks5", b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00", "connection refused"),
        ("socks5", b"\x05\x63\x00\x01\x00\x00\x00\x00\x00\x00", "it answered with code 99"),
        ("socks5", b"\x05", "it hung up"),
    ],
)
def test_why_it_did_not_connect_is_said(origin: Origin, proxy: Proxy, said: bytes, why: str) -> None:
    proxy.refuse = said
    assert by(proxy, origin.url()) == f"127.0.0.1 could not be reached by way of our proxy ({why})."
    assert origin.connections == 0


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        ("http", b"", "did not answer by way of our proxy."),
        ("socks5", b"\x05\xff", "(it wants a user and password)."),
        ("socks5", b"HT", "(what answers there is no SOCKS5 proxy)."),
    ],
)
def test_one_that_says_nothing_or_nonsense(kind: str, said: bytes, why: str) -> None:
    def talk(connection: object) -> None:
        connection.sendall(said)  # type: ignore[attr-defined]
        connection.recv(65_536)  # type: ignore[attr-defined]
        connection.recv(1)  # type: ignore[attr-defined]

    seconds = 10.0 if said else 0.2
    with greeting(talk) as port:
        with pytest.raises(OSError) as failed:
            egress.parse(f"{kind}://127.0.0.1:{port}").connect("127.0.0.1", 80, seconds=seconds)  # type: ignore[union-attr]
        assert isinstance(failed.value, TimeoutError) == (not said)
        assert said == b"" or str(failed.value) in why


@pytest.mark.parametrize(
    "text",
    ["proxy:3128", "https://proxy:3128", "socks4://proxy:1080", "socks5h://proxy:1080", "socks5://proxy", "http://:3128",
     "http://proxy:3128/path", "http://proxy:0", "http://proxy:99999", "http://:secret@proxy:3128"],
)  # fmt: skip
def test_what_is_no_proxy(text: str) -> None:
    with pytest.raises(ValueError):
        egress.parse(text)


def test_what_is_one(settings: Settings) -> None:
    assert egress.parse("") is None
    assert egress.parse("socks5://us%40er:p%3Aw@10.0.0.1:1080") == egress.Egress(
        "socks5", "10.0.0.1", 1080, "us@er", "p:w"
    )
    settings.ARCHIVE_EGRESS = "http://proxy.internal:3128/"
    assert policy.guard().egress == egress.Egress("http", "proxy.internal", 3128)


def test_who_the_site_sees_is_said(settings: Settings) -> None:
    assert policy.seen_as().startswith("our network address and this name: ")
    settings.ARCHIVE_EGRESS = "http://proxy.internal:3128"
    assert policy.seen_as().startswith("the address of the newsroom’s proxy and this name: ")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db
@KINDS
def test_a_browser_goes_by_it_too(allowed: Origin, proxy: Proxy, machine: Machine) -> None:
    allowed.routes = PAGE | {
        "/": answer(b"<title>T</title><p>words<script>fetch('/x.png')</script><img src=/y.png>"),
    }
    capture = queue(allowed.url())
    assert work.perform(capture.pk, engine=BrowserEngine(machine))
    made = fresh(capture)
    assert (made.state, made.engine, made.report["by_proxy"]) == (State.SUCCEEDED, "browser", True)
    assert proxy.asked == [f"127.0.0.1:{allowed.port}"] * allowed.connections
    assert "/x.png" in allowed.paths
