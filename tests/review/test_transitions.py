"""The transition table: every state, transition and role, against what is written here by hand."""

from dataclasses import dataclass

import pytest

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import add_member
from casefiles.dossiers.models import Item
from casefiles.lib.errors import Conflict, NotAllowed
from casefiles.review.actions import available, decide
from casefiles.review.models import Decision
from casefiles.review.states import state_of
from casefiles.review.transitions import TRANSITIONS, State, Verb
from tests.conftest import Kept
from tests.newsroom import Newsroom, person
from tests.raw_sql import as_actor, refusal, without
from tests.review.states import standing

pytestmark = pytest.mark.django_db

WRITERS = {Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR}
REVIEWERS = {Role.REVIEWER, Role.PUBLISHING_EDITOR}
# One line for each transition, in the order of the states; w: whoever writes, r: whoever reviews, -: nobody.
TABLE = """
                 draft  submitted  changes_requested  approved  lapsed  published  rejected  withdrawn
submit           w      -          w                  -         w       -          -         -
approve          -      r          -                  -         -       -          -         -
request_changes  -      r          -                  -         -       -          -         -
reject           -      r          -                  -         -       -          -         -
withdraw         w      w          w                  w         w       w          -         -
reopen           -      -          -                  -         -       -          w         w
"""
AFTERWARDS = {
    "submit": State.SUBMITTED,
    "approve": State.APPROVED,
    "request_changes": State.CHANGES_REQUESTED,
    "reject": State.REJECTED,
    "withdraw": State.WITHDRAWN,
    "reopen": State.DRAFT,
}
NEEDS_A_NOTE = {"request_changes", "reject", "withdraw"}


def _read() -> dict[tuple[State, str], set[Role]]:
    first, *lines = TABLE.strip().splitlines()
    states = [State(name) for name in first.split()]
    who = {"w": WRITERS, "r": REVIEWERS, "-": set()}
    return {
        (state, line.split()[0]): who[mark]
        for line in lines
        for state, mark in zip(states, line.split()[1:], strict=True)
    }


MAY = _read()
PAIRS = pytest.mark.parametrize(("state", "transition"), MAY, ids=["-".join(pair) for pair in MAY])


@dataclass
class Standing:
    """An item in each state that the author wrote alone, and an uninvolved member of each role."""

    items: dict[State, Item]
    people: dict[Role, User]
    author: User


@pytest.fixture(scope="module")
def everywhere(kept: Kept[Standing]) -> Standing:
    """Made once; each test gives back what it changes."""

    def make() -> Standing:
        room = Newsroom.open()
        people = {role: person(f"some_{role}", role) for role in Role}
        for user in people.values():
            add_member(user=room.author, case=room.case, member=user)
        return Standing({state: standing(room, state) for state in State}, people, room.author)

    return kept(make)


def test_the_table_in_the_code_is_this_one() -> None:
    assert {state for state, _ in MAY} == set(State)
    assert {name for _, name in MAY} == set(TRANSITIONS)
    assert {
        (state, name): set(row.roles) if state in row.sources else set()
        for state in State
        for name, row in TRANSITIONS.items()
    } == MAY
    assert {name for name, row in TRANSITIONS.items() if row.note} == NEEDS_A_NOTE
    assert {row.verb for row in TRANSITIONS.values()} == set(Verb)


def test_each_item_stands_where_it_is_said_to(everywhere: Standing) -> None:
    assert {state: state_of(item) for state, item in everywhere.items.items()} == {state: state for state in State}


@pytest.mark.parametrize("role", Role)
@PAIRS
def test_who_may_does_and_nobody_else(everywhere: Standing, state: State, transition: str, role: Role) -> None:
    item, user = everywhere.items[state], everywhere.people[role]
    roles = WRITERS if transition in {"submit", "withdraw", "reopen"} else REVIEWERS
    assert (transition in [row.name for row in available(user=user, item=item)]) == (role in MAY[state, transition])
    before = Decision.objects.count()
    if role in MAY[state, transition]:
        made = decide(transition=transition, user=user, item=item, version=item.version, note="Because.")
        assert (made.verb, made.decided_by, made.version) == (TRANSITIONS[transition].verb, user, item.version)
        assert state_of(item) == AFTERWARDS[transition]
        assert Decision.objects.count() == before + 1
    else:
        with pytest.raises(Conflict if role in roles else NotAllowed):
            decide(transition=transition, user=user, item=item, version=item.version, note="Because.")
        assert state_of(item) == state
        assert Decision.objects.count() == before


INSERT = (
    "INSERT INTO review_decision (item_id, version, verb, decided_by_id, note, decided_at)"
    " VALUES (%s, %s, %s, %s, 'Because.', now())"
)


@PAIRS
def test_the_database_holds_the_same_table(everywhere: Standing, state: State, transition: str) -> None:
    item, user = everywhere.items[state], everywhere.people[Role.COUNSEL]
    verb = TRANSITIONS[transition].verb
    as_actor(user.pk)
    said = refusal(INSERT, [item.pk, item.version, verb, user.pk])
    if MAY[state, transition]:
        assert said == ""
        assert state_of(item) == AFTERWARDS[transition]
    else:
        assert f"cannot be {verb}" in said
        without("review_decision", "guard_decision")
        assert refusal(INSERT, [item.pk, item.version, verb, user.pk]) == ""


@pytest.mark.parametrize("state", State)
def test_the_database_knows_no_other_verb(everywhere: Standing, state: State) -> None:
    item, user = everywhere.items[state], everywhere.people[Role.REVIEWER]
    as_actor(user.pk)
    for verb in ("published", "lapsed", "", "Approved"):
        assert refusal(INSERT, [item.pk, item.version, verb, user.pk])


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PUBLISHING_EDITOR])
@pytest.mark.parametrize("state", State)
def test_nobody_is_offered_the_approval_of_their_own_work(everywhere: Standing, state: State, role: Role) -> None:
    everywhere.author.groups.set(everywhere.people[role].groups.all())
    author = User.objects.get(pk=everywhere.author.pk)
    item = everywhere.items[state]
    assert "approve" not in [row.name for row in available(user=author, item=item)]
    if state == State.SUBMITTED:
        with pytest.raises(NotAllowed, match="You wrote part of this"):
            decide(transition="approve", user=author, item=item, version=item.version)
