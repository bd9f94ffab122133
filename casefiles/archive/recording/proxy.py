"""The proxy itself: a thread for each connection of the browser, and the one fetching core behind all of them.

A request that is refused or fails ends in a closed connection, which the browser takes for a failure of the network:
no answer of ours ever stands where the page expects one of the site's.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Collection
from types import TracebackType
from typing import Self

from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.fetching.connections import Connections, Place
from casefiles.archive.fetching.errors import Abandoned, BlockedByPolicy, FetchError, HungUp, OutOfReach
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.fetching.http1 import keeps_open
from casefiles.archive.recording.asking import Caller, Head
from casefiles.archive.recording.certificates import Certificates
from casefiles.archive.recording.peers import is_our_own
from casefiles.archive.recording.recorder import Recorder

_MOST_CALLERS = 128
"""Connections at once; a browser opens at most 32 through a proxy."""
_PATIENCE = 60.0
"""Seconds that a connection may lie idle."""
_PARTING = 2.0
"""Seconds for what is under way to be recorded when the proxy is closed."""
_OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class RecordingProxy:
    """Listens on a free port of loopback while its ``with`` block lasts."""

    def __init__(
        self,
        *,
        guard: Guard,
        budget: Budget,
        ports: Collection[int],
        recorder: Recorder,
        certificates: Certificates,
        page: Address,
    ) -> None:
        self._guard, self._budget, self._ports = guard, budget, ports
        self._recorder, self._certificates, self._page = recorder, certificates, page
        self._dead: dict[Place, OutOfReach] = {}
        self._counting = threading.Lock()
        self._asked = 0
        self._callers: dict[threading.Thread, tuple[Caller, Connections]] = {}
        self._ending = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=_MOST_CALLERS)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def is_full(self) -> bool:
        """Has the page asked for more than one capture may hold?"""
        return self._asked > self._budget.limits.requisites

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True, name="proxy").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take no more requests, record what is under way as far as it has come, and let go of every connection."""
        with self._counting:
            self._ending = True
            callers = dict(self._callers)
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for caller, connections in callers.values():
            connections.cut()
            caller.hang_up()
        ends = time.monotonic() + _PARTING
        for thread in callers:
            thread.join(max(0.0, ends - time.monotonic()))
        self._recorder.close()

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            caller = Caller(sock, patience=_PATIENCE, most_head=self._budget.limits.header_bytes)
            connections = Connections(guard=self._guard, budget=self._budget, dead=self._dead)
            thread = threading.Thread(target=self._serve, args=(caller, connections), daemon=True, name="proxied")
            with self._counting:
                welcome = not self._ending and len(self._callers) < _MOST_CALLERS
                if welcome:
                    self._callers[thread] = caller, connections
                    thread.start()
            if not welcome:
                sock.close()

    def _serve(self, caller: Caller, connections: Connections) -> None:
        try:
            with contextlib.suppress(HungUp, OSError):
                if is_our_own(caller.socket):
                    self._talk(caller, connections)
        finally:
            connections.close()
            caller.socket.close()
            with self._counting:
                self._callers.pop(threading.current_thread(), None)

    def _talk(self, caller: Caller, connections: Connections) -> None:
        tunnel = ""
        while (head := caller.head()) and not self._ending:
            if head.method == "CONNECT" and not tunnel:
                tunnel = self._tunnel(caller, head)
                if not tunnel:
                    return
            elif not self._pass(caller, connections, head, tunnel):
                return

    def _tunnel(self, caller: Caller, head: Head) -> str:
        """Scheme and authority of what is asked for within; "" if it is refused."""
        target = Head("GET", f"https://{head.target}/", ())
        try:
            address = target.address("", ports=self._ports)
        except BlockedByPolicy as error:
            self._recorder.refuse(target.target, error.sentence)
            caller.send(_REFUSED)
            return ""
        caller.send(_OPENED)
        if caller.speaks_plainly():  # as WebSockets without encryption do
            return f"http://{head.target}"
        caller.encrypt(self._certificates.context(address.host))
        return f"https://{head.target}"

    def _pass(self, caller: Caller, connections: Connections, head: Head, tunnel: str) -> bool:
        """Fetch and hand over. May another request follow on this connection?"""
        said = f"{tunnel}{head.target}"
        try:
            if why := head.refusal():
                self._recorder.refuse(said.replace("http", "ws", 1) if head.header(b"upgrade") else said, why)
                return False
            address = head.address(tunnel, ports=self._ports)
            said = address.href
            request = head.forwarded(address, caller.body(head.length(self._budget.limits.post_bytes)))
            if self._is_too_many():
                return False
            return self._fetch(caller, connections, address, request)
        except BlockedByPolicy as error:
            self._recorder.refuse(said, error.sentence)
            self._recorder.miss(said, head.method, error.sentence)
        except FetchError as error:
            if not self._ending:
                self._recorder.miss(said, head.method, error.sentence)
        except Abandoned:
            pass  # whoever waits for the browser is told too
        return False

    def _is_too_many(self) -> bool:
        with self._counting:
            self._asked += 1
            return self.is_full

    def _fetch(self, caller: Caller, connections: Connections, address: Address, request: bytes) -> bool:
        limits = self._budget.limits
        most = limits.wire_bytes if address.href == self._page.href else limits.requisite_bytes
        deadline = time.monotonic() + limits.page_seconds
        exchange = connections.fetch(address, request, most=most, deadline=deadline, tee=caller.send)
        follows = keeps_open(exchange)
        self._recorder.add(exchange, ending=self._ending)
        return follows
