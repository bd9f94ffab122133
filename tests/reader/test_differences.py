"""Differences between editions: three lists, and words marked inside what changed."""

import pytest

from casefiles.editions.reading import Document, PublicItem
from casefiles.reader.differences import ADDED, LONGEST, REMOVED, SAME, Piece, between, pieces, shown
from tests.editions.documents import publish_exchange

Pairs = list[tuple[str, str]]


def marked(old: str, new: str) -> Pairs:
    return [(piece.state, piece.text) for piece in pieces(old, new)]


def test_words_that_changed_are_marked_in_their_place() -> None:
    assert marked("The NCSC said APT30 did it.", "The NCSC said APT31 did it.") == [
        (SAME, "The NCSC said "),
        (REMOVED, "APT30"),
        (ADDED, "APT31"),
        (SAME, " did it."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "new", [(ADDED, "new")]),
        ("old", "", [(REMOVED, "old")]),
        ("one two three", "quite something else", [(REMOVED, "one two three"), (ADDED, "quite something else")]),
        ("same", "same", [(SAME, "same")]),
    ],
)
def test_whole_texts(old: str, new: str, expected: Pairs) -> None:
    assert marked(old, new) == expected


def test_very_long_texts_are_shown_whole() -> None:
    old = "word " * LONGEST
    assert pieces(old, old + "more") == [Piece(REMOVED, old), Piece(ADDED, old + "more")]


def test_both_sides_can_be_put_together_again() -> None:
    old, new = "a b, c d e f g", "a b; c x d e g h"
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.state != ADDED) == old
    assert "".join(piece.text for piece in found if piece.state != REMOVED) == new


def test_a_reference_inside_a_text_reads_as_its_words_and_number() -> None:
    ids = [f"6f9619ff-8b86-4d01-b42d-00cf4fc964f{number}" for number in range(3)]
    numbered = PublicItem(ids[0], "source", "", "S1", {"title": "A report"}, ())
    actor = PublicItem(ids[1], "actor", "", "", {"name": "China"}, ())
    text = f"[The report](item:{ids[0].upper()}) on [China](item:{ids[1]}) and [that](item:{ids[2]}), [x](https://y/)."
    assert shown(Document({}, [numbered, actor]), "narrative", text) == (
        "The report (S1) on China and that, [x](https://y/)."
    )


@pytest.mark.django_db
def test_two_editions() -> None:
    _, first, second = publish_exchange()
    difference = between(Document.of(first), Document.of(second))
    assert [change.number for change in difference.added] == ["S6", "S7", "S8"]
    assert [(change.kind, change.label) for change in difference.withdrawn] == [
        ("Claim", "European Union – links – APT31"),
        ("Actor", "APT30"),
    ]
    assert [change.number for change in difference.changed] == ["Q4", "Q5", "Q7", "A4", "A5", "A8"]
    (accused,) = difference.changed[-1].fields
    assert accused.name == "accused"
    assert list(accused.pieces) == [Piece(REMOVED, "APT30"), Piece(ADDED, "APT31")]


@pytest.mark.django_db
def test_an_edition_does_not_differ_from_itself() -> None:
    _, first, _ = publish_exchange()
    document = Document.of(first)
    assert between(document, document).summary == "no item differs"


@pytest.mark.django_db
def test_an_item_approved_again_without_a_change_says_so() -> None:
    draft, _, second = publish_exchange()
    draft.change(draft.q_us)
    third = draft.publish("update", "Read again.", second.published_at)
    (change,) = between(Document.of(second), Document.of(third)).changed
    assert (change.number, list(change.fields)) == ("Q1", [])
