"""The database's own guards of the custody record: raw SQL tries, with the guard and, to prove it, without."""

import datetime
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from casefiles.archive import custody
from casefiles.archive.chain import moment
from casefiles.archive.models import Capture, CustodyEvent
from casefiles.archive.states import Custody, Handling
from casefiles.lib.canonical import canonical, digest
from tests.at_once import at_once
from tests.copies import archived
from tests.raw_sql import as_replica, lifted, logged_in, refusal, run, without
from tests.waiting import wait_until

TABLES = ("archive_custodyevent", "archive_custodywithheld", "archive_handlingevent")
WHY = "the custody record is only ever added to"


@pytest.fixture
def capture(db: None) -> Capture:
    found = archived()
    custody.handle(found, Handling.VIEWED, {}, by=None)
    return found


def tries(table: str) -> list[str]:
    return [f"UPDATE {table} SET document = '{{}}'", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("replica", [False, True], ids=["plainly", "as a replica"])
def test_events_never_change(capture: Capture, table: str, replica: bool) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    if replica:
        as_replica()
    assert [WHY in refusal(sql) for sql in tries(table)] == [True] * 3


@pytest.mark.parametrize("table", TABLES)
def test_without_the_guards_they_would(capture: Capture, table: str) -> None:
    without(table, "guard_update_delete", "guard_truncate")
    without("archive_custodywithheld", "guard_truncate")
    assert [refusal(sql) for sql in tries(table)[:1] + tries(table)[2:]] == ["", ""]


EVENT = (
    "INSERT INTO archive_custodyevent (capture_id, kind, number, previous, at, document, digest)"
    " VALUES (%(capture)s, %(kind)s, %(number)s, %(previous)s, %(at)s, %(document)s, %(digest)s)"
)


def following(capture: Capture, **changes: Any) -> dict[str, Any]:
    """The columns of an event that follows, but for ``changes``, which its document and digest know of."""
    last = capture.custody.order_by("number").last()
    assert last is not None
    columns = {
        "capture": str(capture.pk),
        "kind": "verified",
        "number": last.number + 1,
        "previous": last.digest,
        "at": max(last.at, datetime.datetime.now(datetime.UTC)),
    } | changes
    said = columns | {"chain": "record", "detail": {}, "withheld": "0" * 64, "at": moment(columns["at"])}
    document = canonical(said)
    return columns | {"document": document.decode(), "digest": digest(document)}


def test_what_follows_is_taken(capture: Capture) -> None:
    assert refusal(EVENT, following(capture)) == ""


HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize("replica", [False, True], ids=["plainly", "as a replica"])
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": 3}, "does not follow event 3"),
        ({"number": 5}, "does not follow event 3"),
        ({"previous": "0" * 64}, "does not name the digest of the one before"),
        ({"at": datetime.datetime.now(datetime.UTC) - HOUR}, "which is not now"),
        ({"at": datetime.datetime.now(datetime.UTC) + HOUR}, "which is not now"),
    ],
)
def test_what_does_not_follow_is_refused(capture: Capture, changes: dict[str, Any], said: str, replica: bool) -> None:
    if replica:
        as_replica()
    assert said in refusal(EVENT, following(capture, **changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"digest": "0" * 64}, "the SHA-256 of its document"),
        ({"kind": "viewed"}, "say what its document says"),
    ],
)
def test_columns_that_differ_from_the_document_are_refused(capture: Capture, changes: Any, said: str) -> None:
    assert said in refusal(EVENT, following(capture) | changes)


def test_without_the_guard_a_forged_event_would_go_in_and_the_check_finds_it(capture: Capture) -> None:
    without("archive_custodyevent", "guard_link")
    assert refusal(EVENT, following(capture, previous="0" * 64)) == ""
    assert any("as the digest of the one before" in said for said in custody.faults(capture))


WITHHELD = "INSERT INTO archive_custodywithheld (event_id, by_id, document) VALUES (%s, NULL, %s)"


def test_what_an_event_withholds_is_what_it_says(capture: Capture) -> None:
    run(EVENT, following(capture))
    pk = CustodyEvent.objects.get(number=4).pk
    assert "not what event" in refusal(WITHHELD, [pk, '{"reason":"Another."}'])
    without("archive_custodywithheld", "guard_withheld")
    assert refusal(WITHHELD, [pk, '{"reason":"Another."}']) == ""


def test_who_an_event_is_by_stands_in_what_it_withholds(capture: Capture) -> None:
    hidden = canonical({"by": {"id": "00000000-0000-4000-8000-000000000000", "name": "Jo"}, "salt": "00"})
    columns = following(capture)
    said = canonical(
        {key: columns[key] for key in ("capture", "kind", "number", "previous")}
        | {"at": moment(columns["at"]), "chain": "record", "detail": {}, "withheld": digest(hidden)}
    )
    run(EVENT, columns | {"document": said.decode(), "digest": digest(said)})
    pk = CustodyEvent.objects.get(number=4).pk
    assert "by whom its withheld document names" in refusal(WITHHELD, [pk, hidden.decode()])


def test_every_guard_is_always_enabled(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid::regclass::text = ANY(%s) AND tgname LIKE 'guard%%'",
            [list(TABLES)],
        )
        assert [enabled for (enabled,) in cursor.fetchall()] == ["A"] * 9


@pytest.mark.django_db(transaction=True)
def test_two_writers_cannot_fork_the_chain() -> None:
    """Eight at once: eight events in one row, whoever came first."""
    capture = archived()
    done = at_once(8, lambda _number: custody.record(capture, Custody.VERIFIED, {"right": True}).number)
    assert sorted(done) == list(range(4, 12))
    assert list(custody.faults(capture)) == []


@pytest.mark.django_db(transaction=True)
def test_a_writer_past_the_code_waits_for_the_lock_and_is_refused() -> None:
    """It has looked for the last event without the lock; the guard looks again, with it. Without guard: a fork."""
    capture = archived()
    first, second = following(capture), following(capture, kind="expired")
    done = at_once(2, lambda number: run(EVENT, (first, second)[number]))
    assert sorted(type(each).__name__ for each in done) == ["IntegrityError", "int"]
    refused = next(each for each in done if isinstance(each, IntegrityError))
    assert "does not follow" in str(refused)
    run("ALTER TABLE archive_custodyevent DROP CONSTRAINT custody_one_chain")
    try:
        with lifted("archive_custodyevent", "guard_link"), transaction.atomic():
            forked = following(capture, number=4, previous=first["previous"], kind="stamped")
            assert run(EVENT, forked) == 1
            assert list(custody.faults(capture)) != []
            transaction.set_rollback(True)
    finally:
        run("ALTER TABLE archive_custodyevent ADD CONSTRAINT custody_one_chain UNIQUE (capture_id, number)")


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_the_capture_and_whoever_writes_of_it_do_not_wait_for_each_other() -> None:
    capture = archived()
    written: list[int] = []

    def write() -> None:
        try:
            written.append(custody.record(capture, Custody.VERIFIED, {"right": True}).number)
        finally:
            connection.close()

    other = threading.Thread(target=write)
    with transaction.atomic():
        Capture.objects.select_for_update().get(pk=capture.pk)
        other.start()
        wait_until(_somebody_waits)
        assert custody.record(capture, Custody.EXPIRED, {}).number == 4
    other.join(30)
    assert written == [5]
    assert capture.custody.count() == 5


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees the same for ever
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_archived_pages_are_shown_without_a_sight_of_names_and_views() -> None:
    archived()
    with logged_in("replay") as session:
        assert refusal("SELECT document FROM archive_custodyevent", session=session) == ""
        assert "permission denied" in refusal("SELECT document FROM archive_custodywithheld", session=session)
        assert "permission denied" in refusal("SELECT document FROM archive_handlingevent", session=session)
    for surface in ("desk", "fetch"):
        with logged_in(surface) as session:
            for sql in (f"UPDATE {table} SET document = ''" for table in TABLES):
                assert "permission denied" in refusal(sql, session=session)
