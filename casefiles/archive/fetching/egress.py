"""A proxy of the operator's through which everything goes, so that sites see its address and not the newsroom's.

It is asked for the *judged address*, never for a name: a name that the proxy looks up once more can lead elsewhere.
Sources: RFC 9110, 9.3.6 (CONNECT); RFC 1928 and 1929 (SOCKS5).
"""

import base64
import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_MOST_HEAD = 16_384
"""Bytes of a proxy's answer to CONNECT."""
_VERSION, _NO_NAME, _BY_PASSWORD, _CONNECT, _RESERVED = 5, 0, 2, 1, 0
_IP4, _NAME, _IP6 = 1, 3, 4
_SAID = {
    1: "general failure",
    2: "not allowed",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "took too long",
}


class Refused(OSError):
    """The proxy would not connect us, or is none. The message says why."""


@dataclass(frozen=True)
class Egress:
    """Where the proxy is and how it is spoken to."""

    kind: str
    """``http`` (CONNECT) or ``socks5``."""
    host: str
    port: int
    user: str = ""
    password: str = ""

    def connect(self, ip: str, port: int, *, seconds: float) -> socket.socket:
        """A connection to ``ip`` by way of the proxy, which has so long. Raises ``OSError``."""
        deadline = time.monotonic() + seconds
        sock = socket.create_connection((self.host, self.port), timeout=seconds)
        try:
            talk = _Talk(sock, deadline)
            if self.kind == "http":
                self._by_http(talk, ip, port)
            else:
                self._by_socks(talk, ip, port)
        except BaseException:
            sock.close()
            raise
        return sock

    def _by_http(self, talk: "_Talk", ip: str, port: int) -> None:
        target = f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
        lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
        if self.user:
            pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            lines.append(f"Proxy-Authorization: Basic {pair}")
        talk.say("\r\n".join([*lines, "", ""]).encode())
        head = talk.head()
        words = head.split(b"\r\n", 1)[0].split(b" ", 2)
        if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
            raise Refused("what answers there is no HTTP proxy")
        if not 200 <= int(words[1]) < 300:
            raise Refused(f"it answered with status {int(words[1])}")

    def _by_socks(self, talk: "_Talk", ip: str, port: int) -> None:
        methods = bytes([_NO_NAME, _BY_PASSWORD]) if self.user else bytes([_NO_NAME])
        talk.say(bytes([_VERSION, len(methods)]) + methods)
        version, method = talk.hear(2)
        if version != _VERSION:
            raise Refused("what answers there is no SOCKS5 proxy")
        if method == _BY_PASSWORD and self.user:
            user, password = self.user.encode(), self.password.encode()
            talk.say(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
            if talk.hear(2)[1]:
                raise Refused("it does not take this user and password")
        elif method != _NO_NAME:
            raise Refused("it wants a user and password")
        packed = ipaddress.ip_address(ip).packed
        kind = _IP4 if len(packed) == 4 else _IP6
        talk.say(bytes([_VERSION, _CONNECT, _RESERVED, kind]) + packed + port.to_bytes(2, "big"))
        _, reply, _, bound = talk.hear(4)
        if reply:
            raise Refused(_SAID.get(reply, f"it answered with code {reply}"))
        talk.hear({_IP4: 4, _IP6: 16}.get(bound) or talk.hear(1)[0])
        talk.hear(2)


class _Talk:
    """What is said to a proxy before the connection is ours, byte for byte and within its time."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def say(self, data: bytes) -> None:
        self._sock.settimeout(self._left())
        self._sock.sendall(data)

    def hear(self, count: int) -> bytes:
        """Exactly ``count`` bytes; what follows them is the site's."""
        heard = b""
        while len(heard) < count:
            self._sock.settimeout(self._left())
            data = self._sock.recv(count - len(heard))
            if not data:
                raise Refused("it hung up")
            heard += data
        return heard

    def head(self) -> bytes:
        """Up to the empty line, one byte at a time: what follows is the site's."""
        heard = b""
        while not heard.endswith(b"\r\n\r\n"):
            if len(heard) > _MOST_HEAD:
                raise Refused("its answer does not end")
            heard += self.hear(1)
        return heard

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def parse(text: str) -> Egress | None:
    """The proxy that a setting names, ``None`` for an empty one. Raises ``ValueError`` with the reason."""
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "socks5"}:
        raise ValueError("it begins with http:// (CONNECT) or socks5://")
    if not parts.hostname or not parts.port:
        raise ValueError("it names a host and a port")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("nothing follows the port")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if any(len(each.encode()) > 255 for each in (user, password)) or (password and not user):
        raise ValueError("user and password have at most 255 bytes each, and no password stands alone")
    return Egress(parts.scheme, parts.hostname, parts.port, user, password)
