"""The database's own guards of the record: raw SQL tries, with the guard and, to prove it, without."""

import hashlib
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from casefiles.editions.models import Edition
from tests.editions.documents import publish_exchange
from tests.editions.drafts import small_case
from tests.raw_sql import as_replica, granted, logged_in, refusal, refused, run, without

pytestmark = pytest.mark.django_db

TABLES = {
    "edition": "published_at = published_at - interval '1 day'",
    "editionitem": "number = 'S99'",
    "blob": "kind = 'rumour'",
    "logentry": "at = now()",
    "removal": "reason = 'None.'",
}
REMOVAL = (
    "INSERT INTO editions_removal (digest, reason, decided_by, seconded_by, at)"
    " SELECT digest, 'A court order.', gen_random_uuid(), gen_random_uuid(), now() FROM editions_blob"
    " WHERE digest NOT IN (SELECT digest FROM editions_removal) ORDER BY digest LIMIT 1"
)


@pytest.fixture
def record() -> Edition:
    """Two editions, and a removal."""
    _, first, _ = publish_exchange()
    run(REMOVAL)
    run("SET CONSTRAINTS ALL IMMEDIATE")  # rows still to be checked would refuse a TRUNCATE in the guard's place
    return first


def _tries(table: str) -> list[str]:
    return [
        f"UPDATE editions_{table} SET {TABLES[table]}",
        f"DELETE FROM editions_{table}",
        f"TRUNCATE editions_{table} CASCADE",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_the_record_never_changes(record: Edition, table: str) -> None:
    for sql in _tries(table):
        assert refused(sql), sql


@pytest.mark.parametrize("table", TABLES)
def test_a_refusal_is_a_violation_that_says_why(record: Edition, table: str) -> None:
    for sql in _tries(table):
        with pytest.raises(IntegrityError) as refused_with:
            run(sql)
        assert table == "blob" or "the public record never changes" in str(refused_with.value)


@pytest.mark.parametrize("table", TABLES)
def test_replica_role_does_not_help(record: Edition, table: str) -> None:
    as_replica()
    for sql in _tries(table):
        assert refused(sql), sql


@pytest.mark.parametrize("table", TABLES)
def test_without_the_guards_the_record_would_change(record: Edition, table: str) -> None:
    without(f"editions_{table}", "guard_update" if table == "blob" else "guard_update_delete", "guard_truncate")
    assert run(f"UPDATE editions_{table} SET {TABLES[table]}") > 0


@pytest.mark.django_db(transaction=True)
def test_the_newsroom_cannot_change_the_record_by_its_own_login(record: Edition) -> None:
    with logged_in("desk") as session:
        for table in TABLES:
            for sql in _tries(table):
                assert "permission denied" in refusal(sql, session=session), sql
        assert "permission denied" in refusal(REMOVAL, session=session), "nor withhold anything"
        with granted("desk", "INSERT", "editions_removal"):
            assert refusal(REMOVAL, session=session) == ""
        with granted("desk", "UPDATE, DELETE, TRUNCATE", "editions_edition, editions_logentry"):
            for table in ("edition", "logentry"):
                update, delete, _ = _tries(table)  # TRUNCATE … CASCADE would need the other tables' right too
                assert "never changes" in refusal(update, session=session)
                assert "never changes" in refusal(delete, session=session)
            assert "never changes" in refusal("TRUNCATE editions_logentry", session=session)


def test_a_blob_goes_only_where_a_removal_names_it(record: Edition) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM editions_removal")
        removed = cursor.fetchone()[0]
        cursor.execute("SELECT digest, body FROM editions_blob WHERE digest = %s", [removed])
        row = list(cursor.fetchone())
    assert refused("DELETE FROM editions_blob WHERE digest <> %s", [removed])
    assert run("DELETE FROM editions_blob WHERE digest = %s", [removed]) == 1
    again = "INSERT INTO editions_blob (digest, body, item_id, kind) VALUES (%s, %s, gen_random_uuid(), 'source')"
    assert refused(again, row)


def test_a_blob_is_named_by_its_bytes() -> None:
    insert = "INSERT INTO editions_blob (digest, body, item_id, kind) VALUES (%s, %s, gen_random_uuid(), 'source')"
    assert refused(insert, ["0" * 64, b"{}"])
    assert run(insert, [hashlib.sha256(b"{}").hexdigest(), b"{}"]) == 1
    without("editions_blob", "guard_content")
    assert run(insert, ["0" * 64, b"{}"]) == 1


EDITION = (
    "INSERT INTO editions_edition"
    " (id, case_id, slug, number, kind, note, published_at, manifest, digest, previous_digest)"
    " VALUES (gen_random_uuid(), %(case)s, %(slug)s, %(number)s, %(kind)s, %(note)s, %(at)s,"
    " convert_to(%(manifest)s, 'UTF8'), %(digest)s, %(previous)s)"
)


def _third(draft_case: str, before: str, **changes: Any) -> dict[str, Any]:
    """The columns of a sound third edition, but for ``changes`` made after its manifest was written."""
    at = "2021-08-01T00:00:00Z"
    manifest = (
        f'{{"case":{{"id":"{draft_case}","slug":"exchange-2021"}},"format":"casefile/1","items":[],"kind":"update",'
        f'"note":"News.","number":3,"previous":"{before}","published_at":"{at}"}}'
    )
    sound = {
        "case": draft_case,
        "slug": "exchange-2021",
        "number": 3,
        "kind": "update",
        "note": "News.",
        "at": at,
        "manifest": manifest,
        "previous": before,
        "digest": hashlib.sha256(manifest.encode()).hexdigest(),
    }
    return sound | changes


CHANGES = [
    {"number": 4},
    {"number": 2},
    {"previous": "0" * 64},
    {"slug": "elsewhere"},
    {"digest": "1" * 64},
    {"note": "Other words."},
    {"kind": "retraction"},
    {"at": "2021-08-02T00:00:00Z"},
]


@pytest.mark.parametrize("changes", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_an_edition_follows_the_one_before_and_says_what_its_manifest_says(changes: dict[str, Any]) -> None:
    draft, _, second = publish_exchange()
    row = _third(str(draft.case_id), second.digest, **changes)
    assert refused(EDITION, row)  # type: ignore[arg-type]


def test_a_sound_row_is_taken() -> None:
    draft, _, second = publish_exchange()
    assert run(EDITION, _third(str(draft.case_id), second.digest)) == 1  # type: ignore[arg-type]


def test_without_the_sequence_guard_an_edition_could_skip_one() -> None:
    draft, _, second = publish_exchange()
    without("editions_edition", "guard_sequence")
    assert run(EDITION, _third(str(draft.case_id), second.digest, number=7)) == 1  # type: ignore[arg-type]


def test_another_case_cannot_take_an_address() -> None:
    _, first, _ = publish_exchange()
    other = small_case(3)
    without("editions_edition", "guard_sequence")
    with pytest.raises(DatabaseError), transaction.atomic():  # the constraint stands behind the trigger
        Edition.objects.create(
            case_id=other.case_id,
            slug=first.slug,
            number=1,
            kind="first",
            published_at=first.published_at,
            manifest=b"{}",
            digest="2" * 64,
        )


ROW = (
    "INSERT INTO editions_editionitem (edition_id, position, item_id, kind, digest, number)"
    " SELECT edition_id, %s, gen_random_uuid(), kind, digest, 'S99' FROM editions_editionitem LIMIT 1"
)


def test_nothing_can_be_added_to_an_edition() -> None:
    edition = small_case(1).publish()
    beyond = edition.rows.count()
    assert refused(ROW, [beyond])
    without("editions_editionitem", "guard_listed")
    assert run(ROW, [beyond]) == 1


LINE = (
    "INSERT INTO editions_logentry (index, edition_digest, previous, digest, at)"
    " SELECT %s, %s, digest, %s, at FROM editions_logentry ORDER BY index DESC LIMIT 1"
)


@pytest.mark.parametrize(("index", "edition"), [(1, "3" * 64), (5, "3" * 64)], ids=["no such edition", "out of order"])
def test_the_log_grows_by_true_lines_alone(index: int, edition: str) -> None:
    small_case(1).publish()
    assert refused(LINE, [index, edition, "4" * 64])
    without("editions_logentry", "guard_chain")
    assert run(LINE, [index, edition, "4" * 64]) == 1


def _guards() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname, tgenabled::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE relname LIKE 'editions\\_%%' AND tgname LIKE 'guard\\_%%' ORDER BY relname, tgname"
        )
        return cursor.fetchall()


def test_every_guard_is_always_enabled() -> None:
    assert len(_guards()) == 18
    assert {enabled for _, _, enabled in _guards()} == {"A"}


def test_guards_can_be_taken_back_and_made_anew() -> None:
    before = _guards()
    names = ("0002_guards", "0003_source_state")
    modules = (import_module(f"casefiles.editions.migrations.{name}").Migration for name in names)
    operations = [operation for module in modules for operation in module.operations if hasattr(operation, "sql")]
    for operation in reversed(operations):
        run(operation.reverse_sql)
    assert [name for _, name, _ in _guards()] == ["guard_released"], "that one is publishing's"
    for operation in operations:
        run(operation.sql)
    assert _guards() == before
