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

from casefiles.archive.fetching.exchange import Exchange

MEDIA_TYPE = "application/warc"
_LEVEL = 6
Headers = Sequence[tuple[str, str]]


class WarcWriter:
    """Writes records to ``out``. Begins with a warcinfo record; ``about`` are its fields."""

    def __init__(self, out: IO[bytes], *, about: Headers) -> None:
        self._out = out
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
        if not exchange.chunked:
            headers.append(("WARC-Payload-Digest", f"sha256:{exchange.raw_sha.hexdigest()}"))
        if exchange.truncated:
            headers.append(("WARC-Truncated", exchange.truncated))
        size = len(exchange.head) + exchange.raw_size
        self._write("response", headers, f"sha256:{exchange.block_sha.hexdigest()}", size, exchange.blocks())
        self._write(
            "request",
            [
                ("WARC-Record-ID", _new_id()),
                *self._place(exchange),
                ("WARC-Concurrent-To", answer),
                ("Content-Type", "application/http;msgtype=request"),
                ("WARC-Payload-Digest", _digest(b"")),
            ],
            _digest(exchange.request),
            len(exchange.request),
            [exchange.request],
        )

    def add_metadata(self, uri: str, block: bytes, *, media_type: str) -> None:
        """What we know beside the bytes: redirects, encryption, what was left out and why."""
        headers = [
            ("WARC-Record-ID", _new_id()),
            ("WARC-Warcinfo-ID", self._warcinfo),
            ("WARC-Target-URI", uri),
            ("WARC-Date", _date(datetime.datetime.now(datetime.UTC))),
            ("Content-Type", media_type),
        ]
        self._write("metadata", headers, _digest(block), len(block), [block])

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

    def _write(self, kind: str, headers: Headers, digest: str, size: int, blocks: Iterable[bytes]) -> None:
        lines = [("WARC-Type", kind), *headers]
        if kind == "warcinfo":
            lines.append(("WARC-Date", _date(datetime.datetime.now(datetime.UTC))))
        lines += [("WARC-Block-Digest", digest), ("Content-Length", str(size))]
        head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n"
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
        self._out.write(packer.compress(head.encode()))
        for block in blocks:
            self._out.write(packer.compress(block))
        self._out.write(packer.compress(b"\r\n\r\n") + packer.flush())


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _digest(block: bytes) -> str:
    return f"sha256:{hashlib.sha256(block).hexdigest()}"


def _date(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
