#!/usr/bin/env python
"""Django's command line for casefiles."""

import os
import sys

from django.core.management import execute_from_command_line

from config import services


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    services.ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
