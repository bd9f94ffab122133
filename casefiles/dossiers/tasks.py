"""What the clock does about copies that no case needs."""

import logging

from celery import shared_task
from django.utils import timezone

from casefiles.dossiers.expiry import expire_uncited

logger = logging.getLogger(__name__)


@shared_task(name="casefiles.dossiers.tasks.expire_copies", ignore_result=True)  # type: ignore[untyped-decorator]
def expire_copies() -> None:
    """Give up the files of copies that nothing cites, where the settings want that."""
    if expired := expire_uncited(timezone.now()):
        logger.info("The files of %s archived copies that nothing cites were given up", expired)
