"""``manage.py archive_url URL``: one archived copy by hand."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casefiles.archive import actions, room, store
from casefiles.archive.models import Capture
from casefiles.archive.states import PAGES, State
from casefiles.archive.work import perform
from casefiles.lib.errors import ActionError


class Command(BaseCommand):
    help = "Archives one address here and now, and prints what was stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="The whole address, beginning with https:// or http://.")
        parser.add_argument("--reason", default="By hand.", help="Why; kept with the copy.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            capture = actions.request_capture(
                url=options["url"], requested_by=None, reason=options["reason"], tell_workers=False
            )
        except ActionError as error:
            raise CommandError(" ".join(error.reasons)) from error
        while not capture.is_finished and not capture.attempts.exists():
            if not perform(capture.pk):
                if room.is_full():
                    raise CommandError(f"{room.FULL} The copy is made once there is room.")
                time.sleep(0.2)  # its host has just been visited, or is being visited by a worker
            capture = Capture.objects.select_related("cited_url").get(pk=capture.pk)
        self._print(capture)
        if capture.state == State.WAITING:
            raise CommandError(f"{capture.outcome_detail} It will be tried again.")
        if capture.state not in PAGES:
            raise CommandError(capture.words)

    def _print(self, capture: Capture) -> None:
        lines = [
            ("Capture", str(capture.pk)),
            ("Outcome", f"{capture.state}: {capture.words}"),
            ("Address", capture.cited_url.url),
            ("Final address", capture.final_url),
            ("Server said", f"{capture.status_code} {capture.content_type}" if capture.status_code else ""),
            ("Title", capture.title),
            ("Made by", _made_by(capture)),
            ("On the wire", f"{capture.bytes_on_wire:,} bytes"),
        ]
        for stored in capture.files.all():
            lines.append((stored.role, f"{stored.size:,} bytes  sha256 {stored.digest}"))
            lines.append(("", store.place().where(stored.digest)))
        for name, value in lines:
            if value:
                self.stdout.write(f"{name + ':' if name else '':15}{value}")


def _made_by(capture: Capture) -> str:
    """The engine; with the browser's version, or why there was none."""
    browser = capture.report.get("browser", {})
    told = browser.get("program" if capture.engine == "browser" else "problem", "")
    return f"{capture.engine} ({told})" if told else capture.engine
