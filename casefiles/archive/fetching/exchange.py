"""One request and its answer, byte for byte."""

import datetime
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.tls import Tls

_IN_MEMORY = 1 << 20
"""Bytes of a body that are kept in memory before it goes to a temporary file."""


def spool() -> IO[bytes]:
    """A place for bytes that may turn out to be many."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)


@dataclass
class Exchange:
    """What was sent to ``address`` and what came back. ``raw`` is the body as framed on the wire."""

    address: Address
    ip: str
    began: datetime.datetime
    request: bytes
    tls: Tls | None = None
    resolved: tuple[str, ...] = ()
    """Every address that the name led to; ``ip`` is the one that was dialled."""
    head: bytes = b""
    """Status line and headers with the empty line behind them."""
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    raw: IO[bytes] = field(default_factory=spool)
    raw_size: int = 0
    raw_sha: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    block_sha: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    entity: IO[bytes] = field(default_factory=spool)
    """The body with all framing and compression taken off."""
    entity_size: int = 0
    chunked: bool = False
    packed: bool = False
    """``entity`` is still compressed, in a way that nobody asked for."""
    truncated: str = ""
    """WARC's word for why it is not whole: ``length``, ``time``, ``disconnect``; "" if it is."""
    trouble: str = ""
    """What went wrong after the headers had come, as a sentence."""
    tee: Callable[[bytes], None] | None = None
    """Is given the answer as it comes, byte for byte. ``entity`` is then left empty. Raises ``HungUp``."""

    def header(self, name: str) -> str:
        """The first header called ``name`` (lower case), or ""."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def method(self) -> str:
        return self.request.partition(b" ")[0].decode("ascii")

    @property
    def media_type(self) -> str:
        """The type the server gave, without parameters, lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def location(self) -> str:
        """Where a redirect leads, as the header has it; "" if this is none."""
        return self.header("location") if self.status in {301, 302, 303, 307, 308} else ""

    def got_head(self, head: bytes, status: int, headers: list[tuple[str, str]]) -> None:
        self.head, self.status, self.headers = head, status, headers
        self.block_sha.update(head)

    def got_raw(self, data: bytes) -> None:
        self.raw.write(data)
        self.raw_size += len(data)
        self.raw_sha.update(data)
        self.block_sha.update(data)
        self.pass_on(data)

    def got_entity(self, data: bytes) -> None:
        """Some of the body, unpacked. It is counted, and kept where nobody else listens."""
        self.entity_size += len(data)
        if self.tee is None:
            self.entity.write(data)

    def pass_on(self, data: bytes) -> None:
        if self.tee is not None:
            self.tee(data)

    def blocks(self) -> Iterator[bytes]:
        """The answer from its first byte to its last."""
        yield self.head
        self.raw.seek(0)
        while data := self.raw.read(_IN_MEMORY):
            yield data

    def entity_bytes(self, most: int) -> bytes:
        """The first ``most`` bytes of the unpacked body."""
        self.entity.seek(0)
        return self.entity.read(most)

    def close(self) -> None:
        try:
            self.raw.close()
        finally:  # on a full disk closing fails too
            self.entity.close()
