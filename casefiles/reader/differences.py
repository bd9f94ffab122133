"""What one edition has that the one before had not: items added, withdrawn, changed, word by word."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casefiles.editions.reading import Document, PublicItem
from casefiles.reader import names
from casefiles.reader.countries import country_words
from casefiles.reader.words import KINDS, VALUES, field_words, value_words

SAME, ADDED, REMOVED = "same", "added", "removed"
LONGEST = 20_000  # characters of both sides beyond which two texts are shown whole, not word by word
LEAST_IN_COMMON = 0.6  # share of words below which two texts are shown one after the other, not as confetti
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REFERENCE = re.compile(r"\[([^\]]*)\]\(item:([0-9a-fA-F-]{36})\)")
_COUNTRY_FIELDS = {"country", "countries"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, was added or was removed."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads differently."""

    name: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that was added, withdrawn or changed."""

    kind: str
    number: str
    label: str
    fields: Sequence[FieldChange] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two editions; the difference of two lists."""

    added: Sequence[ItemChange]
    withdrawn: Sequence[ItemChange]
    changed: Sequence[ItemChange]

    @property
    def summary(self) -> str:
        """ "2 added, 1 withdrawn, 3 changed"."""
        counts = ((self.added, "added"), (self.withdrawn, "withdrawn"), (self.changed, "changed"))
        return ", ".join(f"{len(changes)} {what}" for changes, what in counts if changes) or "no item differs"


def between(before: Document, after: Document) -> Difference:
    """What differs, in the order of the documents."""
    return Difference(
        added=[_change(after, item) for item in after.items if item.id not in before.by_id],
        withdrawn=[_change(before, item) for item in before.items if item.id not in after.by_id],
        changed=[
            _change(after, item, list(_fields(before, earlier, after, item)))
            for item in after.items
            if (earlier := before.by_id.get(item.id)) and earlier.digest != item.digest
        ],
    )


def _change(document: Document, item: PublicItem, fields: Sequence[FieldChange] = ()) -> ItemChange:
    return ItemChange(KINDS.get(item.kind, item.kind), item.number, names.label(document, item), fields)


def _fields(before: Document, earlier: PublicItem, after: Document, later: PublicItem) -> Iterator[FieldChange]:
    for field in dict.fromkeys((*earlier.fields, *later.fields)):
        if earlier[field] == later[field]:
            continue
        old, new = shown(before, field, earlier[field]), shown(after, field, later[field])
        yield FieldChange(field_words(field), pieces(old, new) if _is_text(field, later[field]) else replaced(old, new))


def _is_text(field: str, value: Any) -> bool:
    """Is it something people wrote, to be compared word by word?"""
    return isinstance(value, str) and field not in VALUES and not _UUID.fullmatch(value)


def replaced(old: str, new: str) -> list[Piece]:
    """One text in place of another."""
    return [Piece(state, text) for state, text in ((REMOVED, old), (ADDED, new)) if text]


def shown(document: Document, field: str, value: Any) -> str:
    """A field's value as a reader reads it, in one text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(shown(document, field, each) for each in value)
    if isinstance(value, Mapping):
        return _mapping(document, value)
    text = str(value)
    if item := document.by_id.get(text):
        return f"{item.number} {names.label(document, item)}".strip()
    if field in _COUNTRY_FIELDS:
        return country_words(text)
    return value_words(field, _REFERENCE.sub(lambda found: _referred(document, *found.groups()), text))


def _referred(document: Document, said: str, item_id: str) -> str:
    """A reference inside a text as its words and the number that it leads to."""
    item = document.get(item_id.lower())
    return f"{said} ({item.number})" if item and item.number else said


def _mapping(document: Document, value: Mapping[str, Any]) -> str:
    if "words" in value:
        return str(value["words"])
    return " ".join(shown(document, name, inner) for name, inner in value.items())


def pieces(old: str, new: str) -> list[Piece]:
    """Two texts as one: what stayed, what was removed, what was added, in whole words."""
    if not old or not new or len(old) + len(new) > LONGEST:
        return replaced(old, new)
    if difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() < LEAST_IN_COMMON:
        return replaced(old, new)
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    found: list[Piece] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(left[start:end])))
            continue
        if end > start:
            found.append(Piece(REMOVED, "".join(left[start:end])))
        if to > from_:
            found.append(Piece(ADDED, "".join(right[from_:to])))
    return found
