"""Django's ``migrate``, which ends by giving the login roles their rights."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from config import grants


class Command(Migrate):
    """New tables are closed to every surface until their row in ``config/grants.toml`` has been applied."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        try:
            grants.apply(connections[options["database"]])
        except grants.GrantsError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(self.style.MIGRATE_HEADING("Granted: ") + "the rights of config/grants.toml")
