"""``manage.py press_desk --port N``: serve the digests that the demonstration archives."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casefiles.demonstration.press_desk.server import PressDeskServer


class Command(BaseCommand):
    help = "Serve the press desk, the demonstration’s small site of digests, on 127.0.0.1."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8003, help="0 takes any free port (default: 8003)")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            server = PressDeskServer(options["port"])
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {options['port']} cannot be used: {error}") from error
        self.stdout.write(f"Press desk at {server.address}/")
        self.stdout.flush()
        with server:
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("Press desk closed.")
