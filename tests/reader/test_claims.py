"""How a claim is worded, marked and arranged."""

from typing import Any

import pytest

from casefiles.dossiers.vocabularies import Stance, Words
from casefiles.editions.reading import Document, PublicItem
from casefiles.reader import claims
from casefiles.reader.claims import Claim, Matrix, Route
from casefiles.reader.names import date_order, date_words


def item(item_id: str, kind: str, refs: tuple[str, ...] = (), number: str = "", **fields: Any) -> PublicItem:
    return PublicItem(item_id, kind, "", number, fields, refs)


def claim(**fields: Any) -> Claim:
    told = {"accuser": "u", "accused": "c", "stance": "accuses", "words": "attributes", "statement": "q", **fields}
    attribution = item("a", "attribution", **told)
    actors = [item("u", "actor", name="US"), item("c", "actor", name="China"), item("m", "actor", name="MSS")]
    statement = item("q", "statement", speech="direct", said=fields.get("said", "2021-07-19"), source="s")
    return Claim(Document({}, [attribution, *actors, statement, item("s", "source", title="S")]), attribution)


@pytest.mark.parametrize("words", Words.values)
def test_every_speech_act_makes_a_sentence(words: str) -> None:
    assert claim(words=words).verb
    assert words in claims._SENTENCES


@pytest.mark.parametrize("stance", Stance.values)
def test_every_stance_has_tone_mark_and_word(stance: str) -> None:
    found = claim(stance=stance)
    assert stance in claims._TONES
    assert found.mark
    assert found.headline


@pytest.mark.parametrize(
    ("fields", "tone", "mark", "headline"),
    [
        ({"words": "formally_accuses"}, "accuses", "▲", "formally accuses"),
        ({"words": "links"}, "accuses", "△", "links"),
        ({"words": "supports_or_acknowledges", "stance": "supports"}, "supports", "◆", "supports another’s claim"),
        ({"stance": "denies"}, "denies", "✕", "denies"),
        ({"stance": "contests"}, "denies", "✕", "contests"),
        ({"stance": "declines"}, "neutral", "○", "declines to attribute"),
    ],
)
def test_tone_never_stands_alone(fields: dict[str, str], tone: str, mark: str, headline: str) -> None:
    found = claim(**fields)
    assert (found.tone, found.mark, found.headline) == (tone, mark, headline)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("", "denies the claim"),
        ("rejects", "rejects the claim"),
        ("rejects the accusation", "rejects the accusation"),
    ],
)
def test_a_denial_is_worded_as_the_source_has_it(verb: str, said: str) -> None:
    assert claim(stance="denies", accuser="c", verb=verb).denial == said


def test_what_is_not_stated_is_said() -> None:
    found = claim()
    assert (found.likelihood, found.confidence, found.sureness_stated) == ("none stated", "none stated", False)
    assert claim(confidence="high").sureness_stated


def test_own_words_are_not_called_reported() -> None:
    found = claim()
    assert found.reported_in is None
    reported = item("q2", "statement", speech="quoted", source="s")
    document = Document({}, [*found.document.items, reported])
    assert Claim(document, item("a2", "attribution", statement="q2")).reported_in is not None


def test_the_matrix_puts_who_spoke_first_first() -> None:
    late, early = claim(said="2021-07-19"), claim(said="2021-03-02", accuser="c", accused="m")
    matrix = Matrix([late, early])
    assert [row.accuser["name"] for row in matrix.rows] == ["China", "US"]
    assert [accused["name"] for accused in matrix.accused] == ["MSS", "China"]
    assert [[len(cell.claims) for cell in row.cells] for row in matrix.rows] == [[1, 0], [0, 1]]
    assert matrix.only is None
    assert Matrix([late]).only is late


def test_routes_are_followed_and_circles_end() -> None:
    sources = [
        item("s1", "source", ("s2",), relays=["s2"]),
        item("s2", "source", ("s3", "s1"), relays=["s3", "s1"]),
        item("s3", "source"),
    ]
    route = Route(Document({}, sources), sources[0])
    assert [(step.source.id, [each.id for each in step.repeats]) for step in route.steps] == [
        ("s1", ["s2"]),
        ("s2", ["s3", "s1"]),
    ]


def test_dates_sort_by_what_they_can_mean() -> None:
    dates = ["", "2021-07-19", "2021", "2021-07", "../2018", "2011/2018", "nonsense"]
    assert sorted(dates, key=date_order) == ["../2018", "2011/2018", "2021", "2021-07", "2021-07-19", "", "nonsense"]
    assert (date_words("2020-23~"), date_words("nonsense")) == ("about autumn 2020", "nonsense")


@pytest.mark.parametrize(
    ("prefix", "suffix", "shown"),
    [
        ("He said that", "or so.", "He said that |they did it| or so."),
        ("He said that ", " or so.", "He said that |they did it| or so."),
        ("He said “", ", he said.", "He said “|they did it|, he said."),
        ("", "", "|they did it|"),
    ],
)
def test_words_around_a_passage_stand_apart_from_it(prefix: str, suffix: str, shown: str) -> None:
    statement = item("q", "statement", passage="they did it", prefix=prefix, suffix=suffix)
    quote = claims.Quote(Document({}, [statement]), statement)
    assert f"{quote.before}|they did it|{quote.after}" == shown
