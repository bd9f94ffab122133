"""Deciding on an item: whose it is, on which version, with what reason."""

import uuid

import pytest

from casefiles.accounts.models import User
from casefiles.dossiers.actions import relate, save_item, unrelate
from casefiles.dossiers.models import Actor, Item, Operation, Relay
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.review import actions
from casefiles.review.actions import available, decide
from casefiles.review.models import Decision
from casefiles.review.states import approvable_by, state_of, with_state
from casefiles.review.transitions import State
from tests.newsroom import Newsroom, current
from tests.review.states import act, edit, release, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation(room: Newsroom) -> Operation:
    return room.operation()


@pytest.fixture
def submitted(room: Newsroom, operation: Operation) -> Operation:
    act(room, "submit", operation)
    return operation


VERBS = ["submit", "approve", "request_changes", "reject", "withdraw", "reopen"]
FROM = dict(zip(VERBS, [State.DRAFT, *[State.SUBMITTED] * 3, State.DRAFT, State.REJECTED], strict=True))


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_a_decision_in_the_journal(room: Newsroom, verb: str) -> None:
    item = standing(room, FROM[verb])
    made = getattr(actions, verb)(user=room.reviewer, item=item, version=item.version, note="  Because.  ")
    row = Decision.objects.filter(item=item).first()
    assert row == made
    assert row is not None
    assert (row.decided_by, row.version, row.note) == (room.reviewer, item.version, "Because.")
    assert row.decided_at is not None


@pytest.mark.parametrize("name", ["outsider", "administrator", "superuser"])
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not_see_the_case_decides_nothing(room: Newsroom, verb: str, name: str) -> None:
    item = standing(room, FROM[verb])
    before = Decision.objects.count()
    user = getattr(room, name)
    assert available(user=user, item=item) == []
    with pytest.raises(NotAllowed):
        decide(transition=verb, user=user, item=item, version=item.version, note="Because.")
    assert Decision.objects.count() == before


def test_a_reviewer_who_left_the_case_or_the_newsroom_decides_nothing(room: Newsroom, submitted: Operation) -> None:
    room.leaves(room.reviewer)
    with pytest.raises(NotAllowed):
        act(room, "approve", submitted)
    User.objects.filter(pk=room.publisher.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        act(room, "approve", submitted, User.objects.get(pk=room.publisher.pk))
    assert state_of(current(submitted)) == State.SUBMITTED


@pytest.mark.parametrize("verb", ["request_changes", "reject", "withdraw"])
@pytest.mark.parametrize("note", ["", "  \n"])
def test_where_a_reason_is_needed_it_is_asked_for(room: Newsroom, submitted: Operation, verb: str, note: str) -> None:
    item = current(submitted)
    with pytest.raises(Refused, match="Say why") as refusal:
        decide(transition=verb, user=room.reviewer, item=item, version=item.version, note=note)
    assert refusal.value.field == "note"
    assert state_of(item) == State.SUBMITTED


@pytest.mark.parametrize("note", ["NUL \x00", "half \ud83d"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_note_that_cannot_be_stored_is_refused(room: Newsroom, verb: str, note: str) -> None:
    item = standing(room, FROM[verb])
    with pytest.raises(Refused, match="Character") as refusal:
        decide(transition=verb, user=room.reviewer, item=item, version=item.version, note=note)
    assert refusal.value.field == "note"
    assert state_of(item) == FROM[verb]


def test_an_unknown_transition_is_no_transition(room: Newsroom, operation: Operation) -> None:
    item = current(operation)
    with pytest.raises(Refused, match="cannot be moved like that"):
        decide(transition="publish", user=room.publisher, item=item, version=item.version)


@pytest.mark.parametrize("offset", [-1, 1])
@pytest.mark.parametrize("verb", VERBS)
def test_a_decision_is_on_the_version_that_was_seen(room: Newsroom, verb: str, offset: int) -> None:
    item = standing(room, FROM[verb])
    with pytest.raises(Conflict, match="Somebody saved this after you opened it"):
        decide(transition=verb, user=room.reviewer, item=item, version=item.version + offset, note="Because.")
    assert state_of(item) == FROM[verb]


def test_an_item_edited_while_it_waits_is_approved_as_it_is_now(room: Newsroom, submitted: Operation) -> None:
    seen = current(submitted).version
    edit(room, submitted)
    with pytest.raises(Conflict):
        decide(transition="approve", user=room.reviewer, item=current(submitted), version=seen)
    assert act(room, "approve", submitted).version == seen + 1


def test_deciding_twice_is_told_where_the_item_stands(room: Newsroom, submitted: Operation) -> None:
    act(room, "approve", submitted)
    with pytest.raises(Conflict, match="This is approved now; it cannot be approved"):
        act(room, "approve", submitted, room.publisher)
    assert Decision.objects.count() == 2


def test_whoever_wrote_any_of_it_approves_none_of_it(room: Newsroom, operation: Operation) -> None:
    edit(room, operation, room.reviewer)
    edit(room, operation, room.author)
    act(room, "submit", operation)
    item = current(operation)
    assert not approvable_by(item, room.reviewer.pk)
    assert "approve" not in [row.name for row in available(user=room.reviewer, item=item)]
    with pytest.raises(NotAllowed, match="You wrote part of this"):
        act(room, "approve", operation)
    assert act(room, "approve", operation, room.publisher)


def test_taking_a_relation_away_is_writing_too(room: Newsroom) -> None:
    source = room.source()
    row = Relay(source=source, relayed=room.source("Another"))
    relate(user=room.author, through_row=row, owner=current(source))
    unrelate(user=room.reviewer, through_row=row, owner=current(source))
    assert not approvable_by(current(source), room.reviewer.pk)
    assert approvable_by(current(source), room.publisher.pk)


def test_submitting_sending_back_and_reopening_is_not_writing(room: Newsroom, operation: Operation) -> None:
    act(room, "submit", operation, room.reviewer)
    act(room, "request_changes", operation)
    edit(room, operation)
    act(room, "submit", operation, room.reviewer)
    act(room, "reject", operation)
    act(room, "reopen", operation, room.reviewer)
    act(room, "submit", operation, room.reviewer)
    assert act(room, "approve", operation).decided_by == room.reviewer


def test_the_slate_is_clean_once_it_was_released(room: Newsroom, operation: Operation) -> None:
    edit(room, operation, room.reviewer)
    act(room, "submit", operation)
    act(room, "approve", operation, room.publisher)
    release(operation)
    assert approvable_by(current(operation), room.reviewer.pk)
    edit(room, operation, room.author)
    act(room, "submit", operation)
    assert act(room, "approve", operation).decided_by == room.reviewer


def test_a_release_cleans_no_slate_of_later_writing(room: Newsroom, operation: Operation) -> None:
    act(room, "submit", operation)
    act(room, "approve", operation)
    release(operation)
    edit(room, operation, room.reviewer)
    act(room, "submit", operation)
    with pytest.raises(NotAllowed, match="You wrote part of this"):
        act(room, "approve", operation)


@pytest.mark.parametrize("published", [False, True])
def test_any_edit_lapses_an_approval(room: Newsroom, submitted: Operation, *, published: bool) -> None:
    act(room, "approve", submitted)
    if published:
        release(submitted)
    edit(room, submitted)
    assert state_of(current(submitted)) == State.LAPSED
    act(room, "submit", submitted)
    act(room, "approve", submitted)
    assert state_of(current(submitted)) == State.APPROVED


def test_saving_without_a_change_lapses_nothing(room: Newsroom, submitted: Operation) -> None:
    act(room, "approve", submitted)
    save_item(user=room.teammate, row=submitted, expected_version=1, fields=["name", "description"])
    assert state_of(current(submitted)) == State.APPROVED


def test_states_of_many_are_those_of_each(room: Newsroom) -> None:
    wanted = {standing(room, state).pk: state for state in State}
    rows = with_state(Item.objects.filter(pk__in=wanted))
    assert {row.pk: row.state for row in rows} == wanted  # type: ignore[attr-defined]
    contents = with_state(Operation.objects.filter(pk__in=wanted), version="item__version")
    assert {row.pk: row.state for row in contents} == wanted  # type: ignore[attr-defined]
    released = {row.state for row in rows if row.released_version is not None}  # type: ignore[attr-defined]
    assert released == {State.PUBLISHED}


def test_there_is_nothing_to_decide_on_what_is_not_there(room: Newsroom) -> None:
    item = Item(pk=uuid.uuid4(), kind="operation", case=room.case)
    with pytest.raises(Item.DoesNotExist):
        decide(transition="submit", user=room.author, item=item, version=0)


@pytest.fixture
def shared(room: Newsroom) -> Actor:
    """An actor that readers have, of no case: the outsider may write it."""
    actor = room.actor("China")
    room.approve(actor)
    release(actor)
    return actor


def test_what_all_cases_share_and_readers_have_is_withdrawn_by_a_reviewer(room: Newsroom, shared: Actor) -> None:
    for user in (room.outsider, room.author):
        assert "withdraw" not in [row.name for row in available(user=user, item=current(shared))]
        with pytest.raises(NotAllowed, match="only a reviewer or a publishing editor may withdraw it"):
            act(room, "withdraw", shared, user)
    assert state_of(current(shared)) == State.PUBLISHED
    for user in (room.reviewer, room.publisher):
        assert "withdraw" in [row.name for row in available(user=user, item=current(shared))]
    assert act(room, "withdraw", shared, room.reviewer)


@pytest.mark.parametrize("name", ["outsider", "reviewer"])
def test_also_while_it_is_changed(room: Newsroom, shared: Actor, name: str) -> None:
    edit(room, shared, room.outsider)
    act(room, "submit", shared, room.outsider)
    may = name == "reviewer"
    assert ("withdraw" in [row.name for row in available(user=getattr(room, name), item=current(shared))]) is may


def test_what_is_shared_and_no_reader_has_is_withdrawn_by_who_writes(room: Newsroom) -> None:
    actor = room.actor("China")
    assert "withdraw" in [row.name for row in available(user=room.outsider, item=current(actor))]
    assert act(room, "withdraw", actor, room.outsider)


def test_what_belongs_to_a_case_and_readers_have_is_withdrawn_by_who_writes(
    room: Newsroom, operation: Operation
) -> None:
    room.approve(operation)
    release(operation)
    assert act(room, "withdraw", operation, room.author)
