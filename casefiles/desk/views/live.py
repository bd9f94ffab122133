"""Cited pages that are not as they were archived, and what differs between two copies of a page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.archive import custody
from casefiles.archive.states import Handling
from casefiles.desk import live
from casefiles.desk.copy_rights import visible_captures
from casefiles.desk.page_difference import between
from casefiles.desk.site import site
from casefiles.desk.typing import who
from casefiles.editions.models import LiveState

MOST_ROWS = 200


@require_safe
def live_pages(request: HttpRequest) -> HttpResponse:
    """All sources whose live page is not as it was archived, by what became of it."""
    if not who(request).has_role(*DOSSIER_ROLES):
        raise Http404
    rows = list(live.troubled(who(request)).prefetch_related("touched__statement__item")[: MOST_ROWS + 1])
    panels = [live.LivePanel(row) for row in rows[:MOST_ROWS]]
    context = {
        **site.each_context(request),
        "title": "Live pages of what is published",
        "marked": [panel for panel in panels if panel.troubled],
        "others": [panel for panel in panels if not panel.troubled],
        "more": len(rows) > MOST_ROWS,
        "most": MOST_ROWS,
        "gone": LiveState.GONE,
    }
    return TemplateResponse(request, "desk/live.html", context)


@require_safe
def difference(request: HttpRequest, capture_id: UUID, other_id: UUID) -> HttpResponse:
    """What was taken out and put in between two copies of one address."""
    seen = visible_captures(who(request)).select_related("cited_url").prefetch_related("files")
    one, other = get_object_or_404(seen, pk=capture_id), get_object_or_404(seen, pk=other_id)
    if one.cited_url_id != other.cited_url_id or one.pk == other.pk:
        raise Http404
    for each in (one, other):
        if each.is_finished:
            custody.handle(each, Handling.VIEWED, {"shown": "difference"}, by=who(request))
    context = {
        **site.each_context(request),
        "title": "What differs between two copies",
        "difference": between(one, other),
        "address": one.cited_url,
    }
    return TemplateResponse(request, "desk/difference.html", context)
