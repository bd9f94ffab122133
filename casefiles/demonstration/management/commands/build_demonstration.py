"""``manage.py build_demonstration --press-desk http://127.0.0.1:8003``."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casefiles.demonstration.build import build
from casefiles.demonstration.errors import BuildStopped
from casefiles.demonstration.people import PEOPLE
from casefiles.lib.errors import ActionError


class Command(BaseCommand):
    help = "Compile, archive, approve, publish and correct the demonstration case. Does only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--press-desk", required=True, help="where “manage.py press_desk” serves its pages")
        parser.add_argument(
            "--patience", type=float, default=60.0, help="seconds to wait for a worker without progress (default: 60)"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This makes people whose passwords everybody knows, so it runs with CASEFILES_DEMO=1 alone."
            )
        try:
            build(press_desk=options["press_desk"].rstrip("/"), say=self._say, patience=options["patience"])
        except (BuildStopped, ActionError) as error:
            raise CommandError(str(error)) from error
        for person in PEOPLE:
            self._say(f"{person.username:8} {person.password:18} {person.full_name}: {person.task}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
