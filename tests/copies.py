"""Finished captures, made the way a worker makes them."""

import datetime
from typing import IO, Any

from django.utils import timezone

from casefiles.archive import life
from casefiles.archive.actions import request_capture
from casefiles.archive.engines.base import Copy, scratch
from casefiles.archive.models import Capture, HostGap
from casefiles.archive.states import State


def archived(url: str = "https://news.example/page", *, text: str = "What the page says.", **copy: Any) -> Capture:
    """A capture of ``url`` that ended: whole, with a text and a record, unless ``copy`` says otherwise."""
    return finish(request_capture(url=url, requested_by=None, tell_workers=False), text=text, **copy)


def finish(capture: Capture, *, text: str = "What the page says.", **copy: Any) -> Capture:
    """Let a worker end ``capture``, which is queued."""
    HostGap.objects.filter(host=capture.cited_url.host).delete()  # the last one for this host was just now
    begun = life.begin(capture.pk, worker="test")
    assert begun is not None
    started_at: datetime.datetime = copy.pop("started_at", timezone.now())
    values: dict[str, Any] = {
        "outcome": State.SUCCEEDED,
        "sentence": "",
        "status": 200,
        "content_type": "text/html",
        "final_url": capture.cited_url.url,
        "title": "A page",
        "text": text,
    }
    if "warc" not in copy:
        values["warc"] = _record(capture)
    with_values = Copy(**(values | copy))
    try:
        assert life.finish(begun, with_values, engine="http", started_at=started_at)
    finally:
        with_values.close()
    capture.refresh_from_db()
    return capture


def _record(capture: Capture) -> IO[bytes]:
    stream = scratch()
    stream.write(f"WARC/1.1 {capture.pk}".encode())
    return stream
