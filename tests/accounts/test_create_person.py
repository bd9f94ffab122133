"""``manage.py create_person``: the first administrator, and how it says no."""

import getpass
import io
import sys
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from pytest_django.fixtures import Settings

from casefiles.accounts.management.commands import create_person
from casefiles.accounts.models import User
from casefiles.accounts.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "wide river under pines"


@pytest.fixture(autouse=True)
def quick_hashing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.delenv("CASEFILES_PASSWORD", raising=False)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put text on standard input, as a pipe does."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def create(*arguments: str) -> str:
    out = io.StringIO()
    call_command(
        "create_person", *(arguments or ("ada", "--email=ada@newsroom.example", "--role=administrator")), stdout=out
    )
    return out.getvalue()


def test_from_standard_input(given: Callable[[str], None]) -> None:
    given(f"{PASSWORD}\n")
    said = create("ada", "--email", "ada@newsroom.example", "--name", "Ada Moreno", "--role", "administrator")
    assert said == "ada (administrator) may log in at the desk.\n"
    ada = User.objects.get()
    assert ada.check_password(PASSWORD)
    assert (ada.get_full_name(), ada.email) == ("Ada Moreno", "ada@newsroom.example")
    assert ada.is_staff
    assert not ada.is_superuser
    assert ada.has_role(Role.ADMINISTRATOR)


def test_with_two_roles(given: Callable[[str], None]) -> None:
    given(PASSWORD)
    create("ada", "--email=ada@newsroom.example", "--role=reviewer", "--role=publishing_editor")
    assert User.objects.get().roles == {"reviewer", "publishing_editor"}


def test_from_the_environment(given: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    given("")
    monkeypatch.setenv("CASEFILES_PASSWORD", PASSWORD)
    create()
    assert User.objects.get().check_password(PASSWORD)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A person at a terminal who types these passwords."""

    def type_in(*passwords: str) -> None:
        answers = iter(passwords)
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(answers))

    return type_in


def test_asked_for_twice(typed: Callable[..., None]) -> None:
    typed(PASSWORD, PASSWORD)
    create()
    assert User.objects.get().check_password(PASSWORD)


def test_two_that_differ(typed: Callable[..., None]) -> None:
    typed(PASSWORD, "wide river under pine")
    with pytest.raises(CommandError, match="not the same"):
        create()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "password", "said"),
    [
        ((), "", r"The password: .*too short.* Nobody was created\."),
        ((), "short", r"The password: .*too short"),
        ((), "administrator", r"The password: .*too common"),
        (("ada smith", "--email=a@b.example", "--role=counsel"), PASSWORD, "USERNAME: .*valid username"),
        (("ada", "--email=nowhere", "--role=counsel"), PASSWORD, "--email: .*valid email"),
        (("ada", "--email=a@b.example", f"--name={'x' * 151}", "--role=counsel"), PASSWORD, "--name: .*150"),
        (("ada", "--email=a@b.example", "--role=editor"), PASSWORD, "invalid choice: 'editor'"),
        (("ada", "--email=a@b.example"), PASSWORD, "--role"),
        (("ada", "--role=counsel"), PASSWORD, "--email"),
    ],
)
def test_what_is_wrong_is_named(
    given: Callable[[str], None], arguments: tuple[str, ...], password: str, said: str
) -> None:
    given(password)
    with pytest.raises(CommandError, match=said):
        create(*arguments)
    assert not User.objects.exists()


def test_a_name_that_is_taken(given: Callable[[str], None]) -> None:
    given(PASSWORD)
    create()
    given("another river under pines")
    with pytest.raises(CommandError, match=r"USERNAME: .*already exists"):
        create()
    assert User.objects.get().check_password(PASSWORD)


def test_a_database_without_tables(given: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> User:
        raise DatabaseError('relation "accounts_user" does not exist')

    given(PASSWORD)
    monkeypatch.setattr(create_person, "create_user", refuse)
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        create()
