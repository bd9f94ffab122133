"""``manage.py check_store``: is every archived file what it was, and is there any that nobody knows of?"""

import json
import random
import time
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from casefiles.archive import inventory
from casefiles.archive.models import CaptureFile

_PROGRESS = 5.0
"""Seconds between two lines that tell how far it is."""


class Command(BaseCommand):
    help = (
        "Reads every archived file to its end and compares it with the database: missing, damaged, of another size. "
        "Lists files that no archived copy names. Ends with 1 if anything is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", type=int, metavar="N", help="Only N files, chosen by chance.")
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="Only files of copies made since that day (UTC).")
        parser.add_argument("--json", action="store_true", help="One JSON object instead of lines.")

    def handle(self, *_args: Any, **options: Any) -> None:
        digests = _chosen(options["since"], options["sample"])
        troubles, done = self._read(digests, quiet=options["json"])
        try:
            troubles += [_orphan(found.digest, found.size) for found in inventory.orphans(timezone.now())]
        except OSError as error:
            raise CommandError(f"The store cannot be listed. {error}") from error
        if options["json"]:
            said = {"checked": done, "troubles": [asdict(trouble) for trouble in troubles]}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self._summary(troubles, done)
        if troubles:
            many = "1 file is" if len(troubles) == 1 else f"{len(troubles):,} files are"
            raise CommandError(f"{many} not as they should be.")

    def _read(self, digests: list[str], *, quiet: bool) -> tuple[list[inventory.Trouble], int]:
        found: list[inventory.Trouble] = []
        told = time.monotonic()
        for number, (_, trouble) in enumerate(inventory.check(digests), start=1):
            if trouble:
                found.append(trouble)
                if not quiet:
                    self.stdout.write(_line(trouble))
            if time.monotonic() - told > _PROGRESS:
                told = time.monotonic()
                self.stderr.write(f"{number:,} of {len(digests):,} files read, {len(found):,} of them wrong.")
        return found, len(digests)

    def _summary(self, troubles: list[inventory.Trouble], done: int) -> None:
        for trouble in troubles:
            if trouble.kind == "orphan":
                self.stdout.write(_line(trouble))
        counts = Counter(trouble.kind for trouble in troubles)
        said = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items())) or "all as they were stored"
        self.stdout.write(f"{done:,} files read: {said}.")


def _chosen(since: str | None, sample: int | None) -> list[str]:
    """Digests to look at; each once, however many copies share the file."""
    rows: QuerySet[CaptureFile] = CaptureFile.objects.kept().order_by()
    if since is not None:
        try:
            day = parse_date(since)
        except ValueError:
            day = None
        if day is None:
            raise CommandError(f"--since {since} is no day; write one such as 2026-11-25.")
        rows = rows.filter(capture__finished_at__date__gte=day)
    if sample is not None and sample < 1:
        raise CommandError("--sample takes a number from 1.")
    digests = list(rows.values_list("digest", flat=True).distinct())
    return digests if sample is None else random.sample(digests, min(sample, len(digests)))


def _orphan(digest: str, size: int) -> inventory.Trouble:
    return inventory.Trouble("orphan", digest, f"No archived copy names this file ({size:,} bytes).")


def _line(trouble: inventory.Trouble) -> str:
    of = f" Of {', '.join(trouble.captures)}." if trouble.captures else ""
    return f"{trouble.kind.upper():10} {trouble.digest}  {trouble.said}{of}"
