"""The database's own guards of decisions and releases: raw SQL tries, in every session, and without them."""

from typing import Any

import pytest

from casefiles.accounts.models import User
from casefiles.dossiers.models import Operation
from casefiles.review.models import Decision, Release
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.newsroom import Newsroom, current
from tests.raw_sql import as_actor, as_replica, refusal, run, without
from tests.review.states import act, edit, release

pytestmark = pytest.mark.django_db
SESSIONS = pytest.mark.parametrize("replica", [False, True], ids=["", "replica"])
DECIDE = (
    "INSERT INTO review_decision (item_id, version, verb, decided_by_id, note, decided_at)"
    " VALUES (%(item)s, %(version)s, %(verb)s, %(by)s, %(note)s, '2001-01-01')"
)
RELEASE = (
    "INSERT INTO review_release (item_id, version, digest, released_at)"
    " VALUES (%(item)s, %(version)s, 'deadbeef', now())"
)
JOURNALS = {
    "review_decision": "verb = 'rejected'",
    "review_release": "digest = 'deadbeef'",
}


@pytest.fixture
def submitted(room: Newsroom) -> Operation:
    """Written by the author, then by the reviewer, and submitted; version 2."""
    row = room.operation()
    edit(room, row, room.reviewer)
    act(room, "submit", row)
    return row


def enter(writer: User | None, *, replica: bool) -> None:
    """The moment at which raw SQL takes over."""
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked cannot be emptied
    as_actor(writer.pk if writer else None)
    if replica:
        as_replica()


def decision(row: Operation, by: User, verb: str = "approved", **changes: Any) -> dict[str, Any]:
    return {"item": row.pk, "version": 2, "verb": verb, "by": by.pk, "note": "Because."} | changes


@SESSIONS
def test_a_sound_decision_is_taken_with_the_databases_own_time(
    room: Newsroom, submitted: Operation, *, replica: bool
) -> None:
    enter(room.publisher, replica=replica)
    assert run(DECIDE, decision(submitted, room.publisher)) == 1
    assert state_of(current(submitted)) == State.APPROVED
    assert Decision.objects.filter(decided_at__year=2001).count() == 0


@SESSIONS
@pytest.mark.parametrize("name", ["author", "reviewer"])
def test_nobody_approves_what_they_wrote(room: Newsroom, submitted: Operation, name: str, *, replica: bool) -> None:
    writer: User = getattr(room, name)
    User.objects.filter(pk=writer.pk).update(is_superuser=True)
    enter(writer, replica=replica)
    assert "nobody approves what they wrote" in refusal(DECIDE, decision(submitted, writer))
    assert run(DECIDE, decision(submitted, writer, "rejected")) == 1


@SESSIONS
@pytest.mark.parametrize("version", [0, 1, 3])
def test_only_the_current_version_is_decided_on(
    room: Newsroom, submitted: Operation, version: int, *, replica: bool
) -> None:
    enter(room.publisher, replica=replica)
    for verb in ("approved", "withdrawn"):
        said = refusal(DECIDE, decision(submitted, room.publisher, verb, version=version))
        assert f"version {version} is not current: the item is at version 2" in said


@SESSIONS
def test_nobody_decides_in_the_name_of_somebody_else(room: Newsroom, submitted: Operation, *, replica: bool) -> None:
    for writer in (room.author, room.reviewer, None):
        enter(writer, replica=replica)
        assert "made by whoever writes it" in refusal(DECIDE, decision(submitted, room.publisher))
    enter(room.publisher, replica=replica)
    assert "made by whoever writes it" in refusal(DECIDE, decision(submitted, room.author, "withdrawn"))


def test_a_decision_on_an_item_that_is_not_there_is_refused(room: Newsroom, submitted: Operation) -> None:
    enter(room.publisher, replica=False)
    assert refusal(DECIDE, decision(submitted, room.publisher, item=room.case.pk))


@pytest.mark.parametrize("verb", ["changes_requested", "rejected", "withdrawn"])
def test_a_reason_is_kept_where_one_is_needed(room: Newsroom, submitted: Operation, verb: str) -> None:
    enter(room.publisher, replica=False)
    assert "decision_note_where_needed" in refusal(DECIDE, decision(submitted, room.publisher, verb, note=""))


BREAKS = {
    "own work": lambda room, row: (room.author, decision(row, room.author)),
    "an old version": lambda room, row: (room.publisher, decision(row, room.publisher, version=1)),
    "in another's name": lambda room, row: (room.author, decision(row, room.publisher)),
    "without a writer": lambda room, row: (None, decision(row, room.publisher)),
    "from nowhere": lambda room, row: (room.publisher, decision(row, room.publisher, "reopened")),
}


@pytest.mark.parametrize("how", BREAKS)
def test_without_the_guard_each_would_be_taken(room: Newsroom, submitted: Operation, how: str) -> None:
    writer, values = BREAKS[how](room, submitted)
    enter(writer, replica=False)
    assert refusal(DECIDE, values)
    without("review_decision", "guard_decision")
    assert refusal(DECIDE, values) == ""


@SESSIONS
def test_a_decision_has_the_next_number_whatever_number_it_brings(
    room: Newsroom, submitted: Operation, *, replica: bool
) -> None:
    """The newest decision counts; one with a number above all that follow would be the last word for ever."""
    enter(room.publisher, replica=replica)
    numbered = DECIDE.replace("(item_id", "(id, item_id").replace("VALUES (", "VALUES (%(id)s, ")
    newest = Decision.objects.latest("id").pk
    assert run(numbered, decision(submitted, room.publisher, id=2**62)) == 1
    assert newest < Decision.objects.latest("id").pk < 2**40
    assert run(numbered, decision(submitted, room.publisher, "withdrawn", id=-1)) == 1
    assert state_of(current(submitted)) == State.WITHDRAWN


def test_without_numbers_of_its_own_an_approval_could_outlive_its_withdrawal(
    room: Newsroom, submitted: Operation
) -> None:
    enter(room.publisher, replica=False)
    without("review_decision", "guard_number")
    numbered = DECIDE.replace("(item_id", "(id, item_id").replace("VALUES (", "VALUES (%(id)s, ")
    run(numbered, decision(submitted, room.publisher, id=2**62))
    act(room, "withdraw", submitted)
    assert state_of(current(submitted)) == State.APPROVED


@SESSIONS
def test_only_an_approved_current_version_is_released(room: Newsroom, submitted: Operation, *, replica: bool) -> None:
    enter(room.publisher, replica=replica)
    values = {"item": submitted.pk, "version": 2}
    assert "only an approved, current version is released" in refusal(RELEASE, values)
    run(DECIDE, decision(submitted, room.publisher))
    for version in (1, 3):
        assert "only an approved, current version" in refusal(RELEASE, values | {"version": version})
    assert run(RELEASE, values) == 1
    assert "release_once" in refusal(RELEASE, values)


@SESSIONS
def test_what_lapsed_or_was_withdrawn_is_not_released(room: Newsroom, submitted: Operation, *, replica: bool) -> None:
    act(room, "approve", submitted, room.publisher)
    edit(room, submitted)
    other = room.operation("Another")
    act(room, "submit", other)
    act(room, "approve", other)
    act(room, "withdraw", other)
    enter(room.publisher, replica=replica)
    for row in (submitted, other):
        values = {"item": row.pk, "version": current(row).version}
        assert "only an approved, current version" in refusal(RELEASE, values)
        without("review_release", "guard_release")
        assert refusal(RELEASE, values) == ""
        run("ALTER TABLE review_release ENABLE ALWAYS TRIGGER guard_release")


@SESSIONS
@pytest.mark.parametrize("journal", JOURNALS)
def test_what_was_decided_and_released_never_changes(
    room: Newsroom, submitted: Operation, journal: str, *, replica: bool
) -> None:
    act(room, "approve", submitted, room.publisher)
    release(submitted)
    enter(room.publisher, replica=replica)
    update = f"UPDATE {journal} SET {JOURNALS[journal]}"
    for sql in (update, f"DELETE FROM {journal}", f"TRUNCATE {journal}"):
        assert "kept for ever" in refusal(sql), sql
    without(journal, "guard_update_delete", "guard_truncate")
    for sql in (update, f"DELETE FROM {journal}", f"TRUNCATE {journal}"):
        assert refusal(sql) == "", sql


def test_an_item_that_was_decided_on_cannot_be_taken_from_under_it(room: Newsroom, submitted: Operation) -> None:
    enter(room.publisher, replica=False)
    assert "never deleted" in refusal("DELETE FROM dossiers_item")
    assert Release.objects.count() == 0
