"""What every engine gets and gives."""

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from casefiles.archive.cdxj import Entry
from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.states import FileRole


@dataclass(frozen=True)
class Rules:
    """Where an engine may go and how it introduces itself."""

    guard: Guard
    ports: Collection[int]
    user_agent: str


@dataclass(frozen=True)
class View:
    """The page as it was seen, made by us from what servers sent."""

    role: FileRole
    media_type: str
    data: bytes

    @property
    def urn(self) -> str:
        """What its record's name begins with; the page's address follows. Other archivers know the first."""
        return _URNS[self.role]


_URNS = {FileRole.SCREENSHOT: "urn:fullPage:", FileRole.DOM: "urn:dom:", FileRole.PDF: "urn:pdf:"}


@dataclass
class Copy:
    """What an engine brought home, and how it went. ``outcome`` is "" until it is known."""

    outcome: str
    sentence: str
    engine: str = ""
    """Which one made it, where that is another than the one that was asked."""
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
    views: list[View] = field(default_factory=list)
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
