"""What an edition would be: what goes in, what stays out and why, what forbids it."""

import uuid

import pytest

from casefiles.dossiers.actions import create_case, relate
from casefiles.dossiers.models import Alias, EditorNote, Item, KindModel, NoteSubject, Operation
from casefiles.dossiers.vocabularies import Kind, OperationType
from casefiles.publishing.plan import KIND_MODELS, Plan, plan_edition
from casefiles.review.actions import reject, request_changes, submit, withdraw
from casefiles.review.transitions import State
from tests.newsroom import Newsroom, current
from tests.publishing.shortcuts import change


def inside(plan: Plan) -> set[uuid.UUID]:
    return {entry.item.pk for entry in plan.items}


def why(plan: Plan, row: KindModel) -> str:
    """The reasons why ``row`` stays out."""
    (reasons,) = (left.reasons for left in plan.left_out if left.item.pk == row.pk)
    return " ".join(reasons)


def test_every_kind_has_its_table() -> None:
    assert set(KIND_MODELS) == set(Kind)


def test_what_is_approved_goes_in_by_kind_and_nothing_is_left(room: Newsroom) -> None:
    room.attribution()
    room.text()
    room.approve_all()
    plan = plan_edition(room.case)
    assert [entry.kind for entry in plan.items] == [
        Kind.CASE_TEXT,
        Kind.OPERATION,
        Kind.SOURCE,
        Kind.STATEMENT,
        Kind.ATTRIBUTION,
        Kind.ACTOR,
        Kind.ACTOR,
    ]
    assert (plan.number, plan.left_out, plan.blockers, plan.previous) == (1, [], [], None)
    assert plan.added == plan.items
    assert (plan.changed, plan.withdrawn) == ([], [])


LEFT_OUT = {
    State.DRAFT: "It is a draft that nobody has submitted for review.",
    State.SUBMITTED: "It is waiting for review.",
    State.CHANGES_REQUESTED: "A reviewer asked for changes.",
    State.LAPSED: "It was changed after it was approved; it has to be approved again.",
    State.REJECTED: "A reviewer rejected it.",
    State.WITHDRAWN: "It was withdrawn.",
}


def bring(room: Newsroom, row: KindModel, state: State) -> None:
    """Let ``row``, a draft, come to stand there."""
    item = current(row)
    match state:
        case State.SUBMITTED | State.CHANGES_REQUESTED | State.REJECTED:
            submit(user=room.author, item=item, version=item.version)
            if state == State.CHANGES_REQUESTED:
                request_changes(user=room.reviewer, item=item, version=item.version, note="Say where.")
            elif state == State.REJECTED:
                reject(user=room.reviewer, item=item, version=item.version, note="Nobody said so.")
        case State.LAPSED:
            room.approve(row)
            change(room, row, name="Another name")
        case State.WITHDRAWN:
            withdraw(user=room.author, item=item, version=item.version, note="Not needed.")


def test_every_state_is_told_or_published() -> None:
    assert set(State) - set(LEFT_OUT) == {State.APPROVED, State.PUBLISHED}


@pytest.mark.parametrize("state", LEFT_OUT)
def test_what_is_not_approved_stays_out_and_why_is_said(room: Newsroom, state: State) -> None:
    room.text()
    kept = room.operation("The one that is approved")
    room.approve_all()
    left = room.operation("The one that is not")
    bring(room, left, state)
    plan = plan_edition(room.case)
    assert kept.pk in inside(plan)
    assert left.pk not in inside(plan)
    assert why(plan, left) == LEFT_OUT[state]
    assert plan.blockers == []


def test_what_refers_to_something_left_out_stays_out_and_names_it(room: Newsroom) -> None:
    room.text()
    room.operation("Something else")
    claim = room.attribution()
    room.approve_all()
    change(room, claim.statement, passage="They may have done it.")
    plan = plan_edition(room.case)
    assert why(plan, claim) == ("It refers to statement “An official: They may have done it.”, which stays out.")
    assert why(plan, claim.statement) == LEFT_OUT[State.LAPSED]
    assert claim.statement.source_id in inside(plan), "the source refers to nothing that is missing"


def test_what_follows_from_that_stays_out_too_and_every_reason_is_said(room: Newsroom) -> None:
    room.text()
    room.operation("Something else")
    claim = room.attribution()
    room.approve_all()
    change(room, claim.statement.source, title="Another title")
    change(room, claim.accused, name="Somewhere")
    plan = plan_edition(room.case)
    assert why(plan, claim.statement) == "It refers to source “Another title”, which stays out."
    assert why(plan, claim) == "It refers to actor “Somewhere”, which stays out."
    assert {claim.pk, claim.statement_id, claim.accused_id} & inside(plan) == set()


def test_actors_come_with_what_speaks_of_them_and_no_others(room: Newsroom) -> None:
    room.text()
    claim = room.attribution()
    stranger = room.actor("Elsewhere")
    room.approve_all()
    plan = plan_edition(room.case)
    assert {claim.accuser_id, claim.accused_id} <= inside(plan)
    assert stranger.pk not in inside(plan)
    assert plan.left_out == [], "nobody asked for the stranger"


def test_an_alias_comes_with_its_actor_and_brings_who_coined_it(room: Newsroom) -> None:
    room.text()
    claim = room.attribution()
    company = room.actor("A company")
    alias = room.add(Alias(actor=claim.accused, name="PANDA", coined_by=company))
    other = room.add(Alias(actor=company, name="The firm"))
    nobody = room.actor("Nobody")
    unasked = room.add(Alias(actor=nobody, name="Nemo"))
    room.approve_all()
    plan = plan_edition(room.case)
    assert {alias.pk, company.pk} <= inside(plan)
    assert {other.pk, nobody.pk, unasked.pk} & inside(plan) == set()


def test_an_alias_that_is_not_approved_is_left_out_alone(room: Newsroom) -> None:
    room.text()
    claim = room.attribution()
    room.approve_all()
    alias = room.add(Alias(actor=claim.accused, name="PANDA"))
    plan = plan_edition(room.case)
    assert why(plan, alias) == LEFT_OUT[State.DRAFT]
    assert {claim.pk, claim.accused_id} <= inside(plan)


def test_a_coiner_who_is_not_approved_keeps_the_alias_out(room: Newsroom) -> None:
    room.text()
    claim = room.attribution()
    room.approve_all()
    company = room.actor("A company")
    alias = room.add(Alias(actor=claim.accused, name="PANDA", coined_by=company))
    room.approve(alias)
    plan = plan_edition(room.case)
    assert why(plan, alias) == "It refers to actor “A company”, which stays out."
    assert claim.pk in inside(plan)


def test_nothing_approved_blocks(room: Newsroom) -> None:
    room.attribution()
    assert plan_edition(room.case).blockers == [
        "There is no approved case text, so readers would have no title.",
        "Nothing is approved that could be published.",
    ]


def test_a_title_alone_is_no_edition(room: Newsroom) -> None:
    room.approve(room.text())
    assert plan_edition(room.case).blockers == ["Nothing is approved that could be published."]


def test_two_texts_block(room: Newsroom) -> None:
    room.operation()
    room.text()
    room.text(title="Who did it, again")
    room.approve_all()
    assert plan_edition(room.case).blockers == ["There are two approved case texts; withdraw one."]


REFERENCES = {
    "a link": "See [this](item:{id}).",
    "a link with a title": 'See [this](item:{id} "The attack").',
    "a link in brackets": "See [this](<item:{id}>).",
    "a link by its label": "See [this][1].\n\n[1]: item:{id}",
    "an address alone": "See <item:{id}>.",
    "words": "See item:{id}.",
}


@pytest.mark.parametrize(
    ("field", "way"),
    [
        *((field, "a link") for field in ("standfirst", "established", "not_established")),
        *(("narrative", way) for way in REFERENCES),
    ],
)
def test_a_text_that_refers_to_something_left_out_blocks(room: Newsroom, field: str, way: str) -> None:
    room.approve(room.operation("Something else"))
    operation = room.operation()
    room.approve(room.text(**{field: REFERENCES[way].format(id=operation.pk)}))
    blockers = plan_edition(room.case).blockers
    assert blockers == ["The case text refers to operation “Exchange”, which stays out."]


def test_a_text_that_refers_to_what_goes_in_does_not(room: Newsroom) -> None:
    room.text(narrative=f"See [this](item:{str(room.operation().pk).upper()}).")
    room.approve_all()
    assert plan_edition(room.case).blockers == []


def test_a_text_that_refers_to_another_case_blocks_without_naming_it(room: Newsroom) -> None:
    room.approve(room.operation())
    other = create_case(user=room.author, slug="secret", working_title="A secret")
    operation = room.add(Operation(name="Hush", operation_type=OperationType.INCIDENT), case=other)
    room.approve(room.text(narrative=f"See [this](item:{operation.pk})."))
    (blocker,) = plan_edition(room.case).blockers
    assert blocker == (f"The case text refers to an item that is not in this case ({operation.pk}), which stays out.")


def test_an_open_note_stays_out_and_blocks_nothing_that_it_is_about(room: Newsroom) -> None:
    operation = room.operation()
    room.text()
    settled, still_open = room.add(EditorNote(text="Settled.", resolved=True)), room.add(EditorNote(text="Who knows?"))
    for note in (settled, still_open):
        subject = NoteSubject(note=note, subject=Item.objects.get(pk=operation.pk))
        relate(user=room.author, through_row=subject, owner=note.item)
    room.approve_all()
    plan = plan_edition(room.case)
    assert {settled.pk, operation.pk} <= inside(plan)
    assert still_open.pk not in inside(plan)
    assert why(plan, still_open) == "It is still open."
    assert plan.blockers == []
    change(room, still_open, resolved=True)
    room.approve(still_open)
    assert still_open.pk in inside(plan_edition(room.case))


def test_a_text_that_refers_to_an_open_note_blocks(room: Newsroom) -> None:
    room.operation()
    note = room.add(EditorNote(text="Who knows?"))
    room.text(narrative=f"See [the note](item:{note.pk}).")
    room.approve_all()
    assert plan_edition(room.case).blockers == ["The case text refers to editor’s note “Who knows?”, which stays out."]


def test_a_published_note_that_is_opened_again_is_no_longer_in_it(room: Newsroom) -> None:
    room.operation()
    room.text()
    note = room.add(EditorNote(text="Settled.", resolved=True))
    room.approve_all()
    room.publish()
    change(room, note, resolved=False)
    room.approve(note)
    plan = plan_edition(room.case)
    assert [item.pk for item in plan.withdrawn] == [note.pk]
    assert [left.was_published for left in plan.left_out] == [True]
