"""The index of a WARC as CDXJ: a line for each record that can be asked for, sorted by its address's key.

The keys are SURTs as public replay tools make them: ``http://www.a.example/B?z&y`` is ``example,a)/b?y&z``.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

from casefiles.lib.canonical import canonical

_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})")
_TYPE = re.compile(rb"\ncontent-type[ \t]*:([^\r\n]*)", re.I)
_WWW = re.compile(r"www\d*\.")
_PLAIN = "".join(map(chr, range(0x21, 0x7F))).replace("#", "").replace("%", "")
"""Characters that a key has as themselves."""
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Entry:
    """Where a record lies in the WARC, in bytes, and what it is an answer to."""

    url: str
    at: str
    """When, as the record's WARC-Date has it."""
    mime: str
    status: str
    """What the server said (HTTP), "" for a record of ours."""
    digest: str
    """Of the payload where the record has one, else of its block."""
    offset: int
    length: int

    def line(self, filename: str) -> bytes:
        fields = {"url": self.url, "mime": self.mime, "digest": self.digest, "filename": filename}
        fields |= {"offset": str(self.offset), "length": str(self.length)}
        if self.status:
            fields["status"] = self.status
        stamp = re.sub("[^0-9]", "", self.at)[:14]
        return f"{surt(self.url)} {stamp} ".encode() + canonical(fields) + b"\n"


def index(entries: Iterable[Entry], filename: str) -> bytes:
    """The whole index of the WARC called ``filename``."""
    return b"".join(sorted(entry.line(filename) for entry in entries))


def entries(index: bytes) -> Iterator[Entry]:
    """What an index says, in its order; times to the second. Raises ``ValueError``, ``KeyError`` for no index."""
    for line in index.splitlines():
        _, stamp, fields = line.decode().split(" ", 2)
        said = json.loads(fields)
        place = int(said["offset"]), int(said["length"])
        yield Entry(said["url"], stamp, said["mime"], said.get("status", ""), said["digest"], *place)


def surt(url: str) -> str:
    """The key that ``url`` is looked up by."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        return "".join(url.lower().split())
    host = parts.hostname or ""
    name = ",".join(reversed(host[match.end() if (match := _WWW.match(host)) else 0 :].split(".")))
    port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
    path = re.sub("//+", "/", _spelt(parts.path)).rstrip("/") or "/"
    query = "&".join(sorted(_spelt(parts.query).split("&")))
    return f"{name}{port}){path}" + (f"?{query}" if query else "")


def _spelt(part: str) -> str:
    """Lower case, and only that escaped which has to be."""
    raw, before = part.encode(), b""
    while raw != before:
        raw, before = unquote_to_bytes(raw), raw
    return quote(raw, safe=_PLAIN).lower()


def answered(start: bytes) -> tuple[str, str]:
    """Status and media type that an HTTP answer gives, by its first bytes: all of its head, and perhaps more."""
    end = _END.search(start)
    head = start[: end.end()] if end else start
    status, kind = _STATUS.match(head), _TYPE.search(head)
    return (status[1].decode() if status else ""), plain_type(kind[1].decode("latin-1") if kind else "")


def payload_start(start: bytes) -> int:
    """How many of the first bytes of an HTTP message are its head; -1 while that is not known."""
    end = _END.search(start)
    return end.end() if end else -1


def plain_type(content_type: str) -> str:
    """A media type without parameters, "unk" (as CDX has it) where there is none."""
    said = content_type.partition(";")[0].strip().lower()
    return re.sub("[\x00-\x20]", "", said) or "unk"
