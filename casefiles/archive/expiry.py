"""Copies that nothing cites give up their files; that they were made, and what became of them, stays."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from casefiles.archive import custody
from casefiles.archive.models import Capture, CaptureFile, CaptureQuerySet
from casefiles.archive.states import Access, Custody

_AT_ONCE = 100


def expire(captures: CaptureQuerySet, *, before: datetime.datetime, now: datetime.datetime) -> int:
    """Give up the files of those of ``captures`` that ended ``before`` and that no reader knows of; how many.

    What shows that a published page changed is kept: readers were told so because of it.
    The caller says which are not cited, and is asked again under a lock. Rows, tries and custody stay. What no other
    capture names is then removed from the store as any other orphan.
    """
    kept = captures.filter(recheck_copy=None).filter(
        Exists(CaptureFile.objects.filter(capture=OuterRef("pk"))), expired_at__isnull=True
    )
    due = kept.finished().filter(finished_at__lt=before, access=Access.SEALED)
    expired = 0
    while ids := list(due.values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            locked = list(Capture.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
            # A second statement: who cited one of them while this waited has been committed, and is seen.
            still = set(due.filter(pk__in=ids).values_list("pk", flat=True))
            for row in locked:
                if row.pk in still:
                    custody.record(row, Custody.EXPIRED, {"expired": now})
            expired += Capture.objects.filter(pk__in=still).update(expired_at=now)
    return expired


def is_kept(capture: Capture) -> bool:
    """Has it not expired? Call it in the transaction that cites it: until that ends, it does not."""
    return Capture.objects.filter(pk=capture.pk, expired_at__isnull=True).select_for_update(of=("self",)).exists()
