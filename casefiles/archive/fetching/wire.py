"""A connection to exactly the judged address, which waits by one clock and never blocks past a deadline."""

import contextlib
import select
import socket
import ssl
import time
from collections.abc import Callable
from typing import TypeVar

from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.fetching.egress import Egress
from casefiles.archive.fetching.errors import BlockedByPolicy, FetchError, OutOfReach, Unreachable
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.fetching.tls import Tls, careful, described, lenient

Given = TypeVar("Given")

_CHUNK = 65_536
_MOST_TRIED = 3
"""Addresses of one name that are tried before giving up."""
_GLANCE = 0.5
"""Seconds after which a waiting worker looks whether the capture is still its own."""


class Wire:
    """An open connection, and how long it may be used."""

    def __init__(self, sock: socket.socket, address: Address, ip: str, budget: Budget, deadline: float) -> None:
        self.socket = sock
        self.address = address
        self.ip = ip
        self.resolved: tuple[str, ...] = (ip,)
        """Every address that the name led to when this one was dialled."""
        self.tls: Tls | None = None
        self.budget = budget
        self.deadline = deadline
        self.exchanges = 0
        self._pending = b""

    def send(self, data: bytes) -> None:
        """Send all of ``data``. Raises ``Unreachable``, ``Spent``."""
        left = memoryview(data)
        while left:
            count = self.patiently(lambda rest=left: self.socket.send(rest), writing=True)  # type: ignore[misc]
            self.budget.spend_wire(count)
            left = left[count:]

    def receive(self, most: int = _CHUNK) -> bytes:
        """Some bytes, at most ``most``; b"" when the other side is done. Raises ``Unreachable``, ``Spent``."""
        if self._pending:
            data, self._pending = self._pending[:most], self._pending[most:]
            return data
        try:
            data = self.patiently(lambda: self.socket.recv(min(most, _CHUNK)))
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return b""
        self.budget.spend_wire(len(data))
        return data

    def put_back(self, data: bytes) -> None:
        """Let the next ``receive`` begin with ``data``."""
        self._pending = data + self._pending

    def is_reusable(self) -> bool:
        """Has nothing arrived that nobody asked for? Only then may another request go over it."""
        if self._pending:
            return False
        with contextlib.suppress(OSError, ValueError):
            return not select.select([self.socket], [], [], 0)[0]
        return False

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.close()

    def patiently(self, step: Callable[[], Given], *, writing: bool = False) -> Given:
        """What ``step`` gives, once the socket lets it. Raises ``OutOfReach`` after too long a silence."""
        limit = self.budget.limits.silence_seconds
        silent_until = time.monotonic() + limit
        while True:
            left = min(self.budget.seconds_left(self.deadline), silent_until - time.monotonic())
            if left <= 0:
                raise OutOfReach(f"{self.address.host} said nothing for {limit:g} seconds.")
            try:
                return step()
            except ssl.SSLWantReadError:
                self._wait(left, writing=False)
            except (ssl.SSLWantWriteError, BlockingIOError) as error:
                self._wait(left, writing=writing or isinstance(error, ssl.SSLWantWriteError))
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLCertVerificationError):
                raise
            except OSError as error:
                raise Unreachable(f"The connection to {self.address.host} broke off.") from error

    def _wait(self, seconds: float, *, writing: bool) -> None:
        waiting = [self.socket]
        select.select([] if writing else waiting, waiting if writing else [], [], min(seconds, _GLANCE))


def dial(address: Address, guard: Guard, budget: Budget, *, deadline: float) -> Wire:
    """Connect to ``address`` at a number that ``guard`` judged. Raises ``FetchError``, ``Spent``.

    All answers of the resolver are judged before the first packet, and the socket is given the judged number,
    never the name: a name that is looked up twice can lead to two places.
    """
    seconds = min(budget.limits.connect_seconds, budget.seconds_left(deadline))
    failure: FetchError = OutOfReach(f"There is no site called {address.host}.")
    resolved = guard.judged(address, seconds=seconds)
    for ip in resolved[:_MOST_TRIED]:
        try:
            wire = _open(address, ip, guard.egress, budget, deadline)
        except Unreachable as error:
            failure = error
        else:
            wire.resolved = tuple(resolved)
            return wire
    raise failure


def _open(address: Address, ip: str, egress: Egress | None, budget: Budget, deadline: float) -> Wire:
    wire = _connected(address, ip, egress, budget, deadline)
    if address.scheme == "http":
        return wire
    try:
        _encrypt(wire, careful())
    except ssl.SSLCertVerificationError as error:
        wire.close()
        wire = _connected(address, ip, egress, budget, deadline)
        _encrypt(wire, lenient(), problem=error.verify_message or str(error))
    return wire


def _connected(address: Address, ip: str, egress: Egress | None, budget: Budget, deadline: float) -> Wire:
    seconds = min(budget.limits.connect_seconds, budget.seconds_left(deadline))
    sock = _through(egress, address, ip, seconds) if egress else _straight(address, ip, seconds)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setblocking(False)
    return Wire(sock, address, ip, budget, deadline)


def _straight(address: Address, ip: str, seconds: float) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((ip, address.port))
        _check_peer(sock, ip, address)
    except TimeoutError as error:
        sock.close()
        raise OutOfReach(f"{address.host} did not answer.") from error
    except OSError as error:
        sock.close()
        raise OutOfReach(f"{address.host} does not accept connections ({error.strerror or 'refused'}).") from error
    except BaseException:
        sock.close()
        raise
    return sock


def _through(egress: Egress, address: Address, ip: str, seconds: float) -> socket.socket:
    try:
        return egress.connect(ip, address.port, seconds=seconds)
    except TimeoutError as error:
        raise OutOfReach(f"{address.host} did not answer by way of our proxy.") from error
    except OSError as error:
        why = error.strerror or str(error) or "refused"
        raise OutOfReach(f"{address.host} could not be reached by way of our proxy ({why}).") from error


def _check_peer(sock: socket.socket, ip: str, address: Address) -> None:
    if sock.getpeername()[0] != ip:
        raise BlockedByPolicy(f"{address.host} was reached at another address than the one that was checked.")


def _encrypt(wire: Wire, context: ssl.SSLContext, *, problem: str = "") -> None:
    name = wire.address.host.strip("[]")
    try:
        wire.socket = secured = context.wrap_socket(wire.socket, server_hostname=name, do_handshake_on_connect=False)
        wire.patiently(secured.do_handshake)
        wire.tls = described(secured, problem)
    except ssl.SSLCertVerificationError:
        wire.close()
        raise
    except (OSError, Unreachable) as error:
        wire.close()
        raise OutOfReach(f"No encrypted connection to {wire.address.host} could be set up.") from error
    except BaseException:
        wire.close()
        raise
