"""Changing an account, giving roles, setting a password: by administrators alone, noted, and never the last one out."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import Group
from pytest_django.fixtures import Settings

from casefiles.accounts import actions
from casefiles.accounts.actions import change_person, give_roles, set_password
from casefiles.accounts.models import AccountChange, User
from casefiles.accounts.roles import Role
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from tests.at_once import at_once
from tests.newsroom import person
from tests.raw_sql import as_replica, refusal, run, without

pytestmark = pytest.mark.django_db
PASSWORD = "fourteen white herons"


@pytest.fixture(autouse=True)
def quick_hasher(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ada() -> User:
    return person("ada", Role.ADMINISTRATOR)


@pytest.fixture
def nora() -> User:
    return person("nora", Role.JOURNALIST)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def journal() -> list[tuple[Any, ...]]:
    """Who did what, oldest first."""
    rows = AccountChange.objects.order_by("id").values_list(
        "by__username", "person__username", "what", "before", "after"
    )
    return list(rows)


def change(by: User | None, user: User, **values: Any) -> None:
    """Somebody opens the account and gives some of its fields these values."""
    opened = again(user)
    seen = {name: getattr(opened, name) for name in values}
    for name, value in values.items():
        setattr(opened, name, value)
    change_person(by=by, person=opened, seen=seen)


def test_what_was_changed_is_saved_and_noted_field_by_field(ada: User, nora: User) -> None:
    change(ada, nora, last_name="Whitfield", is_active=False)
    assert (again(nora).last_name, again(nora).is_active) == ("Whitfield", False)
    assert journal() == [
        ("ada", "nora", "last_name", "blank", "“Whitfield”"),
        ("ada", "nora", "is_active", "yes", "no"),
    ]


def test_a_stale_account_gives_nothing_back(ada: User, nora: User) -> None:
    stale = again(nora)
    change(ada, nora, is_active=False)
    stale.email = "nora@elsewhere.example"
    saved = change_person(by=ada, person=stale, seen={"email": "nora@news.example"})
    assert saved.is_active is again(nora).is_active is False
    assert again(nora).email == "nora@elsewhere.example"


def test_the_second_of_two_who_change_one_field_is_told(ada: User, nora: User) -> None:
    stale = again(nora)
    change(ada, nora, email="first@news.example")
    stale.email = "second@news.example"
    with pytest.raises(Conflict, match=r"“email address” meanwhile: it is now “first@news\.example”"):
        change_person(by=ada, person=stale, seen={"email": "nora@news.example"})
    assert again(nora).email == "first@news.example"
    assert len(journal()) == 1


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("username", "ada", "already exists"),
        ("username", "", "blank"),
        ("email", "nowhere", "valid email"),
        ("first_name", "N" * 151, "at most 150"),
        ("last_name", "NUL \x00", "NUL"),
        ("last_name", "half \ud83d", "surrogate"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(ada: User, nora: User, field: str, value: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        change(ada, nora, **{field: value})
    assert refusal.value.field == field
    assert journal() == []


def test_roles_are_given_and_taken_and_noted(ada: User, nora: User) -> None:
    nora.groups.add(Group.objects.create(name="proof readers"))
    give_roles(by=ada, person=nora, roles=[Role.REVIEWER, Role.COUNSEL], seen=["journalist"])
    assert nora.roles == again(nora).roles == {"reviewer", "counsel"}
    assert nora.groups.filter(name="proof readers").exists()
    give_roles(by=ada, person=nora, roles=[Role.COUNSEL, Role.REVIEWER], seen=nora.roles)
    assert journal() == [("ada", "nora", "roles", "Journalist", "Reviewer, Counsel")]


def test_a_stale_form_gives_no_roles_back(ada: User, nora: User) -> None:
    give_roles(by=ada, person=nora, roles=[], seen=["journalist"])
    with pytest.raises(Conflict, match="“roles” meanwhile: they are now none"):
        give_roles(by=ada, person=nora, roles=[Role.JOURNALIST, Role.REVIEWER], seen=["journalist"])
    assert again(nora).roles == frozenset()


def test_a_password_is_set_and_noted_without_it(ada: User, nora: User) -> None:
    set_password(by=ada, person=nora, password=PASSWORD)
    assert again(nora).check_password(PASSWORD)
    assert journal() == [("ada", "nora", "password", "", "")]
    for weak in ("herons", "password123", "nora@news.example", "white\x00herons!"):
        with pytest.raises(Refused) as refusal:
            set_password(by=ada, person=nora, password=weak)
        assert refusal.value.field == "password"
    assert again(nora).check_password(PASSWORD)


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.ADMINISTRATOR), None])
def test_nobody_else_may(ada: User, nora: User, role: Role | None) -> None:
    other = person("other", *([role] if role else []))
    for act in (
        lambda: change(other, nora, is_active=False),
        lambda: give_roles(by=other, person=other, roles=[Role.ADMINISTRATOR], seen=other.roles),
        lambda: set_password(by=other, person=ada, password=PASSWORD),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert journal() == []
    assert again(other).roles == ({role.value} if role else frozenset())


def test_a_dismissed_administrator_may_no_longer_whatever_their_page_knew(ada: User, nora: User) -> None:
    zoe = person("zoe", Role.ADMINISTRATOR)
    assert zoe.has_role(Role.ADMINISTRATOR)
    give_roles(by=ada, person=again(zoe), roles=[], seen=["administrator"])
    with pytest.raises(NotAllowed):
        change(zoe, nora, is_active=False)


def test_the_last_active_administrator_stays_one(ada: User) -> None:
    inactive = person("zoe", Role.ADMINISTRATOR)
    change(ada, inactive, is_active=False)
    person("root", superuser=True)
    for by in (ada, None):
        with pytest.raises(Refused, match="Ada is the last administrator") as refusal:
            change(by, ada, is_active=False)
        assert refusal.value.field == "is_active"
        with pytest.raises(Refused, match="make somebody else one first") as refusal:
            give_roles(by=by, person=ada, roles=[Role.COUNSEL], seen=["administrator"])
        assert refusal.value.field == "roles"
    give_roles(by=ada, person=ada, roles=[Role.ADMINISTRATOR, Role.COUNSEL], seen=["administrator"])
    change(ada, inactive, is_active=True)
    give_roles(by=ada, person=ada, roles=[], seen=["administrator", "counsel"])
    assert again(ada).roles == frozenset()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_dismiss_each_other_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [person("ada", Role.ADMINISTRATOR), person("zoe", Role.ADMINISTRATOR)]

    def dismiss(number: int) -> None:
        give_roles(by=two[number], person=again(two[1 - number]), roles=[], seen=["administrator"])

    results = at_once(2, dismiss)
    assert sum(isinstance(result, NotAllowed) for result in results) == 1
    assert sum(again(user).has_role(Role.ADMINISTRATOR) for user in two) == 1
    # The negative control: without the order among such changes, a newsroom can lose both.
    for user in two:
        user.groups.set(Group.objects.filter(name=Role.ADMINISTRATOR))
    look, meet = actions._check_another_administrator, threading.Barrier(2)

    def look_together(user: User, *, field: str) -> None:
        look(user, field=field)
        meet.wait(timeout=10)

    monkeypatch.setattr(actions, "_one_after_another", lambda: None)
    monkeypatch.setattr(actions, "_check_another_administrator", look_together)
    assert at_once(2, dismiss) == [None, None]
    assert not any(again(user).has_role(Role.ADMINISTRATOR) for user in two)


TRIES = {
    "UPDATE": "UPDATE accounts_accountchange SET by_id = NULL",
    "DELETE": "DELETE FROM accounts_accountchange",
    "TRUNCATE": "TRUNCATE accounts_accountchange",
}


@pytest.mark.parametrize("operation", TRIES)
@pytest.mark.parametrize("replica", [False, True], ids=["", "replica"])
def test_what_was_noted_is_kept(ada: User, nora: User, operation: str, *, replica: bool) -> None:
    set_password(by=ada, person=nora, password=PASSWORD)
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with rows still to be checked cannot be truncated
    if replica:
        as_replica()
    assert "what was done with an account is kept" in refusal(TRIES[operation])
    # The negative control: it is the guard that refuses.
    without("accounts_accountchange", "guard_update_delete", "guard_truncate")
    assert refusal(TRIES[operation]) == ""
    assert journal() != [("ada", "nora", "password", "", "")]
