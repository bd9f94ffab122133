"""Waiting for the archive's workers. The build fetches nothing itself."""

import time
from collections.abc import Callable, Iterable
from typing import cast

from casefiles.accounts.models import User
from casefiles.archive.actions import captures_of
from casefiles.archive.models import Capture
from casefiles.demonstration.errors import BuildStopped
from casefiles.demonstration.newsroom import Say
from casefiles.demonstration.people import Person
from casefiles.demonstration.scenario.rows import Row, item_id
from casefiles.dossiers.actions import archive_again
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving

POLL = 0.2
"""Seconds between two looks at the captures."""
_NO_WORKER = (
    "No worker has taken up the {waiting} pages that wait to be archived. Start one for the queue “http” "
    "(celery -A config worker -Q http), then run this again: it goes on from here."
)

Pause = Callable[[float], None]
"""Waits that many seconds."""


def await_copies(
    rows: Iterable[Row], *, users: dict[Person, User], say: Say, patience: float, pause: Pause = time.sleep
) -> None:
    """Return when every source among ``rows`` that is to be archived has a copy.

    A capture that failed in an earlier run is asked for again, once. Raises ``BuildStopped`` after
    ``patience`` seconds without progress, or when a page cannot be archived.
    """
    authors = {item_id(row.key): users[row.by] for row in rows if row.model is Source}
    sources = cast("list[Source]", list(Source.objects.filter(pk__in=authors, archiving=Archiving.NOW)))
    waiting = [source for source in sources if not has_copy(newest(source))]
    for source in waiting:
        capture = newest(source)
        if capture is None or capture.is_finished:
            archive_again(user=authors[source.pk], source=source)
    deadline = time.monotonic() + patience
    while waiting:
        done = len(sources) - len(waiting)
        pause(POLL)
        waiting = _still_waiting(waiting)
        if len(sources) - len(waiting) > done:
            deadline = time.monotonic() + patience
            say(f"  Archived: {len(sources) - len(waiting)} of {len(sources)} pages.")
        elif time.monotonic() > deadline:
            raise BuildStopped(_why_stuck(waiting, patience))
    say(f"  Archived: all {len(sources)} pages have copies.")


def newest(source: Source) -> Capture | None:
    """The newest capture of a source's page that has a copy, else the newest one."""
    if source.cited_url is None:
        return None
    captures = list(captures_of(source.cited_url).prefetch_related("files"))
    return next((capture for capture in captures if capture.has_copy), captures[0] if captures else None)


def has_copy(capture: Capture | None) -> bool:
    """Is there a copy that worked? A page that answered with an error has a copy too, but no use."""
    return capture is not None and capture.has_copy and capture.status_code == 200


def _still_waiting(sources: list[Source]) -> list[Source]:
    waiting = []
    for source in sources:
        capture = newest(source)
        if has_copy(capture):
            continue
        if capture is not None and capture.is_finished:
            raise BuildStopped(f"{source.url} could not be archived: {capture.words} Is the press desk running?")
        waiting.append(source)
    return waiting


def _why_stuck(waiting: list[Source], patience: float) -> str:
    captures = [capture for source in waiting if (capture := newest(source))]
    if all(capture.attempt == 0 for capture in captures):
        return _NO_WORKER.format(waiting=len(waiting))
    words = "; ".join(f"{capture.cited_url.url}: {capture.words}" for capture in captures)
    return f"Nothing was archived for {patience:.0f} seconds. {words}"
