"""The scenario is sound before anything is built of it: keys, references, and who does what."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from casefiles.accounts.roles import Role
from casefiles.demonstration.people import IDRIS, NORA, PEOPLE
from casefiles.demonstration.scenario.chapters import CHAPTERS, CORRECTION
from casefiles.demonstration.scenario.rows import Chapter, Ref, Row, item_id, linked, resolved
from casefiles.dossiers.models import Source, Statement
from casefiles.dossiers.vocabularies import Speech

ROWS: list[Row] = [row for chapter in CHAPTERS for row in chapter.rows]
_LINK = re.compile(r"\(item:([a-z0-9-]+)\)")


def wanted(values: Any) -> Iterator[str]:
    """Every key that fields refer to, in text as well."""
    for value in values.values():
        if isinstance(value, Ref):
            yield value.key
        elif isinstance(value, str):
            yield from _LINK.findall(value)


def test_every_key_is_given_once() -> None:
    assert [key for key, times in Counter(row.key for row in ROWS).items() if times > 1] == []


def test_keys_are_ids_that_stay() -> None:
    assert str(item_id("text")) == str(item_id("text"))
    assert len({item_id(row.key) for row in ROWS}) == len(ROWS)
    assert {item_id(row.key).version for row in ROWS} == {4}


@pytest.mark.parametrize("number", range(len(CHAPTERS)))
def test_every_reference_leads_to_a_row_that_is_there_by_then(number: int) -> None:
    known = {row.key for chapter in CHAPTERS[: number + 1] for row in chapter.rows}
    chapter = CHAPTERS[number]
    parts = [*chapter.rows, *chapter.relations, *chapter.revisions]
    assert {key for part in parts for key in wanted(part.fields)} <= known
    assert {part.key for part in (*chapter.revisions, *chapter.withdrawals)} <= known


def _writers(chapter: Chapter) -> set[Any]:
    return {part.by for part in (*chapter.rows, *chapter.relations, *chapter.revisions, *chapter.withdrawals)}


def test_two_journalists_write_and_nobody_else() -> None:
    assert set().union(*map(_writers, CHAPTERS)) == {NORA, IDRIS}


def test_everybody_has_one_role_and_the_roles_are_all_there() -> None:
    assert {role for person in PEOPLE for role in person.roles} == set(Role)
    assert all(person.email.endswith(".invalid") for person in PEOPLE)


def test_every_statement_is_reported_speech_of_somebody() -> None:
    for row in ROWS:
        if row.model is Statement:
            assert row.fields["speech"] == Speech.REPORTED
            assert row.fields.get("speaker") or row.fields.get("speaker_description"), row.key


def test_every_source_has_the_address_of_its_original_as_text() -> None:
    sources = [row for row in ROWS if row.model is Source and row.fields.get("url")]
    assert len(sources) == 14
    for row in sources:
        assert row.fields["url"].startswith("{press_desk}/")
        assert row.fields["original_address"]


def test_the_correction_says_what_was_wrong_what_is_right_and_for_how_long() -> None:
    for words in ("What was wrong:", "What is right:", "APT30", "APT31", "{since}", "{until}"):
        assert words in CORRECTION


def test_links_and_references_become_ids() -> None:
    assert linked("See [this](item:text).") == f"See [this](item:{item_id('text')})."
    assert resolved({"actor": Ref("china"), "name": "x"}) == {"actor_id": item_id("china"), "name": "x"}
