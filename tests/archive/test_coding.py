"""Framing and packing, however the bytes happen to arrive."""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.archive.fetching.coding import Dechunker, Garbled, Unpacker
from tests.archive.memory import growth

CUTS = st.lists(st.integers(1, 50), max_size=200)


def pieces(data: bytes, sizes: list[int]) -> list[bytes]:
    """``data`` in pieces of the given sizes, the rest in one."""
    found, at = [], 0
    for size in sizes:
        found.append(data[at : at + size])
        at += size
    return [piece for piece in [*found, data[at:]] if piece]


@given(chunks=st.lists(st.binary(min_size=1, max_size=40), max_size=20), sizes=CUTS, behind=st.binary(max_size=20))
def test_chunks_are_put_together_wherever_they_were_cut(chunks: list[bytes], sizes: list[int], behind: bytes) -> None:
    framed = b"".join(b"%X;ext=1\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\nTrailer: x\r\n\r\n"
    dechunker, payload, rest = Dechunker(), b"", b""
    for piece in pieces(framed + behind, sizes):
        if dechunker.done:
            rest += piece
            continue
        given_, rest = dechunker.feed(piece)
        payload += given_
    assert dechunker.done
    assert not dechunker.broken
    assert payload == b"".join(chunks)
    assert rest == behind


@given(data=st.binary(max_size=300), sizes=CUTS)
def test_no_bytes_upset_the_dechunker(data: bytes, sizes: list[int]) -> None:
    dechunker, payload = Dechunker(), b""
    for piece in pieces(data, sizes):
        payload += dechunker.feed(piece)[0]
    assert len(payload) <= len(data)


def test_what_came_before_the_garbage_is_given() -> None:
    dechunker = Dechunker()
    assert dechunker.feed(b"3\r\nabc\r\nnonsense\r\n5\r\nagain\r\n") == (b"abc", b"")
    assert dechunker.broken == "The site’s answer is garbled: a chunk has no proper length."
    assert dechunker.feed(b"3\r\nabc\r\n") == (b"", b"")


PACKINGS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without its wrapper": lambda data: zlib.compress(data)[2:-4],
}


@pytest.mark.parametrize("packing", PACKINGS)
@given(data=st.binary(max_size=2_000), sizes=CUTS)
def test_packed_bytes_are_unpacked_wherever_they_were_cut(packing: str, data: bytes, sizes: list[int]) -> None:
    unpacker = Unpacker(packing.partition(" ")[0])
    assert b"".join(b"".join(unpacker.feed(piece)) for piece in pieces(PACKINGS[packing](data), sizes)) == data


@given(parts=st.lists(st.binary(max_size=200), min_size=1, max_size=4), padding=st.integers(0, 50), sizes=CUTS)
def test_members_are_put_together_and_padding_is_left_out(parts: list[bytes], padding: int, sizes: list[int]) -> None:
    packed = b"".join(map(gzip.compress, parts)) + bytes(padding)
    unpacker = Unpacker("gzip")
    assert b"".join(b"".join(unpacker.feed(piece)) for piece in pieces(packed, sizes)) == b"".join(parts)


def test_padding_without_end_is_not_kept() -> None:
    unpacker = Unpacker("gzip")
    list(unpacker.feed(gzip.compress(b"x")))
    with growth() as memory:
        for _ in range(1_000):
            assert b"".join(unpacker.feed(bytes(65_536))) == b""
    assert memory.most < 10_000_000


@given(data=st.binary(min_size=1, max_size=300), sizes=CUTS)
def test_no_bytes_upset_the_unpacker(data: bytes, sizes: list[int]) -> None:
    for coding in ("gzip", "deflate"):
        unpacker = Unpacker(coding)
        with contextlib.suppress(Garbled):
            for piece in pieces(data, sizes):
                list(unpacker.feed(piece))


def test_a_bomb_comes_out_in_small_pieces() -> None:
    """So that whoever counts can stop between two of them."""
    out = Unpacker("gzip").feed(gzip.compress(bytes(10_000_000)))
    assert max(len(piece) for _, piece in zip(range(20), out, strict=False)) <= 65_536
