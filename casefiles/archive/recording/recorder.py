"""What passed through the proxy: kept in a WARC as each answer ends, and counted."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.warc import WarcWriter

MOST_REPORTED = 100
"""Addresses of each kind that the report names; it counts all."""
_FILES = frozenset({"GET", "HEAD"})


@dataclass
class Noted:
    """Addresses and why; each address once."""

    count: int = 0
    first: list[dict[str, str]] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)
    """Hashes: a page may ask for very many and very long addresses."""

    def add(self, url: str, why: str) -> None:
        if hash(url) in self._known:
            return
        self._known.add(hash(url))
        self.count += 1
        if len(self.first) < MOST_REPORTED:
            self.first.append({"url": url[:2000], "why": why})


class Recorder:
    """Takes exchanges from many threads, until it is closed. ``saw`` is told of each, under the lock."""

    def __init__(self, writer: WarcWriter, *, saw: Callable[[Exchange], None]) -> None:
        self._writer = writer
        self._saw = saw
        self._writing = threading.Lock()
        self._closed = False
        self.broken: OSError | None = None
        """Why an exchange could not be written; the WARC is worth nothing then."""
        self.count = 0
        """Answers that were recorded."""
        self._files: set[int] = set()
        self.missing = Noted()
        """Files that the page asked for and did not get whole."""
        self.refused = Noted()
        """What was not passed on, by rule."""
        self._answers: dict[str, Exchange] = {}

    def add(self, exchange: Exchange, *, ending: bool) -> None:
        """Keep ``exchange``, and close it. ``ending``: it was cut because the capture is over."""
        try:
            with self._writing:
                if not self._closed:
                    self._keep(exchange, ending=ending)
        finally:
            exchange.close()

    def miss(self, url: str, method: str, why: str) -> None:
        """There was no answer."""
        with self._writing:
            if method in _FILES:
                self._ask_for(url, method)
                self.missing.add(url, why)

    def refuse(self, url: str, why: str) -> None:
        with self._writing:
            self.refused.add(url, why)

    @property
    def files(self) -> int:
        """Addresses of files that were asked for, whether they came or not."""
        return len(self._files)

    def answer(self, url: str) -> Exchange | None:
        """The last answer that came from ``url``, its body aside."""
        with self._writing:
            return self._answers.get(url)

    def close(self) -> None:
        """Take nothing more."""
        with self._writing:
            self._closed = True

    def _keep(self, exchange: Exchange, *, ending: bool) -> None:
        self._write(exchange)
        self._saw(exchange)
        self.count += 1
        self._ask_for(exchange.address.href, exchange.method)
        self._answers[exchange.address.href] = exchange
        self._judge(exchange, ending=ending)

    def _ask_for(self, url: str, method: str) -> None:
        if method in _FILES:
            self._files.add(hash(url))

    def _write(self, exchange: Exchange) -> None:
        try:
            self._writer.add(exchange)
        except OSError as error:
            self._closed, self.broken = True, error
            raise

    def _judge(self, exchange: Exchange, *, ending: bool) -> None:
        if exchange.method not in _FILES:
            return
        if exchange.status >= 400:
            self.missing.add(exchange.address.href, f"The server answered with status {exchange.status}.")
        elif exchange.trouble and not ending:
            self.missing.add(exchange.address.href, exchange.trouble)
