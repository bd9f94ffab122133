"""Asking for another archived copy, and taking a request back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from casefiles.desk.copy_rights import visible_captures
from casefiles.desk.typing import who
from casefiles.desk.views.found import back_to
from casefiles.dossiers.actions import archive_again
from casefiles.dossiers.citing import take_back
from casefiles.dossiers.models import Item, Source
from casefiles.lib.errors import ActionError


@require_POST
def ask_again(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Another copy of a source's page."""
    visible = Source.objects.filter(item__in=Item.objects.visible_to(who(request)))
    source = get_object_or_404(visible.select_related("item__case", "cited_url"), pk=source_id)
    back = reverse("admin:dossiers_source_change", args=[source.pk])
    try:
        archive_again(user=who(request), source=source)
    except ActionError as error:
        return back_to(request, back, error)
    return back_to(request, back, said="Asked for another archived copy. Its state is told below.")


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
