"""What a page turned out to need: each address once, in the order it was found, and what could not be had."""

import contextlib
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import ada_url

from casefiles.archive.engines import markup, reading
from casefiles.archive.engines.requisites import Need
from casefiles.archive.fetching.address import Address, parse
from casefiles.archive.fetching.errors import FetchError

MOST_ASKED = 5_000
"""Addresses that are remembered and counted, those in frames and stylesheets included."""


@dataclass
class Wanted:
    """A file that is to be fetched. ``depth`` counts the frames or imports it is in."""

    address: Address
    kind: str
    depth: int


@dataclass
class Needed:
    """Filled while documents are read, emptied while files are fetched."""

    ports: Collection[int]
    queue: deque[Wanted] = field(default_factory=deque)
    asked: set[str] = field(default_factory=set)
    missing: list[dict[str, str]] = field(default_factory=list)

    def by_page(self, page: markup.Page, address: Address, *, depth: int) -> None:
        """What an HTML document at ``address`` needs."""
        base = address.href
        with contextlib.suppress(ValueError):
            base = ada_url.URL(page.base, base).href
        self.add(page.needs, base, depth=depth)

    def add(self, needs: Iterable[Need], base: str, *, depth: int) -> None:
        for need in needs:
            if len(self.asked) >= MOST_ASKED:
                return
            try:
                address = parse(need.url, ports=self.ports, base=base)
            except FetchError as error:
                if need.url not in self.asked:
                    self.asked.add(need.url)
                    self.miss(need.url, error.sentence)
                continue
            if address.href not in self.asked:
                self.asked.add(address.href)
                self.queue.append(Wanted(address, need.kind, depth))

    def miss(self, url: str, why: str) -> None:
        self.missing.append({"url": reading.clean(url)[:2000], "why": why})
