"""The guards of decisions against the newsroom's own login, which may add to the journal and nothing else."""

from typing import Any

import psycopg
import pytest

from casefiles.accounts.models import User
from casefiles.review.models import Decision
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.newsroom import Newsroom, current
from tests.raw_sql import granted, lifted, logged_in, refusal
from tests.review.states import act, edit
from tests.review.test_guards import DECIDE, JOURNALS, RELEASE, decision

pytestmark = pytest.mark.django_db(transaction=True)


def decides(session: psycopg.Connection, writer: User, values: dict[str, Any], sql: str = DECIDE) -> str:
    """What the login is told when it says that ``writer`` writes this decision."""
    try:
        with session.transaction():
            session.execute("SELECT set_config('casefiles.actor', %s, true)", [str(writer.pk)])
            session.execute(sql, values)
    except psycopg.Error as error:
        return str(error)
    return ""


def test_the_newsroom_login_decides_by_the_rules_or_not_at_all() -> None:
    room = Newsroom.open()
    row = room.operation()
    edit(room, row, room.reviewer)
    act(room, "submit", row)
    with logged_in("desk") as session:
        assert "nobody approves what they wrote" in decides(session, room.author, decision(row, room.author))
        assert "nobody approves what they wrote" in decides(session, room.reviewer, decision(row, room.reviewer))
        assert "is not current" in decides(session, room.publisher, decision(row, room.publisher, version=1))
        assert "made by whoever writes it" in decides(session, room.author, decision(row, room.publisher))
        assert "made by whoever" in refusal(DECIDE, decision(row, room.publisher), session=session)
        assert "only an approved" in refusal(RELEASE, {"item": row.pk, "version": 2}, session=session)
        assert decides(session, room.publisher, decision(row, room.publisher)) == ""
        assert state_of(current(row)) == State.APPROVED
        assert refusal(RELEASE, {"item": row.pk, "version": 2}, session=session) == ""
        for journal, change in JOURNALS.items():
            tries = (f"UPDATE {journal} SET {change}", f"DELETE FROM {journal}", f"TRUNCATE {journal}")
            for sql in tries:
                assert "permission denied" in refusal(sql, session=session), sql
            with granted("desk", "UPDATE, DELETE, TRUNCATE", journal):
                for sql in tries:
                    assert "kept for ever" in refusal(sql, session=session), sql
                # The negative control: with the right, and without the guard, history is rewritten.
                with lifted(journal, "guard_update_delete"):
                    assert refusal(f"UPDATE {journal} SET {change}", session=session) == ""
    assert set(Decision.objects.values_list("verb", flat=True)) == {"rejected"}
