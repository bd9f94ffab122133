"""Two clicks, and two people, at the same moment."""

from typing import Any
from uuid import uuid4

import pytest

from casefiles.accounts.roles import Role
from casefiles.dossiers import actions
from casefiles.dossiers.actions import create_case, save_case, set_members
from casefiles.dossiers.models import Case, Membership
from casefiles.lib.errors import Conflict, Refused
from tests.at_once import at_once
from tests.newsroom import Newsroom, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_make_one_case() -> None:
    user, case_id = person("maija", Role.JOURNALIST), uuid4()

    def click(_: int) -> Case:
        return create_case(user=user, slug="exchange", working_title="Exchange", case_id=case_id)

    results = at_once(4, click)
    assert sorted(type(result).__name__ for result in results) == ["Case", "Conflict", "Conflict", "Conflict"]
    assert Case.objects.get().pk == case_id
    assert Membership.objects.count() == 1


def test_two_cases_of_one_address_are_not_made() -> None:
    user = person("maija", Role.JOURNALIST)
    results = at_once(4, lambda _: create_case(user=user, slug="exchange", working_title="Exchange"))
    refused = [result for result in results if isinstance(result, Refused)]
    assert (len(refused), Case.objects.count()) == (3, 1)
    assert {refusal.field for refusal in refused} == {"slug"}


def test_two_who_change_one_field_and_two_who_hand_over(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom.open()
    people = [room.author, room.publisher]
    seen = dict(room.case.memberships.values_list("user", "lead"))

    def close(number: int) -> Case:
        case = Case.objects.get()
        case.desk_status = ("ready", "closed")[number]
        return save_case(user=people[number], case=case, seen={"desk_status": "open"})

    assert sum(isinstance(result, Conflict) for result in at_once(2, close)) == 1

    def hand_over(number: int) -> None:
        lead = (room.teammate, room.reviewer)[number]
        set_members(user=people[number], case=room.case, members=[lead, *people], lead=lead, seen=seen)

    assert [type(result).__name__ for result in at_once(2, hand_over)].count("NoneType") == 1
    assert Membership.objects.filter(lead=True).count() == 1

    # The negative control: without comparing, both are told that they saved, and one's word is gone.
    def only_set(row: Case, fields: Any) -> None:
        row.save(update_fields=list(fields))

    monkeypatch.setattr(actions, "compare_and_set", only_set)
    assert [type(result) for result in at_once(2, close)] == [Case, Case]
