"""Connections that are kept open between requests, each made to a judged address."""

import contextlib
import socket
import time
from collections.abc import Callable

from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget, Spent
from casefiles.archive.fetching.errors import OutOfReach, OverLimit, Unreachable
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.fetching.http1 import ask, keeps_open
from casefiles.archive.fetching.wire import Wire, dial

Place = tuple[str, str, int]
Tee = Callable[[bytes], None]


class Connections:
    """One request after the other, for one thread. ``dead`` remembers places out of reach, and may be shared."""

    def __init__(self, *, guard: Guard, budget: Budget, dead: dict[Place, OutOfReach] | None = None) -> None:
        self.guard = guard
        self.budget = budget
        self._dead = {} if dead is None else dead
        self._open: dict[Place, Wire] = {}
        self._busy: Wire | None = None

    def fetch(
        self, address: Address, request: bytes, *, most: int, deadline: float, tee: Tee | None = None
    ) -> Exchange:
        """The answer to ``request``, its body up to ``most`` bytes. Raises ``FetchError``."""
        if failure := self._dead.get(address.place):
            raise failure
        try:
            return self._ask(address, request, most, deadline, tee)
        except OutOfReach as error:
            self._dead[address.place] = error
            raise
        except Spent as spent:
            raise OverLimit(f"{address.host}: {spent.sentence}", spent.reason) from spent

    def cut(self) -> None:
        """End the request that another thread is at, as if its time were up; what has come of the answer stands."""
        if wire := self._busy:
            wire.deadline = time.monotonic()
            with contextlib.suppress(OSError):  # wakes the thread; the encryption is its own affair
                socket.socket.shutdown(wire.socket, socket.SHUT_RD)

    def close(self) -> None:
        for wire in self._open.values():
            wire.close()
        self._open.clear()

    def _ask(self, address: Address, request: bytes, most: int, deadline: float, tee: Tee | None) -> Exchange:
        wire = self._reusable(address)
        if wire is not None and not request.startswith(b"POST "):  # which must not be sent twice
            try:
                return self._over(wire, request, address, most, deadline, tee)
            except Unreachable:
                pass  # the other side closed it while it lay idle; a fresh one will tell
        elif wire is not None:
            wire.close()
        wire = dial(address, self.guard, self.budget, deadline=deadline)
        return self._over(wire, request, address, most, deadline, tee)

    def _over(
        self, wire: Wire, request: bytes, address: Address, most: int, deadline: float, tee: Tee | None
    ) -> Exchange:
        self._busy = wire
        try:
            exchange = ask(wire, request, address, most=most, seconds=deadline - time.monotonic(), tee=tee)
        except BaseException:
            wire.close()
            raise
        finally:
            self._busy = None
        if keeps_open(exchange):
            self._open[address.place] = wire
        else:
            wire.close()
        return exchange

    def _reusable(self, address: Address) -> Wire | None:
        wire = self._open.pop(address.place, None)
        if wire is None:
            return None
        if wire.is_reusable() and not self.guard.held(address.host):
            return wire
        wire.close()
        return None
