"""HTTP/1.1 by our own hand, because what is wanted is the bytes: one request, one answer, both kept raw."""

import datetime
import re
import time
from collections.abc import Callable, Sequence

from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget, Spent
from casefiles.archive.fetching.coding import Dechunker, Garbled, Unpacker
from casefiles.archive.fetching.errors import HungUp, OutOfReach, OverLimit, Unreachable
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.fetching.wire import Wire

_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: [^\r\n]*)?\r?\n")
_END = re.compile(rb"\r?\n\r?\n")


def request_bytes(
    address: Address, *, user_agent: str, accept: str, referrer: str = "", conditions: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The request as it is sent and recorded. No cookies, ever; nothing that tells who asks.

    ``conditions`` are headers by which the server may say that nothing is new; the caller vouches for their form.
    """
    lines = [
        f"GET {address.target} HTTP/1.1",
        f"Host: {address.authority}",
        f"User-Agent: {user_agent}",
        f"Accept: {accept}",
        "Accept-Encoding: gzip, deflate",
        "Accept-Language: en;q=0.8, *;q=0.5",
    ]
    if referrer:
        lines.append(f"Referer: {referrer}")
    lines += [f"{name}: {value}" for name, value in conditions]
    lines.append("Connection: keep-alive")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def ask(
    wire: Wire,
    request: bytes,
    address: Address,
    *,
    most: int,
    seconds: float,
    tee: Callable[[bytes], None] | None = None,
) -> Exchange:
    """Send ``request`` and read the answer, its body up to ``most`` bytes and all within ``seconds``.

    ``tee`` is given the answer's bytes as they come, from the final status line on.

    An answer that is cut after its headers is given back with ``truncated`` set. Raises ``FetchError`` where
    there is nothing to keep.
    """
    wire.deadline = time.monotonic() + seconds
    wire.exchanges += 1
    began = datetime.datetime.now(datetime.UTC)
    exchange = Exchange(address, wire.ip, began, request, wire.tls, wire.resolved, tee=tee)
    try:
        wire.send(request)
        _read_head(wire, exchange)
    except Spent as spent:
        exchange.close()
        raise OverLimit(f"{address.host}: {spent.sentence}", spent.reason) from spent
    except BaseException:
        exchange.close()
        raise
    try:
        exchange.pass_on(exchange.head)
        _Body(wire, exchange, most).read()
    except Spent as spent:
        exchange.truncated, exchange.trouble = spent.reason, spent.sentence
    except Unreachable as error:
        exchange.truncated = "time" if isinstance(error, OutOfReach) else "disconnect"
        exchange.trouble = error.sentence
    except Garbled as error:
        exchange.truncated, exchange.trouble = exchange.truncated or "unspecified", str(error)
    except HungUp:
        exchange.truncated = "unspecified"
    except BaseException:
        exchange.close()
        raise
    return exchange


def keeps_open(exchange: Exchange) -> bool:
    """May another request follow on the same connection?"""
    if exchange.truncated or not exchange.head.startswith(b"HTTP/1.1"):
        return False
    if "close" in exchange.header("connection").lower():
        return False
    return exchange.chunked or exchange.header("content-length") != "" or _is_bodyless(exchange)


def _is_bodyless(exchange: Exchange) -> bool:
    return exchange.method == "HEAD" or exchange.status in {204, 304}


def _read_head(wire: Wire, exchange: Exchange) -> None:
    """The final answer's head. Interim answers (1xx) are read, counted and not kept."""
    for _ in range(wire.budget.limits.interim_answers + 1):
        head = _one_head(wire)
        match = _STATUS.match(head)
        if not match:
            raise Unreachable(f"{wire.address.host} answered, but not as a web server does.")
        status = int(match[1])
        if status == 101:
            raise Unreachable(f"{wire.address.host} switched to something that is not the web.")
        if status >= 200:
            exchange.got_head(head, status, _headers(head[match.end() :], wire.budget))
            return
    raise OverLimit(f"{wire.address.host} keeps saying “wait” and never answers.", "length")


def _one_head(wire: Wire) -> bytes:
    limit = wire.budget.limits.header_bytes
    head = b""
    while True:
        data = wire.receive()
        if not data:
            what = "in the middle of its answer" if head else "without an answer"
            raise Unreachable(f"{wire.address.host} hung up {what}.")
        searched = max(0, len(head) - 3)
        head += data
        if not b"HTTP/".startswith(head[:5]):
            raise Unreachable(f"{wire.address.host} answered, but not as a web server does.")
        end = _END.search(head, searched)
        if (end.end() if end else len(head)) > limit:
            raise OverLimit(f"{wire.address.host} sends more headers than any page needs.", "length")
        if end:
            wire.put_back(head[end.end() :])
            return head[: end.end()]


def _headers(block: bytes, budget: Budget) -> list[tuple[str, str]]:
    lines = re.sub(rb"\r?\n[ \t]+", b" ", block.rstrip(b"\r\n")).splitlines()
    if len(lines) > budget.limits.header_count:
        raise OverLimit("The site sends more headers than any page needs.", "length")
    found = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            found.append((_text(name).strip().lower(), _text(value).strip()))
    return found


def _text(value: bytes) -> str:
    """What a header says. NUL is replaced: no database row, and no document, may hold it."""
    value = value.replace(b"\x00", b"?")
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


class _Body:
    """Reads one body: raw bytes into the record, unpacked bytes beside them, both counted."""

    def __init__(self, wire: Wire, exchange: Exchange, most: int) -> None:
        self.wire, self.exchange, self.most = wire, exchange, most
        self.unpacker = Unpacker(exchange.header("content-encoding"))
        exchange.chunked = "chunked" in exchange.header("transfer-encoding").lower()
        exchange.packed = bool(self.unpacker.unknown)
        if exchange.packed and exchange.tee is None:
            exchange.trouble = f"It came packed as “{self.unpacker.unknown[:40]}”, which nobody asked for."

    def read(self) -> None:
        if _is_bodyless(self.exchange):
            return
        if self.exchange.chunked:
            self._chunked()
        elif lengths := {v for k, v in self.exchange.headers if k == "content-length"}:
            self._counted(lengths)
        else:
            while data := self.wire.receive():
                self._keep(data, data)

    def _counted(self, lengths: set[str]) -> None:
        text = next(iter(lengths))
        if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,18}", text):
            raise Garbled("The site’s answer is garbled: it gives its length wrongly.")
        left = int(text)
        while left:
            data = self.wire.receive(left)
            if not data:
                raise Unreachable(f"{self.wire.address.host} hung up before the end.")
            left -= len(data)
            self._keep(data, data)

    def _chunked(self) -> None:
        dechunker = Dechunker()
        while not dechunker.done:
            data = self.wire.receive()
            if not data:
                raise Unreachable(f"{self.wire.address.host} hung up before the end.")
            payload, rest = dechunker.feed(data)
            self._keep(data[: len(data) - len(rest)], payload)
            if dechunker.broken:
                raise Garbled(dechunker.broken)
            if rest:
                self.wire.put_back(rest)

    def _keep(self, raw: bytes, payload: bytes) -> None:
        exchange, room = self.exchange, self.most - self.exchange.raw_size
        exchange.got_raw(raw[:room])
        if len(raw) > room:
            raise Spent("length", f"It is larger than {self.most / 1_000_000:,.3g} MB.")
        for piece in self.unpacker.feed(payload):
            exchange.got_entity(piece)
            self.wire.budget.spend_decoded(len(piece), this_decoded=exchange.entity_size, this_raw=exchange.raw_size)
