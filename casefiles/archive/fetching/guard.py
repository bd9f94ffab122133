"""Which network addresses may be contacted. Everything not plainly public is refused.

``ipaddress.is_global`` is not enough: it calls NAT64, 6to4, IPv4-compatible, site-local and multicast addresses
global. IPv6 is therefore an allow list. 168.63.129.16 is public by number and Azure's own inside each machine.
The IANA special-purpose registries are the source of both lists.
"""

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.egress import Egress
from casefiles.archive.fetching.errors import BlockedByPolicy, OutOfReach

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int, float], Sequence[str]]

_NEVER_4 = [
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_NEVER_6 = [
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
]


def is_public(ip: IP) -> bool:
    """Is ``ip`` an address of the public internet?"""
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _NEVER_4)
    return not ip.scope_id and ip in _GLOBAL_6 and not any(ip in network for network in _NEVER_6)


def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
    """Every address the resolver gives for ``host``. Raises ``OutOfReach`` after ``seconds`` or without any.

    The system's resolver cannot be told to hurry, so it is asked in a thread of its own that may be left behind.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=ask, daemon=True, name="resolve")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise OutOfReach(f"Looking up the name {host} took too long.")
    if failed or not found:
        raise OutOfReach(f"There is no site called {host}, or its name cannot be looked up just now.")
    return list(dict.fromkeys(found))


def _nobody_holds(_host: str) -> bool:
    return False


@dataclass(frozen=True)
class Guard:
    """The judge of one capture: where it may go. Judges before the first packet."""

    allowed_networks: Sequence[Network] = ()
    held: Callable[[str], bool] = _nobody_holds
    resolver: Resolver = resolve
    egress: Egress | None = None
    """The proxy by which everything goes; ``None``: straight."""

    def judged(self, address: Address, *, seconds: float) -> Sequence[str]:
        """The addresses that ``address`` may be dialled at, all of them judged. One bad one refuses the name.

        Raises ``BlockedByPolicy`` or ``OutOfReach``.
        """
        if self.held(address.host):
            raise BlockedByPolicy(f"{address.host} is marked “do not contact this site yet”.")
        if literal := literal_ip(address.host):
            return [self.judge(literal, address.host)]
        answers = self.resolver(address.host, address.port, seconds)
        return [self.judge(_ip(answer), address.host) for answer in answers]

    def judge(self, ip: IP | None, host: str) -> str:
        """``ip`` as text if it may be contacted. Raises ``BlockedByPolicy``."""
        if ip is not None and (is_public(ip) or self._allowed(ip)):
            return str(ip)
        if ip is None or ip == literal_ip(host):
            raise BlockedByPolicy(f"{host} is not an address on the public internet.")
        raise BlockedByPolicy(f"{host} leads to {ip}, which is not on the public internet.")

    def _allowed(self, ip: IP) -> bool:
        return any(ip.version == network.version and ip in network for network in self.allowed_networks)


def literal_ip(host: str) -> IP | None:
    """The IP address that ``host`` itself is, or ``None`` for a name."""
    return _ip(host[1:-1] if host.startswith("[") else host)


def _ip(text: str) -> IP | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
