"""Opening a case, and changing it."""

from typing import Any
from uuid import uuid4

import pytest

from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import create_case, save_case
from casefiles.dossiers.models import Case
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from tests.dossiers.conftest import STRANGERS, WRITERS, refuses
from tests.newsroom import Newsroom, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR])
def test_who_opens_a_case_leads_it(role: Role) -> None:
    user = person("maija", role)
    case = create_case(user=user, slug="exchange", working_title="Exchange", hold_sources=True, desk_status="ready")
    stored = Case.objects.get()
    assert (stored.pk, stored.slug, stored.working_title) == (case.pk, "exchange", "Exchange")
    assert (stored.confidentiality, stored.desk_status, stored.hold_sources) == ("desk", "ready", True)
    assert [(row.user, row.lead) for row in stored.memberships.all()] == [(user, True)]


@pytest.mark.parametrize("role", [Role.COUNSEL, Role.ADMINISTRATOR, None])
def test_others_open_none(role: Role | None) -> None:
    user = person("maija", *([role] if role else []), superuser=role is None)
    with refuses(NotAllowed):
        create_case(user=user, slug="exchange", working_title="Exchange")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("desk_status", "burning", "not a valid choice"),
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


def test_a_case_is_made_once_of_the_id_that_it_is_given() -> None:
    user, case_id = person("maija", Role.JOURNALIST), uuid4()
    first = create_case(user=user, slug="exchange", working_title="Exchange", case_id=case_id)
    assert first.pk == case_id
    for slug in ("exchange", "another"):
        with refuses(Conflict, saying="saved already"):
            create_case(user=user, slug=slug, working_title="Exchange", case_id=case_id)
    assert create_case(user=user, slug="another", working_title="Another").pk != case_id


def change(room: Newsroom, name: str, **values: Any) -> Case:
    """Somebody opens the case and gives some of its fields these values."""
    case = Case.objects.get(pk=room.case.pk)
    seen = {field: getattr(case, field) for field in values}
    for field, value in values.items():
        setattr(case, field, value)
    return save_case(user=getattr(room, name), case=case, seen=seen)


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


def test_what_somebody_did_not_change_stays_as_others_left_it(room: Newsroom) -> None:
    """A row read long ago says that the whole desk may see the case; only its title is changed."""
    change(room, "author", confidentiality="desk")
    stale = Case.objects.get()
    change(room, "publisher", confidentiality="members", slug="renamed")
    stale.working_title = "Another title"
    saved = save_case(user=room.author, case=stale, seen={"working_title": "The Exchange case"})
    stored = Case.objects.get()
    assert (stored.confidentiality, stored.slug, stored.working_title) == ("members", "renamed", "Another title")
    assert (saved.confidentiality, saved.slug) == ("members", "renamed")


def test_the_second_of_two_who_change_one_field_is_told_what_stands(room: Newsroom) -> None:
    stale = Case.objects.get(pk=room.case.pk)
    change(room, "publisher", desk_status="closed", hold_sources=True)
    stale.working_title, stale.desk_status, stale.hold_sources = "Another title", "ready", False
    with refuses(Conflict, saying="“desk status” meanwhile: it is now “Closed”") as told:
        save_case(user=room.author, case=stale, seen={"working_title": "The Exchange case", "desk_status": "open"})
    assert len(told.value.reasons) == 1
    assert Case.objects.get().working_title == "The Exchange case"
    with refuses(Conflict, saying="it is now yes"):
        save_case(user=room.author, case=stale, seen={"hold_sources": False})


@pytest.mark.parametrize("before", ["NUL \x00", "half \ud83d"])
def test_having_seen_what_cannot_be_stored_is_a_conflict(room: Newsroom, before: str) -> None:
    with refuses(Conflict, saying="it is now “The Exchange case”"):
        save_case(user=room.author, case=room.case, seen={"working_title": before})


def test_changing_nothing_changes_nothing(room: Newsroom) -> None:
    room.case.working_title = "Not named"
    assert save_case(user=room.author, case=room.case, seen={}).working_title == "The Exchange case"
    assert Case.objects.get().working_title == "The Exchange case"
