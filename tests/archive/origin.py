"""A web server that says exactly what a test wants, byte for byte, and the bytes of good and bad answers."""

import contextlib
import gzip
import itertools
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Script = Callable[[socket.socket, bytes], None]
"""Is handed the connection and the request, and may do as it likes; the connection is closed behind it."""
Reply = Callable[[bytes], bytes]
"""Makes an answer of the request; the connection is kept open behind it."""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def answer(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    headers: tuple[str, ...] = (),
    packed: bool | str = False,
    chunks: int = 0,
) -> bytes:
    """The bytes of a proper answer, ``packed`` as "br" if that is asked for; ``chunks`` are the bytes of a chunk."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    if packed:
        body = brotli(body) if packed == "br" else gzip.compress(body, mtime=0)
        lines.append(f"Content-Encoding: {'br' if packed == 'br' else 'gzip'}")
    if chunks:
        pieces = [body[at : at + chunks] for at in range(0, len(body), chunks)]
        body = b"".join(b"%x;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Trailer: t\r\n\r\n"
        lines.append("Transfer-Encoding: chunked")
    else:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def brotli(data: bytes) -> bytes:
    """``data``, at most 64 KiB, as a stream of one stored block (RFC 7932, 9.2): no package is needed for that."""
    return ((len(data) - 1) << 4 | 1 << 20).to_bytes(3, "little") + data + b"\x03"


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, headers=(f"Location: {to}",))


def hang_up(after: bytes = b"") -> Script:
    """Says ``after`` and closes."""
    return lambda connection, _request: connection.sendall(after)


def silent(after: bytes = b"") -> Script:
    """Says ``after`` and then nothing more, until the other side has had enough."""

    def wait(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(after)
        connection.recv(1)

    return wait


def endless(block: bytes, *, head: bytes = b"", pause: float = 0.0) -> Script:
    """Says ``head``, then ``block`` again and again, ``pause`` seconds apart, until the other side closes."""

    def pour(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(head)
        for _ in itertools.count():
            connection.sendall(block)
            time.sleep(pause)

    return pour


@dataclass
class Origin:
    """A server on loopback. ``routes`` gives each path's bytes, or a script that is handed the socket."""

    listener: socket.socket
    routes: dict[str, bytes | Script] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    log: list[tuple[bytes, bytes]] = field(default_factory=list)
    """Every request, body and all, with every byte that was sent in answer to it; scripts aside."""
    connections: int = 0
    tls: ssl.SSLContext | None = None

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.requests]

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            stack.enter_context(connection)
            if self.tls:
                connection = stack.enter_context(self.tls.wrap_socket(connection, server_side=True))
            self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        waiting = b""
        while True:
            while b"\r\n\r\n" not in waiting:
                data = connection.recv(65536)
                if not data:
                    return
                waiting += data
            request, _, waiting = waiting.partition(b"\r\n\r\n")
            request += b"\r\n\r\n"
            sent = re.search(rb"(?i)\r\ncontent-length: *([0-9]+)\r\n", request)
            length = len(request) + (int(sent[1]) if sent else 0)
            while len(request + waiting) < length:
                waiting += connection.recv(65536)
            request, waiting = (request + waiting)[:length], (request + waiting)[length:]
            self.requests.append(request)
            path = request.split(b" ")[1].decode()
            found = self.routes.get(path, answer(b"no", status="404 Not Found"))
            if path in self.replies:
                found = self.replies[path](request)
            if callable(found):
                found(connection, request)
                return
            if request.startswith(b"HEAD "):
                found = found.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self.log.append((request, found))
            connection.sendall(found)


@contextlib.contextmanager
def serving(host: str = "127.0.0.1", port: int = 0, *, tls: ssl.SSLContext | None = None) -> Iterator[Origin]:
    """An origin that answers while the block lasts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=200) as listener:
        server = Origin(listener, tls=tls)
        threading.Thread(target=server.serve, daemon=True).start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def greeting(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that does as it likes as soon as somebody connects."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_greet, args=(listener, talk), daemon=True).start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def _greet(listener: socket.socket, talk: Callable[[socket.socket], None]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, contextlib.suppress(OSError):
            talk(connection)
