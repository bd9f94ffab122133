"""Text as people paste it: what cannot be stored, and comparing what was said."""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache


def unstorable(text: str) -> str:
    """Why ``text`` cannot be stored (a sentence), or "" if it can: NUL and lone surrogates are refused."""
    for position, character in enumerate(text):
        if character == "\x00":
            return f"Character {position + 1} is a NUL, which no document may contain."
        if 0xD800 <= ord(character) <= 0xDFFF:
            return f"Character {position + 1} is half of a surrogate pair; paste the text again."
    return ""


_SPACE = re.compile(r"\s+")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})


def normalised(text: str) -> str:
    """``text`` with spaces, quotation marks, dashes and Unicode forms made alike, for comparing alone."""
    return _SPACE.sub(" ", _alike(text)).strip()


def normalised_with_positions(text: str) -> tuple[str, Sequence[int]]:
    """``normalised(text)``, and for each of its characters where what it was made from begins in ``text``.

    One position more says where the last of them ends. Characters made from one place have one position.
    """
    kept: list[str] = []
    positions, end = array("q"), 0
    for start, piece in _pieces(text):
        for character in _piece_alike(piece):
            blank = character.isspace()
            if blank and (not kept or kept[-1] == " "):
                continue
            kept.append(" " if blank else character)
            positions.append(start)
            if not blank:
                end = start + len(piece)
    if kept and kept[-1] == " ":
        kept.pop()
        positions.pop()
    positions.append(end)
    return "".join(kept), positions


def _alike(text: str) -> str:
    alike = unicodedata.normalize("NFKC", text).translate(_SAME)
    # Once more: a letter and its accent may have stood on two sides of a soft hyphen.
    return unicodedata.normalize("NFKC", alike)


_piece_alike = lru_cache(4096)(_alike)
"""Texts are of few different pieces."""


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """``text`` in the smallest pieces that can be made alike one by one, each with its place."""
    start = 0
    for place in range(1, len(text)):
        if _begins(text[place], text[start:place]):
            yield start, text[start:place]
            start = place
    if text:
        yield start, text[start:]


@lru_cache(4096)
def _begins(character: str, before: str) -> bool:
    """Does a piece begin with ``character``, or does what it becomes depend on the piece ``before`` it?"""
    if character.isascii():
        return True
    alone = _piece_alike(character)
    if not alone or unicodedata.combining(alone[0]):
        return False
    return before.isascii() or _alike(before + character) == _alike(before) + alone
