"""Stored files as they are, whole or in part (RFC 9110, 14: one range of bytes)."""

import base64
import re

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from casefiles.archive import store
from casefiles.archive.models import CaptureFile

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_SHOWN = frozenset({"image/png", "image/jpeg"})
_PLAIN = frozenset({"application/wacz", "application/pdf"})


def answer(request: HttpRequest, stored: CaptureFile, *, name: str, tag: str) -> HttpResponseBase:
    """The file, or the range of it that is asked for, to be saved as ``name``. Raises ``store.Damaged``.

    ``tag`` is its ETag: a range of another file than the one that ``If-Range`` names would be of no use.
    """
    span = _span(request, stored) if request.headers.get("If-Range", tag) == tag else None
    if span is not None and span[0] >= stored.size:
        refusal = HttpResponse(status=416)
        refusal.headers["Content-Range"] = f"bytes */{stored.size}"
        return refusal
    start, count = span or (0, stored.size)
    kind = stored.media_type.partition(";")[0]
    part = () if request.method == "HEAD" else store.place().part(stored.digest, start, count)
    response = StreamingHttpResponse(part, status=206 if span else 200, content_type=_type(kind))
    response.headers["Content-Length"] = str(count)
    response.headers["Accept-Ranges"] = "bytes"
    # Of the whole file (RFC 9530), so that a reader can tell at once whether it is what the record says.
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(stored.digest)).decode()}:"
    if kind not in _SHOWN:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{start + count - 1}/{stored.size}"
    return response


def _type(kind: str) -> str:
    """Nothing that a browser would take for a page."""
    if kind == "text/plain":
        return "text/plain; charset=utf-8"
    return kind if kind in _SHOWN | _PLAIN else "application/octet-stream"


def _span(request: HttpRequest, stored: CaptureFile) -> tuple[int, int] | None:
    """Start and count of the bytes that are asked for; ``None`` for all. What is not understood is ignored."""
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or match[0] == "bytes=-" or stored.size == 0:
        return None
    if not match[1]:
        count = min(int(match[2]), stored.size)
        return (stored.size - count, count) if count else (stored.size, 0)
    start = int(match[1])
    last = min(int(match[2]), stored.size - 1) if match[2] else stored.size - 1
    return (start, max(0, last - start + 1)) if start <= last or start >= stored.size else None
