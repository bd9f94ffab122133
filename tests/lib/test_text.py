"""Text as people paste it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.lib.text import normalised, normalised_with_positions, unstorable


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\x00", "Character 1 is a NUL"),
        ("ab\x00c\x00", "Character 3 is a NUL"),
        ("\ud83d\x00", "Character 1 is half of a surrogate pair"),
        ("a\udfff", "Character 2 is half of a surrogate pair"),
        ("\ud800", "Character 1 is half of a surrogate pair"),
    ],
)
def test_what_cannot_be_stored_is_said_with_its_place(text: str, reason: str) -> None:
    assert unstorable(text).startswith(reason)
    with pytest.raises((UnicodeEncodeError, ValueError)):
        keep(text)


@pytest.mark.parametrize("text", ["", "a\tb\r\nc", "\x01\x7f", "\ud7ff\ue000\ufffe\uffff", "😀 中方坚决反对 \u202e"])
def test_everything_else_can_be_stored(text: str) -> None:
    assert unstorable(text) == ""


@given(st.text(st.characters(exclude_categories=[])))
def test_storable_text_is_what_utf_8_and_postgresql_can_hold(text: str) -> None:
    try:
        keep(text)
    except ValueError:  # UnicodeEncodeError is one
        assert unstorable(text)
    else:
        assert not unstorable(text)


def keep(text: str) -> bytes:
    """What PostgreSQL does with a text parameter."""
    if "\x00" in text:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    return text.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Yes”, he said – ‘no’", "\"Yes\", he said - 'no'"),
        ("  a\n\tb\u00a0c ", "a b c"),
        ("co\u00adoperate", "cooperate"),
        ("e\u0301", "é"),
        ("e\u00ad\u0301", "é"),
        ("ﬁve １２", "five 12"),
        ("a — b", "a - b"),
    ],
)
def test_the_same_words_are_alike(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("APT30", "APT31"), ("yes", "Yes"), ("ab", "a b"), ("no.", "no")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(st.text())
def test_comparing_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFKC", once)


PASTED = st.text(
    st.sampled_from("aZ.-'\n\t \u00a0\u3000\u00ad\u0301\u0323\u0316\u0308“”‘’–—…ﬁﬃ１２Ａ，：¨½éậÅ字①가각")
    | st.sampled_from("\u1100\u1161\u11a8\uac00\u09c7\u09be\u09d7\u0cc6\u0cc2\u0cd5か\u3099\uff9e\u2028\ufdfa\u200d😀")
    | st.characters(exclude_categories=["Cs"])
)


@given(PASTED)
def test_positions_belong_to_the_same_words(text: str) -> None:
    alike, positions = normalised_with_positions(text)
    assert alike == normalised(text)
    assert len(positions) == len(alike) + 1
    assert list(positions) == sorted(positions)
    assert positions[-1] <= len(text)


@given(PASTED, st.data())
def test_what_stands_between_two_positions_reads_like_what_was_found_there(text: str, data: st.DataObject) -> None:
    """Between characters that come from two places, a text can be cut and both parts read as before."""
    alike, positions = normalised_with_positions(text)
    cuts = [0, *(at for at in range(1, len(alike)) if positions[at] > positions[at - 1]), len(alike)]
    start, end = sorted((data.draw(st.sampled_from(cuts)), data.draw(st.sampled_from(cuts))))
    assert normalised(text[positions[start] : positions[end]]) == alike[start:end].strip()


@pytest.mark.parametrize(
    ("text", "alike", "positions"),
    [
        ("", "", [0]),
        (" \n", "", [0]),
        (" a …\u00ad  ﬁ\n", "a ... fi", [1, 2, 3, 3, 3, 5, 7, 7, 8]),
        ("e\u0301x", "éx", [0, 2, 3]),
        ("１“２”", '1"2"', [0, 1, 2, 3, 4]),
    ],
)
def test_each_character_is_traced_to_where_it_came_from(text: str, alike: str, positions: list[int]) -> None:
    found, places = normalised_with_positions(text)
    assert (found, list(places)) == (alike, positions)
