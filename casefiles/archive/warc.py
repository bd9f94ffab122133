"""Writing WARC 1.1 (ISO 28500:2017): what was sent and what came back, byte for byte, one gzip member a record.

Framing is kept as it came. On chunked answers the payload digest is left out: public checkers compute it over
other bytes than the standard says, and the block digest covers everything anyway.
"""

import datetime
import hashlib
import uuid
import zlib
from collections.abc import Iterable, Sequence
from typing import IO

from casefiles.archive import cdxj
from casefiles.archive.fetching.exchange import Exchange

SOFTWARE = "casefiles-archiver/0.1"
_LEVEL = 6
Headers = Sequence[tuple[str, str]]


class WarcWriter:
    """Writes records to ``out``, which is empty. Begins with a warcinfo record; ``about`` are its fields.

    ``entries`` says where those records lie that can be asked for: answers, and what we made of them.
    """

    def __init__(self, out: IO[bytes], *, about: Headers) -> None:
        self._out = out
        self._at = 0
        self.entries: list[cdxj.Entry] = []
        block = "".join(f"{name}: {value}\r\n" for name, value in about).encode()
        self._warcinfo = _new_id()
        self._write(
            "warcinfo",
            [("WARC-Record-ID", self._warcinfo), ("Content-Type", "application/warc-fields")],
            _digest(block),
            len(block),
            [block],
        )

    def add(self, exchange: Exchange) -> None:
        """The answer and the request of one exchange."""
        answer = _new_id()
        headers = [("WARC-Record-ID", answer), *self._place(exchange)]
        headers.append(("Content-Type", "application/http;msgtype=response"))
        block_digest = digest = f"sha256:{exchange.block_sha.hexdigest()}"
        if not exchange.chunked:
            digest = f"sha256:{exchange.raw_sha.hexdigest()}"
            headers.append(("WARC-Payload-Digest", digest))
        if exchange.truncated:
            headers.append(("WARC-Truncated", exchange.truncated))
        size = len(exchange.head) + exchange.raw_size
        place = self._write("response", headers, block_digest, size, exchange.blocks())
        status, mime = cdxj.answered(exchange.head)
        url, at = exchange.address.href, _date(exchange.began)
        self.entries.append(cdxj.Entry(url, at, mime, status, digest, *place))
        self._write(
            "request",
            [
                ("WARC-Record-ID", _new_id()),
                *self._place(exchange),
                ("WARC-Concurrent-To", answer),
                ("Content-Type", "application/http;msgtype=request"),
                ("WARC-Payload-Digest", _digest(exchange.request.partition(b"\r\n\r\n")[2])),
            ],
            _digest(exchange.request),
            len(exchange.request),
            [exchange.request],
        )

    def add_metadata(self, uri: str, block: bytes, *, media_type: str) -> None:
        """What we know beside the bytes: redirects, encryption, what was left out and why."""
        self._add_ours("metadata", uri, block, media_type)

    def add_resource(self, uri: str, block: bytes, *, media_type: str) -> None:
        """Something that no server sent in this form: made by us from what they sent."""
        at, place = self._add_ours("resource", uri, block, media_type)
        entry = cdxj.Entry(uri, at, cdxj.plain_type(media_type), "", _digest(block), *place)
        self.entries.append(entry)

    def _add_ours(self, kind: str, uri: str, block: bytes, media_type: str) -> tuple[str, tuple[int, int]]:
        at = _date(datetime.datetime.now(datetime.UTC))
        headers = [
            ("WARC-Record-ID", _new_id()),
            ("WARC-Warcinfo-ID", self._warcinfo),
            ("WARC-Target-URI", uri),
            ("WARC-Date", at),
            ("Content-Type", media_type),
        ]
        return at, self._write(kind, headers, _digest(block), len(block), [block])

    def _place(self, exchange: Exchange) -> list[tuple[str, str]]:
        found = [
            ("WARC-Warcinfo-ID", self._warcinfo),
            ("WARC-Target-URI", exchange.address.href),
            ("WARC-Date", _date(exchange.began)),
            ("WARC-IP-Address", exchange.ip),
            ("WARC-Protocol", "http/1.1"),
        ]
        if exchange.tls:
            found.append(("WARC-Protocol", exchange.tls.version.lower().replace("tlsv", "tls/")))
            found.append(("WARC-Cipher-Suite", exchange.tls.cipher))
        return found

    def _write(self, kind: str, headers: Headers, digest: str, size: int, blocks: Iterable[bytes]) -> tuple[int, int]:
        """Where it lies: offset and length."""
        lines = [("WARC-Type", kind), *headers]
        if kind == "warcinfo":
            lines.append(("WARC-Date", _date(datetime.datetime.now(datetime.UTC))))
        lines += [("WARC-Block-Digest", digest), ("Content-Length", str(size))]
        head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n"
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
        offset = self._at
        self._put(packer.compress(head.encode()))
        for block in blocks:
            self._put(packer.compress(block))
        self._put(packer.compress(b"\r\n\r\n") + packer.flush())
        return offset, self._at - offset

    def _put(self, packed: bytes) -> None:
        self._at += self._out.write(packed)


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _digest(block: bytes) -> str:
    return f"sha256:{hashlib.sha256(block).hexdigest()}"


def _date(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
