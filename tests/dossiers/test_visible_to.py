"""Who sees what: nothing, unless a rule says so."""

import pytest
from django.contrib.auth.models import AnonymousUser

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.actions import create_case
from casefiles.dossiers.models import Case, EditorNote, Item
from casefiles.dossiers.policy import may_lead, may_read, may_write
from tests.newsroom import Newsroom, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(room: Newsroom) -> Newsroom:
    """With a members-only case, a case that everybody on the desk sees, and something that both share."""
    create_case(user=room.outsider, slug="open", working_title="For the whole desk")
    room.operation()
    room.add(EditorNote(text="A note."), user=room.outsider, case=Case.objects.get(slug="open"))
    room.actor("China")
    return room


SEES = {
    "author": {"exchange", "open"},
    "teammate": {"exchange", "open"},
    "reviewer": {"exchange", "open"},
    "publisher": {"exchange", "open"},
    "counsel": {"exchange", "open"},
    "outsider": {"open"},
    "administrator": set(),
    "superuser": set(),
}
WRITES = {name: SEES[name] for name in SEES if name != "counsel"} | {"counsel": set()}
LEADS = {"author": {"exchange"}, "publisher": {"exchange", "open"}, "outsider": {"open"}}


def _cases(user: User) -> set[str]:
    return set(Case.objects.visible_to(user).values_list("slug", flat=True))


def _kinds(user: User) -> list[str]:
    return sorted(Item.objects.visible_to(user).values_list("kind", flat=True))


@pytest.mark.parametrize("name", SEES)
def test_each_sees_their_cases_and_what_is_shared(room: Newsroom, name: str) -> None:
    user = getattr(room, name)
    assert _cases(user) == SEES[name]
    own = {"exchange": ["operation"], "open": ["editor_note"]}
    shared = ["actor"] if SEES[name] else []
    assert _kinds(user) == sorted(shared + [kind for slug in SEES[name] for kind in own[slug]])


@pytest.mark.parametrize("name", SEES)
def test_the_policy_says_the_same_of_one_case(room: Newsroom, name: str) -> None:
    user = getattr(room, name)
    cases = {case.slug: case for case in Case.objects.all()}
    assert {slug for slug, case in cases.items() if may_read(user, case)} == SEES[name]
    assert {slug for slug, case in cases.items() if may_write(user, case)} == WRITES[name]
    assert {slug for slug, case in cases.items() if may_lead(user, case)} == LEADS.get(name, set())
    assert may_read(user, None) == bool(SEES[name])
    assert may_write(user, None) == bool(WRITES[name])


def test_nobody_in_particular_sees_nothing(room: Newsroom) -> None:
    nobody = AnonymousUser()
    assert not Case.objects.visible_to(nobody).exists()  # type: ignore[arg-type]
    assert not Item.objects.visible_to(nobody).exists()  # type: ignore[arg-type]


def test_somebody_without_a_role_sees_nothing_even_as_a_member(room: Newsroom) -> None:
    for user in (room.superuser, room.administrator):
        room.case.memberships.create(user=user)
        assert _cases(user) == set()
        assert _kinds(user) == []


def test_somebody_inactive_sees_nothing(room: Newsroom) -> None:
    User.objects.filter(pk=room.author.pk).update(is_active=False)
    assert _cases(User.objects.get(pk=room.author.pk)) == set()
    assert _kinds(User.objects.get(pk=room.author.pk)) == []


def test_who_leaves_a_members_only_case_no_longer_sees_it(room: Newsroom) -> None:
    room.leaves(room.teammate)
    assert _cases(room.teammate) == {"open"}


def test_a_case_that_becomes_members_only_is_gone_for_others(room: Newsroom) -> None:
    reader = person("reader", Role.COUNSEL)
    assert _cases(reader) == {"open"}
    Case.objects.filter(slug="open").update(confidentiality="members")
    assert _cases(reader) == set()


def test_filters_do_not_widen_what_is_seen(room: Newsroom) -> None:
    assert not Case.objects.filter(slug="exchange").visible_to(room.outsider).exists()
    assert not Case.objects.visible_to(room.outsider).filter(slug="exchange").exists()
    assert not Item.objects.visible_to(room.administrator).filter(case=None).exists()
