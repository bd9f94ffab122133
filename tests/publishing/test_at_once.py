"""Many publish the same case at the same moment: one new edition, and everybody else is told."""

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import DatabaseError

from casefiles.accounts.models import User
from casefiles.dossiers.models import Case
from casefiles.editions.models import CaseCard, Edition, EditionItem, LogEntry
from casefiles.lib.errors import Conflict
from casefiles.publishing import actions
from casefiles.publishing.actions import publish_case
from casefiles.publishing.models import PublicNumber
from casefiles.publishing.plan import Plan, plan_edition
from casefiles.review.models import Release
from tests.at_once import PATIENCE, at_once
from tests.newsroom import Newsroom
from tests.publishing.shortcuts import change, publish

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room() -> Newsroom:
    """A case that could be published."""
    room = Newsroom.open()
    room.text()
    room.attribution()
    room.approve_all()
    return room


def together(room: Newsroom, count: int, kind: str = "first", note: str = "") -> list[Any]:
    """So many publish what they all have seen and confirmed."""
    confirmed = plan_edition(room.case).confirmation

    def one(_: int) -> Edition:
        user, case = User.objects.get(pk=room.publisher.pk), Case.objects.get(pk=room.case.pk)
        return publish_case(user=user, case=case, kind=kind, note=note, confirmed=confirmed)

    return at_once(count, one)


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def test_twenty_publish_and_one_edition_comes_of_it(room: Newsroom) -> None:
    results = together(room, 20)
    assert outcomes(results) == {"Edition": 1, "Conflict": 19}
    assert Edition.objects.count() == LogEntry.objects.count() == CaseCard.objects.count() == 1
    assert EditionItem.objects.count() == Release.objects.count() == 7
    assert PublicNumber.objects.count() == 4
    for result in results:
        if isinstance(result, Conflict):
            assert result.reasons[0].startswith("Something changed since you looked.")
            assert "The newest edition is number 1" in result.reasons[1]


def test_twenty_correct_and_one_correction_comes_of_it(room: Newsroom) -> None:
    first = publish(room)
    operation = room.case.items.get(kind="operation").operation
    change(room, operation, name="Another name")
    room.approve(operation)
    results = together(room, 20, "correction", "It had another name.")
    assert outcomes(results) == {"Edition": 1, "Conflict": 19}
    second = Edition.objects.get(number=2)
    assert (Edition.objects.count(), second.previous_digest) == (2, first.digest)


def test_an_approval_at_the_same_moment_is_in_or_a_conflict(room: Newsroom) -> None:
    """Whoever comes second waits: an edition never has half of what somebody is doing."""
    row = room.operation("Another")
    confirmed = plan_edition(room.case).confirmation

    def one(number: int) -> object:
        if number:
            return room.approve(row)
        return publish_case(user=room.publisher, case=room.case, kind="first", note="", confirmed=confirmed)

    published, _ = at_once(2, one)
    if isinstance(published, Edition):
        assert row.pk not in set(published.rows.values_list("item_id", flat=True))
    else:
        assert isinstance(published, Conflict)
        assert not Edition.objects.exists()


def test_without_the_lock_nobody_would_be_told(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody_looked = threading.Barrier(4)

    def unlocked(case: Case) -> Plan:
        plan = plan_edition(case)
        everybody_looked.wait(timeout=PATIENCE)
        return plan

    monkeypatch.setattr(actions, "_locked_plan", unlocked)
    results = together(room, 4)
    assert outcomes(results)["Conflict"] == 0
    assert sum(isinstance(result, DatabaseError) for result in results) == 3, "the constraints stand behind the lock"
    assert Edition.objects.count() == 1
