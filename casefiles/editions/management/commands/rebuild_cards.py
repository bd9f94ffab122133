"""``manage.py rebuild_cards``: the home page's list made anew from the editions."""

from django.core.management.base import BaseCommand

from casefiles.editions.actions import rebuild_cards


class Command(BaseCommand):
    help = "Make the list of published cases anew from the editions, which stay as they are."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"Cards of published cases: {rebuild_cards()}.")
