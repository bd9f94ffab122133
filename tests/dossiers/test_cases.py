"""Opening a case, changing it, and who belongs to it."""

from typing import Any

import pytest

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import add_member, create_case, remove_member, save_case
from casefiles.dossiers.models import Case, Membership
from casefiles.lib.errors import NotAllowed, Refused
from tests.dossiers.conftest import STRANGERS, WRITERS, refuses
from tests.newsroom import Newsroom, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR])
def test_who_opens_a_case_leads_it(role: Role) -> None:
    user = person("maija", role)
    case = create_case(user=user, slug="exchange", working_title="Exchange", hold_sources=True)
    stored = Case.objects.get()
    assert (stored.pk, stored.slug, stored.working_title) == (case.pk, "exchange", "Exchange")
    assert (stored.confidentiality, stored.desk_status, stored.hold_sources) == ("desk", "open", True)
    assert [(row.user, row.lead) for row in stored.memberships.all()] == [(user, True)]


@pytest.mark.parametrize("role", [Role.COUNSEL, Role.ADMINISTRATOR, None])
def test_others_open_none(role: Role | None) -> None:
    user = person("maija", *([role] if role else []), superuser=role is None)
    with refuses(NotAllowed):
        create_case(user=user, slug="exchange", working_title="Exchange")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("slug", "", "blank"),
        ("slug", "exchange 2021", "valid “slug”"),
        ("slug", "exchänge", "valid “slug”"),
        ("slug", "exchange/../admin", "valid “slug”"),
        ("slug", "e" * 81, "at most 80"),
        ("slug", "nul\x00", "valid “slug”"),
        ("slug", "taken", "already exists"),
        ("working_title", "", "blank"),
        ("working_title", "   ", "blank"),
        ("working_title", "NUL \x00", "NUL"),
        ("working_title", "half \ud83d", "surrogate"),
        ("confidentiality", "secret", "not a valid choice"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(field: str, value: Any, reason: str) -> None:
    user = person("maija", Role.JOURNALIST)
    create_case(user=user, slug="taken", working_title="Another")
    with refuses(Refused, field=field, saying=reason):
        create_case(**{"user": user, "slug": "exchange", "working_title": "Exchange"} | {field: value})


def change(room: Newsroom, name: str, **values: Any) -> Case:
    case = Case.objects.get(pk=room.case.pk)
    for field, value in values.items():
        setattr(case, field, value)
    return save_case(user=getattr(room, name), case=case, fields=list(values))


@pytest.mark.parametrize("name", WRITERS)
def test_members_who_write_change_a_case(room: Newsroom, name: str) -> None:
    change(room, name, working_title="Another title", desk_status="ready")
    stored = Case.objects.get()
    assert (stored.working_title, stored.desk_status) == ("Another title", "ready")


@pytest.mark.parametrize("name", STRANGERS)
def test_others_change_none(room: Newsroom, name: str) -> None:
    with refuses(NotAllowed):
        change(room, name, working_title="Another title")
    assert Case.objects.get().working_title == "The Exchange case"


@pytest.mark.parametrize("name", ["author", "publisher"])
def test_the_lead_and_publishing_editors_say_who_sees_it(room: Newsroom, name: str) -> None:
    change(room, name, confidentiality="desk")
    assert Case.objects.get().confidentiality == "desk"


@pytest.mark.parametrize("name", ["teammate", "reviewer"])
def test_other_members_do_not(room: Newsroom, name: str) -> None:
    with refuses(NotAllowed, saying="Only the lead or a publishing editor"):
        change(room, name, working_title="Another title", confidentiality="desk")
    stored = Case.objects.get()
    assert (stored.confidentiality, stored.working_title) == ("members", "The Exchange case")


def test_nobody_writes_themselves_into_a_case_by_the_row_they_hand_in(room: Newsroom) -> None:
    """The right is looked up in the database, not in what was handed in."""
    with refuses(NotAllowed):
        change(room, "outsider", confidentiality="desk")
    assert Case.objects.get().confidentiality == "members"


def test_a_change_names_what_is_wrong_with_it(room: Newsroom) -> None:
    with refuses(Refused, field="working_title", saying="blank"):
        change(room, "author", working_title="")
    room.another_case("taken")
    with refuses(Refused, field="slug", saying="already exists"):
        change(room, "author", slug="taken")
    assert Case.objects.get(pk=room.case.pk).slug == "exchange"


def members(case: Case) -> dict[str, bool]:
    return {row.user.username: row.lead for row in case.memberships.select_related("user")}


@pytest.mark.parametrize("name", ["author", "publisher"])
def test_the_lead_and_publishing_editors_say_who_belongs(room: Newsroom, name: str) -> None:
    user = getattr(room, name)
    add_member(user=user, case=room.case, member=room.outsider)
    assert members(room.case)["outsider"] is False
    remove_member(user=user, case=room.case, member=room.outsider)
    assert "outsider" not in members(room.case)


@pytest.mark.parametrize("name", ["teammate", "reviewer", *STRANGERS])
def test_others_do_not(room: Newsroom, name: str) -> None:
    user: User = getattr(room, name)
    with refuses(NotAllowed):
        add_member(user=user, case=room.case, member=user, lead=True)
    with refuses(NotAllowed):
        remove_member(user=user, case=room.case, member=room.author)
    assert members(room.case)["author"] is True


def test_a_publishing_editor_outside_a_members_only_case_says_nothing(room: Newsroom) -> None:
    remove_member(user=room.author, case=room.case, member=room.publisher)
    with refuses(NotAllowed):
        add_member(user=room.publisher, case=room.case, member=room.publisher)


def test_a_new_lead_takes_over(room: Newsroom) -> None:
    add_member(user=room.author, case=room.case, member=room.teammate, lead=True)
    assert [name for name, leads in members(room.case).items() if leads] == ["teammate"]
    with refuses(NotAllowed):
        add_member(user=room.author, case=room.case, member=room.author, lead=True)


def test_adding_twice_is_one_membership(room: Newsroom) -> None:
    add_member(user=room.author, case=room.case, member=room.outsider)
    add_member(user=room.author, case=room.case, member=room.outsider)
    assert Membership.objects.filter(case=room.case, user=room.outsider).count() == 1


def test_a_lead_goes_only_once_there_is_another(room: Newsroom) -> None:
    with refuses(Refused, field="lead", saying="name another lead first"):
        remove_member(user=room.author, case=room.case, member=room.author)
    add_member(user=room.author, case=room.case, member=room.teammate, lead=True)
    remove_member(user=room.teammate, case=room.case, member=room.author)
    assert "author" not in members(room.case)


def test_removing_somebody_twice_is_said(room: Newsroom) -> None:
    remove_member(user=room.author, case=room.case, member=room.counsel)
    with refuses(Refused, field="user", saying="does not belong"):
        remove_member(user=room.author, case=room.case, member=room.counsel)
