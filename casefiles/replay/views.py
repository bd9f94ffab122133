"""Archived copies as readers may see them. A sealed copy answers exactly as one that never was."""

import hashlib
import uuid
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from casefiles.archive import chain, custody
from casefiles.archive.custody_words import told
from casefiles.archive.models import Capture, CaptureFile
from casefiles.archive.states import Access
from casefiles.archive.store import Damaged
from casefiles.lib.canonical import canonical
from casefiles.lib.freshness import KEPT_SECONDS, face

LONGEST = 1_000_000  # characters of text on one page; what is longer is cut, and says so


def _capture(capture_id: uuid.UUID) -> Capture | None:
    """The capture, unless readers must not know of it."""
    return (
        Capture.objects.exclude(access=Access.SEALED)
        .select_related("cited_url")
        .prefetch_related(Prefetch("files", CaptureFile.objects.order_by("role")), "custody")
        .filter(pk=capture_id)
        .first()
    )


def _tag(_request: HttpRequest, capture: Capture) -> str:
    files = (stored.digest for stored in capture.files.all())
    events = (event.digest for event in capture.custody.all())
    parts = (face(), capture.pk, capture.access, capture.state, *files, *events)
    return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


@require_safe
def capture(request: HttpRequest, capture_id: uuid.UUID) -> HttpResponse:
    """When and how a page was archived, its digests, and its text where an editor opened the whole of it."""
    found = _capture(capture_id)
    if found is None:
        raise Http404
    answer = condition(etag_func=partial(_tag, capture=found))(partial(_page, capture=found))
    response: HttpResponse = answer(request)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def custody_record(request: HttpRequest, capture_id: uuid.UUID) -> HttpResponse:
    """The custody record of an open copy, without names, reasons and views, in canonical JSON."""
    found = _capture(capture_id)
    if found is None or found.access != Access.PUBLIC:
        raise Http404
    answer = condition(etag_func=partial(_tag, capture=found))(partial(_record, capture=found))
    response: HttpResponse = answer(request)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _record(_request: HttpRequest, capture: Capture) -> HttpResponse:
    whole = canonical(custody.exported(capture, public=True))
    return HttpResponse(whole, content_type="application/json")


def _page(request: HttpRequest, capture: Capture) -> HttpResponse:
    context: dict[str, Any] = {"capture": capture, "files": list(capture.files.all())}
    if capture.access == Access.TAKEN_DOWN:
        return render(request, "replay/taken_down.html", context, status=410)
    if capture.access == Access.PUBLIC:
        context |= _text(capture)
        context["custody"] = [told(entry) for entry in custody.exported(capture, public=True)[chain.RECORD]]
    return render(request, "replay/capture.html", context)


def _text(capture: Capture) -> dict[str, Any]:
    try:
        text = capture.extracted_text()
    except (Damaged, OSError):
        return {"damaged": True}
    paragraphs = [line.strip() for line in text[:LONGEST].splitlines() if line.strip()]
    return {"paragraphs": paragraphs, "cut": len(text) > LONGEST}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """One answer for what is sealed, what never was, and what nobody has thought of."""
    return render(request, "replay/404.html", status=404)
