"""Getting a page: redirects followed by hand, each address judged anew."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence

from casefiles.archive.fetching.address import Address, parse
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.fetching.connections import Connections
from casefiles.archive.fetching.errors import BlockedByPolicy, OverLimit
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.fetching.http1 import request_bytes

PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ANYTHING = "*/*"


class Visitor:
    """Fetches for one capture, and says who it is."""

    def __init__(
        self, *, guard: Guard, budget: Budget, ports: Collection[int], user_agent: str, referrer: str = ""
    ) -> None:
        self.connections = Connections(guard=guard, budget=budget)
        self.budget = budget
        self.ports = ports
        self.user_agent = user_agent
        self.referrer = referrer
        self.conditions: Mapping[str, Sequence[tuple[str, str]]] = {}
        """By address: headers by which its server may say that nothing is new."""

    def follow(self, address: Address, *, accept: str, most: int, seconds: float) -> Iterator[Exchange]:
        """Each exchange from ``address`` to the end of its redirects. Raises ``FetchError``.

        What was given out before an error stands: a redirect into a private network is itself evidence.
        """
        deadline = time.monotonic() + seconds
        for _ in range(self.budget.limits.redirects + 1):
            request = request_bytes(
                address,
                user_agent=self.user_agent,
                accept=accept,
                referrer=self.referrer,
                conditions=self.conditions.get(address.href, ()),
            )
            exchange = self.connections.fetch(address, request, most=most, deadline=deadline)
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
        self.connections.close()
