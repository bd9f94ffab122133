"""``manage.py create_person USERNAME --email ADDRESS --role ROLE``: somebody who may log in at the desk."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from casefiles.accounts.actions import create_user
from casefiles.accounts.roles import Role
from casefiles.lib.errors import Refused

_VARIABLE = "CASEFILES_PASSWORD"
_FLAGS = {"username": "USERNAME", "email": "--email", "full_name": "--name"}


class Command(BaseCommand):
    help = (
        "Creates somebody who may log in at the desk: the first administrator of a newsroom, above all. "
        f"The password is asked for twice, or read from standard input, or from the variable {_VARIABLE}; "
        "never from the command line, which others on the machine can read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="The full name, as colleagues see it.")
        parser.add_argument(
            "--role",
            dest="roles",
            action="append",
            choices=Role.values,
            required=True,
            help="May be given several times.",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        roles = [Role(role) for role in options["roles"]]
        try:
            user = create_user(
                by=None,
                username=options["username"],
                email=options["email"],
                full_name=options["name"],
                password=self._password(),
                roles=roles,
            )
        except Refused as refusal:
            at = "The password" if refusal.field == "password" else _FLAGS.get(refusal.field, refusal.field)
            raise CommandError(f"{at}: {' '.join(refusal.reasons)} Nobody was created.") from refusal
        except DatabaseError as error:
            raise CommandError(f"{error} Has “manage.py migrate” run? Nobody was created.") from error
        named = ", ".join(str(role.label).lower() for role in roles)
        self.stdout.write(f"{user.username} ({named}) may log in at the desk.")

    def _password(self) -> str:
        if password := os.environ.get(_VARIABLE):
            return password
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise CommandError("The two passwords are not the same. Nobody was created.")
        return password
