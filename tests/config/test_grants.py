"""Each login role against the catalog: exactly the grants of the file, and no way round them."""

import threading
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from psycopg.errors import InsufficientPrivilege

from config import grants
from tests.raw_sql import ROLES, logged_in

RIGHTS = grants.read()
TRIES = {
    "SELECT": "SELECT count(*) FROM {}",
    "INSERT": "INSERT INTO {} DEFAULT VALUES",
    "DELETE": "DELETE FROM {} WHERE false",
    "TRUNCATE": "TRUNCATE {} CASCADE",
}


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_catalog_equals_file() -> None:
    assert grants.differences(connection) == []


@pytest.mark.django_db
def test_what_handles_hostile_bytes_opens_no_copy() -> None:
    with logged_in("fetch") as session:
        session.execute("UPDATE archive_capture SET state = state, worker = worker WHERE false")
        with pytest.raises(InsufficientPrivilege):
            session.execute("UPDATE archive_capture SET access = 'public' WHERE false")
        with pytest.raises(InsufficientPrivilege):
            session.execute("UPDATE archive_capture SET worker = worker, access = access WHERE false")
        session.execute("SELECT id FROM archive_capture FOR UPDATE SKIP LOCKED")


@pytest.mark.django_db
def test_every_column_but_the_withheld_ones_is_granted() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'archive_capture'::regclass AND attnum > 0"
            " AND NOT attisdropped AND NOT has_column_privilege(%s, attrelid, attnum, 'UPDATE')",
            [ROLES["fetch"]],
        )
        assert sorted(cursor.fetchall()) == [("access",), ("expired_at",)]


@pytest.mark.django_db
def test_every_table_has_a_row_and_every_row_a_table() -> None:
    assert set(RIGHTS) == tables()


@pytest.mark.django_db
def test_public_reads_editions_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, privilege_type FROM pg_class, aclexplode(relacl) WHERE grantee = %s::regrole",
            [ROLES["public"]],
        )
        found = set(cursor.fetchall())
    assert found == {(table, "SELECT") for table in tables() if table.startswith("editions_")}


@pytest.mark.django_db
def test_replay_reads_captures_and_nothing_of_drafts() -> None:
    readable = {table for table, row in RIGHTS.items() if row.get("replay")}
    assert readable == {
        "archive_citedurl",
        "archive_capture",
        "archive_capturefile",
        "archive_custodyevent",
        "archive_timestamptoken",
    }
    assert all(row.get("replay", set()) <= {"SELECT"} for row in RIGHTS.values())


@pytest.mark.django_db
def test_fetch_has_the_archive_alone() -> None:
    assert {table.partition("_")[0] for table, row in RIGHTS.items() if row.get("fetch")} == {"archive"}


def test_work_may_what_the_desk_may() -> None:
    assert all(row.get("work") == row.get("desk") for row in RIGHTS.values())


def test_nobody_truncates_or_deletes_what_is_kept() -> None:
    kept = (
        "decision",
        "publicnumber",
        "release",
        "contribution",
        "history",
        "edition",
        "editionitem",
        "blob",
        "logentry",
        "removal",
    )
    for table, row in RIGHTS.items():
        granted = frozenset().union(*row.values())
        assert "TRUNCATE" not in granted, table
        if table.endswith(kept):
            assert granted <= {"SELECT", "INSERT"}, table


@pytest.mark.parametrize("surface", grants.SURFACES)
@pytest.mark.django_db
def test_each_login_is_refused_what_it_was_not_granted(surface: str) -> None:
    with logged_in(surface) as session:
        for table in sorted(tables()):
            granted = RIGHTS[table].get(surface, frozenset())
            for privilege, statement in TRIES.items():
                if privilege not in granted:
                    with pytest.raises(InsufficientPrivilege):
                        session.execute(statement.format(table))
            if "SELECT" in granted:
                session.execute(TRIES["SELECT"].format(table))
            if "UPDATE" not in granted:
                column = session.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", [table]
                ).fetchone()
                assert column is not None
                with pytest.raises(InsufficientPrivilege):
                    session.execute(f'UPDATE {table} SET "{column[0]}" = "{column[0]}" WHERE false')


@pytest.mark.parametrize("surface", grants.SURFACES)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (n int)",
        "CREATE TEMPORARY TABLE own (n int)",
        "CREATE SCHEMA own",
        "CREATE ROLE another",
        "SET session_replication_role = replica",
        "ALTER TABLE editions_edition DISABLE TRIGGER ALL",
        "DROP TABLE editions_edition",
        "SET ROLE postgres",
        "SELECT rolpassword FROM pg_authid",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
@pytest.mark.django_db
def test_no_login_makes_changes_or_escapes(surface: str, statement: str) -> None:
    with logged_in(surface) as session, pytest.raises(psycopg.Error) as refusal:
        session.execute(statement)
    assert refusal.value.sqlstate in {"42501", "22023"}  # insufficient privilege; there is no role postgres


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("GRANT SELECT ON dossiers_case TO {public}", "{public} may SELECT dossiers_case"),
        ("GRANT UPDATE (body) ON editions_blob TO {desk}", "{desk} may UPDATE editions_blob"),
        ("GRANT UPDATE ON archive_capture TO {fetch}", "{fetch} may UPDATE archive_capture.access"),
        ("GRANT UPDATE (access) ON archive_capture TO PUBLIC", "{fetch} may UPDATE archive_capture.access"),
        ("REVOKE UPDATE (state) ON archive_capture FROM {fetch}", "{fetch} may not UPDATE archive_capture.state"),
        ("GRANT DELETE ON editions_edition TO PUBLIC", "{replay} may DELETE editions_edition"),
        ("REVOKE SELECT ON editions_blob FROM {public}", "{public} may not SELECT editions_blob"),
        ("GRANT CREATE ON SCHEMA public TO {fetch}", "{fetch} may create tables"),
        ("GRANT {desk} TO {public}", "{public} is a member of {desk}"),
        ("ALTER TABLE archive_sitehold OWNER TO {replay}", "{replay} may SELECT archive_sitehold"),
        ("CREATE VIEW peep AS SELECT * FROM dossiers_case", "peep has no row"),
    ],
)
@pytest.mark.django_db
def test_each_departure_is_found(statement: str, said: str) -> None:
    """The negative control of the comparison: it can fail."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**ROLES))
    assert any(said.format(**ROLES) in line for line in grants.differences(connection))


@pytest.mark.django_db
def test_apply_takes_back_what_was_granted_beside_the_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {ROLES['public']}, PUBLIC")
        cursor.execute(f"GRANT SELECT (slug) ON dossiers_case TO {ROLES['replay']}")
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {ROLES['desk']}")
    assert grants.differences(connection)
    grants.apply(connection)
    assert grants.differences(connection) == []


@pytest.mark.django_db
def test_apply_twice_changes_nothing() -> None:
    grants.apply(connection)
    grants.apply(connection)
    assert grants.differences(connection) == []


@pytest.mark.django_db
def test_a_table_without_a_row_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gossip (id int)")
    with pytest.raises(grants.GrantsError, match="gossip"):
        grants.apply(connection)
    with pytest.raises(CommandError, match="gossip"):
        call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_a_refused_application_changes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON dossiers_case TO {ROLES['public']}")
        cursor.execute("CREATE TABLE gossip (id int)")
    before = grants.differences(connection)
    with pytest.raises(grants.GrantsError), transaction.atomic():
        grants.apply(connection)
    assert grants.differences(connection) == before


@pytest.mark.django_db
def test_serial_columns_can_be_filled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE numbered (id serial PRIMARY KEY)")
        grants.apply(connection, {**RIGHTS, "numbered": {"desk": frozenset({"INSERT"})}})
        cursor.execute("SELECT has_sequence_privilege(%s, 'numbered_id_seq', 'USAGE')", [ROLES["desk"]])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_sequence_privilege(%s, 'numbered_id_seq', 'USAGE')", [ROLES["public"]])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("power", ["SUPERUSER", "CREATEROLE", "BYPASSRLS"])
@pytest.mark.django_db
def test_a_login_with_powers_is_refused(power: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (False,):
            pytest.skip("only a superuser can make such a role")
        cursor.execute(f"CREATE ROLE casefiles_test_strong LOGIN {power}")
    monkeypatch.setenv("DATABASE_URL_PUBLIC", "postgresql://casefiles_test_strong@/casefiles")
    with pytest.raises(grants.GrantsError, match=r"casefiles_test_strong .*DATABASE_URL_PUBLIC"):
        grants.apply(connection)


@pytest.mark.django_db
def test_a_missing_login_is_made_and_may_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_REPLAY", "postgresql://casefiles_test_new:se'cret@/casefiles")
    grants.apply(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname = 'casefiles_test_new'")
        assert cursor.fetchone() == (True, False)
    assert grants.differences(connection) == []


def test_two_surfaces_with_one_login_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_PUBLIC", "postgresql://same@db/casefiles")
    monkeypatch.setenv("DATABASE_URL_DESK", "postgresql://same@db/casefiles")
    with pytest.raises(grants.GrantsError, match="share a database login"):
        grants.login_roles()


@pytest.mark.django_db
def test_many_processes_apply_at_once() -> None:
    errors: list[Exception] = []

    def one() -> None:
        try:
            grants.apply(connections[DEFAULT_DB_ALIAS])
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert grants.differences(connection) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\nt = { press = "SELECT" }', "press"),
        ('[a]\nt = { desk = "READ" }', "READ"),
        ("[a]\nt = {}\n[b]\nt = {}", "two rows for t"),
    ],
)
def test_a_file_that_means_nothing_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "grants.toml"
    path.write_text(text)
    with pytest.raises(grants.GrantsError, match=said):
        grants.read(path)


def test_only_what_is_granted_can_be_withheld(tmp_path: Path) -> None:
    path = tmp_path / "grants.toml"
    path.write_text('[a]\nt = { desk = "SELECT" }\n[withheld]\nt = { desk = "c" }')
    with pytest.raises(grants.GrantsError, match="may not UPDATE it"):
        grants.read_withheld(path)


@pytest.mark.django_db
def test_a_withheld_column_that_is_none_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that was renamed would else be open from then on."""
    withheld = {"archive_capture": {"fetch": frozenset({"openness"})}}
    monkeypatch.setattr(grants, "read_withheld", lambda: withheld)
    with pytest.raises(grants.GrantsError, match="openness of archive_capture, which has no such column"):
        grants.apply(connection)


@pytest.mark.django_db
def test_command_says_what_differs() -> None:
    call_command("apply_grants", verbosity=0)
    call_command("apply_grants", "--check")
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON dossiers_case TO {ROLES['public']}")
    with pytest.raises(CommandError, match="may SELECT dossiers_case"):
        call_command("apply_grants", "--check")
