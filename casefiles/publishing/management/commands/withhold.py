"""``manage.py withhold DIGEST``: a published item's bytes withheld for good, by two people's recorded decision."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.editions.actions import withhold
from casefiles.editions.models import EditionItem
from casefiles.lib.errors import ActionError

_NOTHING = "Nothing was withheld."


class Command(BaseCommand):
    help = (
        "Withholds the published item that has this digest from readers, and deletes its bytes for good. "
        "Its digest and the reason stay in every edition that has it. Needs the login of the tables' owner."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("digest", help="SHA-256 of the item, as the edition's manifest lists it.")
        parser.add_argument("--reason", required=True, help="Readers are shown it in the item's place.")
        parser.add_argument("--decided-by", required=True, metavar="USERNAME", help="A publishing editor.")
        parser.add_argument(
            "--seconded-by", required=True, metavar="USERNAME", help="Another publishing editor, or counsel."
        )

    def handle(self, *_: Any, **options: Any) -> None:
        decided_by = _person("--decided-by", options["decided_by"], Role.PUBLISHING_EDITOR)
        seconded_by = _person("--seconded-by", options["seconded_by"], Role.PUBLISHING_EDITOR, Role.COUNSEL)
        try:
            removal = withhold(
                digest=options["digest"].strip().lower(),
                reason=options["reason"],
                decided_by=decided_by.pk,
                seconded_by=seconded_by.pk,
                at=timezone.now(),
            )
        except ActionError as refusal:
            raise CommandError(f"{refusal} {_NOTHING}") from refusal
        except DatabaseError as error:
            raise CommandError(f"{error} Is this the owner's login (SURFACE=owner)? {_NOTHING}") from error
        rows = EditionItem.objects.filter(digest=removal.digest).select_related("edition").order_by("edition")
        self.stdout.write(f"Withheld: {removal.digest}. It stood in:")
        for row in rows:
            self.stdout.write(f"  {row.edition}, as {row}")


def _person(option: str, username: str, *roles: Role) -> User:
    """Somebody active who holds one of ``roles``; a superuser holds none by being one."""
    user = User.objects.filter(username=username).first()
    if user is None or not user.has_role(*roles):
        wanted = " or ".join(str(role.label).lower() for role in roles)
        raise CommandError(f"{option}: {username} is no active {wanted}. {_NOTHING}")
    return user
