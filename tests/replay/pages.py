"""Pages of a test's own server, archived by the ``http`` engine as a worker does it."""

from typing import Any

from pytest_django.fixtures import Settings

from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import Access
from casefiles.archive.work import perform
from tests.archive.origin import Origin


def body_of(response: Any) -> bytes:
    """All that was sent; a file of which not all is read stays open."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def archived_page(origin: Origin, settings: Settings, path: str = "/", *, access: str = Access.PUBLIC) -> Capture:
    """A finished copy of a page of ``origin``, opened to readers as far as ``access`` says."""
    settings.ARCHIVE_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.ARCHIVE_ALLOWED_PORTS = [80, 443, origin.port]
    settings.ARCHIVE_HOST_GAP = 0.0
    made = request_capture(url=origin.url(path), requested_by=None, tell_workers=False)
    assert perform(made.pk)
    Capture.objects.filter(pk=made.pk).update(access=access)
    made.refresh_from_db()
    return made
