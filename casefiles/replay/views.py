"""Archived copies as readers may see them. A sealed copy answers exactly as one that never was."""

import hashlib
import uuid
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from csp.decorators import csp_exempt, csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import condition, require_safe

from casefiles.archive import chain, custody
from casefiles.archive.custody_words import told
from casefiles.archive.models import Capture
from casefiles.archive.playback import Unreadable
from casefiles.archive.stamps import WACZ
from casefiles.archive.states import Access, Custody, FileRole
from casefiles.archive.store import Damaged
from casefiles.lib.canonical import canonical
from casefiles.lib.freshness import KEPT_SECONDS, face
from casefiles.replay import access, downloads, show

LONGEST = 1_000_000  # characters of text on one page; what is longer is cut, and says so
View = Callable[..., Any]


def _of_copy(*, whole: bool = True) -> Callable[[View], View]:
    """A view of one copy. With ``whole`` only of one that is open as a whole; another has nothing there."""

    def decorated(view: View) -> View:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, capture_id: uuid.UUID, ticket: str = "", **values: Any) -> HttpResponseBase:
            found = access.seen(capture_id, ticket)
            if found is None or (whole and found.access not in {Access.PUBLIC, Access.TAKEN_DOWN}):
                raise Http404
            shown = _taken_down if found.access == Access.TAKEN_DOWN else partial(view, **values)
            tagged = condition(etag_func=partial(_tag, capture=found))(partial(shown, capture=found))
            return _with_headers(tagged(request), private=bool(ticket))

        return answer

    return decorated


def _with_headers(response: HttpResponseBase, *, private: bool) -> HttpResponseBase:
    if private:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _tag(request: HttpRequest, capture: Capture) -> str:
    files = (stored.digest for stored in capture.files.all())
    events = (event.digest for event in capture.custody.all())
    parts = (face(), request.path, capture.access, capture.state, *files, *events)
    return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def _taken_down(request: HttpRequest, capture: Capture) -> HttpResponse:
    return render(request, "replay/taken_down.html", _files(capture), status=410)


def _files(capture: Capture) -> dict[str, Any]:
    return {"capture": capture, "files": list(capture.files.all())}


@_of_copy(whole=False)
def capture(request: HttpRequest, capture: Capture) -> HttpResponse:
    """When and how a page was archived, its digests, and its text where an editor opened the whole of it."""
    context = _files(capture)
    if capture.access == Access.PUBLIC:
        context |= _text(capture) | {"has_page": show.has_page(capture), "is_open": True}
        context["picture"] = show.file_of(capture, FileRole.SCREENSHOT)
        record = custody.exported(capture, public=True)[chain.RECORD]
        context["custody"] = [told(entry) for entry in record]
        context["stamps"] = [entry["event"]["detail"] for entry in record if _dates_the_whole(entry["event"])]
    return render(request, "replay/capture.html", context)


def _dates_the_whole(event: dict[str, Any]) -> bool:
    return bool(event["kind"] == Custody.STAMPED and event["detail"]["over"] == WACZ)


def _text(capture: Capture) -> dict[str, Any]:
    try:
        text = capture.extracted_text()
    except (Damaged, OSError):
        return {"damaged": True}
    paragraphs = [line.strip() for line in text[:LONGEST].splitlines() if line.strip()]
    return {"paragraphs": paragraphs, "cut": len(text) > LONGEST}


@_of_copy()
def custody_record(_request: HttpRequest, capture: Capture) -> HttpResponse:
    """The custody record of an open copy, without names, reasons and views, in canonical JSON."""
    whole = canonical(custody.exported(capture, public=True))
    return HttpResponse(whole, content_type="application/json")


@_of_copy()
def stamp(_request: HttpRequest, capture: Capture, digest: str) -> HttpResponse:
    """The token over the copy whose own SHA-256 is ``digest``, as its authority sent it."""
    for token in capture.tokens.all():
        answer = bytes(token.answer)
        if hashlib.sha256(answer).hexdigest() == digest:
            response = HttpResponse(answer, content_type="application/timestamp-reply")
            response.headers["Content-Disposition"] = f'attachment; filename="{capture.pk}.{digest[:8]}.tsr"'
            return response
    raise Http404


@csp_update({"frame-src": ["'self'"]})
@_of_copy()
def page(request: HttpRequest, capture: Capture) -> HttpResponse:
    """The page as it was, in a frame below words that say what it is."""
    if not show.has_page(capture):
        raise Http404
    return render(request, "replay/page.html", {"capture": capture})


@csp_exempt()
@xframe_options_exempt
@_of_copy()
def frame(request: HttpRequest, capture: Capture) -> HttpResponse:
    """The page itself, without its scripts. It is shown within ``page`` alone, which says what it is."""
    if request.headers.get("Sec-Fetch-Dest") == "document":
        response: HttpResponse = HttpResponseRedirect("../")
    else:
        response = _framed(request, capture)
    response.headers["Content-Security-Policy"] = show.POLICY
    patch_vary_headers(response, ["Sec-Fetch-Dest"])
    return response


def _framed(request: HttpRequest, capture: Capture) -> HttpResponse:
    try:
        return HttpResponse(show.page(capture), content_type="text/html; charset=utf-8")
    except show.Busy:
        status, why = 503, "Too many archived pages are being opened just now. Try again in a moment."
    except (Unreadable, Damaged, OSError) as error:
        status, why = 200, f"This page cannot be shown: {error}"
    return render(request, "replay/no_page.html", {"why": why}, status=status)


@csp_exempt()
@_of_copy()
def file(_request: HttpRequest, capture: Capture, number: int) -> HttpResponse:
    """A picture, stylesheet, font or other file of the page."""
    try:
        shown = show.file(capture, number)
    except (Unreadable, Damaged, OSError) as error:
        raise Http404 from error
    response = HttpResponse(shown.body, content_type=shown.media_type)
    response.headers["Content-Security-Policy"] = show.POLICY
    response.headers["Access-Control-Allow-Origin"] = "*"  # the origin of a sandboxed page is none
    if shown.media_type == "application/octet-stream":
        response.headers["Content-Disposition"] = "attachment"
    return response


@csp_exempt()
@_of_copy()
def download(request: HttpRequest, capture: Capture, role: str) -> HttpResponseBase:
    """A stored file, byte for byte, or the part of it that is asked for."""
    stored = show.file_of(capture, role)
    if stored is None:
        raise Http404
    try:
        name = f"{capture.pk}{_ENDINGS.get(stored.role, '')}"
        response = downloads.answer(request, stored, name=name, tag=_tag(request, capture=capture))
    except (Damaged, OSError) as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = show.POLICY
    return response


_ENDINGS: dict[str, str] = {
    FileRole.WACZ: ".wacz",
    FileRole.TEXT: ".txt",
    FileRole.SCREENSHOT: ".png",
    FileRole.DOM: ".html",
    FileRole.PDF: ".pdf",
}


@require_safe
def checking(request: HttpRequest) -> HttpResponse:
    """How to check a copy without us."""
    return render(request, "replay/checking.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """One answer for what is sealed, what never was, and what nobody has thought of."""
    return render(request, "replay/404.html", status=404)
