"""Adding an item to a case: by whom, of what, and never half."""

import uuid
from typing import Any

import pytest

from casefiles.accounts.models import User
from casefiles.dossiers.actions import create_item
from casefiles.dossiers.models import Actor, Case, Contribution, Item, Statement
from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from tests.dossiers.conftest import STRANGERS, WRITERS, counts, refuses
from tests.dossiers.rows import MODELS, sound
from tests.newsroom import Newsroom, current
from tests.raw_sql import as_actor, refusal, run

pytestmark = pytest.mark.django_db


def test_there_is_a_sound_row_of_every_kind() -> None:
    assert set(MODELS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_becomes_an_item_with_its_content(room: Newsroom, kind: Kind) -> None:
    made = room.add(sound(room, kind))
    item = current(made)
    assert (item.kind, item.version) == (kind, 1)
    assert item.case == (None if kind in SHARED_KINDS else room.case)
    assert item.label == made.summary
    assert type(made)._default_manager.get(pk=item.pk).summary == made.summary
    assert [(row.version, row.user) for row in item.contributions.all()] == [(1, room.author)]


def test_dates_get_their_bounds(room: Newsroom) -> None:
    made = room.add(sound(room, Kind.OPERATION, dates="2020-21/.."))
    made.refresh_from_db()
    assert str(made.dates_earliest) == "2020-03-01"
    assert made.dates_latest is None


@pytest.mark.parametrize("name", WRITERS)
def test_members_who_write_may(room: Newsroom, name: str) -> None:
    user: User = getattr(room, name)
    assert current(room.add(sound(room, Kind.EDITOR_NOTE), user=user)).contributions.get().user == user


@pytest.mark.parametrize("name", STRANGERS)
def test_others_may_not(room: Newsroom, name: str) -> None:
    row = sound(room, Kind.EDITOR_NOTE)
    with refuses(NotAllowed):
        room.add(row, user=getattr(room, name))


@pytest.mark.parametrize("name", ["counsel", "administrator", "superuser"])
def test_nor_may_they_add_what_cases_share(room: Newsroom, name: str) -> None:
    with refuses(NotAllowed):
        room.add(sound(room, Kind.ACTOR), user=getattr(room, name))


def test_an_outsider_may_add_what_cases_share(room: Newsroom) -> None:
    assert current(room.add(sound(room, Kind.ACTOR), user=room.outsider)).case is None


def test_whoever_was_made_inactive_may_not(room: Newsroom) -> None:
    User.objects.filter(pk=room.author.pk).update(is_active=False)
    with refuses(NotAllowed):
        room.add(sound(room, Kind.EDITOR_NOTE), user=User.objects.get(pk=room.author.pk))


@pytest.mark.parametrize("kind", [Kind.EDITOR_NOTE, Kind.ACTOR])
def test_what_is_shared_has_no_case_and_everything_else_has_one(room: Newsroom, kind: Kind) -> None:
    with refuses(Refused, saying="shared between cases"):
        create_item(user=room.author, row=sound(room, kind), case=room.case if kind in SHARED_KINDS else None)


WRONG: list[tuple[Kind, str, Any, str]] = [
    (Kind.CASE_TEXT, "title", "", "blank"),
    (Kind.CASE_TEXT, "title", "t" * 301, "at most 300"),
    (Kind.OPERATION, "dates", "last summer", "is not a date"),
    (Kind.OPERATION, "dates", "2021-02-30", "no day 30"),
    (Kind.OPERATION, "dates", "2018/2011", "ends before it begins"),
    (Kind.OPERATION, "sectors", ["piracy"], "not a valid choice"),
    (Kind.OPERATION, "countries", ["Finland"], "at most 2 characters"),
    (Kind.OPERATION, "countries", ["fi"], "two capital letters"),
    (Kind.OPERATION, "operation_type", "war", "not a valid choice"),
    (Kind.SOURCE, "published", "yesterday", "is not a date"),
    (Kind.SOURCE, "language", "English, mostly", "Write the language as a tag"),
    (Kind.SOURCE, "archiving", "perhaps", "not a valid choice"),
    (Kind.STATEMENT, "passage", "", "blank"),
    (Kind.STATEMENT, "passage", " \n\t", "blank"),
    (Kind.STATEMENT, "said", "0000", "no year 0000"),
    (Kind.STATEMENT, "speaker_name", "", "Say who speaks"),
    (Kind.STATEMENT, "speaker_description", "An official", "Somebody who is not to be named"),
    (Kind.STATEMENT, "anonymity_reason", "It is dangerous.", "Somebody who is not to be named"),
    (Kind.STATEMENT, "source", None, "cannot be null"),
    (Kind.ATTRIBUTION, "statement", None, "cannot be null"),
    (Kind.ATTRIBUTION, "operation", None, "cannot be null"),
    (Kind.ATTRIBUTION, "accuser", None, "cannot be null"),
    (Kind.ATTRIBUTION, "words", "shouts", "not a valid choice"),
    (Kind.ATTRIBUTION, "likelihood", "icd203:likely", "yardstick"),
    (Kind.ATTRIBUTION, "yardstick", "phia", "yardstick"),
    (Kind.ATTRIBUTION, "our_confidence", "high", "signed and dated"),
    (Kind.EVIDENCE, "technique_id", "1190", "technique id looks like"),
    (Kind.EVIDENCE, "credibility", 7, "not a valid choice"),
    (Kind.EVENT, "date", "", "blank"),
    (Kind.EVENT, "source", None, "cannot be null"),
    (Kind.REPLY_REQUEST, "outcome", "not_sought", "why no reply was sought"),
    (Kind.REPLY_REQUEST, "outcome", "answered", "Give the reply"),
    (Kind.ACTOR, "country", "Finland", "at most 2 characters"),
    (Kind.ACTOR, "country", "F1", "two capital letters"),
    (Kind.ACTOR, "attack_id", "APT31", "looks like G0125"),
    (Kind.ALIAS, "reference_url", "javascript:alert(1)", "valid URL"),
    (Kind.ALIAS, "reference_url", "ftp://files.example/list", "valid URL"),
    (Kind.PUBLISHER, "website", "https://gazette example/", "valid URL"),
]
MENDED = {
    "speaker_name": "speaker",
    "speaker_description": "speaker_name",
    "anonymity_reason": "speaker_name",
    "yardstick": "likelihood",
    "outcome": "",
}
"""Where a constraint names another field than the one that was changed: the one to mend."""


@pytest.mark.parametrize(("kind", "field", "value", "reason"), WRONG)
def test_what_is_wrong_is_refused_at_its_field(room: Newsroom, kind: Kind, field: str, value: Any, reason: str) -> None:
    row = sound(room, kind, **{field: value})
    with refuses(Refused, field=MENDED.get(field, field) or None, saying=reason):
        room.add(row)


@pytest.mark.parametrize("name", ["speaker_name", "speaker_role"])
@pytest.mark.parametrize("instead", ["speaker_description", "anonymity_reason"])
def test_somebody_unnamed_has_no_name_and_no_role(room: Newsroom, name: str, instead: str) -> None:
    speaker = room.actor("An agency")
    fields = {"speaker_name": "", "speaker": speaker, name: "Deputy", instead: "Asked for it"}
    row = sound(room, Kind.STATEMENT, **fields)
    with refuses(Refused, field="speaker_name", saying="take them out"):
        room.add(row)
    assert room.add(sound(room, Kind.STATEMENT, **fields | {instead: ""}))
    assert room.add(sound(room, Kind.STATEMENT, **fields | {name: ""}))


def test_nor_by_raw_sql(room: Newsroom) -> None:
    row = room.add(sound(room, Kind.STATEMENT))
    named = "UPDATE dossiers_statement SET speaker_description = 'An official' WHERE item_id = %s"
    as_actor(room.author.pk)
    assert "statement_names_nobody_unnamed" in refusal(named, [row.pk])
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked cannot be altered
    run("ALTER TABLE dossiers_statement DROP CONSTRAINT statement_names_nobody_unnamed")
    assert refusal(named, [row.pk]) == ""


def texts(kind: Kind) -> list[str]:
    return [
        field.name
        for field in MODELS[kind]._meta.concrete_fields
        if field.get_internal_type() in {"CharField", "TextField"}
    ]


@pytest.mark.parametrize("kind", Kind)
def test_text_that_cannot_be_stored_is_refused_at_its_field(room: Newsroom, kind: Kind) -> None:
    row = sound(room, kind)
    before = counts()
    for field in texts(kind):
        told = getattr(row, field)
        for bad in ("NUL \x00 inside", "half \ud83d a pair"):
            setattr(row, field, bad)
            with pytest.raises(Refused) as refusal:
                room.add(row)
            assert refusal.value.field == field
        setattr(row, field, told)
    assert counts() == before
    assert room.add(row)


@pytest.mark.parametrize("bad", ["two\nlines", "two\r\nlines", "two\u2028lines", "\x0bx y"])
def test_a_line_is_one_line(room: Newsroom, bad: str) -> None:
    with refuses(Refused, field="title", saying="one line"):
        room.add(sound(room, Kind.SOURCE, title=bad))


def test_text_that_cannot_be_stored_is_refused_inside_a_list(room: Newsroom) -> None:
    with refuses(Refused, field="other_names", saying="NUL"):
        room.add(sound(room, Kind.OPERATION, other_names=["fine", "not\x00fine"]))


def test_every_reason_is_given_at_once(room: Newsroom) -> None:
    row = sound(room, Kind.STATEMENT, passage="", said="soon", speaker_name="")
    with refuses(Refused) as refusal:
        room.add(row)
    assert [reason.partition(" ")[0] for reason in refusal.value.reasons] == ["Passage:", "Said:", "Say"]


def test_a_claim_needs_the_whole_chain_to_a_source(room: Newsroom) -> None:
    """Also when somebody names a statement that was never saved."""
    loose = Statement(item_id=uuid.uuid4(), passage="They did it.", speaker_name="A. Person")
    row = sound(room, Kind.ATTRIBUTION, statement=loose)
    with refuses(Refused, field="statement"):
        room.add(row)


@pytest.mark.parametrize(
    ("kind", "field", "foreign"),
    [
        (Kind.STATEMENT, "source", Kind.SOURCE),
        (Kind.EVENT, "source", Kind.SOURCE),
        (Kind.EVENT, "operation", Kind.OPERATION),
        (Kind.ATTRIBUTION, "operation", Kind.OPERATION),
        (Kind.ATTRIBUTION, "statement", Kind.STATEMENT),
        (Kind.ACTOR_LINK, "statement", Kind.STATEMENT),
    ],
)
def test_a_reference_into_another_case_is_refused_at_its_field(
    room: Newsroom, kind: Kind, field: str, foreign: Kind
) -> None:
    row = sound(room, kind)
    room.case = room.another_case()
    elsewhere = room.add(sound(room, foreign))
    room.case = Case.objects.get(slug="exchange")
    setattr(row, field, elsewhere)
    with refuses(Refused, field=field, saying="choose one of this case"):
        room.add(row)


def test_an_id_may_be_chosen_and_is_taken_once(room: Newsroom) -> None:
    chosen = uuid.uuid4()
    room.add(Actor(item_id=chosen, name="APT31", actor_type="threat_group"))
    assert Item.objects.get(pk=chosen).kind == Kind.ACTOR
    with refuses(Conflict, saying="saved already"):
        room.add(Actor(item_id=chosen, name="APT40", actor_type="threat_group"))
    assert Actor.objects.get(pk=chosen).name == "APT31"


def test_the_same_row_twice_is_one_item(room: Newsroom) -> None:
    row = room.add(sound(room, Kind.ACTOR))
    with refuses(Conflict):
        room.add(row)


def test_after_a_refusal_the_mended_row_can_be_saved(room: Newsroom) -> None:
    row = sound(room, Kind.SOURCE, title="")
    with refuses(Refused, field="title"):
        room.add(row)
    row.title = "A title"  # type: ignore[attr-defined]
    assert current(room.add(row)).version == 1


def test_a_claim_with_all_it_stands_on_is_its_authors_work(room: Newsroom) -> None:
    room.attribution()
    assert set(Contribution.objects.values_list("user", flat=True)) == {room.author.pk}
    assert set(Item.objects.values_list("version", flat=True)) == {1}
