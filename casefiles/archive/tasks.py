"""What workers are told to do. A message is a nudge; the rows say what is to be done."""

import logging
from uuid import UUID

from celery import shared_task
from django.conf import settings

from casefiles.archive import inventory, life, rechecks, stamps, store, watching
from casefiles.archive.dispatch import send, send_stamp, send_watch
from casefiles.archive.work import perform, worker_name

logger = logging.getLogger(__name__)
MOST_SECONDS = settings.ARCHIVE_CAPTURE_HARD_SECONDS
"""A capture ends by itself in time; a worker process that has not is stuck, and is killed by its master."""


@shared_task(name="casefiles.archive.tasks.capture", ignore_result=True, time_limit=MOST_SECONDS)  # type: ignore[untyped-decorator]
def capture(capture_id: str) -> None:
    """Make the copy that a capture asks for, if nobody else has; before it, one that is needed now."""
    told = UUID(capture_id)
    urgent = life.needed_first(told)
    if urgent and perform(urgent):
        send(told)  # a message of its own: one task has time for one capture
        return
    perform(told)


@shared_task(name="casefiles.archive.tasks.sweep_captures", ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_captures() -> None:
    """Take captures back from dead workers, tell live ones what is due, and clear away what the dead have left."""
    for capture_id in life.sweep():
        send(capture_id)
    store.clear_leftovers()


@shared_task(name="casefiles.archive.tasks.sweep_store", ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_store() -> None:
    """Remove stored files that no copy names, and never did or does no longer."""
    if removed := inventory.remove_orphans():
        logger.info("%s stored files that no copy names were removed", removed)


@shared_task(name="casefiles.archive.tasks.recheck", ignore_result=True, time_limit=MOST_SECONDS)  # type: ignore[untyped-decorator]
def recheck(watch_id: str) -> None:
    """Look at a watched address, if it is due and nobody else does."""
    rechecks.perform(UUID(watch_id))


@shared_task(name="casefiles.archive.tasks.sweep_watches", ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_watches() -> None:
    """Take watches back from dead workers, and tell live ones what is to be looked at again."""
    for watch_id in watching.sweep():
        send_watch(watch_id)


@shared_task(name="casefiles.archive.tasks.stamp", ignore_result=True, time_limit=MOST_SECONDS)  # type: ignore[untyped-decorator]
def stamp(pk: int) -> None:
    """Ask a timestamp authority for a token that is due, if nobody else is at it."""
    stamps.perform(pk, worker=worker_name())


@shared_task(name="casefiles.archive.tasks.sweep_stamps", ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_stamps() -> None:
    """Tell workers of tokens that are due, those of dead workers included."""
    for pk in stamps.sweep():
        send_stamp(pk, expires=settings.ARCHIVE_TIMESTAMP_SWEEP)
