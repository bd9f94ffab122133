"""What a change of a page means for words that are quoted from it: one altered sentence, and nothing else, touches."""

import time

import pytest

from casefiles.lib.compare import PageText, Quoted, Standing, notice, similarity, standing

PAGE = """Ministry says who did it
By Ann Author | 3 December 2026, 14:02 UTC
ADVERTISEMENT: Buy our boots.
The attack began in May. “It was APT31 on 3 March 2021,” the minister said on Tuesday. Three hundred offices were hit.
The embassy denied it.
And went on denying it for a year.
Most read
1. A cat is stuck in a tree
1,204 comments"""
QUOTED = Quoted("It was APT31 on 3 March 2021,", prefix="The attack began in May. “", suffix="” the minister said")


def after(old: str, new: str) -> Standing:
    """What became of the quoted words when ``new`` took the place of ``old``."""
    assert old in PAGE
    return standing(QUOTED, PageText(PAGE), PageText(PAGE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("APT31", "APT40"),
        ("3 March 2021", "4 March 2021"),
        ("“It was APT31", "“It was not APT31"),
        ("the minister said", "the minister did not say"),
        ("The attack began in May. ", "It is not true that the attack began in May. "),
        ("Three hundred offices were hit.", "No office was hit."),
        ("Three hundred offices", "He has since taken that back. Three hundred offices"),
        ("“It was APT31 on 3 March 2021,” the minister said on Tuesday. ", ""),
    ],
    ids=["a name", "a quoted date", "a denial within", "who said it", "before", "behind", "put between", "taken out"],
)
def test_an_altered_sentence_touches(old: str, new: str) -> None:
    assert after(old, new) is Standing.TOUCHED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Buy our boots.", "Fly to the sun for 99!"),
        ("ADVERTISEMENT: Buy our boots.\n", ""),
        ("3 December 2026, 14:02 UTC", "4 December 2026, 09:30 UTC"),
        ("1. A cat is stuck in a tree", "1. The cat is down again\n2. The tree is cut"),
        ("1,204 comments", "1,377 comments"),
        ("The embassy denied it.", "The embassy confirmed it."),
        ("said on Tuesday", "said on 1 December"),
        ("“It was APT31 on 3 March 2021,”", "  \"It was  APT31 on 3\u00a0March 2021,\""),
        ("The attack began in May. “It", "The attack began in May.\n“It"),
        ("hit.\nThe embassy", "hit. The embassy"),
    ],
    ids=["advertisement", "no advertisement", "date line", "most read", "counter", "another paragraph", "week day",
         "quotation marks and spaces", "a new line", "one line less"],
)  # fmt: skip
def test_what_changes_by_the_way_does_not(old: str, new: str) -> None:
    assert after(old, new) is Standing.STANDS


def test_an_advertisement_between_two_quoted_paragraphs_does_not() -> None:
    both = Quoted("The embassy denied it. And went on denying it for a year.")
    with_ad = PAGE.replace("The embassy denied it.\n", "The embassy denied it.\nADVERTISEMENT: Eat more fish.\n")
    assert standing(both, PageText(PAGE), PageText(with_ad)) is Standing.STANDS
    altered = with_ad.replace("for a year", "for a day")
    assert standing(both, PageText(PAGE), PageText(altered)) is Standing.TOUCHED


def test_of_words_that_stand_twice_those_with_their_neighbours_are_meant() -> None:
    text = "It was them.\nIn short: “It was them.” So the report says."
    meant = Quoted("It was them.", prefix="In short: “", suffix="” So the report")
    assert standing(meant, PageText(text), PageText(text)) is Standing.STANDS
    assert standing(meant, PageText(text), PageText(text.replace("In short", "Nobody said"))) is Standing.TOUCHED


@pytest.mark.parametrize(
    ("text", "said"), [("Other words.", Standing.UNKNOWN), ("He said it was us.", Standing.STANDS)]
)
def test_of_words_that_the_copy_has_not_only_their_standing_now_can_be_said(text: str, said: Standing) -> None:
    """The text of a copy may have been made otherwise than the look’s."""
    assert standing(Quoted("it was us"), PageText("A page drawn by script."), PageText(text)) is said


def test_no_words_are_nowhere() -> None:
    assert standing(Quoted(" "), PageText("a"), PageText("a")) is Standing.UNKNOWN


@pytest.mark.parametrize(
    "block",
    [
        "Correction, 4 December: an earlier version named the wrong group.",
        "This article has been corrected: it was not APT31.",
        "An earlier version of this story wrongly said that it was APT31.",
        "Editor’s note: the ministry has taken its statement back.",
        "RETRACTED – the agency withdraws this advisory as a whole.",
        "Berichtigung: In einer früheren Fassung war von APT31 die Rede.",
    ],
)
def test_a_new_notice_of_correction_is_seen(block: str) -> None:
    page = PageText(f"{block}\n{PAGE}")
    assert notice(PageText(PAGE), page)
    assert not notice(page, page)  # it was there when the copy was made


@pytest.mark.parametrize(
    "block", ["Corrections", "This article was updated at 14:02 UTC today.", "Correct answers win."]
)
def test_a_link_or_a_date_line_is_no_notice(block: str) -> None:
    assert not notice(PageText(PAGE), PageText(f"{block}\n{PAGE}"))


def test_similarity_is_a_share_of_words() -> None:
    assert similarity(PageText(PAGE), PageText(PAGE)) == 1.0
    assert similarity(PageText(""), PageText("")) == 1.0
    assert similarity(PageText("one two\nthree four"), PageText("one two\nfive six")) == 0.5
    assert similarity(PageText("one"), PageText("two")) == 0.0


def test_the_digest_is_of_the_text_made_alike() -> None:
    assert PageText("“a”\n\n b ").digest == PageText('"a"\nb').digest != PageText('"a" b').digest


@pytest.mark.parametrize(
    "text",
    [
        "a " * 400_000,
        "a\n" * 400_000,
        ". " * 400_000,
        "5 May " * 140_000,
        "It was APT31 " * 70_000,
        "é\u0301" * 300_000,
    ],
    ids=["words", "lines", "ends", "dates", "the passage", "accents"],
)
def test_a_text_made_to_keep_us_busy_does_not(text: str) -> None:
    before, hostile = PageText(PAGE), PageText(text)
    began = time.process_time()
    for quoted in (QUOTED, Quoted("a a a a b"), Quoted("It was APT31", prefix="no", suffix="no")):
        standing(quoted, before, hostile)
        standing(quoted, hostile, before)
        standing(quoted, hostile, hostile)
    similarity(before, hostile)
    notice(before, hostile)
    assert time.process_time() - began < 10
