"""Reading a stored copy in order to show it: what each address gave, found in the WACZ alone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from casefiles.archive import cdxj, stored_zip, wacz
from casefiles.archive.fetching.address import BadAddress, parse
from casefiles.archive.fetching.coding import Dechunker, Garbled, Unpacker
from casefiles.archive.stored_zip import Broken, Member
from casefiles.archive.warc_check import BadRecord, Part, content
from casefiles.archive.window import window

LARGEST = 30_000_000
"""Bytes of the largest answer that is shown, as it was sent and unpacked. Everything is in the file itself."""
_PORTS = range(1, 65_536)
_REDIRECTS = range(300, 400)
_MOST_REDIRECTS = 100
_LINE = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*([^\r\n]*)")


class Unreadable(Exception):
    """The copy cannot be read, or not so much of it; the message says why, for the log."""


@dataclass(frozen=True)
class Answer:
    """What one address gave, with its framing and its compression taken off."""

    url: str
    content_type: str
    body: bytes

    @property
    def media_type(self) -> str:
        return cdxj.plain_type(self.content_type)


@dataclass(frozen=True)
class Contents:
    """What a copy holds. It stays true as long as the file has its digest."""

    entries: tuple[cdxj.Entry, ...]
    warc: Member
    places: Mapping[str, int]
    """For each address that gave something to show, the number of its entry; redirects are followed."""


class Playback:
    """The copy whose WACZ is ``digest``, of ``size`` bytes. Each record that is shown is checked by its own digest.

    Raises ``Unreadable``, ``store.Damaged``.
    """

    def __init__(self, digest: str, size: int) -> None:
        self._source = window(digest, size)
        self.contents = _contents(digest, size)

    def answer(self, number: int) -> Answer:
        """What entry ``number`` holds. Raises ``Unreadable``, ``store.Damaged``."""
        if not 0 <= number < len(self.contents.entries):
            raise Unreadable(f"There is no record {number}.")
        return _answer(self._source, self.contents.warc, self.contents.entries[number])


@lru_cache(maxsize=64)
def _contents(digest: str, size: int) -> Contents:
    source = window(digest, size)
    try:
        members = {member.name: member for member in stored_zip.members_of(source)}
        index = members[wacz.INDEX]
        entries = tuple(cdxj.entries(b"".join(Part(source, index.start, index.size))))
        warc = members[wacz.WARC]
    except (Broken, KeyError, ValueError) as error:
        raise Unreadable(f"It is no copy of the form that is made here: {error}") from error
    return Contents(entries, warc, _places(source, warc, entries))


def _places(source: IO[bytes], warc: Member, entries: Sequence[cdxj.Entry]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    leads: dict[str, str] = {}
    for number, entry in enumerate(entries):
        status = int(entry.status or 0)
        if 200 <= status < 300 and status != 204:
            found.setdefault(entry.url, number)
        elif status in _REDIRECTS and len(leads) < _MOST_REDIRECTS and (to := _led_to(source, warc, entry)):
            leads.setdefault(entry.url, to)
    for url in leads:
        if (end := _followed(url, leads, found)) is not None:
            found.setdefault(url, end)
    return found


def _led_to(source: IO[bytes], warc: Member, entry: cdxj.Entry) -> str:
    try:
        place = _fields(_message(source, warc, entry)[0]).get("location", "")
        return parse(place, ports=_PORTS, base=entry.url).href
    except (Unreadable, BadAddress):
        return ""


def _answer(source: IO[bytes], warc: Member, entry: cdxj.Entry) -> Answer:
    head, body = _message(source, warc, entry)
    fields = _fields(head)
    return Answer(entry.url, fields.get("content-type", ""), b"".join(_unpacked(body, fields)))


def _message(source: IO[bytes], warc: Member, entry: cdxj.Entry) -> tuple[bytes, bytes]:
    """Head and body of an answer, as they came."""
    if not entry.status or entry.offset < 0 or entry.offset + entry.length > warc.size:
        raise Unreadable(f"{entry.url} is no answer of this copy.")
    try:
        block = content(Part(source, warc.start + entry.offset, entry.length), most=LARGEST)
    except BadRecord as error:
        raise Unreadable(str(error)) from error
    at = cdxj.payload_start(block)
    return block[:at], block[at:]


def _followed(url: str, leads: dict[str, str], found: dict[str, int]) -> int | None:
    seen = set[str]()
    while url not in found:
        if url in seen or url not in leads:
            return None
        seen.add(url)
        url = leads[url]
    return found[url]


def _fields(head: bytes) -> dict[str, str]:
    """The headers of an answer, the first of each name."""
    found: dict[str, str] = {}
    for line in head.split(b"\n")[1:]:
        if match := _LINE.match(line):
            found.setdefault(match[1].decode("latin-1").lower(), match[2].decode("latin-1").strip())
    return found


def _unpacked(body: bytes, fields: dict[str, str]) -> Iterable[bytes]:
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = Dechunker().feed(body)[0]
    unpacker = Unpacker(fields.get("content-encoding", ""))
    if unpacker.unknown:
        raise Unreadable(f"It came packed as “{unpacker.unknown[:40]}”.")
    size = 0
    try:
        for piece in unpacker.feed(body):
            size += len(piece)
            if size > LARGEST:
                raise Unreadable("Unpacked, it is too large to be shown.")
            yield piece
    except Garbled as error:
        raise Unreadable(str(error)) from error
