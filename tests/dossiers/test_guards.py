"""The database's own guards of items: raw SQL tries, as the owner and in a replication session, and without them."""

import uuid
from typing import Any

import pytest
from django.db import connection, models

from casefiles.dossiers.actions import relate
from casefiles.dossiers.models import Case, Item, KindModel
from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind
from tests.dossiers.rows import CHANGE, MODELS, RELATIONS, related, sound
from tests.newsroom import Newsroom, current
from tests.raw_sql import as_actor, as_replica, refusal, run, without

pytestmark = pytest.mark.django_db
NOBODY = "a write to an item must say who writes"
ALONE = "an item refers to items of its own case alone"
SESSIONS = pytest.mark.parametrize("replica", [False, True], ids=["", "replica"])


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def enter(room: Newsroom, *, replica: bool, nobody: bool = False) -> None:
    """The moment at which raw SQL takes over: the team-mate writes, or nobody says who."""
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked cannot be emptied
    as_actor(None if nobody else room.teammate.pk)
    if replica:
        as_replica()


def change(row: KindModel) -> tuple[str, list[Any]]:
    """An honest change of a row, as raw SQL."""
    field, value = CHANGE[row.KIND]
    return f"UPDATE {table(type(row))} SET {field} = %s WHERE item_id = %s", [value, row.pk]


@pytest.fixture
def rows(room: Newsroom) -> list[KindModel]:
    """One of each kind."""
    return [room.add(sound(room, kind)) for kind in Kind]


@SESSIONS
def test_a_write_raises_the_version_and_notes_who_wrote(
    room: Newsroom, rows: list[KindModel], *, replica: bool
) -> None:
    enter(room, replica=replica)
    for row in rows:
        assert run(*change(row)) == 1
        assert run(*change(row)) == 1  # the same again is no write
        item = current(row)
        assert item.version == 2, row.KIND
        assert item.contributions.get(version=2).user == room.teammate, row.KIND


@SESSIONS
def test_a_write_that_does_not_say_who_writes_is_refused(
    room: Newsroom, rows: list[KindModel], *, replica: bool
) -> None:
    enter(room, replica=replica, nobody=True)
    for row in rows:
        assert NOBODY in refusal(*change(row)), row.KIND
        assert NOBODY in refusal("INSERT INTO dossiers_item SELECT * FROM dossiers_item WHERE id = %s", [row.pk])
        assert NOBODY in refusal("UPDATE dossiers_item SET label = 'Rumour' WHERE id = %s", [row.pk])
        without(table(type(row)), "guard_touch")
        assert run(*change(row)) == 1
        assert current(row).version == 1, "without the guard nobody would know of the change"


@SESSIONS
def test_a_relation_is_a_write_to_its_owner(room: Newsroom, *, replica: bool) -> None:
    owners = {}
    for through in RELATIONS:
        owners[through], row = related(room, through)
        relate(user=room.author, through_row=row, owner=current(owners[through]))
    enter(room, replica=replica, nobody=True)
    for through, owner in owners.items():
        take_away = f"DELETE FROM {table(through)}"
        as_actor(None)
        assert NOBODY in refusal(take_away), through
        assert "one by one" in refusal(f"TRUNCATE {table(through)}"), through
        as_actor(room.teammate.pk)
        assert run(take_away) == 1
        assert current(owner).contributions.get(version=3).user == room.teammate, through


@SESSIONS
@pytest.mark.parametrize("actor", ["nonsense", ""])
def test_a_writer_who_is_nobody_is_refused(room: Newsroom, actor: str, *, replica: bool) -> None:
    row = room.operation()
    if replica:
        as_replica()
    run("SELECT set_config('casefiles.actor', %s, true)", [actor])
    assert refusal(*change(row))


def test_a_writer_without_an_account_is_refused(room: Newsroom) -> None:
    row = room.operation()
    as_actor(uuid.uuid4())
    assert "violates foreign key" in refusal(f"SET CONSTRAINTS ALL IMMEDIATE; {change(row)[0]}", change(row)[1])


@SESSIONS
def test_an_item_is_never_deleted(room: Newsroom, rows: list[KindModel], *, replica: bool) -> None:
    enter(room, replica=replica)
    for name in ("dossiers_item", *(table(type(row)) for row in rows)):
        assert "never deleted" in refusal(f"DELETE FROM {name}"), name
        assert "never deleted" in refusal(f"TRUNCATE {name} CASCADE"), name
    without("dossiers_casetext", "guard_delete")
    assert run("DELETE FROM dossiers_casetext") == 1


@SESSIONS
@pytest.mark.parametrize(
    "column", ["case_id = %(case)s", "case_id = NULL", "kind = 'event'", "id = %(new)s", "created_at = now()"]
)
def test_an_item_keeps_what_it_is(room: Newsroom, column: str, *, replica: bool) -> None:
    row = room.operation()
    values = {"case": room.another_case().pk, "new": uuid.uuid4(), "item": row.pk}
    enter(room, replica=replica)
    move = f"UPDATE dossiers_item SET {column} WHERE id = %(item)s"
    assert "keeps its id, kind and case" in refusal(move, values)
    without("dossiers_item", "guard_item")
    if column.startswith("case_id = %"):
        assert run(move, values) == 1


@SESSIONS
@pytest.mark.parametrize("version", ["version + 1", "version - 1", "0", "1000"])
def test_the_version_is_raised_by_writes_alone(room: Newsroom, version: str, *, replica: bool) -> None:
    room.operation()
    enter(room, replica=replica)
    write = f"UPDATE dossiers_item SET version = {version}"
    assert "raised by writes to its content alone" in refusal(write)
    without("dossiers_item", "guard_item")
    assert run(write) == 1


@SESSIONS
def test_an_item_begins_at_version_0(room: Newsroom, *, replica: bool) -> None:
    enter(room, replica=replica)
    insert = (
        "INSERT INTO dossiers_item (id, kind, version, label, created_at, changed_at, case_id)"
        " VALUES (gen_random_uuid(), 'operation', %s, '', now(), now(), %s)"
    )
    assert "begins at version 0" in refusal(insert, [1, room.case.pk])
    assert run(insert, [0, room.case.pk]) == 1


EVENT = "INSERT INTO dossiers_event (item_id, date, title, description, source_id) VALUES (%s, '2021', 'x', '', %s)"


@SESSIONS
def test_content_stays_with_its_item_and_its_kind(room: Newsroom, *, replica: bool) -> None:
    one, other, source = room.operation(), room.operation("Another"), room.source()
    enter(room, replica=replica)
    assert "has no row in dossiers_event" in refusal(EVENT, [one.pk, source.pk])
    without("dossiers_operation", "guard_delete")
    run("DELETE FROM dossiers_operation WHERE item_id = %s", [other.pk])
    move = "UPDATE dossiers_operation SET item_id = %s WHERE item_id = %s"
    assert "content stays with its item" in refusal(move, [other.pk, one.pk])
    without("dossiers_operation", "guard_touch")
    assert run(move, [other.pk, one.pk]) == 1


CONTRIBUTE = (
    "INSERT INTO dossiers_contribution (item_id, version, user_id, at) SELECT id, version, %s, now() FROM dossiers_item"
)
REWRITE = {
    "UPDATE": "UPDATE dossiers_contribution SET user_id = %s",
    "DELETE": "DELETE FROM dossiers_contribution WHERE user_id <> %s",
    "TRUNCATE": "TRUNCATE dossiers_contribution",
}


@SESSIONS
def test_nobody_writes_contributions_by_hand(room: Newsroom, *, replica: bool) -> None:
    room.operation()
    enter(room, replica=replica)
    assert "recorded by writes to items alone" in refusal(CONTRIBUTE, [room.reviewer.pk])
    without("dossiers_contribution", "guard_written")
    assert run(CONTRIBUTE, [room.reviewer.pk]) == 1


@SESSIONS
@pytest.mark.parametrize("operation", REWRITE)
def test_who_wrote_what_is_kept(room: Newsroom, operation: str, *, replica: bool) -> None:
    room.operation()
    sql = REWRITE[operation]
    parameters = [room.reviewer.pk] if "%s" in sql else None
    enter(room, replica=replica)
    assert "kept for ever" in refusal(sql, parameters)
    without("dossiers_contribution", "guard_update_delete", "guard_truncate")
    assert refusal(sql, parameters) == ""


def references(model: type[models.Model]) -> list[Any]:
    """The fields of ``model`` that name an item, its own first."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, KindModel | Item)
    ]


def test_the_guards_know_every_reference_between_items() -> None:
    """A new field that names an item, and is not told to the guard, could lead into another case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'guard_touch'"
        )
        told = {name: arguments.split("\\000")[:-1] for name, arguments in cursor.fetchall()}
    assert told == {
        table(model): [field.column for field in references(model)] for model in [*MODELS.values(), *RELATIONS]
    }


def _crossing(model: type[models.Model]) -> list[str]:
    """References of ``model`` beside its own item that could lead into another case."""
    return [
        field.name for field in references(model)[1:] if getattr(field.related_model, "KIND", None) not in SHARED_KINDS
    ]


CROSSINGS = [(model, name) for model in [*MODELS.values(), *RELATIONS] for name in _crossing(model)]


@SESSIONS
def test_no_reference_leads_into_another_case(room: Newsroom, rows: list[KindModel], *, replica: bool) -> None:
    for through in RELATIONS:
        owner, row = related(room, through)
        relate(user=room.author, through_row=row, owner=current(owner))
    room.case = room.another_case()
    foreign = {kind: room.add(sound(room, kind)).pk for kind in Kind if kind not in SHARED_KINDS}
    here = Case.objects.get(slug="exchange").pk
    enter(room, replica=replica)
    for model, name in CROSSINGS:
        field = model._meta.get_field(name)
        target = foreign[getattr(field.related_model, "KIND", Kind.OPERATION)]
        own = f"{references(model)[0].column} IN (SELECT id FROM dossiers_item WHERE case_id = %s)"
        cross = f"UPDATE {table(model)} SET {field.column} = %s WHERE {own}"
        assert ALONE in refusal(cross, [target, here]), (model, name)
        without(table(model), "guard_touch")
        assert refusal(cross, [target, here]) == "", (model, name)
        run(f"ALTER TABLE {table(model)} ENABLE ALWAYS TRIGGER guard_touch")
    assert len(CROSSINGS) == 18


@SESSIONS
def test_a_new_row_leads_into_no_other_case_either(room: Newsroom, *, replica: bool) -> None:
    event = room.add(sound(room, Kind.EVENT))
    foreign = room.add(sound(room, Kind.SOURCE), case=room.another_case())
    enter(room, replica=replica)
    without("dossiers_event", "guard_delete")
    run("DELETE FROM dossiers_event")
    assert ALONE in refusal(EVENT, [event.pk, foreign.pk])
    assert run(EVENT, [event.pk, event.source_id]) == 1
