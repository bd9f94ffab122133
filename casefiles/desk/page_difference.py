"""Two archived copies of one page, side by side as one text: paragraphs first, then words. Different, not “edited”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casefiles.archive import store
from casefiles.archive.models import Capture
from casefiles.lib.differing import Step, steps
from casefiles.lib.text import normalised
from casefiles.reader.differences import ADDED, LEAST_IN_COMMON, REMOVED, SAME, Piece, replaced

MOST_TEXT = 200_000
"""Characters of each text that are compared."""
MOST_SHOWN = 400
"""Paragraphs that the page shows."""
LONGEST = 5_000
"""Characters of two paragraphs beyond which they are shown one after the other."""
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that stayed, came, went or changed; or, with ``left_out``, so many that stayed and are not shown."""

    state: str
    pieces: Sequence[Piece] = ()
    left_out: int = 0


@dataclass(frozen=True)
class PageDifference:
    """What was taken out and put in between two copies."""

    earlier: Capture
    later: Capture
    paragraphs: Sequence[Paragraph] = field(default_factory=list)
    said: str = ""
    """Where there is nothing to show, why."""
    cut: str = ""
    """What is not shown, as a sentence."""


def between(one: Capture, other: Capture) -> PageDifference:
    """The difference of two copies of an address, the earlier first."""
    earlier, later = sorted((one, other), key=lambda each: (each.started_at or each.requested_at, str(each.pk)))
    if not (earlier.is_finished and later.is_finished):
        return PageDifference(earlier, later, said="One of the two copies is not made yet. Look again in a moment.")
    try:
        before, after = earlier.extracted_text(), later.extracted_text()
    except store.UNREADABLE as error:
        return PageDifference(earlier, later, said=store.fault(error))
    if not before or not after:
        return PageDifference(earlier, later, said=_without_text(before, after))
    paragraphs = list(of_texts(before[:MOST_TEXT], after[:MOST_TEXT]))
    cut = []
    if max(len(before), len(after)) > MOST_TEXT:
        cut.append(f"The text is very long: only its first {MOST_TEXT:,} characters are compared.")
    if len(paragraphs) > MOST_SHOWN:
        cut.append(f"More differs than can be shown here: these are the first {MOST_SHOWN} paragraphs.")
    said = "" if any(each.state != SAME for each in paragraphs) else _ALIKE
    return PageDifference(earlier, later, [] if said else paragraphs[:MOST_SHOWN], said, " ".join(cut))


_ALIKE = (
    "The texts of the two copies are the same, spaces, quotation marks and dashes aside. Pictures are not compared."
)


def _without_text(before: str, after: str) -> str:
    if before or after:
        which = "later" if before else "earlier"
        return f"The {which} copy has no text, so there are no words to compare; open both and look."
    return "Neither copy has a text, so there are no words to compare; open both and look."


def of_texts(before: str, after: str) -> Iterator[Paragraph]:
    """Paragraphs of two texts as one; of those that stayed only the neighbours of what did not."""
    old, new = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    found = steps([normalised(line) for line in old], [normalised(line) for line in new])
    for position, step in enumerate(found):
        if step.same:
            yield from _stayed(new[step.from_ : step.to], first=position == 0, last=position == len(found) - 1)
        else:
            yield from _changed(old[step.start : step.end], new[step.from_ : step.to])


def _stayed(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Paragraph]:
    shown = [] if first else [0]
    shown += [] if last else [len(lines) - 1]
    at = 0
    for place in dict.fromkeys(shown):
        if place > at:
            yield Paragraph(SAME, left_out=place - at)
        yield Paragraph(SAME, [Piece(SAME, lines[place])])
        at = place + 1
    if at < len(lines):
        yield Paragraph(SAME, left_out=len(lines) - at)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that took each other's place, in pairs while there are pairs."""
    paired = min(len(old), len(new))
    for before, after in zip(old, new, strict=False):
        yield Paragraph("changed", words(before, after))
    for line in old[paired:]:
        yield Paragraph(REMOVED, [Piece(REMOVED, line)])
    for line in new[paired:]:
        yield Paragraph(ADDED, [Piece(ADDED, line)])


def words(before: str, after: str) -> list[Piece]:
    """Two paragraphs as one; one after the other where they are too long, or have too little in common."""
    if len(before) + len(after) > LONGEST:
        return replaced(before, after)
    left, right = _WORD.findall(before), _WORD.findall(after)
    found = steps([normalised(word) for word in left], [normalised(word) for word in right])
    same = sum(step.end - step.start for step in found if step.same)
    if 2 * same < LEAST_IN_COMMON * (len(left) + len(right)):
        return replaced(before, after)
    return [piece for step in found for piece in _pieces(step, left, right)]


def _pieces(step: Step, left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    if step.same:
        yield Piece(SAME, "".join(right[step.from_ : step.to]))
        return
    for state, run in ((REMOVED, left[step.start : step.end]), (ADDED, right[step.from_ : step.to])):
        if text := "".join(run):
            yield Piece(state, text)
