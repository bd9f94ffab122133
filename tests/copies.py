"""Finished captures, made the way a worker makes them."""

import datetime
import hashlib
from typing import Any

from django.utils import timezone

from casefiles.archive import custody, life
from casefiles.archive.actions import request_capture
from casefiles.archive.engines.base import Copy, scratch
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.models import Capture, HostGap, TimestampToken
from casefiles.archive.states import Custody, State
from casefiles.archive.warc import SOFTWARE, WarcWriter


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
        values |= record_of(capture.cited_url.url, text=copy.get("text", text))
    with_values = Copy(**(values | copy))
    try:
        assert life.finish(begun, with_values, engine="http", started_at=started_at)
    finally:
        with_values.close()
    capture.refresh_from_db()
    return capture


def dated(capture: Capture, answer: bytes = b"what an authority answered") -> str:
    """Give ``capture`` a token, and its custody the event; the digest of the token."""
    over, token = capture.files.get(role="wacz").digest, hashlib.sha256(answer).hexdigest()
    TimestampToken.objects.create(capture=capture, authority="tsa.example", over=over, at=timezone.now(), answer=answer)
    said = {"authority": "An authority", "over": "WACZ", "sha256": over, "time": "now", "serial": "1", "token": token}
    custody.record(capture, Custody.STAMPED, said)
    return token


def record_of(url: str, *, text: str | None) -> dict[str, Any]:
    """A WARC of one answer, and of the text that was made of it."""
    stream = scratch()
    writer = WarcWriter(stream, about=[("software", SOFTWARE)])
    address = parse(url, ports=range(1, 65_536))
    request = f"GET {address.target} HTTP/1.1\r\nHost: {address.authority}\r\n\r\n"
    exchange = Exchange(address, "192.0.2.1", timezone.now(), request.encode())
    exchange.got_head(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", 200, [("content-type", "text/html")])
    exchange.got_raw(f"<p>{text}".encode())
    writer.add(exchange)
    exchange.close()
    if text is not None:
        writer.add_resource(f"urn:text:{address.href}", text.encode(), media_type="text/plain; charset=utf-8")
    return {"warc": stream, "entries": writer.entries}
