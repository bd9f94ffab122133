"""What workers are told to do. A message is a nudge; the rows say what is to be done."""

from uuid import UUID

from celery import shared_task

from casefiles.archive import life
from casefiles.archive.dispatch import send
from casefiles.archive.work import perform


@shared_task(name="casefiles.archive.tasks.capture", ignore_result=True)  # type: ignore[untyped-decorator]
def capture(capture_id: str) -> None:
    """Make the copy that a capture asks for, if nobody else has."""
    perform(UUID(capture_id))


@shared_task(name="casefiles.archive.tasks.sweep_captures", ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_captures() -> None:
    """Take captures back from dead workers, and tell live ones what is due."""
    for capture_id in life.sweep():
        send(capture_id)
