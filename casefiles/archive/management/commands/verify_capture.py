"""``manage.py verify_capture ID|FILE``: is an archived copy what was stored, to the last byte?"""

from collections.abc import Iterator
from glob import escape
from itertools import chain
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casefiles.archive import authorities, custody, store, tokens
from casefiles.archive.models import Capture, CaptureFile
from casefiles.archive.states import Custody, FileRole, StampState
from casefiles.archive.tokens import Trusted
from casefiles.archive.verify import Finding, of_token, verify


class Command(BaseCommand):
    help = "Checks an archived copy to the last byte: a stored capture by its ID, or any WACZ file of casefiles."
    requires_system_checks = []  # a file is checked without settings, database or broker

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            metavar="ID|FILE",
            help="A capture's ID, or the path of a WACZ file; tokens over it are FILE.1.tsr …",
        )
        parser.add_argument(
            "--trusted",
            metavar="FILE",
            help="Whom to trust: root certificates of timestamp authorities (PEM), and SHA-256 fingerprints of signing"
            " keys, one a line.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path, trusted = Path(options["what"]), _trusted(options["trusted"])
        wrong = 0
        found = _of_file(path, trusted) if path.is_file() else _of_capture(_id(options["what"]), trusted)
        for finding in found:
            mark = "open " if finding.open else "ok   " if finding.right else "WRONG"
            self.stdout.write(f"{mark}  {finding.check}: {finding.said}")
            wrong += not finding.right
        if wrong:
            raise CommandError(f"{wrong} of the checks failed: this is not what was stored.")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"There is no file {text}, and it is no capture’s ID.") from error


def _trusted(path: str | None) -> Trusted:
    try:
        return tokens.trusted(Path(path)) if path else Trusted()
    except tokens.BadList as error:
        raise CommandError(f"{error}.") from error


def _of_file(path: Path, trusted: Trusted) -> Iterator[Finding]:
    """All that the file says, and the tokens beside it."""
    try:
        with path.open("rb") as source:
            yield from verify(source, trusted)
            source.seek(0)
            digest = store.digest_of(source)
        for beside in sorted(path.parent.glob(f"{escape(path.name)}.*.tsr")):
            with beside.open("rb") as source:
                answer = source.read(tokens.MOST_BYTES)
            yield of_token(f"token {beside.name}", "the WACZ", answer, digest, trusted)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _of_capture(capture_id: UUID, trusted: Trusted) -> Iterator[Finding]:
    """Every file of the capture by its row and all that its WACZ says, its tokens, and its custody record.

    The record then tells of this.
    """
    capture = Capture.objects.filter(pk=capture_id).first()
    if capture is None:
        raise CommandError(f"There is no capture {capture_id}.")
    files = list(capture.files.all())
    if not files:
        raise CommandError("Nothing was stored for this capture.")
    try:
        known = Trusted((*trusted.roots, *authorities.roots()), trusted.keys)
    except tokens.BadList as error:
        raise CommandError(f"ARCHIVE_TIMESTAMP_ROOTS_FILE: {error}.") from error
    if capture.expired_at:
        yield Finding("files", f"they are not to be had. {capture.words}", open=True)
    wrong: list[Finding] = []
    kept = (_of_row(capture, file, known) for file in capture.files.kept())
    for finding in chain(*kept, _beside(capture, files, known)):
        yield finding
        if not finding.right:
            wrong.append(finding)
    # What exactly was found may name places of ours, which readers have no use for.
    detail = {"right": not wrong, "wrong": [finding.check for finding in wrong]}
    custody.record(capture, Custody.VERIFIED, detail, withheld={"said": [finding.said for finding in wrong]})


def _beside(capture: Capture, files: list[CaptureFile], trusted: Trusted) -> Iterator[Finding]:
    """Tokens over the WACZ, those that are due, and the custody record."""
    digests = {file.digest for file in files if file.role == FileRole.WACZ}
    for token in capture.tokens.all():
        name = f"token of {token.authority}"
        if token.over in digests:
            yield of_token(name, "the WACZ", bytes(token.answer), token.over, trusted)
        else:
            yield Finding(name, f"it is over {token.over}, which is not the stored WACZ.", right=False)
    for due in capture.due_stamps.filter(state__in=[StampState.WAITING, StampState.ASKING]):
        yield Finding(f"token of {due.authority}", f"it is not there yet. {due.said}".strip(), open=True)
    faults = list(custody.faults(capture))
    for said in faults:
        yield Finding("custody record", said, right=False)
    if not faults:
        yield Finding("custody record", f"{capture.custody.count()} events, each with the digest of the one before.")


def _of_row(capture: Capture, file: CaptureFile, trusted: Trusted) -> Iterator[Finding]:
    """Are size and digest those of the row? Of a WACZ, then, what is in it."""
    try:
        with store.place().taken(file.digest) as source:
            yield _stored(file, source)
            if file.role == FileRole.WACZ:
                source.seek(0)
                yield from _as_recorded(capture, source, trusted)
    except store.UNREADABLE as error:
        yield Finding(f"stored {file.role}", str(error), right=False)


def _stored(file: CaptureFile, source: IO[bytes]) -> Finding:
    found, size = store.digest_of(source), source.tell()
    if (found, size) != (file.digest, file.size):
        where = store.place().where(file.digest)
        said = f"{where} has sha256 {found}, {size:,} bytes; the database says {file.digest}, {file.size:,} bytes."
        return Finding(f"stored {file.role}", said, right=False)
    return Finding(f"stored {file.role}", f"{size:,} bytes, sha256 {found}.")


def _as_recorded(capture: Capture, source: IO[bytes], trusted: Trusted) -> Iterator[Finding]:
    """What the file says of itself, and whether it is signed by whom the capture says it was."""
    due = capture.report.get("signed_by", "")
    for finding in verify(source, trusted):
        yield finding
        if finding.check == "signature" and finding.right and finding.signed_by != due:
            said = f"the capture was signed by {due or 'nobody'}, this file by {finding.signed_by or 'nobody'}."
            yield Finding("signed as recorded", said, right=False)
