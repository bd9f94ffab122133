"""A statement's passage beside the archived text of its source, for whoever checks it."""

from dataclasses import dataclass

from casefiles.accounts.models import User
from casefiles.archive import custody, store
from casefiles.archive.actions import latest_copy
from casefiles.archive.states import Handling
from casefiles.dossiers.models import Statement
from casefiles.lib.text import normalised, normalised_with_positions

_AROUND = 600
"""Characters of the source shown before and after the passage."""


@dataclass(frozen=True)
class Passage:
    """Where the passage stands in the copy; ``found`` is "" where it does not stand there to the letter."""

    source_title: str
    words: str
    before: str = ""
    found: str = ""
    after: str = ""
    said: str = ""
    """What was found out, as a sentence."""


def of(statement: Statement, user: User) -> Passage:
    """The passage of ``statement`` in the copy that its source cites, else in the newest. Counts as a view of it."""
    source = statement.source
    capture = source.capture or (latest_copy(source.cited_url) if source.cited_url else None)
    if capture is None:
        return Passage(source.title, "", said="There is no archived copy to check the passage against.")
    try:
        text = capture.extracted_text()
    except store.UNREADABLE as error:
        return Passage(source.title, capture.words, said=store.fault(error))
    if not text:
        return Passage(source.title, capture.words, said="The copy has no text; check the passage by eye.")
    custody.handle(capture, Handling.VIEWED, {"shown": "passage"}, by=user)
    place = located(statement.passage, text)
    if place is None:
        return Passage(source.title, capture.words, said="The passage does not stand in the archived text.")
    found = text[place]
    alike = "to the letter" if found == statement.passage else "but for spaces, quotation marks, dashes or letter forms"
    return Passage(
        source.title,
        capture.words,
        before=text[max(0, place.start - _AROUND) : place.start],
        found=found,
        after=text[place.stop : place.stop + _AROUND],
        said=f"The passage stands in the archived text, {alike}.",
    )


def located(passage: str, text: str) -> "slice[int, int, None] | None":
    """Where ``passage`` stands in ``text``: to the letter if it does, else with both made alike."""
    wanted = normalised(passage)
    if not wanted:
        return None
    if (literal := text.find(passage)) >= 0:
        return slice(literal, literal + len(passage))
    if wanted not in normalised(text):
        return None
    alike, positions = normalised_with_positions(text)
    first = alike.index(wanted)
    last = positions[first + len(wanted) - 1]
    return slice(positions[first], next(place for place in positions[first + len(wanted) :] if place > last))
