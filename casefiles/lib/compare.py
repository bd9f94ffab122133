"""One page at two times, by its text alone: how alike it is, and whether quoted words stand as they stood.

Texts are one block a line (a paragraph, a heading, an item of a list). Spaces, quotation marks, dashes and letter
forms count for nothing. What pages change on each visit must not count either: so no share of the whole decides,
but the quoted words, the sentence they stand in and the sentences beside it, within their block; there, days, hours
and counters are taken for what they are. The words quoted are compared to the letter, dates included.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from casefiles.lib.text import normalised

MOST_TEXT = 1_000_000
"""Characters of a text that are compared; what is behind them counts for nothing."""
_BESIDE = 400
"""Characters on each side of quoted words that belong to them, at most."""
_MOST_PLACES = 200
"""Places at which the same words are looked for."""
_LONGEST_GAP = 2_000
"""Characters that may have come between two blocks of one passage, such as an advertisement."""

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_PASSING = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}(?:t[\d:.]+z?)?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?(?:{_MONTHS})\b\.?(?:,? \d{{4}})?"
    rf"|(?:{_MONTHS})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday"
    r"|\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]m|utc|gmt|cest|cet|e[sd]t|p[sd]t"
    r"|(?:\d+|an?) (?:second|minute|min|hour|day|week|month|year)s? (?:ago|read)"
    r"|\d[\d,.]*[km]? (?:comment|share|view|like|read|reader|reaction|repl(?:y|ie))s?)\b",
    re.IGNORECASE,
)
"""Days, hours and counters."""
_PASSED = re.compile("¤(?:[ ,|·-]*¤)*")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"')\]]*(?:\s+|$)|[。！？]")
_NOTICE = re.compile(
    r"\W*(?:correction|corrigendum|erratum|clarification|retraction|retracted|withdrawn|editor'?s? note|note to readers"
    r"|(?:this|an earlier version of this|a previous version of this) (?:article|story|report|statement|page|post|"
    r"advisory|version)\b.{0,80}\b(?:correct|retract|withdr|amend|misstat|incorrect|wrong)"
    r"|berichtigung|korrektur|richtigstellung|rectification|rectificatif|rectificación|oikaisu|rättelse|更正|訂正"
    r"|поправка|исправление)",
    re.IGNORECASE,
)
_SHORTEST_NOTICE = 25
"""Characters: less is the name of a link or a heading."""


class Standing(Enum):
    """What became of quoted words."""

    STANDS = "stands"
    TOUCHED = "touched"
    UNKNOWN = "unknown"
    """They stand in neither text, so nothing can be said."""


@dataclass(frozen=True)
class Quoted:
    """Words of a page, and a few of those before and after them as they were noted; these may be blank."""

    passage: str
    prefix: str = ""
    suffix: str = ""


class PageText:
    """The text of a page, made alike for comparing."""

    def __init__(self, text: str) -> None:
        lines = (normalised(line) for line in text[:MOST_TEXT].split("\n"))
        self.blocks = [line for line in lines if line]
        self.whole = "\n".join(self.blocks)

    @cached_property
    def flat(self) -> str:
        """The whole as one line; each character at its place in ``whole``."""
        return self.whole.replace("\n", " ")

    @property
    def digest(self) -> str:
        """SHA-256 of the text made alike."""
        return hashlib.sha256(self.whole.encode("utf-8", "replace")).hexdigest()

    def places(self, words: str, start: int = 0) -> Iterator[int]:
        """Where ``words`` stand, from ``start`` on; not every place of a text that says the same again and again."""
        for _ in range(_MOST_PLACES):
            start = self.flat.find(words, start)
            if start < 0:
                return
            yield start
            start += 1

    def before(self, place: int) -> str:
        """The rest of the sentence before ``place``, and the sentence before that, within the block."""
        begin = max(self.whole.rfind("\n", 0, place) + 1, place - _BESIDE)
        ends = [match.end() for match in _SENTENCE_END.finditer(self.whole, begin, place)]
        return self.whole[ends[-2] if len(ends) > 1 else begin : place]

    def after(self, place: int) -> str:
        """The rest of the sentence from ``place``, and the sentence after it, within the block."""
        end = self.whole.find("\n", place)
        end = min(len(self.whole) if end < 0 else end, place + _BESIDE)
        ends = [match.end() for match in _SENTENCE_END.finditer(self.whole, place, end)]
        whole_sentences = 1 if _SENTENCE_END.search(self.whole, max(0, place - 3), place) else 2
        return self.whole[place : ends[whole_sentences - 1] if len(ends) >= whole_sentences else end]


def similarity(before: PageText, after: PageText) -> float:
    """How much of two texts is the same, from 0 to 1: by words, in blocks that are alike. Quick for any text."""
    left, right = Counter(before.blocks), Counter(after.blocks)
    both = sum(_words(block) * number for block, number in (left & right).items())
    total = sum(_words(block) * number for block, number in (left + right).items())
    return 2 * both / total if total else 1.0


def standing(quoted: Quoted, before: PageText, after: PageText) -> Standing:
    """Do the quoted words of ``before`` stand in ``after``, in the same sentence and beside the same ones?"""
    passage = normalised(quoted.passage)
    place = _place(quoted, passage, before)
    if place is None:
        return Standing.STANDS if passage and passage in after.flat else Standing.UNKNOWN
    start, end = place
    pieces = before.whole[start:end].split("\n")
    for first in after.places(pieces[0]):
        last = _follow(after, first, pieces)
        if last is not None and _same_beside(before, start, end, after, first, last):
            return Standing.STANDS
    return Standing.TOUCHED


def notice(before: PageText, after: PageText) -> str:
    """The block of ``after`` by which it says that it was corrected or taken back, if ``before`` had none such."""
    known = set(before.blocks)
    for block in after.blocks:
        if len(block) >= _SHORTEST_NOTICE and block not in known and _NOTICE.match(block):
            return block
    return ""


def _place(quoted: Quoted, passage: str, page: PageText) -> tuple[int, int] | None:
    """Where the words stand that are meant, with those noted before and after them where they are there."""
    if not passage:
        return None
    prefix, suffix = normalised(quoted.prefix), normalised(quoted.suffix)
    best: tuple[int, int, int] | None = None
    for start in page.places(passage):
        end = start + len(passage)
        left, right = page.flat[:start].rstrip() if prefix else "", page.flat[end:].lstrip() if suffix else ""
        found = (bool(prefix) and left.endswith(prefix)) + (bool(suffix) and right.startswith(suffix))
        if best is None or found > best[0]:
            wide_start = len(left) - len(prefix) if prefix and left.endswith(prefix) else start
            wide_end = len(page.flat) - len(right) + len(suffix) if suffix and right.startswith(suffix) else end
            best = (found, wide_start, wide_end)
        if found == bool(prefix) + bool(suffix):
            break
    return best[1:] if best else None


def _follow(page: PageText, first: int, pieces: list[str]) -> int | None:
    """Where the last of ``pieces`` ends, if they follow each other from ``first``."""
    at = first + len(pieces[0])
    for piece in pieces[1:]:
        found = page.flat.find(piece, at, at + len(piece) + _LONGEST_GAP)
        if found < 0:
            return None
        at = found + len(piece)
    return at


def _same_beside(before: PageText, start: int, end: int, after: PageText, first: int, last: int) -> bool:
    """Is what belongs to the words the same in both, whichever text it is read from?

    Each text's own neighbourhood has to be there in the other, whose blocks may be cut otherwise.
    """
    return (
        _ends_with(after.flat, first, before.before(start))
        and _ends_with(before.flat, start, after.before(first))
        and _begins_with(after.flat, last, before.after(end))
        and _begins_with(before.flat, end, after.after(last))
    )


def _ends_with(flat: str, place: int, words: str) -> bool:
    wanted = _lasting(words)
    return _lasting(flat[max(0, place - len(words) - _BESIDE) : place]).endswith(wanted)


def _begins_with(flat: str, place: int, words: str) -> bool:
    wanted = _lasting(words)
    return _lasting(flat[place : place + len(words) + _BESIDE]).startswith(wanted)


def _lasting(words: str) -> str:
    """``words`` with days, hours and counters made alike."""
    return _PASSED.sub("¤", _PASSING.sub("¤", words)).strip()


def _words(block: str) -> int:
    return block.count(" ") + 1
