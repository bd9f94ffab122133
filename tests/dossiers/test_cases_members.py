"""Who belongs to a case, and who leads it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import add_member, set_members
from casefiles.dossiers.models import Case, Membership
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from tests.dossiers.conftest import STRANGERS, refuses
from tests.newsroom import Newsroom, person

pytestmark = pytest.mark.django_db


def members(case: Case) -> dict[str, bool]:
    """Who belongs to ``case``, and whether they lead it."""
    return {row.user.username: row.lead for row in case.memberships.select_related("user")}


def let(room: Newsroom, *names: str, lead: str, by: str = "author", **more: Any) -> None:
    """``by`` says that these people, and nobody else, work on the case."""
    people = {name: getattr(room, name) for name in (*names, lead, by)}
    chosen = [people[name] for name in names]
    set_members(user=people[by], case=room.case, members=chosen, lead=people[lead], **more)


@pytest.mark.parametrize("by", ["author", "publisher"])
def test_the_lead_and_publishing_editors_say_who_belongs(room: Newsroom, by: str) -> None:
    let(room, "author", "publisher", "outsider", lead="author", by=by)
    assert members(room.case) == {"author": True, "publisher": False, "outsider": False}
    let(room, "author", "publisher", lead="author", by=by)
    assert members(room.case) == {"author": True, "publisher": False}


@pytest.mark.parametrize("by", ["teammate", "reviewer", *STRANGERS])
def test_others_do_not(room: Newsroom, by: str) -> None:
    before = members(room.case)
    with refuses(NotAllowed):
        let(room, by, lead=by, by=by)
    with refuses(NotAllowed):
        add_member(user=getattr(room, by), case=room.case, member=room.outsider)
    assert members(room.case) == before


def test_a_publishing_editor_outside_a_members_only_case_says_nothing(room: Newsroom) -> None:
    room.leaves(room.publisher)
    with refuses(NotAllowed):
        let(room, "author", "publisher", lead="author", by="publisher")


def test_the_right_is_asked_once_so_a_lead_hands_over_and_leaves_in_one_save(room: Newsroom) -> None:
    let(room, "teammate", "outsider", lead="teammate")
    assert members(room.case) == {"teammate": True, "outsider": False}
    with refuses(NotAllowed):
        let(room, "author", lead="author")


def test_a_new_lead_takes_over(room: Newsroom) -> None:
    let(room, "author", "teammate", lead="teammate")
    assert members(room.case) == {"author": False, "teammate": True}


def test_a_lead_is_one_of_the_members(room: Newsroom) -> None:
    with refuses(Refused, field="lead", saying="Author leads this case; name another lead first"):
        let(room, "teammate", "reviewer", lead="author")


@pytest.mark.parametrize("lead", ["counsel", "administrator", "superuser"])
def test_whoever_may_not_write_cannot_lead(room: Newsroom, lead: str) -> None:
    with refuses(Refused, field="lead", saying=f"{lead.capitalize()} cannot lead a case"):
        let(room, "author", lead, lead=lead)
    assert members(room.case)["author"] is True


def test_a_lead_who_left_the_newsroom_leads_no_longer(room: Newsroom) -> None:
    User.objects.filter(pk=room.author.pk).update(is_active=False)
    room.author = User.objects.get(pk=room.author.pk)
    with refuses(Refused, field="lead", saying="cannot lead"):
        let(room, "author", "publisher", lead="author", by="publisher")
    let(room, "author", "publisher", "teammate", lead="teammate", by="publisher")
    assert members(room.case) == {"author": False, "publisher": False, "teammate": True}


def test_the_database_holds_at_most_one_lead(room: Newsroom) -> None:
    with pytest.raises(Exception, match="membership_one_lead"):
        room.case.memberships.filter(user=room.teammate).update(lead=True)


def seen(room: Newsroom) -> dict[Any, bool]:
    return dict(room.case.memberships.values_list("user", "lead"))


def test_whoever_looked_before_others_changed_it_is_told(room: Newsroom) -> None:
    before = seen(room)
    add_member(user=room.publisher, case=room.case, member=room.outsider)
    with refuses(Conflict, saying="changed who works on this case"):
        let(room, "author", lead="author", seen=before)
    now = seen(room)
    let(room, "author", "teammate", "publisher", "outsider", lead="teammate", seen=now)
    with refuses(Conflict):
        let(room, "author", lead="author", by="publisher", seen={**seen(room), room.author.pk: True})
    assert members(room.case)["teammate"] is True


def test_adding_twice_is_one_membership(room: Newsroom) -> None:
    for _ in range(2):
        add_member(user=room.author, case=room.case, member=room.outsider)
    assert Membership.objects.filter(case=room.case, user=room.outsider).count() == 1
    assert [name for name, leads in members(room.case).items() if leads] == ["author"]


def test_the_same_again_writes_nothing(room: Newsroom) -> None:
    rows = list(room.case.memberships.order_by("pk").values())
    with CaptureQueriesContext(connection) as queries:
        let(room, "author", "teammate", "reviewer", "publisher", "counsel", lead="author")
    assert not [query for query in queries if "INSERT" in query["sql"]]
    assert list(room.case.memberships.order_by("pk").values()) == rows


def test_a_role_is_no_condition_for_belonging(room: Newsroom) -> None:
    """Whoever lost theirs stays in the rows, and sees nothing by it."""
    let(room, "author", "counsel", lead="author")
    stranger = person("stranger", Role.ADMINISTRATOR)
    add_member(user=room.author, case=room.case, member=stranger)
    assert not Case.objects.visible_to(stranger).exists()
