"""Telling workers that there is something to do. The row is the truth; a lost message costs a few seconds."""

import logging
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from casefiles.archive.models import Capture, Watch

logger = logging.getLogger(__name__)
TASK = "casefiles.archive.tasks.capture"
RECHECK = "casefiles.archive.tasks.recheck"
STAMP = "casefiles.archive.tasks.stamp"


def nudge(capture_id: UUID, *, seconds: float = 0) -> None:
    """Once the present transaction is committed, tell a worker of a capture, at the earliest in ``seconds``."""
    transaction.on_commit(lambda: send(capture_id, seconds=seconds), robust=True)


def send(capture_id: UUID, *, seconds: float = 0) -> bool:
    """Tell a worker now. False if the broker is down: the sweeper will send it again."""
    try:
        current_app.send_task(TASK, args=[str(capture_id)], countdown=seconds or None, queue="http", retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("No worker was told of capture %s: %s", capture_id, error)
        Capture.objects.filter(pk=capture_id, state__in=Capture.READY_STATES).update(nudged_at=None)
        return False
    return True


def send_watch(watch_id: UUID) -> bool:
    """Tell a worker now that an address is to be looked at. False if the broker is down: it is sent again."""
    try:
        current_app.send_task(RECHECK, args=[str(watch_id)], queue="http", retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("No worker was told of watch %s: %s", watch_id, error)
        Watch.objects.filter(pk=watch_id).update(nudged_at=None)
        return False
    return True


def nudge_stamp(pk: int) -> None:
    """Once the present transaction is committed, tell a worker of a token that is due."""
    transaction.on_commit(lambda: send_stamp(pk), robust=True)


def send_stamp(pk: int, *, expires: float | None = None) -> None:
    """Tell a worker now. If the broker is down, or nobody comes in ``expires`` seconds, the sweeper does again."""
    try:
        current_app.send_task(STAMP, args=[pk], queue="stamp", retry=False, expires=expires)
    except (OperationalError, OSError) as error:
        logger.warning("No worker was told of the due token %s: %s", pk, error)
