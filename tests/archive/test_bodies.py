"""Bodies that lie about their length, never end, come drop by drop or unpack to a flood: cut, said, recorded so far."""

import gzip
import time
import zlib

import pytest

from tests.archive.conftest import Visit
from tests.archive.memory import growth
from tests.archive.origin import PNG, Origin, Script, answer, endless, hang_up, silent
from tests.archive.sentences import is_understandable
from tests.archive.warcs import responses

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = HTML + b"Content-Encoding: gzip\r\n"
START = b"<title>T</title><p>start"
FIRST = b"18\r\n" + START + b"\r\n"
assert len(START) == 0x18

HUNG_UP = ("disconnect", "127.0.0.1 hung up before the end.")
WRONG_LENGTH = ("unspecified", "The site’s answer is garbled: it gives its length wrongly.")
WRONG_CHUNK = ("unspecified", "The site’s answer is garbled: a chunk has no proper length.")
TOO_LARGE = ("length", "The copy reached the limit of 200,000 bytes.")
TIME_UP = ("time", "The time for it was up.")


def sized(length: str) -> bytes:
    return HTML + b"Content-Length: " + length.encode() + b"\r\n\r\n" + START


CUT: dict[str, tuple[bytes | Script, str, str]] = {
    "shorter than it says": (hang_up(sized("1000")), *HUNG_UP),
    "10 GB, and hangs up": (hang_up(sized("10000000000")), *HUNG_UP),
    "10 GB, and pours": (endless(b"a" * 10_000, head=sized("10000000000")), *TOO_LARGE),
    "an exabyte, almost": (endless(b"a" * 10_000, head=sized("9" * 18)), *TOO_LARGE),
    "no length and no end": (endless(b"a" * 10_000, head=HTML + b"\r\n" + START), *TOO_LARGE),
    "chunked, and hangs up": (hang_up(CHUNKED + FIRST), *HUNG_UP),
    "chunks for ever": (endless(FIRST * 100, head=CHUNKED + FIRST), *TOO_LARGE),
    "a chunk of all but ffffffffffffffff": (hang_up(CHUNKED + FIRST + b"fffffffffffffff\r\nx"), *HUNG_UP),
    "a chunk of ffffffffffffffff": (hang_up(CHUNKED + FIRST + b"ffffffffffffffff\r\nx"), *WRONG_CHUNK),
    "a chunk of -1": (hang_up(CHUNKED + FIRST + b"-1\r\nx"), *WRONG_CHUNK),
    "a chunk of 0x10": (hang_up(CHUNKED + FIRST + b"0x10\r\nx"), *WRONG_CHUNK),
    "a chunk without length": (hang_up(CHUNKED + FIRST + b"\r\nx"), *WRONG_CHUNK),
    "a length line without end": (endless(b"1" * 1000, head=CHUNKED + FIRST), *WRONG_CHUNK),
    "an extension without end": (endless(b"x" * 1000, head=CHUNKED + FIRST + b"1;"), *WRONG_CHUNK),
    "a chunk longer than it says": (
        hang_up(CHUNKED + FIRST + b"1\r\nxxx\r\n0\r\n\r\n"),
        "unspecified",
        "The site’s answer is garbled: a chunk is longer than it says.",
    ),
    "trailers for ever": (endless(b"X: y\r\n" * 100, head=CHUNKED + FIRST + b"0\r\n"), *TOO_LARGE),
    "drop by drop": (endless(b"a", head=sized("1000"), pause=0.05), *TIME_UP),
    "chunk by chunk, slowly": (endless(b"1\r\na\r\n", head=CHUNKED + FIRST, pause=0.05), *TIME_UP),
    "silence in the middle": (silent(sized("1000")), "time", "127.0.0.1 said nothing for 0.3 seconds."),
    "gzip that breaks off": (hang_up(GZIP + b"Content-Length: 9999\r\n\r\n" + gzip.compress(START)), *HUNG_UP),
}


@pytest.mark.parametrize(("said", "reason", "sentence"), CUT.values(), ids=CUT)
def test_a_body_that_is_cut_is_partial_and_says_so(
    origin: Origin, visit: Visit, said: bytes | Script, reason: str, sentence: str
) -> None:
    origin.routes = {"/": said, "/next": answer(b"<p>fine")}
    began = time.monotonic()
    copy = visit(silence_seconds=0.3, page_seconds=0.5, wire_bytes=200_000)
    assert time.monotonic() - began < 3
    assert (copy.outcome, copy.again, copy.status) == ("partial", False, 200)
    assert copy.sentence.lower() == f"The page itself is not whole: {sentence}".lower()
    assert is_understandable(copy.sentence)
    (record,) = responses(copy)
    assert record.headers["WARC-Truncated"] == reason
    assert record.body.startswith((START, FIRST, b"\x1f\x8b"))
    assert (copy.title, (copy.text or "")[:5]) == ("T", "start")
    assert visit("/next").outcome == "succeeded"


NO_LENGTH = ["-1", "+5", "5, 5", "1e3", "0x10", "", "٣", "9" * 19]


@pytest.mark.parametrize("length", NO_LENGTH)
def test_a_length_that_is_none_is_said(origin: Origin, visit: Visit, length: str) -> None:
    origin.routes = {"/": hang_up(sized(length))}
    copy = visit()
    assert copy.outcome == "partial"
    assert copy.sentence.endswith("it gives its length wrongly.")
    assert responses(copy)[0].headers["WARC-Truncated"] == "unspecified"


def test_two_lengths_are_none(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": hang_up(HTML + b"Content-Length: 24\r\nContent-Length: 25\r\n\r\n" + START),
        "/same": hang_up(HTML + b"Content-Length: 24\r\nContent-Length: 24\r\n\r\n" + START),
    }
    assert visit().sentence.endswith("it gives its length wrongly.")
    assert visit("/same").outcome == "succeeded"


def test_chunks_win_over_a_length(origin: Origin, visit: Visit) -> None:
    """As RFC 9112, 6.3 has it; the other reading is how answers are smuggled."""
    body = FIRST + b"0\r\n\r\n"
    origin.routes = {"/": hang_up(HTML + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + body)}
    copy = visit()
    assert (copy.outcome, copy.text) == ("succeeded", "start")
    assert responses(copy)[0].body == body


def test_what_follows_the_body_is_not_taken_for_the_next_answer(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": hang_up(answer(b"<p>page<img src=/x.png>", chunks=5) + answer(b"smuggled")),
        "/x.png": answer(PNG, kind="image/png"),
    }
    copy = visit()
    assert copy.outcome == "succeeded"
    assert [record.body for record in responses(copy)][1] == PNG
    assert origin.connections == 2


MEMBERS = gzip.compress(START) + gzip.compress(b"<p>more")
PACKED = {
    "gzip of two members": ("gzip", MEMBERS, "start\nmore"),
    "gzip and padding": ("gzip", gzip.compress(START) + bytes(100), "start"),
    "x-gzip": ("x-gzip", gzip.compress(START), "start"),
    "deflate": ("deflate", zlib.compress(START), "start"),
    "deflate without its wrapper": ("deflate", zlib.compress(START)[2:-4], "start"),
    "identity": ("identity", START, "start"),
    "an empty body that says gzip": ("gzip", b"", ""),
}


@pytest.mark.parametrize(("coding", "body", "text"), PACKED.values(), ids=PACKED)
def test_packing_is_taken_off_for_reading_and_kept_in_the_record(
    origin: Origin, visit: Visit, coding: str, body: bytes, text: str
) -> None:
    origin.routes = {"/": answer(body, headers=(f"Content-Encoding: {coding}",))}
    copy = visit()
    assert (copy.outcome, copy.text) == ("succeeded", text)
    assert responses(copy)[0].body == body


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "gzip, br", "zstd", "aes128gcm"])
@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_a_coding_that_nobody_asked_for_is_kept_and_not_read(
    origin: Origin, visit: Visit, coding: str, kind: str
) -> None:
    """Bytes that are still packed are no text: a quotation must not be looked for in them."""
    body = gzip.compress(gzip.compress(START))
    origin.routes = {"/": answer(body, kind=kind, headers=(f"Content-Encoding: {coding}",))}
    copy = visit()
    assert (copy.outcome, copy.text, copy.title) == ("partial", None, "")
    assert f"It came packed as “{coding}”, which nobody asked for.".lower() in copy.sentence.lower()
    assert responses(copy)[0].body == body


@pytest.mark.parametrize("body", [b"not gzip at all", gzip.compress(START)[:10] + b"\xff" * 50], ids=["never", "later"])
def test_damaged_packing_is_said(origin: Origin, visit: Visit, body: bytes) -> None:
    origin.routes = {"/": answer(body, headers=("Content-Encoding: gzip",))}
    copy = visit()
    assert copy.outcome == "partial"
    assert copy.sentence.endswith("the site’s answer is damaged: it cannot be unpacked.")
    assert responses(copy)[0].body == body


def test_a_gzip_bomb_is_cut_by_its_ratio(origin: Origin, visit: Visit) -> None:
    """1 GiB of zeros is 1 MB of gzip; the memory stays flat and the time short."""
    bomb = gzip.compress(bytes(1 << 24)) * 64
    origin.routes = {"/": answer(bomb, headers=("Content-Encoding: gzip",)), "/next": answer(b"<p>fine")}
    with growth() as memory:
        copy = visit(page_seconds=20, capture_seconds=20)
    assert copy.outcome == "partial"
    assert "absurdly large, as a trap would." in copy.sentence
    assert responses(copy)[0].headers["WARC-Truncated"] == "length"
    assert memory.most < 60_000_000
    assert visit("/next").outcome == "succeeded"


def test_unpacked_bytes_are_counted_over_the_whole_capture(origin: Origin, visit: Visit) -> None:
    packed = answer(b"x" * 400_000, packed=True, kind="text/css")
    names = [f"/{number}.css" for number in range(10)]
    origin.routes = {"/": answer("".join(f"<link rel=stylesheet href={name}>" for name in names).encode())}
    origin.routes |= dict.fromkeys(names, packed)
    copy = visit(decoded_bytes=1_000_000)
    assert copy.outcome == "partial"
    assert "Unpacked, it is larger than 1 MB." in copy.sentence
    assert len(origin.paths) == 4


def test_without_the_ratio_the_bomb_would_go_off(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer(bytes(15_000_000), packed=True, kind="application/octet-stream")}
    assert visit().outcome == "partial"
    assert visit(decoded_ratio=10_000).outcome == "succeeded"


def test_ten_gigabytes_leave_the_memory_flat(origin: Origin, visit: Visit) -> None:
    """With the usual limits: cut after 100 MB, in time, and the next capture is fine."""
    head = HTML.replace(b"text/html", b"application/pdf") + b"Content-Length: 10000000000\r\n\r\n"
    origin.routes = {"/": endless(bytes(1 << 20), head=head), "/next": answer(b"<p>fine")}
    began = time.monotonic()
    with growth() as memory:
        copy = visit(page_seconds=60, capture_seconds=90)
    assert time.monotonic() - began < 60
    assert copy.outcome == "partial"
    assert copy.sentence.endswith("the copy reached the limit of 100 MB.")
    assert 99_000_000 < copy.bytes_on_wire < 101_000_000
    assert memory.most < 30_000_000
    assert visit("/next").outcome == "succeeded"
