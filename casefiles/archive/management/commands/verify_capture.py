"""``manage.py verify_capture ID|FILE``: is an archived copy what was stored, to the last byte?"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casefiles.archive import store
from casefiles.archive.models import Capture, CaptureFile
from casefiles.archive.states import FileRole
from casefiles.archive.verify import Finding, verify


class Command(BaseCommand):
    help = "Checks an archived copy to the last byte: a stored capture by its ID, or any WACZ file of casefiles."
    requires_system_checks = []  # a file is checked without settings, database or broker

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="ID|FILE", help="A capture's ID, or the path of a WACZ file.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["what"])
        wrong = 0
        for finding in _of_file(path) if path.is_file() else _of_capture(_id(options["what"])):
            self.stdout.write(f"{'ok   ' if finding.right else 'WRONG'}  {finding.check}: {finding.said}")
            wrong += not finding.right
        if wrong:
            raise CommandError(f"{wrong} of the checks failed: this is not what was stored.")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"There is no file {text}, and it is no capture’s ID.") from error


def _of_file(path: Path) -> Iterator[Finding]:
    try:
        with path.open("rb") as source:
            yield from verify(source)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _of_capture(capture_id: UUID) -> Iterator[Finding]:
    """Every file of the capture by its row, then all that its WACZ says."""
    capture = Capture.objects.filter(pk=capture_id).first()
    if capture is None:
        raise CommandError(f"There is no capture {capture_id}.")
    files = list(capture.files.all())
    if not files:
        raise CommandError("Nothing was stored for this capture.")
    for file in files:
        yield from _of_row(capture, file)


def _of_row(capture: Capture, file: CaptureFile) -> Iterator[Finding]:
    """Are size and digest those of the row? Of a WACZ, then, what is in it."""
    try:
        with store.place().taken(file.digest) as source:
            yield _stored(file, source)
            if file.role == FileRole.WACZ:
                source.seek(0)
                yield from _as_recorded(capture, source)
    except store.Damaged as error:
        yield Finding(f"stored {file.role}", str(error), right=False)


def _stored(file: CaptureFile, source: IO[bytes]) -> Finding:
    found, size = store.digest_of(source), source.tell()
    if (found, size) != (file.digest, file.size):
        where = store.place().where(file.digest)
        said = f"{where} has sha256 {found}, {size:,} bytes; the database says {file.digest}, {file.size:,} bytes."
        return Finding(f"stored {file.role}", said, right=False)
    return Finding(f"stored {file.role}", f"{size:,} bytes, sha256 {found}.")


def _as_recorded(capture: Capture, source: IO[bytes]) -> Iterator[Finding]:
    """What the file says of itself, and whether it is signed by whom the capture says it was."""
    due = capture.report.get("signed_by", "")
    for finding in verify(source):
        yield finding
        if finding.check == "signature" and finding.right and finding.signed_by != due:
            said = f"the capture was signed by {due or 'nobody'}, this file by {finding.signed_by or 'nobody'}."
            yield Finding("signed as recorded", said, right=False)
