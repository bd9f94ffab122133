"""Who sees which copy: readers what was opened to them, the newsroom the rest by a link that soon ends."""

import uuid

from django.db.models import Prefetch, QuerySet

from casefiles.archive.models import Capture, CaptureFile, CustodyEvent
from casefiles.archive.states import Access
from casefiles.lib import passing


def seen(capture_id: uuid.UUID, ticket: str) -> Capture | None:
    """The capture, unless who asks must not know of it. With a valid ``ticket`` it counts as opened to them."""
    if not ticket:
        return _captures().exclude(access=Access.SEALED).filter(pk=capture_id).first()
    if not passing.admits(ticket, capture_id):
        return None
    capture = _captures().filter(pk=capture_id).first()
    if capture is not None and capture.access != Access.TAKEN_DOWN:
        capture.access = Access.PUBLIC  # to this reader; nothing is saved here
    return capture


def _captures() -> QuerySet[Capture]:
    files = Prefetch("files", CaptureFile.objects.order_by("role"))
    # For the ETag; what the events say can be long, and only few answers tell it.
    events = Prefetch("custody", CustodyEvent.objects.only("capture", "digest"))
    return Capture.objects.select_related("cited_url").prefetch_related(files, events)
