"""What is done with people and their roles. Each action is one transaction, checks the right itself and is noted.

``by`` is who does it; ``None`` is the operator, by a command at the machine.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from casefiles.accounts.actor import acting
from casefiles.accounts.models import AccountChange, Changed, User
from casefiles.accounts.policy import check_may_manage_people
from casefiles.accounts.roles import Role
from casefiles.lib.compare_and_set import compare_and_set, said
from casefiles.lib.errors import Conflict, Refused
from casefiles.lib.text import unstorable

# One name is asked for and kept in two columns.
_ASKED_AS = {"first_name": "full_name", "last_name": "full_name"}
_LOCK = 0x70656F706C65  # "people"


def synchronise_roles() -> None:
    """Have a group for each role. Run after every migrate. What a role may do is decided by the actions."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)


def create_user(
    *,
    by: User | None,
    username: str,
    email: str,
    password: str,
    full_name: str = "",
    roles: Iterable[Role] = (),
    superuser: bool = False,
) -> User:
    """Create somebody who may log in at the desk. Raises ``NotAllowed``, ``Refused`` naming the field."""
    for field, text in (("username", username), ("email", email), ("full_name", full_name)):
        _check_storable(field, text)
    user = User(username=username, email=email, is_staff=True, is_superuser=superuser)
    user.first_name, _, user.last_name = full_name.partition(" ")
    with _managing(by):
        _take_password(user, password)
        try:
            _check(user)
        except Refused as refusal:
            raise Refused(*refusal.reasons, field=_ASKED_AS.get(refusal.field, refusal.field)) from refusal
        user.save(force_insert=True)
        user.groups.set(_groups(role.value for role in roles))
        _note(by, user, Changed.CREATED, after=user.get_roles_display())
    return user


def change_person(*, by: User | None, person: User, seen: Mapping[str, object]) -> User:
    """Change the fields that ``seen`` names, if they still are as it says.

    Raises ``Conflict`` if somebody changed one of them meanwhile, ``NotAllowed``, ``Refused`` naming the field.
    """
    with _managing(by):
        stored = User.objects.get(pk=person.pk)
        wanted = {name: getattr(person, name) for name in seen}
        for name, value in wanted.items():
            _check_storable(name, str(value))
        if not wanted.get("is_active", True):
            _check_another_administrator(stored, field="is_active")
        before = {name: said(stored, name) for name in seen}
        for name, value in wanted.items():
            setattr(stored, name, value)
        _check(stored, fields=seen.keys())
        compare_and_set(stored, seen)
        for name in seen:
            _note(by, person, Changed(name), before=before[name], after=said(stored, name))
    return stored


def give_roles(*, by: User | None, person: User, roles: Collection[Role], seen: Collection[str]) -> None:
    """Let ``person`` have ``roles`` and no others, if those given still are ``seen``.

    Raises ``Conflict`` if somebody gave or took some meanwhile, ``NotAllowed``, ``Refused``.
    """
    with _managing(by):
        stored = User.objects.get(pk=person.pk)
        before, told = stored.given_roles, stored.get_roles_display()
        if before != frozenset(seen):
            raise Conflict(f"Somebody changed “roles” meanwhile: they are now {f'“{told}”' if told else 'none'}.")
        after = frozenset(role.value for role in roles)
        if Role.ADMINISTRATOR in before - after:
            _check_another_administrator(stored, field="roles")
        person.groups.remove(*_groups(before - after))
        person.groups.add(*_groups(after - before))
        stored.given_roles = person.given_roles = after
        if before != after:
            _note(by, person, Changed.ROLES, before=told, after=stored.get_roles_display())


def set_password(*, by: User | None, person: User, password: str) -> None:
    """Give ``person`` another password; every session of theirs ends. Raises ``NotAllowed``, ``Refused``."""
    with _managing(by):
        _take_password(person, password)
        person.save(update_fields=["password"])
        _note(by, person, Changed.PASSWORD)


@contextmanager
def _managing(by: User | None) -> Iterator[None]:
    """One transaction that no other change of people overlaps."""
    with transaction.atomic() if by is None else acting(by):
        _one_after_another()
        check_may_manage_people(by)
        yield


def _one_after_another() -> None:
    """Two administrators cannot dismiss each other at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _check_another_administrator(person: User, *, field: str) -> None:
    administrators = User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR)
    if person.has_role(Role.ADMINISTRATOR) and not administrators.exclude(pk=person.pk).exists():
        raise Refused(f"{person.display_name} is the last administrator; make somebody else one first.", field=field)


def _take_password(user: User, password: str) -> None:
    _check_storable("password", password)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*error.messages, field="password") from error
    user.set_password(password)


def _check_storable(field: str, text: str) -> None:
    if reason := unstorable(text):
        raise Refused(reason, field=field)


def _check(user: User, fields: Collection[str] | None = None) -> None:
    """Refuse what is wrong with ``fields``, or with any."""
    others = {field.name for field in user._meta.fields} - set(fields) if fields is not None else set()
    try:
        user.full_clean(exclude=others)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(*messages, field=field) from error


def _groups(names: Iterable[str]) -> list[Group]:
    return list(Group.objects.filter(name__in=list(names)))


def _note(by: User | None, person: User, what: Changed, *, before: str = "", after: str = "") -> None:
    AccountChange.objects.create(by=by, person=person, what=what, before=before, after=after)
