"""What is done with people and their roles."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.lib.errors import Refused
from casefiles.lib.text import unstorable

# App labels whose every permission a role has. What somebody may do with one dossier is decided by the
# actions; these only open the admin's pages.
_DESK_APPS = {"dossiers", "review", "publishing", "archive"}
_VIEW, _ADD, _CHANGE = "view_", "add_", "change_"
# One name is asked for and kept in two columns.
_ASKED_AS = {"first_name": "full_name", "last_name": "full_name"}
_ROLE_VERBS: dict[Role, tuple[str, ...]] = {
    Role.JOURNALIST: (_VIEW, _ADD, _CHANGE, "delete_"),
    Role.REVIEWER: (_VIEW, _ADD, _CHANGE, "delete_"),
    Role.PUBLISHING_EDITOR: (_VIEW, _ADD, _CHANGE, "delete_"),
    Role.COUNSEL: (_VIEW,),
}


def synchronise_roles() -> None:
    """Make the groups and their permissions what this module says. Run after every migrate."""
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        if role is Role.ADMINISTRATOR:
            wanted = Permission.objects.filter(content_type__app_label__in=["accounts", "auth"])
        else:
            wanted = Permission.objects.filter(content_type__app_label__in=_DESK_APPS)
            verbs = _ROLE_VERBS[role]
            wanted = wanted.filter(pk__in=[row.pk for row in wanted if row.codename.startswith(verbs)])
        if set(group.permissions.values_list("pk", flat=True)) != set(wanted.values_list("pk", flat=True)):
            group.permissions.set(wanted)


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    password: str,
    full_name: str = "",
    roles: Iterable[Role] = (),
    superuser: bool = False,
) -> User:
    """Create somebody who may log in at the desk. Raises ``Refused`` naming the field."""
    for field, text in (("username", username), ("email", email), ("password", password), ("full_name", full_name)):
        if reason := unstorable(text):
            raise Refused(reason, field=field)
    user = User(username=username, email=email, is_staff=True, is_superuser=superuser)
    user.first_name, _, user.last_name = full_name.partition(" ")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*error.messages, field="password") from error
    user.set_password(password)
    try:
        user.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(*messages, field=_ASKED_AS.get(field, field)) from error
    user.save()
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user
