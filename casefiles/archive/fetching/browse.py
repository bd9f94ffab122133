"""Getting a page: connections kept open, redirects followed by hand, each address judged anew."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence

from casefiles.archive.fetching.address import Address, parse
from casefiles.archive.fetching.budget import Budget, Spent
from casefiles.archive.fetching.errors import BlockedByPolicy, OutOfReach, OverLimit, Unreachable
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.fetching.http1 import ask, keeps_open, request_bytes
from casefiles.archive.fetching.wire import Wire, dial

PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ANYTHING = "*/*"


class Browser:
    """Fetches for one capture. Keeps connections, and remembers hosts that are out of reach."""

    def __init__(
        self, *, guard: Guard, budget: Budget, ports: Collection[int], user_agent: str, referrer: str = ""
    ) -> None:
        self.guard = guard
        self.budget = budget
        self.ports = ports
        self.user_agent = user_agent
        self.referrer = referrer
        self.conditions: Mapping[str, Sequence[tuple[str, str]]] = {}
        """By address: headers by which its server may say that nothing is new."""
        self._open: dict[tuple[str, str, int], Wire] = {}
        self._dead: dict[tuple[str, str, int], OutOfReach] = {}

    def follow(self, address: Address, *, accept: str, most: int, seconds: float) -> Iterator[Exchange]:
        """Each exchange from ``address`` to the end of its redirects. Raises ``FetchError``.

        What was given out before an error stands: a redirect into a private network is itself evidence.
        """
        deadline = time.monotonic() + seconds
        for _ in range(self.budget.limits.redirects + 1):
            exchange = self._fetch(address, accept=accept, most=most, deadline=deadline)
            yield exchange
            if not exchange.location or exchange.truncated:
                return
            try:
                address = parse(exchange.location, ports=self.ports, base=address.href)
            except BlockedByPolicy as error:
                raise BlockedByPolicy(f"The site sends on to an address we do not visit. {error.sentence}") from error
        raise OverLimit(
            f"The site sent us on more than {self.budget.limits.redirects} times without arriving anywhere.", "length"
        )

    def close(self) -> None:
        for wire in self._open.values():
            wire.close()
        self._open.clear()

    def _fetch(self, address: Address, *, accept: str, most: int, deadline: float) -> Exchange:
        if failure := self._dead.get(address.place):
            raise failure
        request = request_bytes(
            address,
            user_agent=self.user_agent,
            accept=accept,
            referrer=self.referrer,
            conditions=self.conditions.get(address.href, ()),
        )
        try:
            return self._ask(address, request, most, deadline)
        except OutOfReach as error:
            self._dead[address.place] = error
            raise
        except Spent as spent:
            raise OverLimit(f"{address.host}: {spent.sentence}", spent.reason) from spent

    def _ask(self, address: Address, request: bytes, most: int, deadline: float) -> Exchange:
        wire = self._reusable(address)
        if wire is not None:
            try:
                return self._over(wire, request, address, most, deadline)
            except Unreachable:
                pass  # the other side closed it while it lay idle; a fresh one will tell
        wire = dial(address, self.guard, self.budget, deadline=deadline)
        return self._over(wire, request, address, most, deadline)

    def _over(self, wire: Wire, request: bytes, address: Address, most: int, deadline: float) -> Exchange:
        try:
            exchange = ask(wire, request, address, most=most, seconds=deadline - time.monotonic())
        except BaseException:
            wire.close()
            raise
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
