"""``manage.py apply_grants``: give each surface's login role the rights of ``config/grants.toml``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from config import grants


class Command(BaseCommand):
    help = "Makes the login roles of the surfaces and gives them the rights of config/grants.toml, no others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="default", help="Which of Django's databases.")
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; list what differs and end with an error if anything."
        )

    def handle(self, *_: Any, database: str, check: bool, **__: Any) -> None:
        connection = connections[database]
        try:
            if not check:
                grants.apply(connection)
            found = grants.differences(connection)
        except grants.GrantsError as error:
            raise CommandError(str(error)) from error
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every login role has exactly the rights of config/grants.toml.")
