"""A statement's passage beside the archived text of its source, for whoever checks it."""

import re
from dataclasses import dataclass

from casefiles.archive import store
from casefiles.archive.actions import latest_copy
from casefiles.dossiers.models import Statement
from casefiles.lib.text import normalised

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


def of(statement: Statement) -> Passage:
    """The passage of ``statement`` in the copy that its source cites, else in the newest."""
    source = statement.source
    capture = source.capture or (latest_copy(source.cited_url) if source.cited_url else None)
    if capture is None:
        return Passage(source.title, "", said="There is no archived copy to check the passage against.")
    try:
        text = capture.extracted_text()
    except store.Damaged as error:
        return Passage(source.title, capture.words, said=str(error))
    if not text:
        return Passage(source.title, capture.words, said="The copy has no text; check the passage by eye.")
    match = located(statement.passage, text)
    if match is None:
        return Passage(source.title, capture.words, said="The passage does not stand in the archived text.")
    exact = text[match.start() : match.end()] == statement.passage
    alike = "to the letter" if exact else "but for spaces, quotation marks or dashes"
    return Passage(
        source.title,
        capture.words,
        before=text[max(0, match.start() - _AROUND) : match.start()],
        found=match[0],
        after=text[match.end() : match.end() + _AROUND],
        said=f"The passage stands in the archived text, {alike}.",
    )


def located(passage: str, text: str) -> "re.Match[str] | None":
    """Where ``passage`` stands in ``text``; spaces, quotation marks and dashes may differ."""
    words = [re.escape(word) for word in normalised(passage).split(" ") if word]
    if not words:
        return None
    loose = r"\s+".join(words)
    for plain, spellings in (("'", "['‘’]"), ('"', '["“”]'), (r"\-", "[-–—]")):
        loose = loose.replace(plain, spellings)
    return re.search(loose, text)
