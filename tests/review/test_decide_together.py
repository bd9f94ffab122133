"""Two reviewers, one item, the same moment: exactly one of them decides."""

import threading
from typing import Any

import pytest

from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Item, Operation
from casefiles.lib.errors import Conflict
from casefiles.review import actions
from casefiles.review.actions import decide
from casefiles.review.models import Decision
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.at_once import at_once
from tests.newsroom import Newsroom, current
from tests.raw_sql import lifted
from tests.review.states import act

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_reviewers_exactly_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom.open()
    row = room.operation()
    act(room, "submit", row)
    item = current(row)
    moves = [("approve", room.reviewer), ("reject", room.publisher)]

    def decide_now(number: int) -> Any:
        transition, user = moves[number]
        return decide(transition=transition, user=user, item=item, version=item.version, note="Because.")

    results = at_once(2, decide_now)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Decision"]
    (made,) = (result for result in results if isinstance(result, Decision))
    assert Decision.objects.count() == 2
    assert state_of(item) == (State.APPROVED if made.verb == "approved" else State.REJECTED)

    # The negative control: with nothing that makes one wait for the other, both decisions are stored.
    other = room.operation("Another")
    act(room, "submit", other)
    item = current(other)
    looked = threading.Barrier(2)

    def state_once_both_have_looked(row: Item) -> State:
        state = state_of(row)
        looked.wait(timeout=10)
        return state

    monkeypatch.setattr(actions, "lock_item", lambda pk, _: current(other))
    monkeypatch.setattr(actions, "state_of", state_once_both_have_looked)
    with lifted("review_decision", "guard_decision"):
        results = at_once(2, decide_now)
    assert [type(result) for result in results] == [Decision, Decision]
    assert {row.verb for row in Decision.objects.filter(item=item)} == {"submitted", "approved", "rejected"}


def test_an_edit_and_an_approval_at_once_never_approve_what_nobody_read() -> None:
    room = Newsroom.open()
    for attempt in range(4):
        row = room.operation(f"Operation {attempt}")
        act(room, "submit", row)
        item = current(row)

        def one(number: int, row: Operation = row, item: Item = item) -> Any:
            if number:
                return decide(transition="approve", user=room.reviewer, item=item, version=1)
            mine = Operation.objects.get(pk=row.pk)
            mine.name = "Edited"
            return save_item(user=room.author, row=mine, expected_version=1, fields=["name"])

        edited, approved = at_once(2, one)
        assert isinstance(edited, Operation)
        assert isinstance(approved, Decision | Conflict)
        assert state_of(current(row)) == (State.LAPSED if isinstance(approved, Decision) else State.SUBMITTED)
