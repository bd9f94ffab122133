"""A web server that says exactly what a test wants, byte for byte, and an archive that may visit it."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.archive.engines.base import Copy, Rules
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.guard import Guard, Network
from casefiles.archive.policy import guard

Script = Callable[[socket.socket, bytes], None]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def answer(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    headers: tuple[str, ...] = (),
    packed: bool = False,
    chunks: int = 0,
) -> bytes:
    """The bytes of a proper answer; ``chunks`` frames the body in pieces of so many bytes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    if packed:
        body = gzip.compress(body)
        lines.append("Content-Encoding: gzip")
    if chunks:
        pieces = [body[at : at + chunks] for at in range(0, len(body), chunks)]
        body = b"".join(b"%x;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Trailer: t\r\n\r\n"
        lines.append("Transfer-Encoding: chunked")
    else:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, headers=(f"Location: {to}",))


@dataclass
class Origin:
    """A server on loopback. ``routes`` gives each path's bytes, or a script that is handed the socket."""

    listener: socket.socket
    routes: dict[str, bytes | Script] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

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
        with connection:
            waiting = b""
            while True:
                try:
                    while b"\r\n\r\n" not in waiting:
                        data = connection.recv(65536)
                        if not data:
                            return
                        waiting += data
                    request, _, waiting = waiting.partition(b"\r\n\r\n")
                    request += b"\r\n\r\n"
                    self.requests.append(request)
                    found = self.routes.get(request.split(b" ")[1].decode(), answer(b"no", status="404 Not Found"))
                    if callable(found):
                        found(connection, request)
                        return
                    connection.sendall(found)
                except OSError:
                    return


@pytest.fixture
def origin() -> Iterator[Origin]:
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        server = Origin(listener)
        threading.Thread(target=server.serve, daemon=True).start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(autouse=True)
def archive_settings(settings, tmp_path: Path) -> None:
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    settings.ARCHIVE_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.ARCHIVE_HOST_GAP = 0.0
    settings.ARCHIVE_LIMITS = {"connect_seconds": 2.0, "silence_seconds": 1.0, "page_seconds": 4.0}


@pytest.fixture
def allowed(origin: Origin, settings) -> Origin:
    """The origin, on a port that pages may be published on."""
    settings.ARCHIVE_ALLOWED_PORTS = [80, 443, origin.port]
    return origin


@pytest.fixture
def visit(origin: Origin) -> Iterator[Callable[..., Copy]]:
    """Copies a page of the origin with the http engine alone: no rows, no store."""
    copies = []

    def copy(path: str = "/", *, networks: tuple[Network, ...] = (), seconds: float = 5.0, **limits: float) -> Copy:
        usual = {"connect_seconds": 2.0, "silence_seconds": 1.0, "page_seconds": 3.0, "capture_seconds": seconds}
        budget = Budget(Limits(**{**usual, **limits}))
        judge = Guard(allowed_networks=networks or loopback())
        ports = [80, 443, origin.port]
        url = path if "://" in path else origin.url(path)
        rules = Rules(judge, ports, "test-archiver/1")
        made = HttpEngine().capture(parse(url, ports=ports), rules=rules, budget=budget)
        copies.append(made)
        return made

    yield copy
    for made in copies:
        made.close()


def loopback() -> tuple[Network, ...]:
    return tuple(guard().allowed_networks)


def person(name: str, *roles: Role) -> User:
    user = User.objects.create_user(name, first_name=name.title())
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    return user


@pytest.fixture
def journalist(db) -> User:
    return person("jo", Role.JOURNALIST)


@pytest.fixture
def outsider(db) -> User:
    return person("oscar")


@pytest.fixture
def counsel(db) -> User:
    return person("cleo", Role.COUNSEL)


def warc_bytes(copy: Copy) -> bytes:
    """The WARC of a copy."""
    assert copy.warc is not None
    copy.warc.seek(0)
    return copy.warc.read()
