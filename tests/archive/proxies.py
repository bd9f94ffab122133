"""Proxies of the two kinds on loopback that write down what they are asked for, and then pass bytes on."""

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """``asked`` has each target as it was asked for, in the proxy's own words; a name would stand there as one."""

    listener: socket.socket
    kind: str
    wants: tuple[str, str] | None = None
    asked: list[str] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    """Users and passwords that were given."""
    refuse: bytes = b""
    """Said instead of connecting."""

    @property
    def url(self) -> str:
        user = f"{self.wants[0]}:{self.wants[1]}@" if self.wants else ""
        return f"{self.kind}://{user}127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError, EOFError):
            host, port, said = self._by_http(client) if self.kind == "http" else self._by_socks(client)
            self.asked.append(f"{host}:{port}")
            if self.refuse:
                client.sendall(self.refuse)
                return
            with socket.create_connection((host.strip("[]"), port), timeout=10) as site:
                client.sendall(said)
                back = threading.Thread(target=_pour, args=(site, client), daemon=True)
                back.start()
                _pour(client, site)
                back.join(10)

    def _by_http(self, client: socket.socket) -> tuple[str, int, bytes]:
        head = b""
        while b"\r\n\r\n" not in head:
            head += _exactly(client, 1)
        line, *headers = head.decode().split("\r\n")
        method, target, _ = line.split(" ")
        assert method == "CONNECT"
        assert f"Host: {target}" in headers
        self.names += [(name, value) for name, _, value in (each.partition(": ") for each in headers) if "Auth" in name]
        host, _, port = target.rpartition(":")
        return host, int(port), b"HTTP/1.1 200 Connected\r\nVia: 1.1 test\r\n\r\n"

    def _by_socks(self, client: socket.socket) -> tuple[str, int, bytes]:
        _, count = _exactly(client, 2)
        methods = _exactly(client, count)
        if self.wants:
            assert 2 in methods
            client.sendall(b"\x05\x02")
            _, length = _exactly(client, 2)
            user = _exactly(client, length).decode()
            password = _exactly(client, _exactly(client, 1)[0]).decode()
            self.names.append((user, password))
            client.sendall(b"\x01\x00" if (user, password) == self.wants else b"\x01\x01")
        else:
            client.sendall(b"\x05\x00")
        _, command, _, kind = _exactly(client, 4)
        assert command == 1
        if kind == 3:
            host = _exactly(client, _exactly(client, 1)[0]).decode()
        else:
            host = str(ipaddress.ip_address(_exactly(client, 4 if kind == 1 else 16)))
        port = int.from_bytes(_exactly(client, 2), "big")
        return host, port, b"\x05\x00\x00\x01\x7f\x00\x00\x01\x04\x38"


def _exactly(sock: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        data = sock.recv(count - len(found))
        if not data:
            raise EOFError
        found += data
    return found


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def proxying(kind: str, wants: tuple[str, str] | None = None) -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        proxy = Proxy(listener, kind, wants)
        threading.Thread(target=proxy.serve, daemon=True).start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
