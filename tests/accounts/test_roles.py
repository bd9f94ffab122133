"""Roles: a group for each after every migrate, whatever was done to them meanwhile."""

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


def groups() -> set[str]:
    return set(Group.objects.values_list("name", flat=True))


def test_each_role_is_a_group_that_gives_no_permission() -> None:
    """Nothing asks for one: the actions and the desk's pages ask for the role."""
    assert groups() == set(Role.values)
    assert not Permission.objects.filter(group__name__in=Role.values).exists()


def test_synchronising_again_writes_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        synchronise_roles()
    assert {query["sql"].split(" ")[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}


@pytest.mark.parametrize("lost", [["counsel"], Role.values])
def test_a_group_that_was_lost_is_put_back(lost: list[str]) -> None:
    Group.objects.filter(name__in=lost).delete()
    synchronise_roles()
    assert groups() == set(Role.values)


def test_migrate_puts_roles_right_and_leaves_other_groups_alone() -> None:
    other = Group.objects.create(name="proof readers")
    other.permissions.add(Permission.objects.get(codename="view_source"))
    Group.objects.filter(name="counsel").delete()
    call_command("migrate", verbosity=0)
    assert groups() == {*Role.values, "proof readers"}
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


def test_given_roles_are_said_in_the_order_of_the_house() -> None:
    user = person("maija", Role.COUNSEL, Role.JOURNALIST)
    user.is_active = False
    assert user.roles == frozenset()
    assert user.given_roles == {"journalist", "counsel"}
    assert user.get_roles_display() == "Journalist, Counsel"


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
