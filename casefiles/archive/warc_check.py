"""Reading a WARC to check it: each record a gzip member, each with the digests and the length that it says."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO

from casefiles.archive import cdxj

_CHUNK = 1 << 16
_MOST_HEAD = 1 << 20
"""Bytes of a record's own headers, and of those of the answer in it, that are read."""
_FIELD = re.compile(r"([!-9;-~]+): (.*)")
_DUE = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Block-Digest", "Content-Length")
_TRAILER = b"\r\n\r\n"


class BadRecord(Exception):
    """A record is not what it says; the message names it and where it lies."""


@dataclass(frozen=True)
class Part:
    """Some bytes of a file, read in pieces."""

    source: IO[bytes]
    start: int
    size: int

    def __iter__(self) -> Iterator[bytes]:
        at, end = self.start, self.start + self.size
        while at < end:
            self.source.seek(at)
            block = self.source.read(min(_CHUNK, end - at))
            if not block:
                return
            at += len(block)
            yield block


@dataclass(frozen=True)
class Record:
    """A record that is what it says, and its entry in the index if it has one."""

    kind: str
    entry: cdxj.Entry | None
    url: str
    """What it is of; "" for the warcinfo."""
    block: str
    """The SHA-256 of its block, in hexadecimal."""


class _Members:
    """The gzip members of a file, unpacked in pieces; nothing between and behind them."""

    def __init__(self, part: Part) -> None:
        self._blocks = iter(part)
        self._packed = b""
        self.offset = self.at = 0

    def next(self) -> bool:
        """Go on to the next member. False: that was the last."""
        self.offset = self.at
        self._unpacker = zlib.decompressobj(31)
        return bool(self._packed) or self._more()

    def pieces(self) -> Iterator[bytes]:
        """What is in this member. Raises ``BadRecord``."""
        while not self._unpacker.eof:
            if not self._packed and not self._more():
                raise BadRecord(f"the record at byte {self.offset} is cut")
            before = len(self._packed)
            try:
                piece = self._unpacker.decompress(self._packed, _CHUNK)
            except zlib.error as error:
                raise BadRecord(f"the record at byte {self.offset} is no gzip member: {error}") from error
            self._packed = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
            self.at += before - len(self._packed)
            if piece:
                yield piece

    def _more(self) -> bool:
        self._packed = next(self._blocks, b"")
        return bool(self._packed)


def records(part: Part) -> Iterator[Record]:
    """Every record of the WARC that is ``part``, checked. Raises ``BadRecord`` at the first that is wrong."""
    members, ids, number = _Members(part), set[str](), 0
    while members.next():
        number += 1
        found = _Block(number, members)
        if found.headers["WARC-Record-ID"] in ids:
            raise found.wrong("has the id of another")
        if (found.kind == "warcinfo") is not (number == 1):
            raise found.wrong("is where another kind belongs: one warcinfo comes first")
        ids.add(found.headers["WARC-Record-ID"])
        entry = found.entry(members.at - members.offset)
        yield Record(found.kind, entry, found.headers.get("WARC-Target-URI", ""), found.block)


def content(part: Part, *, most: int) -> bytes:
    """What the one record that ``part`` is holds, checked. Raises ``BadRecord``, also above ``most`` bytes."""
    members = _Members(part)
    members.next()
    return _Block(1, members, keep=most).kept


class _Block:
    """One record, read to its end. Of what it holds, ``keep`` bytes are kept."""

    def __init__(self, number: int, members: _Members, *, keep: int = 0) -> None:
        self._where = f"record {number} (at byte {members.offset} of the WARC)"
        self._offset = members.offset
        pieces = members.pieces()
        head, rest = self._split(pieces)
        self.headers = self._fields(head)
        self.kind = self.headers["WARC-Type"]
        self._size = int(self.headers["Content-Length"])
        if keep and self._size > keep:
            raise self.wrong(f"holds {self._size} bytes, more than can be shown")
        self._pieces: list[bytes] | None = [] if keep else None
        self._digests(rest, pieces)

    @property
    def kept(self) -> bytes:
        return b"".join(self._pieces or [])

    def wrong(self, why: str) -> BadRecord:
        return BadRecord(f"{self._where} {why}")

    def entry(self, length: int) -> cdxj.Entry | None:
        """Its entry in the index."""
        if self.kind not in {"response", "resource"}:
            return None
        if self.kind == "response":
            status, mime = cdxj.answered(self._start)
        else:
            status, mime = "", cdxj.plain_type(self.headers.get("Content-Type", ""))
        digest = self.headers.get("WARC-Payload-Digest", self.headers["WARC-Block-Digest"])
        url, at = self.headers.get("WARC-Target-URI", ""), self.headers.get("WARC-Date", "")
        return cdxj.Entry(url, at, mime, status, digest, self._offset, length)

    def _split(self, pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
        """Its own headers, and what came with them."""
        read = b""
        for piece in pieces:
            read += piece
            head, found, rest = read.partition(_TRAILER)
            if found:
                return head, rest
            if len(read) > _MOST_HEAD:
                break
        raise self.wrong("has headers without an end")

    def _fields(self, head: bytes) -> dict[str, str]:
        version, *lines = head.decode("utf-8", "replace").split("\r\n")
        matches = [_FIELD.fullmatch(line) for line in lines]
        if version != "WARC/1.1" or None in matches:
            raise self.wrong("does not begin as a record of WARC 1.1 does")
        found = {match[1]: match[2] for match in matches if match}
        if lacking := [name for name in _DUE if name not in found]:
            raise self.wrong(f"has no {lacking[0]}")
        if not re.fullmatch("[0-9]{1,15}", found["Content-Length"]):
            raise self.wrong("has a Content-Length that is no number")
        return found

    def _digests(self, rest: bytes, pieces: Iterator[bytes]) -> None:
        block, payload, left, tail = hashlib.sha256(), hashlib.sha256(), self._size, b""
        self._start, begun = b"", False
        is_http = self.headers.get("Content-Type", "").startswith("application/http")
        for piece in chain([rest], pieces):
            own, over = piece[:left], piece[left:]
            left -= len(own)
            tail += over[: len(_TRAILER) + 1]
            block.update(own)
            if self._pieces is not None:
                self._pieces.append(own)
            if begun:
                payload.update(own)
            elif len(self._start) <= _MOST_HEAD:
                self._start += own
                at = cdxj.payload_start(self._start) if is_http else 0
                if at >= 0:
                    payload.update(self._start[at:])
                    begun = True
        if left or tail != _TRAILER:
            raise self.wrong(f"is not {self._size} bytes long, as it says")
        self.block = block.hexdigest()
        self._same("WARC-Block-Digest", self.block)
        if "WARC-Payload-Digest" in self.headers:
            self._same("WARC-Payload-Digest", payload.hexdigest())

    def _same(self, name: str, found: str) -> None:
        if self.headers[name] != f"sha256:{found}":
            raise self.wrong(f"has the {name} sha256:{found}, and says {self.headers[name]}")
