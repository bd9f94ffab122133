"""``manage.py custody ID|FILE``: what happened to an archived copy, and whether the record of it is whole."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casefiles.archive import chain, custody
from casefiles.archive.custody_words import Told, told
from casefiles.archive.models import Capture


class Command(BaseCommand):
    help = "Prints and checks the custody record of an archived copy: of a capture by its ID, or of an exported file."
    requires_system_checks = []  # a file is checked without settings, database or broker

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="ID|FILE", help="A capture's ID, or the path of an exported record.")
        parser.add_argument("--json", action="store_true", help="Print the whole record as JSON instead.")
        parser.add_argument("--public", action="store_true", help="As readers may see it: no names, reasons or views.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["what"])
        if path.is_file():
            exported, wrong = _of_file(path)
        else:
            exported, wrong = _of_capture(_id(options["what"]), public=options["public"])
        if options["json"]:
            self.stdout.write(json.dumps(exported, ensure_ascii=False, indent=1, sort_keys=True))
        elif not wrong or isinstance(exported, dict):
            self._print(exported)
        for said in wrong:
            self.stderr.write(f"WRONG  {said}")
        if wrong:
            raise CommandError("This is not the record as it was written.")

    def _print(self, exported: dict[str, Any]) -> None:
        for name in (chain.RECORD, chain.HANDLING):
            for line in _lines(name, exported.get(name) or []):
                self.stdout.write(line)


def _lines(name: str, entries: Iterable[Any]) -> Iterable[str]:
    for entry in entries:
        try:
            one = told(entry)
        except (KeyError, TypeError, ValueError, AttributeError):
            yield f"{name}: an event that cannot be read"
            continue
        yield f"{name} {one.number}  {one.when}  {one.sentence}{_by(one)}"
        yield from (f"    {label}: {value}" for label, value in one.facts)
        yield f"    sha256 {one.digest}"


def _by(one: Told) -> str:
    return f" By {one.by}." if one.by else ""


def _of_file(path: Path) -> tuple[Any, list[str]]:
    try:
        exported = json.loads(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is no JSON.") from error
    return exported, list(chain.faults(exported))


def _of_capture(capture_id: UUID, *, public: bool) -> tuple[Any, list[str]]:
    capture = Capture.objects.filter(pk=capture_id).first()
    if capture is None:
        raise CommandError(f"There is no capture {capture_id}.")
    return custody.exported(capture, public=public), list(custody.faults(capture))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"There is no file {text}, and it is no capture’s ID.") from error
