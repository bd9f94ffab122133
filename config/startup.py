"""What every process does before it serves anybody."""

from django.core.management.base import BaseCommand


def refuse_misconfiguration() -> None:
    """Run the start-up checks, those of the database included. Raises SystemCheckError with every hint.

    Django runs them for management commands alone; a web server or worker would start regardless.
    """
    BaseCommand().check(databases=["default"])
