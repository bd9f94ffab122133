"""What a browser asks of its proxy (RFC 9112, 3.2.2 and 3.2.3), read once and made into what the site is sent."""

import contextlib
import re
import socket
import ssl
from collections.abc import Collection
from dataclasses import dataclass

from casefiles.archive.fetching.address import Address, parse
from casefiles.archive.fetching.errors import BlockedByPolicy, HungUp

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
"""OPTIONS changes nothing, and without it (CORS preflights) many pages get no content from their own servers."""
_LINE = re.compile(rb"([A-Z]{1,20}) ([\x21-\x7e]+) HTTP/1\.1")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\x00]*?)[ \t]*")
_ENCRYPTED = b"\x16"
"""The first byte of a TLS handshake."""


class Caller:
    """A connection from the browser. Every wait of it ends after ``patience`` seconds, with ``HungUp``."""

    def __init__(self, sock: socket.socket, *, patience: float, most_head: int) -> None:
        sock.settimeout(patience)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = sock
        self._most_head = most_head
        self._pending = b""

    def head(self) -> "Head | None":
        """The next request's head; ``None`` when there is none, or nothing that a browser would send."""
        while b"\r\n\r\n" not in self._pending:
            if len(self._pending) > self._most_head or not (data := self._receive()):
                return None
            self._pending += data
        head, _, self._pending = self._pending.partition(b"\r\n\r\n")
        return Head.read(head)

    def body(self, length: int) -> bytes:
        while len(self._pending) < length:
            if not (data := self._receive()):
                raise HungUp
            self._pending += data
        body, self._pending = self._pending[:length], self._pending[length:]
        return body

    def speaks_plainly(self) -> bool:
        """Is what comes next not encrypted?"""
        with contextlib.suppress(OSError):
            return self.socket.recv(1, socket.MSG_PEEK) != _ENCRYPTED
        return True

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Raises ``OSError``."""
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def send(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise HungUp from error

    def hang_up(self) -> None:
        """Wake whoever waits for this connection, from any thread."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def _receive(self) -> bytes:
        with contextlib.suppress(OSError):
            return self.socket.recv(65_536)
        return b""


@dataclass(frozen=True)
class Head:
    """A request line and its headers, in order, names as they were written."""

    method: str
    target: str
    headers: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def read(cls, head: bytes) -> "Head | None":
        first, *lines = head.split(b"\r\n")
        line, headers = _LINE.fullmatch(first), [_HEADER.fullmatch(each) for each in lines]
        if not line or None in headers:
            return None
        return cls(line[1].decode(), line[2].decode(), tuple((each[1], each[2]) for each in headers if each))

    def header(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key.lower() == name), b"")

    def address(self, tunnel: str, *, ports: Collection[int]) -> Address:
        """Where it goes: in a tunnel ``tunnel`` is scheme and authority, else "". Raises ``BlockedByPolicy``."""
        if bool(tunnel) is not self.target.startswith("/"):
            raise BlockedByPolicy("The page asked in a way that no web site is asked.")
        return parse(f"{tunnel}{self.target}", ports=ports)

    def length(self, most: int) -> int:
        """Bytes of its body. Raises ``BlockedByPolicy`` for a body without a plain length, or of more than ``most``."""
        said = [value for key, value in self.headers if key.lower() == b"content-length"]
        if self.header(b"transfer-encoding") or len(said) > 1 or not re.fullmatch(rb"[0-9]{1,15}", (said or [b"0"])[0]):
            raise BlockedByPolicy("The page wanted to send something without saying how long it is.")
        length = int((said or [b"0"])[0])
        if length > most:
            raise BlockedByPolicy(f"The page wanted to send {length:,} bytes, and {most:,} is the limit.")
        return length

    def refusal(self) -> str:
        """Why it is not passed on, as a sentence; "" if it is."""
        if self.header(b"upgrade"):
            return "It is a WebSocket, or something else that is no page or file."
        if self.method not in METHODS:
            return f"The page wanted to change something on the server ({self.method})."
        return ""

    def forwarded(self, address: Address, body: bytes) -> bytes:
        """The bytes that the site is sent: as the browser wrote them, without what only its proxy should know."""
        lines = [f"{self.method} {address.target} HTTP/1.1".encode("ascii")]
        for name, value in self.headers:
            key = name.lower()
            if key == b"host":
                lines.append(name + b": " + address.authority.encode("ascii"))
            elif key == b"proxy-connection":
                lines.append(b"Connection: " + value)
            elif not key.startswith(b"proxy-"):
                lines.append(name + b": " + value)
        return b"\r\n".join(lines) + b"\r\n\r\n" + body
