"""The guards of items against the newsroom's own login: what its process could do if it were taken over."""

import psycopg
import pytest

from casefiles.accounts.models import User
from casefiles.dossiers.models import Item, Operation
from tests.newsroom import Newsroom, current
from tests.raw_sql import granted, lifted, logged_in, refusal

pytestmark = pytest.mark.django_db(transaction=True)
WRITE = "UPDATE dossiers_operation SET name = 'Rumour'"
DENIED = {
    "DELETE FROM dossiers_item": "permission denied",
    "DELETE FROM dossiers_operation": "permission denied",
    "TRUNCATE dossiers_item CASCADE": "permission denied",
    "TRUNCATE dossiers_operation": "permission denied",
    "DELETE FROM dossiers_contribution": "permission denied",
    "UPDATE dossiers_contribution SET version = 0": "permission denied",
    "TRUNCATE dossiers_contribution": "permission denied",
    "UPDATE dossiers_operationhistory SET name = 'Rumour'": "permission denied",
    "DELETE FROM dossiers_operationhistory": "permission denied",
    "ALTER TABLE dossiers_operation DISABLE TRIGGER guard_touch": "must be owner",
    "SET session_replication_role = replica": "permission denied",
}
GUARDED = {
    "UPDATE dossiers_item SET version = version + 1": "raised by writes to its content alone",
    "UPDATE dossiers_item SET case_id = gen_random_uuid()": "keeps its id, kind and case",
    "INSERT INTO dossiers_contribution (item_id, version, user_id, at)"
    " SELECT item_id, version, user_id, now() FROM dossiers_contribution": "recorded by writes to items alone",
}


def writes(session: psycopg.Connection, sql: str, user: User) -> str:
    """What the login is told when it says that ``user`` writes."""
    said = f"SELECT set_config('casefiles.actor', '{user.pk}', true)"
    try:
        with session.transaction():
            session.execute(said)
            session.execute(sql)
    except psycopg.Error as error:
        return str(error)
    return ""


def test_the_newsroom_login_writes_items_as_somebody_or_not_at_all() -> None:
    room = Newsroom.open()
    operation = room.operation()
    with logged_in("desk") as session:
        assert "must say who writes" in refusal(WRITE, session=session)
        assert writes(session, WRITE, room.teammate) == ""
        item = current(operation)
        assert item.version == 2
        assert item.contributions.get(version=2).user == room.teammate
        for sql, reason in (DENIED | GUARDED).items():
            assert reason in writes(session, sql, room.teammate), sql
        # What it has no right to would be refused all the same.
        with granted("desk", "DELETE, TRUNCATE", "dossiers_operation, dossiers_casetext"):
            for sql in ("DELETE FROM dossiers_operation", "TRUNCATE dossiers_casetext"):
                assert "never deleted" in writes(session, sql, room.teammate), sql
        with granted("desk", "UPDATE, DELETE, TRUNCATE", "dossiers_contribution"):
            for sql in ("UPDATE dossiers_contribution SET version = 0", "TRUNCATE dossiers_contribution"):
                assert "kept for ever" in writes(session, sql, room.teammate), sql
        # The negative control: without the guards the newsroom's rights would do.
        with lifted("dossiers_operation", "guard_touch"):
            assert refusal("UPDATE dossiers_operation SET name = 'Rumour, repeated'", session=session) == ""
        assert current(operation).version == 2
        with lifted("dossiers_item", "guard_item"):
            assert refusal("UPDATE dossiers_item SET version = 7", session=session) == ""
    assert Operation.objects.get().name == "Rumour, repeated"
    assert Item.objects.get().version == 7
