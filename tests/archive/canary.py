"""A canary on loopback: it notes every connection and every datagram that reaches it, on every spelling's address."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

SPELLINGS = (
    "127.0.0.1", "localhost", "localhost.", "a.localhost", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1",
    "017700000001", "0177.0.0.1", "0.0.0.0", "0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]",
    "[::]", "127.0.0.1.", "127.00.00.01", "①②⑦.0.0.1", "127。0。0。1",
)  # fmt: skip
"""Ways to write an address of this machine in a link."""


@dataclass
class Canary:
    """``hits`` says by which way each visitor came, and what it said first."""

    port: int
    hits: list[tuple[str, bytes]] = field(default_factory=list)


@contextlib.contextmanager
def canary() -> Iterator[Canary]:
    """Listens on one port of 127.0.0.1 and of ::1 if there is one, for connections and datagrams."""
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        bird = Canary(first.getsockname()[1])
        listeners, datagrams = [first], [_datagrams(socket.AF_INET, "127.0.0.1", bird.port)]
        with contextlib.suppress(OSError):
            listeners.append(stack.enter_context(socket.create_server(("::1", bird.port), family=socket.AF_INET6)))
            datagrams.append(_datagrams(socket.AF_INET6, "::1", bird.port))
        threads = [threading.Thread(target=_accept, args=(each, bird), daemon=True) for each in listeners]
        threads += [threading.Thread(target=_receive, args=(each, bird), daemon=True) for each in datagrams]
        for thread in threads:
            thread.start()
        try:
            yield bird
        finally:
            for each in listeners:
                each.shutdown(socket.SHUT_RDWR)
            for each in datagrams:
                each.settimeout(0)
                each.close()


def _datagrams(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.bind((host, port))
    sock.settimeout(0.2)
    return sock


def _accept(listener: socket.socket, bird: Canary) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.settimeout(1)
        with connection, contextlib.suppress(OSError):
            bird.hits.append(("tcp", b""))
            bird.hits[-1] = ("tcp", connection.recv(2000))


def _receive(sock: socket.socket, bird: Canary) -> None:
    while sock.fileno() >= 0:
        try:
            bird.hits.append(("udp", sock.recv(2000)))
        except TimeoutError:
            continue
        except OSError:
            return
