"""Who logs in to the database, and who has an account there, is looked at before a process starts."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django import Settings

from casefiles.demonstration.people import EMAIL_DOMAIN
from config import database_checks as checks
from config import grants, startup
from tests.raw_sql import ROLES, run, superuser


@contextmanager
def logged_in_as(surface: str) -> Iterator[None]:
    """The test's own connection takes the place of a surface's login."""
    if not superuser():
        pytest.skip("only a superuser can take another login's place")
    with connection.cursor() as cursor:
        cursor.execute(f'SET SESSION AUTHORIZATION "{ROLES[surface]}"')
        try:
            yield
        finally:
            cursor.execute("RESET SESSION AUTHORIZATION")


def messages() -> list[str]:
    return [str(each.id) for each in checks.login_is_this_surfaces(databases=["default"])]


@pytest.mark.django_db
def test_a_surface_that_logs_in_as_the_owner(newsroom: Settings) -> None:
    found = checks.login_has_no_powers(databases=["default"])
    assert [message.id for message in found] == ["config.E013"]
    newsroom.SURFACE = "owner"
    assert checks.login_has_no_powers(databases=["default"]) == []


@pytest.mark.django_db
def test_a_surface_with_a_plain_login(newsroom: Settings) -> None:
    with logged_in_as("desk"):
        assert checks.login_has_no_powers(databases=["default"]) == []


@pytest.mark.parametrize("surface", ["desk", "work"])
@pytest.mark.django_db
def test_the_demonstrations_people_in_a_newsrooms_database(newsroom: Settings, surface: str) -> None:
    newsroom.SURFACE = surface
    assert checks.nobody_logs_in_as_in_the_demonstration(databases=["default"]) == []
    person = get_user_model().objects.create_user("nora", f"Nora@{EMAIL_DOMAIN.upper()}", "known-to-all")
    found = checks.nobody_logs_in_as_in_the_demonstration(databases=["default"])
    assert [message.id for message in found] == ["config.E014"]
    newsroom.DEMO = True
    assert checks.nobody_logs_in_as_in_the_demonstration(databases=["default"]) == []
    newsroom.DEMO = False
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert checks.nobody_logs_in_as_in_the_demonstration(databases=["default"]) == []


@pytest.mark.parametrize("surface", grants.SURFACES)
@pytest.mark.django_db
def test_each_surface_with_its_own_login_is_sound(newsroom: Settings, surface: str) -> None:
    newsroom.SURFACE = surface
    with logged_in_as(surface):
        assert messages() == []


@pytest.mark.parametrize(("surface", "login"), [("public", "desk"), ("replay", "fetch"), ("fetch", "work")])
@pytest.mark.django_db
def test_a_surface_with_anothers_login(newsroom: Settings, surface: str, login: str) -> None:
    newsroom.SURFACE = surface
    with logged_in_as(login):
        (message,) = checks.login_is_this_surfaces(databases=["default"])
    assert message.id == "config.E031"
    assert ROLES[login] in message.msg
    assert f"DATABASE_URL_{surface.upper()}" in str(message.hint)
    assert len(message.msg) < 500


@pytest.mark.parametrize(
    "statement",
    [
        "GRANT SELECT ON dossiers_case TO {fetch}",
        "GRANT UPDATE (access) ON archive_capture TO {fetch}",
        "GRANT INSERT ON archive_sitehold TO PUBLIC",
        "GRANT {desk} TO {fetch}",
        "CREATE TABLE gossip (id int); GRANT SELECT ON gossip TO {fetch}",
    ],
)
@pytest.mark.django_db
def test_a_login_that_was_given_more(newsroom: Settings, statement: str) -> None:
    newsroom.SURFACE = "fetch"
    run(statement.format(**ROLES))
    with logged_in_as("fetch"):
        assert messages() == ["config.E031"]


@pytest.mark.django_db
def test_a_login_with_less_may_start(newsroom: Settings) -> None:
    newsroom.SURFACE = "desk"
    with logged_in_as("replay"):
        assert messages() == []


@pytest.mark.django_db
def test_the_owner_and_who_may_do_everything_are_not_told_twice(newsroom: Settings) -> None:
    assert messages() == []
    newsroom.SURFACE = "owner"
    assert messages() == []


@pytest.mark.django_db
def test_a_process_with_anothers_login_does_not_start(newsroom: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY_PUBLIC", "another-" * 10)
    newsroom.SURFACE = "public"
    with logged_in_as("desk"), pytest.raises(SystemCheckError, match=r"config\.E031"):
        startup.refuse_misconfiguration()
