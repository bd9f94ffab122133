"""Taking chunked framing and compression off a body, as it streams and without trusting it."""

import zlib
from collections.abc import Iterator

_PIECE = 65_536
_LONGEST_LINE = 8_192
"""Bytes of a chunk's size line, extensions included."""


class Garbled(Exception):
    """The framing or the compression is broken. The message says which, for people."""


class Dechunker:
    """Takes chunked framing off. Feed it raw bytes; it gives the payload and knows when the body is over."""

    def __init__(self) -> None:
        self.done = False
        self.broken = ""
        """What is wrong with the framing, for people. Nothing is read behind that."""
        self._line = b""
        self._left = 0
        self._what = "size"

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """The payload in ``data``, and what lies behind the end of the body."""
        payload: list[bytes] = []
        at = 0
        while at < len(data) and not (self.done or self.broken):
            if self._left:
                piece = data[at : at + self._left]
                payload.append(piece)
                self._left -= len(piece)
                at += len(piece)
            else:
                at = self._take_line(data, at)
        return b"".join(payload), data[at:] if self.done else b""

    def _take_line(self, data: bytes, at: int) -> int:
        """Read on in a line of the framing; where in ``data`` it ends."""
        end = data.find(b"\n", at) + 1
        self._line += data[at : end or len(data)]
        if len(self._line) > _LONGEST_LINE:
            self.broken = "The site’s answer is garbled: a chunk has no proper length."
        elif end:
            line, self._line = self._line.rstrip(b"\r\n"), b""
            self._read_line(line)
        return end or len(data)

    def _read_line(self, line: bytes) -> None:
        if self._what == "after":  # the line end behind a chunk's bytes
            if line:
                self.broken = "The site’s answer is garbled: a chunk is longer than it says."
            self._what = "size"
        elif self._what == "trailer":
            self.done = not line
        else:
            size = line.partition(b";")[0].strip()
            if not size or len(size) > 15 or set(size) - set(b"0123456789abcdefABCDEF"):
                self.broken = "The site’s answer is garbled: a chunk has no proper length."
                return
            self._left = int(size, 16)
            self._what = "after" if self._left else "trailer"


class Unpacker:
    """Takes gzip or deflate off, in pieces of bounded size. Other codings are passed on untouched and named."""

    def __init__(self, content_encoding: str) -> None:
        codings = [coding.strip().lower() for coding in content_encoding.split(",")]
        self._codings = [coding for coding in codings if coding not in {"", "identity"}]
        self.unknown = ""
        if self._codings and (len(self._codings) > 1 or self._codings[0] not in {"gzip", "x-gzip", "deflate"}):
            self.unknown = ", ".join(self._codings)
        self._packed = bool(self._codings) and not self.unknown
        self._stream = zlib.decompressobj(47)  # gzip or zlib, told apart by the first bytes
        self._began = False
        self._start = b""
        self._over = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """``data`` unpacked, piece by piece, so that whoever counts can stop a bomb. Raises ``Garbled``."""
        if not self._packed:
            yield data
            return
        if self._over:
            return
        if not self._began:  # two bytes tell what it is
            self._start = data = self._start + data
            if len(data) < 2:
                return
        full = False
        while data or full:
            try:
                piece = self._stream.decompress(data, _PIECE)
            except zlib.error as error:
                if self._began or self._codings != ["deflate"]:
                    raise Garbled("The site’s answer is damaged: it cannot be unpacked.") from error
                self._stream, self._began = zlib.decompressobj(-15), True  # deflate without its wrapper
                continue
            self._began = True
            full = len(piece) == _PIECE
            yield piece
            data = self._stream.unconsumed_tail
            if self._stream.eof:
                data, full = self._stream.unused_data, False
                if len(data) < 2:
                    return  # the stream keeps it until there is more
                if not data.startswith(b"\x1f\x8b"):
                    self._over = True  # padding behind the last member, as some servers send
                    return
                self._stream = zlib.decompressobj(47)  # gzip may have several members
