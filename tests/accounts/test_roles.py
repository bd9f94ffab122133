"""Roles: groups that are what the code says after every migrate, whatever was done to them meanwhile."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casefiles.accounts.actions import synchronise_roles
from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES, Role
from tests.newsroom import person

pytestmark = pytest.mark.django_db


def rights(role: Role) -> set[str]:
    """What ``role`` may do in the admin: "dossiers.view_source" and the like."""
    rows = Permission.objects.filter(group__name=role.value)
    return {".".join(pair) for pair in rows.values_list("content_type__app_label", "codename")}


def wanted(apps: set[str], verbs: set[str]) -> set[str]:
    rows = Permission.objects.filter(content_type__app_label__in=apps)
    pairs = rows.values_list("content_type__app_label", "codename")
    return {".".join(pair) for pair in pairs if pair[1].partition("_")[0] in verbs}


def all_is_well() -> bool:
    """Has each role the rights that it should have, and no others?"""
    everything = {"view", "add", "change", "delete"}
    dossiers = {"dossiers", "review", "publishing", "archive"}
    compiles = wanted(dossiers, everything)
    return {role: rights(role) for role in Role} == {
        Role.JOURNALIST: compiles,
        Role.REVIEWER: compiles,
        Role.PUBLISHING_EDITOR: compiles,
        Role.COUNSEL: wanted(dossiers, {"view"}),
        Role.ADMINISTRATOR: wanted({"accounts", "auth"}, everything),
    }


def test_each_role_opens_its_pages_of_the_admin_and_no_others() -> None:
    assert all_is_well()


def test_synchronising_again_writes_nothing() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        synchronise_roles()
    assert {query["sql"].split(" ")[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert all_is_well()


def _grant(role: Role, app: str) -> None:
    Group.objects.get(name=role.value).permissions.add(
        *Permission.objects.filter(content_type__app_label=app, codename__startswith="change_")
    )


TAMPERINGS: dict[str, Callable[[], object]] = {
    "a right too many": lambda: _grant(Role.COUNSEL, "dossiers"),
    "a right of another role": lambda: _grant(Role.ADMINISTRATOR, "review"),
    "a right too few": lambda: Group.objects.get(name="reviewer").permissions.remove(
        Permission.objects.get(codename="change_source")
    ),
    "no rights": lambda: Group.objects.get(name="journalist").permissions.clear(),
    "no group": lambda: Group.objects.get(name="counsel").delete(),
    "no groups": lambda: Group.objects.all().delete(),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_tampered_with_is_put_right(tampering: str) -> None:
    TAMPERINGS[tampering]()
    assert not all_is_well()
    synchronise_roles()
    assert all_is_well()


def test_migrate_puts_roles_right_and_leaves_other_groups_alone() -> None:
    other = Group.objects.create(name="proof readers")
    other.permissions.add(Permission.objects.get(codename="view_source"))
    TAMPERINGS["a right too many"]()
    call_command("migrate", verbosity=0)
    assert all_is_well()
    assert other.permissions.count() == 1


def test_people_keep_their_roles() -> None:
    user = person("maija", Role.REVIEWER)
    synchronise_roles()
    assert User.objects.get(pk=user.pk).roles == {"reviewer"}


@pytest.mark.parametrize("role", Role)
def test_somebody_has_the_roles_given_and_no_others(role: Role) -> None:
    user = person("maija", role)
    assert [other for other in Role if user.has_role(other)] == [role]
    assert user.has_role(*Role)
    assert user.has_role(*DOSSIER_ROLES) == (role is not Role.ADMINISTRATOR)


def test_a_superuser_has_no_role_by_being_one() -> None:
    assert not person("root", superuser=True).has_role(*Role)


def test_whoever_is_inactive_has_none() -> None:
    user = person("maija", *Role)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert User.objects.get(pk=user.pk).roles == frozenset()
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert User.objects.get(pk=user.pk).has_role(Role.COUNSEL)


def test_a_group_that_is_no_role_gives_none() -> None:
    user = person("maija")
    user.groups.add(Group.objects.create(name="proof readers"))
    assert user.roles == frozenset()
    assert not user.has_role()
