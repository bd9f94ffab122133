"""The database's own guards of the archive: raw SQL tries, with the guard and, to prove it, without."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from casefiles.archive import life
from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from tests.copies import archived

pytestmark = pytest.mark.django_db

URL = "https://news.example/page"


def run(sql: str, *parameters: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def refused(sql: str, *parameters: Any) -> bool:
    try:
        run(sql, *parameters)
    except DatabaseError:
        return True
    return False


def without(table: str, guard: str) -> None:
    """Take a guard away, for this test's transaction."""
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked cannot be altered
    run(f"ALTER TABLE archive_{table} DISABLE TRIGGER {guard}")


def as_replica() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("session_replication_role needs a superuser, which this database login is not")
    run("SET LOCAL session_replication_role = replica")


@pytest.fixture
def finished() -> Capture:
    return archived(URL)


@pytest.fixture
def queued() -> Capture:
    return request_capture(url=URL, requested_by=None, reason="For the case.", tell_workers=False)


@pytest.fixture
def fetching(queued: Capture) -> Capture:
    begun = life.begin(queued.pk, worker="test")
    assert begun is not None
    return begun


OF_FINISHED = [
    "UPDATE archive_capture SET state = 'failed'",
    "UPDATE archive_capture SET state = 'queued', finished_at = NULL",
    "UPDATE archive_capture SET status_code = 404",
    "UPDATE archive_capture SET final_url = 'https://elsewhere.example/'",
    "UPDATE archive_capture SET title = 'Another'",
    "UPDATE archive_capture SET finished_at = now()",
    "UPDATE archive_capture SET started_at = now() - interval '1 day'",
    "UPDATE archive_capture SET report = '{\"redirects\": []}'",
    "UPDATE archive_capture SET requested_at = now()",
    "UPDATE archive_capture SET requested_by_id = NULL, reason = 'Another.'",
    "UPDATE archive_capture SET cited_url_id = gen_random_uuid()",
    "UPDATE archive_capture SET id = gen_random_uuid()",
    "UPDATE archive_capture SET access = 'public', title = 'Another'",
    "DELETE FROM archive_capture",
    "TRUNCATE archive_capture CASCADE",
    "UPDATE archive_captureattempt SET result = 'failed'",
    "UPDATE archive_captureattempt SET detail = 'Another.'",
    "DELETE FROM archive_captureattempt",
    "TRUNCATE archive_captureattempt",
    "UPDATE archive_capturefile SET digest = repeat('0', 64)",
    "UPDATE archive_capturefile SET role = 'document' WHERE role = 'text'",
    "DELETE FROM archive_capturefile",
    "TRUNCATE archive_capturefile",
    "UPDATE archive_citedurl SET url = 'https://elsewhere.example/'",
    "UPDATE archive_citedurl SET host = 'elsewhere.example'",
    "DELETE FROM archive_citedurl",
    "TRUNCATE archive_citedurl CASCADE",
]


@pytest.mark.parametrize("sql", OF_FINISHED)
def test_what_came_of_a_capture_never_changes(finished: Capture, sql: str) -> None:
    assert refused(sql)


@pytest.mark.parametrize("sql", OF_FINISHED)
def test_replica_role_does_not_help(finished: Capture, sql: str) -> None:
    as_replica()
    assert refused(sql)


@pytest.mark.parametrize(
    ("table", "guard", "sql"),
    [
        ("capture", "guard_capture", "UPDATE archive_capture SET status_code = 404"),
        ("captureattempt", "guard_capture_attempt", "UPDATE archive_captureattempt SET detail = 'Another.'"),
        ("captureattempt", "guard_capture_attempt", "DELETE FROM archive_captureattempt"),
        ("capturefile", "guard_capture_file", "UPDATE archive_capturefile SET digest = repeat('0', 64)"),
        ("capturefile", "guard_capture_file", "DELETE FROM archive_capturefile"),
        ("citedurl", "guard_cited_url", "UPDATE archive_citedurl SET url = 'https://elsewhere.example/'"),
    ],
)
def test_without_the_guard_it_would_change(finished: Capture, table: str, guard: str, sql: str) -> None:
    without(table, guard)
    assert run(sql) > 0


def test_only_who_may_see_it_changes_later(finished: Capture) -> None:
    assert run("UPDATE archive_capture SET access = 'taken_down'") == 1
    assert refused("UPDATE archive_capture SET access = 'everybody'")


@pytest.mark.parametrize("replica", [False, True], ids=["plainly", "as a replica"])
@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM archive_capture",
        "UPDATE archive_capture SET reason = 'Another.'",
        "UPDATE archive_capture SET requested_at = now() - interval '1 day'",
        "UPDATE archive_capture SET requested_by_id = gen_random_uuid()",
        "UPDATE archive_capture SET id = gen_random_uuid()",
        "UPDATE archive_capture SET attempt = attempt - 1",
    ],
)
def test_what_was_asked_for_does_not_change(fetching: Capture, sql: str, replica: bool) -> None:
    if replica:
        as_replica()
    assert refused(sql)


def test_without_the_guard_a_request_could_vanish(queued: Capture) -> None:
    run(CAPTURE, "queued", None)  # one without a custody record, which holds its capture as well
    without("capture", "guard_capture")
    assert run("DELETE FROM archive_capture WHERE id NOT IN (SELECT capture_id FROM archive_custodyevent)") == 1
    assert refused("DELETE FROM archive_capture")


CAPTURE = (
    "INSERT INTO archive_capture (id, cited_url_id, requested_at, state, reason, attempt, worker, outcome_detail,"
    " engine, final_url, content_type, title, bytes_on_wire, report, access, finished_at, next_at)"
    " SELECT gen_random_uuid(), id, now(), %s, '', 0, '', '', '', '', '', '', 0, '{}', 'sealed', %s, now()"
    " FROM archive_citedurl"
)


def test_a_capture_begins_as_queued(queued: Capture) -> None:
    assert run(CAPTURE, "queued", None) == 1
    assert refused(CAPTURE, "succeeded", "2021-07-19T14:00:00Z")
    without("capture", "guard_capture")
    assert run(CAPTURE, "succeeded", "2021-07-19T14:00:00Z") == 1


def test_a_capture_begins_sealed(queued: Capture) -> None:
    opened = CAPTURE.replace("'sealed'", "'public'")
    assert refused(opened, "queued", None)
    without("capture", "guard_capture")
    assert run(opened, "queued", None) == 1


ATTEMPT = (
    "INSERT INTO archive_captureattempt (capture_id, number, started_at, ended_at, result, detail, worker)"
    " VALUES (%s, %s, now(), now(), %s, '', '')"
)


def test_there_is_no_second_outcome(finished: Capture) -> None:
    assert refused(ATTEMPT, finished.pk, 2, "failed")
    assert refused(ATTEMPT, finished.pk, 2, "succeeded")
    assert refused(ATTEMPT, finished.pk, 1, "lost")  # that try is written already
    assert run(ATTEMPT, finished.pk, 2, "lost") == 1
    run("DROP INDEX attempt_one_outcome_a_capture")
    assert run(ATTEMPT, finished.pk, 3, "failed") == 1


FILE = (
    "INSERT INTO archive_capturefile (capture_id, role, digest, size, media_type) VALUES (%s, %s, %s, 1, 'text/plain')"
)


@pytest.mark.parametrize("replica", [False, True], ids=["plainly", "as a replica"])
def test_no_file_comes_after_the_outcome(finished: Capture, replica: bool) -> None:
    if replica:
        as_replica()
    assert refused(FILE, finished.pk, "document", "0" * 64)


def test_without_the_guard_a_file_could_come_later(finished: Capture) -> None:
    without("capturefile", "guard_capture_file_insert")
    assert run(FILE, finished.pk, "document", "0" * 64) == 1


def test_no_file_comes_before_the_fetching(queued: Capture) -> None:
    assert refused(FILE, queued.pk, "wacz", "0" * 64)


@pytest.mark.parametrize("digest", ["", "0" * 63, "A" * 64, "../etc/passwd"])
def test_a_file_is_named_by_a_digest(fetching: Capture, digest: str) -> None:
    assert refused(FILE, fetching.pk, "wacz", digest)
    assert run(FILE, fetching.pk, "wacz", "0" * 64) == 1
    assert refused(FILE, fetching.pk, "wacz", "1" * 64)  # one of each role


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE archive_capture SET state = 'perhaps'",
        "UPDATE archive_capture SET state = 'failed'",
        "UPDATE archive_capture SET state = 'fetching'",
        "UPDATE archive_capture SET finished_at = now()",
        "UPDATE archive_capture SET leased_until = now()",
    ],
)
def test_states_are_whole(queued: Capture, sql: str) -> None:
    """An outcome has its date, fetching has its lease, and nothing else has either."""
    assert refused(sql)


def test_every_guard_is_always_enabled() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE relname LIKE 'archive\\_%%' AND tgname LIKE 'guard\\_%%'"
        )
        guards = cursor.fetchall()
    assert len(guards) == 24
    assert {enabled for _, enabled in guards} <= {"A", b"A"}
