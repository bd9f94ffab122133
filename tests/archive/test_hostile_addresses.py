"""Nothing that is not public is ever contacted: a corpus, and a network whose every address is a decoy.

The decoy stands in for the whole network: whatever number is dialled, the connection really is made, to a server
that writes down for which number. So "not reached" means that no connection was opened at all.
"""

import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from types import SimpleNamespace

import pytest

from casefiles.archive.engines.base import Copy, Rules
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.fetching import wire
from casefiles.archive.fetching.address import cited, parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import BlockedByPolicy, FetchError, Unreachable
from casefiles.archive.fetching.guard import Guard, is_public
from tests.archive import hostile
from tests.archive.origin import Origin, answer, redirect
from tests.waiting import wait_until

PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:2800:220:1:248:1893:25c8:1946"
GOOD = {"www.good.test": [PUBLIC], "six.good.test": [PUBLIC_6, PUBLIC], "xn--bcher-kva.test": [PUBLIC]}


@dataclass
class Decoy:
    """Every address of the network at once."""

    origin: Origin
    dialled: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.origin.port

    @property
    def inside(self) -> list[str]:
        """The numbers dialled that nobody may dial."""
        return [ip for ip in self.dialled if ip not in {PUBLIC, PUBLIC_6}]


@pytest.fixture
def decoy(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> Decoy:
    network = Decoy(origin)

    class EverywhereSocket(socket.socket):
        """Goes to the decoy whatever it is told, and believes to be where it was told to go."""

        told = ("", 0)

        def __init__(self, family: int = socket.AF_INET, kind: int = socket.SOCK_STREAM) -> None:
            super().__init__(socket.AF_INET, kind)

        def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]
            self.told = address
            network.dialled.append(address[0])
            super().connect(("127.0.0.1", network.port))

        def getpeername(self) -> tuple[str, int]:
            return self.told

    # Only the core's own view of the module: the decoy's server needs real sockets.
    monkeypatch.setattr(wire, "socket", SimpleNamespace(**{**vars(socket), "socket": EverywhereSocket}))
    return network


class Resolver:
    """Answers for the corpus's names, and for good ones; ``later`` is what it says the second time."""

    def __init__(self, later: dict[str, list[str]] | None = None) -> None:
        self.asked: list[str] = []
        self.later = later or {}

    def __call__(self, host: str, port: int, seconds: float) -> Sequence[str]:
        self.asked.append(host)
        if self.asked.count(host) > 1 and host in self.later:
            return self.later[host]
        answers = {**hostile.NAMES, **GOOD}.get(host)
        if not answers:
            raise Unreachable(f"There is no site called {host}.")
        return answers


class NoGuard(Guard):
    """What is left when the judgement is taken away."""

    def judge(self, ip: object, host: str) -> str:
        return str(ip)


def fetch(url: str, port: int, guard: Guard | None = None, *, strictly: bool = False) -> Copy | FetchError:
    """One capture of ``url`` as a worker makes it; the refusal if its form alone is refused."""
    ports = [80, 443, port]
    budget = Budget(Limits(connect_seconds=2, silence_seconds=0.2, page_seconds=3, requisites=1000, capture_seconds=60))
    try:
        address = cited(url, ports=ports) if strictly else parse(url, ports=ports)
    except FetchError as error:
        return error
    return HttpEngine().capture(address, rules=Rules(guard or Guard(resolver=Resolver()), ports, "test"), budget=budget)


def end(result: Copy | FetchError) -> None:
    if isinstance(result, Copy):
        result.close()


def test_the_corpus_is_large() -> None:
    assert len(set(hostile.addresses(8000))) >= 200


def test_each_hostile_address_is_refused_before_the_first_packet(decoy: Decoy) -> None:
    decoy.origin.routes = {"/": answer(b"secret")}
    for url in hostile.addresses(decoy.port):
        for strictly in (True, False):
            result = fetch(url, decoy.port, strictly=strictly)
            outcome = result.outcome if isinstance(result, Copy) else "refused"
            # Of a few the form is harmless: they mean a public site, and are found not to exist.
            assert outcome in {"refused", "blocked_policy", "failed"}, url
            assert result.sentence.endswith("."), url
            end(result)
    assert decoy.dialled == []
    assert decoy.origin.connections == 0


def test_each_hostile_address_is_refused_as_a_redirect(decoy: Decoy) -> None:
    urls = [url for url in hostile.addresses(decoy.port) if not set(url) & set("\r\n\x00\ud800")]
    for number, url in enumerate(urls):
        decoy.origin.routes[f"/{number}"] = _redirect_verbatim(url)
        result = fetch(f"http://www.good.test:{decoy.port}/{number}", decoy.port)
        assert isinstance(result, Copy)
        assert result.outcome in {"blocked_policy", "failed", "gone"}, url
        end(result)
    assert decoy.inside == []
    assert set(decoy.dialled) == {PUBLIC}


def test_each_hostile_address_is_refused_as_a_part_of_a_page(decoy: Decoy) -> None:
    urls = [url for url in hostile.addresses(decoy.port) if not set(url) & set('"\x00\ud800')]
    body = "".join(f'<img src="{url}"><link rel=stylesheet href="{url}">' for url in urls)
    css = "".join(f'@import "{url}"; a {{ background: url("{url}") }}\n' for url in urls if "\n" not in url)
    decoy.origin.routes = {
        "/": answer(f"<title>T</title><link rel=stylesheet href=/x.css>{body}".encode()),
        "/x.css": answer(css.encode(), kind="text/css"),
    }
    result = fetch(f"http://www.good.test:{decoy.port}/", decoy.port)
    assert isinstance(result, Copy)
    assert result.outcome == "partial"
    assert result.report["missing_count"] > 100
    result.close()
    assert decoy.inside == []


@pytest.mark.parametrize("host", [*GOOD, PUBLIC, f"[{PUBLIC_6}]", "bücher.test", "WWW.Good.Test.", "93.184.55330"])
def test_controls_are_fetched(decoy: Decoy, host: str) -> None:
    decoy.origin.routes = {"/": redirect("/there"), "/there": answer(b"<p>public")}
    result = fetch(f"http://{host}:{decoy.port}/", decoy.port, strictly=True)
    assert isinstance(result, Copy)
    assert (result.outcome, result.text) == ("succeeded", "public")
    result.close()
    assert decoy.dialled


def test_without_the_guard_the_decoy_is_hit(decoy: Decoy) -> None:
    """The negative control: the corpus does lead inside, and the decoy would have seen it."""
    decoy.origin.routes = {"/": answer(b"secret")}
    for url in hostile.addresses(decoy.port):
        end(fetch(url, decoy.port, NoGuard(resolver=Resolver())))
    inside = {ip for ip in decoy.inside if not _is_public(ip)}
    assert len(inside) > 60
    assert {"127.0.0.1", "169.254.169.254", "10.0.0.1", "::1"} <= inside
    assert decoy.origin.connections >= len(inside)


def test_a_name_that_changes_its_mind_is_dialled_where_it_was_judged(decoy: Decoy) -> None:
    """Rebinding: the second answer leads inside. A reused name is judged again, and refused."""
    decoy.origin.routes = {"/": answer(b"<title>T</title>", headers=("Connection: close",)), "/again": answer(b"x")}
    guard = Guard(resolver=Resolver(later={"www.good.test": ["127.0.0.1"]}))
    end(fetch(f"http://www.good.test:{decoy.port}/", decoy.port, guard))
    assert decoy.dialled == [PUBLIC]
    second = fetch(f"http://www.good.test:{decoy.port}/again", decoy.port, guard)
    assert isinstance(second, Copy)
    assert second.outcome == "blocked_policy"
    assert decoy.dialled == [PUBLIC]


def test_a_peer_other_than_the_dialled_one_is_refused(decoy: Decoy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire.socket.socket, "getpeername", lambda _socket: ("127.0.0.1", decoy.port))  # type: ignore[attr-defined]
    result = fetch(f"http://www.good.test:{decoy.port}/", decoy.port)
    assert isinstance(result, Copy)
    assert result.outcome == "blocked_policy"
    assert decoy.origin.requests == []


def test_a_held_site_gets_no_packet_as_page_redirect_or_part(decoy: Decoy) -> None:
    held = Guard(resolver=Resolver(), held=lambda host: host == "six.good.test")
    decoy.origin.routes = {
        "/": answer(f'<img src="http://six.good.test:{decoy.port}/x.png">'.encode()),
        "/to": redirect(f"http://six.good.test:{decoy.port}/"),
    }
    for url, outcome in [
        (f"http://six.good.test:{decoy.port}/", "blocked_policy"),
        (f"http://www.good.test:{decoy.port}/to", "blocked_policy"),
        (f"http://www.good.test:{decoy.port}/", "partial"),
    ]:
        result = fetch(url, decoy.port, held)
        assert isinstance(result, Copy)
        assert result.outcome == outcome
        assert b"six.good.test" not in b"".join(request.split(b"\r\n")[1] for request in decoy.origin.requests)
        result.close()


def test_on_this_machines_own_network_nothing_is_reached_either() -> None:
    """The same without any stand-in: a real decoy on every local address, real sockets."""
    hits: list[tuple[str, int]] = []
    with everywhere() as listener:
        threading.Thread(target=_log, args=(listener, hits), daemon=True).start()
        port = listener.getsockname()[1]
        for url in hostile.addresses(port):
            end(fetch(url, port, Guard(resolver=Resolver())))
        with socket.create_connection(("127.0.0.1", port)) as control:
            wait_until(lambda: bool(hits))  # connections are taken in the order they come
            assert [hit[1] for hit in hits] == [control.getsockname()[1]]
        hits.clear()
        for url in hostile.addresses(port):
            end(fetch(url, port, Guard(resolver=Resolver(), allowed_networks=[ip_network("127.0.0.0/8")])))
        wait_until(lambda: len(hits) > 10)  # with the judgement gone, the same addresses lead here
        listener.shutdown(socket.SHUT_RDWR)


def everywhere() -> socket.socket:
    """A server on all addresses of this machine."""
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True, backlog=200)
    return socket.create_server(("", 0), backlog=200)


def _log(listener: socket.socket, hits: list[tuple[str, int]]) -> None:
    while True:
        try:
            connection, peer = listener.accept()
        except OSError:
            return
        hits.append(peer)
        connection.close()


def _redirect_verbatim(url: str) -> bytes:
    head = b"HTTP/1.1 302 Found\r\nLocation: " + url.encode("utf-8", "surrogatepass") + b"\r\n"
    return head + b"Content-Length: 0\r\n\r\n"


def _is_public(text: str) -> bool:
    try:
        return is_public(ip_address(text))
    except ValueError:
        return True


def test_blocked_is_a_refusal_of_ours() -> None:
    assert issubclass(BlockedByPolicy, FetchError)
    assert not BlockedByPolicy.again
