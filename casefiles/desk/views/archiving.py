"""Asking for another archived copy, and taking a request back."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from casefiles.archive import custody, store
from casefiles.archive.actions import need_now
from casefiles.archive.models import Capture
from casefiles.archive.states import Handling
from casefiles.desk import taking_along
from casefiles.desk.copy_rights import may_see_handling, visible_captures
from casefiles.desk.typing import uuid_or_404, who
from casefiles.desk.views.found import back_to, version_or_404
from casefiles.dossiers.actions import archive_again
from casefiles.dossiers.citing import take_back
from casefiles.dossiers.models import Item, Source
from casefiles.lib import passing
from casefiles.lib.errors import ActionError
from casefiles.review.actions import cite_copy
from casefiles.review.states import state_of
from casefiles.review.transitions import State


@require_POST
def ask_again(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Another copy of a source's page."""
    source, back = _source_or_404(request, source_id)
    try:
        archive_again(user=who(request), source=source)
    except ActionError as error:
        return back_to(request, back, error)
    return back_to(request, back, said="Asked for another archived copy. Its state is told below.")


@require_POST
def cite(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Have a source cite another copy of its page."""
    source, back = _source_or_404(request, source_id)
    copies = Capture.objects.filter(cited_url=source.cited_url_id)
    capture = get_object_or_404(copies, pk=uuid_or_404(request.POST.get("capture", "")))
    try:
        cite_copy(user=who(request), source=source, capture=capture, version=version_or_404(request))
    except ActionError as error:
        return back_to(request, back, error)
    lapsed = state_of(source.item) == State.LAPSED
    said = "The source cites this copy now." + (" Its approval lapsed with that: submit it again." if lapsed else "")
    return back_to(request, back, said=said)


@require_POST
def cancel(request: HttpRequest, capture_id: UUID) -> HttpResponse:
    """End a request for a copy that has no outcome yet."""
    capture = get_object_or_404(visible_captures(who(request)), pk=capture_id)
    back = reverse("admin:archive_capture_change", args=[capture.pk])
    try:
        take_back(user=who(request), capture=capture)
    except ActionError as error:
        return back_to(request, back, error)
    return back_to(request, back, said="Cancelled.")


@require_POST
def export(request: HttpRequest, capture_id: UUID) -> FileResponse | HttpResponseRedirect:
    """The copy and its custody record as a ZIP file; names and views only for those who may see them."""
    capture = get_object_or_404(visible_captures(who(request)).select_related("cited_url"), pk=capture_id)
    public = request.POST.get("form") != "whole" or not may_see_handling(who(request), capture)
    try:
        packed = taking_along.packed(capture, user=who(request), public=public)
    except store.UNREADABLE as error:
        messages.error(request, f"The copy cannot be taken along. {store.fault(error)}")
        return HttpResponseRedirect(reverse("admin:archive_capture_change", args=[capture.pk]))
    name = taking_along.name_of(capture.pk)
    return FileResponse(packed, as_attachment=True, filename=name, content_type=taking_along.MEDIA_TYPE)


@require_safe
def open_copy(request: HttpRequest, capture_id: UUID) -> HttpResponse:
    """The copy on the surface of archived pages, where nothing of it reaches the desk; the link soon ends."""
    capture = get_object_or_404(visible_captures(who(request)), pk=capture_id)
    if not (passing.is_possible() and capture.has_copy):
        raise Http404
    custody.handle(capture, Handling.VIEWED, {"shown": "page"}, by=who(request))
    ticket = passing.ticket_for(capture.pk)
    return HttpResponseRedirect(f"{settings.REPLAY_URL}/sealed/{ticket}/captures/{capture.pk}/")


@require_POST
def hurry(request: HttpRequest, capture_id: UUID) -> HttpResponse:
    """Let a request go before all others."""
    capture = get_object_or_404(visible_captures(who(request)), pk=capture_id)
    back = reverse("admin:archive_capture_change", args=[capture.pk])
    try:
        need_now(capture=capture, user=who(request))
    except ActionError as error:
        return back_to(request, back, error)
    return back_to(request, back, said="It goes before all others now.")


def _source_or_404(request: HttpRequest, source_id: UUID) -> tuple[Source, str]:
    """A source that this person may see, and where it is edited."""
    visible = Source.objects.filter(item__in=Item.objects.visible_to(who(request)))
    source = get_object_or_404(visible.select_related("item__case", "cited_url"), pk=source_id)
    return source, reverse("admin:dossiers_source_change", args=[source.pk])
