"""Which archived copies nothing cites any more."""

import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from casefiles.archive.expiry import expire
from casefiles.archive.models import Capture, CaptureQuerySet
from casefiles.dossiers.models import Source


def uncited() -> CaptureQuerySet:
    """Copies of addresses that no source names, not even one that was withdrawn, and that none cites."""
    same_page = Source.objects.filter(cited_url=OuterRef("cited_url"))
    itself = Source.objects.filter(capture=OuterRef("pk"))
    return Capture.objects.exclude(Exists(same_page)).exclude(Exists(itself))


def expire_uncited(now: datetime.datetime) -> int:
    """Let those go that ended longer ago than the setting says; how many. Without one, none."""
    days = settings.ARCHIVE_EXPIRE_DAYS
    if days <= 0:
        return 0
    return expire(uncited(), before=now - datetime.timedelta(days=days), now=now)
