"""Labels say what is stored, also after something that an item names is renamed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Actor, Alias, Attribution, KindModel
from casefiles.dossiers.vocabularies import Kind
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.dossiers.rows import MODELS, sound
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db

NEEDING = [kind for kind, model in MODELS.items() if model.SUMMARY_NEEDS]


def rename(room: Newsroom, row: KindModel, name: str) -> None:
    row.name = name  # type: ignore[attr-defined]
    save_item(user=room.author, row=row, expected_version=current(row).version, fields=["name"])


@pytest.mark.parametrize("kind", Kind)
def test_a_summary_reads_what_it_says_that_it_needs_and_nothing_else(room: Newsroom, kind: Kind) -> None:
    saved = room.add(sound(room, kind, **({"speaker": room.actor("A person")} if kind == Kind.STATEMENT else {})))
    model = MODELS[kind]
    row = model._default_manager.select_related(*model.SUMMARY_NEEDS).get(pk=saved.pk)
    with CaptureQueriesContext(connection) as queries:
        assert row.summary
    assert len(queries) == 0
    for name in model.SUMMARY_NEEDS:
        named = getattr(row, name)
        assert named.summary == named.name, "the name is all that may change"
        assert named.name in row.summary


@pytest.mark.parametrize("kind", NEEDING)
def test_labels_follow_when_what_they_name_is_renamed(room: Newsroom, kind: Kind) -> None:
    extra: dict[str, Any] = {"speaker": room.actor("A person")} if kind == Kind.STATEMENT else {}
    row = room.add(sound(room, kind, **extra))
    for name in MODELS[kind].SUMMARY_NEEDS:
        named = getattr(MODELS[kind]._default_manager.get(pk=row.pk), name)
        rename(room, named, f"Called otherwise, {name}")
        stored = MODELS[kind]._default_manager.get(pk=row.pk)
        assert f"Called otherwise, {name}" in current(row).label
        assert current(row).label == stored.summary


def test_no_version_and_no_approval_of_what_names_it_is_touched(room: Newsroom) -> None:
    claim = room.attribution(accused=room.actor("APT30"))
    room.approve_all()
    before = current(claim)
    rename(room, claim.accused, "APT31")
    after = current(claim)
    assert after.label == "United States attributes: APT31, Exchange"
    assert (after.version, after.changed_at) == (before.version, before.changed_at)
    assert after.contributions.count() == before.contributions.count()
    assert (state_of(after), state_of(current(claim.accused))) == (State.APPROVED, State.LAPSED)


def test_labels_in_cases_that_the_renamer_may_not_see_follow_too(room: Newsroom) -> None:
    claim = room.attribution()
    claim.accuser.name = "The US"
    version = current(claim.accuser).version
    save_item(user=room.outsider, row=claim.accuser, expected_version=version, fields=["name"])
    assert current(claim).label == "The US attributes: China, Exchange"


def test_a_label_is_made_of_what_is_stored_and_not_of_what_the_caller_has(room: Newsroom) -> None:
    accuser = room.actor("United States")
    stale = Actor.objects.get(pk=accuser.pk)
    rename(room, accuser, "The US")
    assert stale.name == "United States"
    assert current(room.attribution(accuser=stale)).label == "The US attributes: China, Exchange"


def test_other_changes_of_an_actor_look_for_no_labels(room: Newsroom) -> None:
    claim = room.attribution()
    claim.accused.description = "A country."
    with CaptureQueriesContext(connection) as queries:
        save_item(user=room.author, row=claim.accused, expected_version=1, fields=["description"])
    assert not [query for query in queries if "dossiers_attribution" in query["sql"]]


def test_renaming_takes_as_many_queries_for_12_claims_as_for_3(room: Newsroom) -> None:
    china, operation, statement = room.actor("China"), room.operation(), room.statement()
    us = room.actor("United States")

    def cost(more: int, name: str) -> int:
        for index in range(more):
            room.attribution(accused=china, accuser=us, operation=operation, statement=statement)
            room.add(Alias(actor=china, name=f"Name {index}"))
        with CaptureQueriesContext(connection) as queries:
            rename(room, china, name)
        return len(queries)

    assert cost(3, "The PRC") == cost(9, "China again")
    assert {row.item.label for row in Attribution.objects.select_related("item")} == {
        "United States attributes: China again, Exchange"
    }
