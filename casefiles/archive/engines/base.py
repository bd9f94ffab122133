"""What every engine gets and gives."""

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from casefiles.archive.cdxj import Entry
from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.fetching.guard import Guard


@dataclass(frozen=True)
class Rules:
    """Where an engine may go and how it introduces itself."""

    guard: Guard
    ports: Collection[int]
    user_agent: str


@dataclass
class Copy:
    """What an engine brought home, and how it went. ``outcome`` is "" until it is known."""

    outcome: str
    sentence: str
    again: bool = False
    """May a later try go better?"""
    wait: float | None = None
    """Seconds that the site asked us to wait (Retry-After)."""
    slow_down: bool = False
    """The site said 429: we come too often."""
    final_url: str = ""
    status: int | None = None
    content_type: str = ""
    title: str = ""
    text: str | None = None
    document: IO[bytes] | None = None
    """A page that is no HTML, as itself."""
    warc: IO[bytes] | None = None
    """Positioned anywhere; whoever stores it rewinds it."""
    entries: Sequence[Entry] = ()
    """Where the records of ``warc`` lie."""
    bytes_on_wire: int = 0
    report: dict[str, Any] = field(default_factory=dict)

    def close(self) -> None:
        for stream in (self.warc, self.document):
            if stream is not None:
                stream.close()


class Engine(Protocol):
    """One way of making a copy."""

    name: str

    def capture(self, address: Address, *, rules: Rules, budget: Budget) -> Copy:
        """A copy of ``address``. Every failure is an outcome; only ``Abandoned`` is raised."""
        ...


def scratch() -> IO[bytes]:
    """A temporary file without a name: nothing is left of it when the process dies."""
    return tempfile.TemporaryFile()
