"""Making an account: refused by field, and nothing half-made."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from casefiles.accounts.actions import create_user
from casefiles.accounts.models import AccountChange, User
from casefiles.accounts.roles import Role
from casefiles.lib.errors import NotAllowed, Refused
from tests.newsroom import person

pytestmark = pytest.mark.django_db

SOUND: dict[str, Any] = {
    "by": None,
    "username": "maija",
    "email": "maija@news.example",
    "password": "fourteen white herons",
    "full_name": "Maija Liisa Virtanen",
}


@pytest.fixture(autouse=True)
def quick_hasher(settings: Settings) -> None:
    """Argon2 is slow on purpose; what is tested here is not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_somebody_may_log_in_and_has_the_roles_asked_for() -> None:
    made = create_user(**SOUND, roles=[Role.JOURNALIST, Role.REVIEWER])
    user = User.objects.get(pk=made.pk)
    assert (user.first_name, user.last_name, user.display_name) == ("Maija", "Liisa Virtanen", "Maija Liisa Virtanen")
    assert user.check_password(SOUND["password"])
    assert SOUND["password"] not in user.password
    assert (user.is_staff, user.is_active, user.is_superuser) == (True, True, False)
    assert user.roles == {"journalist", "reviewer"}


def test_without_a_name_the_log_in_is_shown_and_without_roles_there_are_none() -> None:
    user = create_user(**SOUND | {"full_name": ""})
    assert user.display_name == "maija"
    assert user.roles == frozenset()


def test_a_superuser_is_made_only_when_asked_for() -> None:
    assert create_user(**SOUND, superuser=True).is_superuser


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("password", "herons", "too short"),
        ("password", "password123", "too common"),
        ("password", "83749201847", "entirely numeric"),
        ("password", "maija@news.example", "too similar to the"),
        ("password", "fourteen white\x00herons", "NUL"),
        ("password", "fourteen white \ud83d herons", "surrogate"),
        ("username", "", "cannot be blank"),
        ("username", "maija liisa", "valid username"),
        ("username", "maija\x00", "NUL"),
        ("username", "m" * 151, "at most 150"),
        ("email", "maija", "valid email"),
        ("email", "maija@news\ud800.example", "surrogate"),
        ("email", "maija@news.example\x00", "NUL"),
        ("full_name", "Maija\x00 Virtanen", "NUL"),
        ("full_name", "Maija Virta\udc00nen", "surrogate"),
        ("full_name", "M" * 151, "at most 150"),
        ("full_name", "Maija " + "V" * 151, "at most 150"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(field: str, value: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        create_user(**SOUND | {field: value}, roles=[Role.JOURNALIST])
    assert refusal.value.field == field
    assert not User.objects.exists()


def test_the_same_name_twice_is_refused() -> None:
    first = create_user(**SOUND)
    with pytest.raises(Refused, match="already exists") as refusal:
        create_user(**SOUND | {"email": "another@news.example"})
    assert refusal.value.field == "username"
    assert list(User.objects.all()) == [first]


def test_an_account_whose_roles_cannot_be_given_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("django.contrib.auth.models.GroupManager.filter", fail, raising=False)
    with pytest.raises(RuntimeError):
        create_user(**SOUND, roles=[Role.JOURNALIST])
    assert not User.objects.exists()


def test_only_an_administrator_makes_accounts_at_the_desk() -> None:
    by = person("ada", Role.ADMINISTRATOR)
    made = create_user(**SOUND | {"by": by}, roles=[Role.REVIEWER, Role.JOURNALIST])
    (noted,) = AccountChange.objects.all()
    assert (noted.person, noted.by, noted.what, noted.after) == (made, by, "created", "Journalist, Reviewer")
    User.objects.filter(pk=by.pk).update(is_active=False)
    others = [person("greta", *(set(Role) - {Role.ADMINISTRATOR})), by]  # the second was one when the page was opened
    for user in others:
        with pytest.raises(NotAllowed, match="Only an administrator"):
            create_user(**SOUND | {"by": user, "username": "another"})
    assert not User.objects.filter(username="another").exists()
    assert AccountChange.objects.count() == 1


def test_what_the_operator_made_is_noted_as_nobodys() -> None:
    made = create_user(**SOUND)
    assert list(AccountChange.objects.values_list("person", "by", "after")) == [(made.pk, None, "")]
