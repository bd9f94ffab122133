"""Finding a passage in an archived text, however its characters are spelt."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casefiles.desk.passages import located
from casefiles.lib.text import normalised

TEXTS = st.text(
    st.sampled_from("ab ., \n\u00a0\u00ad\u0301\u0323“”’–—…ﬁ１Ａ，¨éか\u3099\u1100\u1161\u11a8")
    | st.characters(exclude_categories=["Cs"]),
    min_size=1,
)


@given(TEXTS, st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    assume(normalised(piece))
    place = located(piece, text)
    assert place is not None
    assert text[place] == piece


@given(TEXTS, TEXTS, TEXTS)
def test_every_passage_is_found_as_it_reads_when_made_alike(before: str, passage: str, after: str) -> None:
    assume(normalised(passage))
    text = f"{before}. {passage} .{after}"
    place = located(normalised(passage), text)
    assert place is not None
    assert normalised(passage) in normalised(text[place])


@pytest.mark.parametrize(
    ("passage", "text", "found"),
    [
        ("a … b", "so a … b, he said", "a … b"),
        ("a ... b", "so a … b, he said", "a … b"),
        ("cooperate", "They co\u00adop\u00aderate.", "co\u00adop\u00aderate"),
        ("co\u00adoperate", "They cooperate.", "cooperate"),
        ("five first", "the ﬁve  \n ﬁrst", "ﬁve  \n ﬁrst"),
        ("APT31,我们", "说：ＡＰＴ３１，我们。", "ＡＰＴ３１，我们"),
        ("中方坚决反对,", "中方坚决反对，美方", "中方坚决反对，"),
        ("it's", "so it’s", "it’s"),
        ("élan", "e\u0301lan.", "e\u0301lan"),
        ("x f y", "x f y ﬁ", "x f y"),
        ("end", "the end \n ", "end"),
        ("A", "Ａ \u0323", "Ａ"),
    ],
)
def test_spellings_of_the_same_words(passage: str, text: str, found: str) -> None:
    place = located(passage, text)
    assert place is not None
    assert text[place] == found


@pytest.mark.parametrize(
    ("passage", "text"), [("APT30", "APT31"), ("a b", "ab"), ("", "text"), (" \u00ad\n", "a text"), ("Yes", "yes")]
)
def test_other_words_are_not_found(passage: str, text: str) -> None:
    assert located(passage, text) is None
