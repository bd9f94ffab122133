"""What the next edition of a published case would be, and that a confirmation names exactly that."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casefiles.dossiers.actions import create_case
from casefiles.dossiers.models import Attribution
from casefiles.publishing.plan import plan_edition
from casefiles.review.actions import reopen
from tests.newsroom import Newsroom, current
from tests.publishing.shortcuts import change, decide_all, publish, withdrawn


@pytest.fixture
def published(room: Newsroom, claim: Attribution) -> Attribution:
    """The claim of a case that is in its first edition."""
    publish(room)
    return claim


def ids(rows: object) -> set[uuid.UUID]:
    """The ids of entries or items."""
    return {getattr(row, "item", row).pk for row in rows}  # type: ignore[attr-defined]


def test_after_publication_nothing_has_changed(room: Newsroom, published: Attribution) -> None:
    plan = plan_edition(room.case)
    assert (plan.number, plan.added, plan.changed, plan.withdrawn) == (2, [], [], [])
    assert len(plan.items) == 7
    assert not plan.has_changes


def test_what_was_changed_added_and_withdrawn_is_told(room: Newsroom, published: Attribution) -> None:
    change(room, published.statement, passage="They did it twice.")
    room.approve(published.statement)
    added, kept = room.operation("Another"), room.source("Kept")
    room.approve(added)
    withdrawn(room, published)
    plan = plan_edition(room.case)
    assert ids(plan.changed) == {published.statement_id}
    assert ids(plan.added) == {added.pk}
    # Its actors go with it: nothing else speaks of them.
    assert ids(plan.withdrawn) == {published.pk, published.accuser_id, published.accused_id}
    assert {left.item.pk: left.was_published for left in plan.left_out} == {published.pk: True, kept.pk: False}


def test_what_lapsed_after_publication_is_missed(room: Newsroom, published: Attribution) -> None:
    change(room, published, caveat="Perhaps.")
    plan = plan_edition(room.case)
    (left,) = plan.left_out
    assert left.reasons == ["It was changed after it was approved; it has to be approved again."]
    assert left.was_published
    assert published.pk in ids(plan.withdrawn)


def test_a_withdrawn_item_that_comes_back_unchanged_is_approved_again_and_no_change(
    room: Newsroom, published: Attribution
) -> None:
    withdrawn(room, published)
    item = current(published)
    reopen(user=room.author, item=item, version=item.version)
    assert published.pk not in ids(plan_edition(room.case).items)
    room.approve(published)
    plan = plan_edition(room.case)
    assert published.pk in ids(plan.items)
    assert not plan.has_changes


def test_what_is_out_with_another_case_already_is_a_change_here(room: Newsroom, published: Attribution) -> None:
    other = create_case(user=room.author, slug="second", working_title="Another case")
    second = replace(room, case=other)
    second.text()
    second.attribution(accuser=published.accuser, accused=published.accused)
    second.approve_all()
    change(room, published.accused, name="The People’s Republic of China")
    room.approve(published.accused)
    publish(second)
    plan = plan_edition(room.case)
    assert ids(plan.changed) == {published.accused_id}
    assert publish(room, kind="update", note="Its name.").number == 2


def test_a_published_address_does_not_move(room: Newsroom, published: Attribution) -> None:
    room.case.slug = "elsewhere"
    room.case.save(update_fields=["slug"])
    assert plan_edition(room.case).blockers == [
        "This case is published at “exchange”; its address cannot change. Set it back."
    ]


def test_looking_twice_confirms_the_same(room: Newsroom, published: Attribution) -> None:
    assert plan_edition(room.case).confirmation == plan_edition(room.case).confirmation


MEANWHILE: dict[str, Callable[[Newsroom, Attribution], object]] = {
    "somebody writes a draft": lambda room, _: room.operation("Another"),
    "somebody approves another item": lambda room, _: room.approve(room.operation("Another")),
    "somebody changes an item": lambda room, claim: change(room, claim, caveat="Perhaps."),
    "somebody withdraws an item": withdrawn,
    "somebody publishes": lambda room, _: publish(room, kind="retraction", note="None of it stands."),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_whatever_happens_is_confirmed_anew(room: Newsroom, published: Attribution, meanwhile: str) -> None:
    before = plan_edition(room.case).confirmation
    MEANWHILE[meanwhile](room, published)
    assert plan_edition(room.case).confirmation != before


def test_an_item_that_was_changed_and_approved_is_confirmed_anew(room: Newsroom, published: Attribution) -> None:
    before = plan_edition(room.case)
    change(room, published, caveat="Perhaps.")
    room.approve(published)
    after = plan_edition(room.case)
    assert ids(before.items) == ids(after.items), "the list looks the same"
    assert before.confirmation != after.confirmation


@pytest.mark.slow
def test_planning_takes_as_many_queries_for_50_claims_as_for_5(room: Newsroom) -> None:
    room.text()
    source = room.source()
    common = {"operation": room.operation(), "accuser": room.actor("A"), "accused": room.actor("B")}
    counts = []
    for more, claims in ((5, 5), (45, 50)):
        for _ in range(more):
            room.attribution(statement=room.statement(source), **common)
        decide_all(room)
        with CaptureQueriesContext(connection) as queries:
            plan = plan_edition(room.case)
        counts.append(len(queries))
        assert len(plan.items) == 5 + 2 * claims
    assert counts[0] == counts[1] <= 20
