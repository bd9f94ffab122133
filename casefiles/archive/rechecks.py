"""A worker's part in watching: look at a page that is due, and hold its lease meanwhile."""

import logging
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError

from casefiles.archive import watching
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import Abandoned
from casefiles.archive.look import Look, look_at
from casefiles.archive.models import Watch
from casefiles.archive.states import Seen
from casefiles.archive.work import LeaseKeeper, worker_name

logger = logging.getLogger(__name__)
_OUR_FAULT = "Something went wrong on our side; the administrator’s log has the details."


def perform(watch_id: UUID) -> bool:
    """Look at a watched address if it is due and nobody else is at it. True: this call recorded a look."""
    watch = watching.begin(watch_id, worker=worker_name())
    if watch is None:
        return False
    try:
        with LeaseKeeper(watch, watching.renew) as lease:
            return watching.finish(watch, _looked(watch, lease))
    except Abandoned:
        return False


def _looked(watch: Watch, lease: LeaseKeeper) -> Look:
    try:
        return look_at(watch, Budget(Limits(**settings.ARCHIVE_LIMITS), ours=lease.is_ours))
    except (Abandoned, DatabaseError):
        raise
    except Exception:  # a page must not be able to stop the worker, whatever it makes a library do
        logger.exception("Watch %s could not be looked at", watch.pk)
        return Look(Seen.WALLED, _OUR_FAULT)
