"""Finding what a page is about. What is not theirs answers as what is not there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from casefiles.desk.typing import who
from casefiles.dossiers.models import Case, Item
from casefiles.lib.errors import ActionError


def item_or_404(request: HttpRequest, item_id: UUID) -> Item:
    """An item that this person may see."""
    return get_object_or_404(Item.objects.visible_to(who(request)).select_related("case"), pk=item_id)


def case_or_404(request: HttpRequest, case_id: UUID) -> Case:
    """A case that this person may see."""
    return get_object_or_404(Case.objects.visible_to(who(request)), pk=case_id)


def version_or_404(request: HttpRequest) -> int:
    """The draft that somebody had before them when they pressed a button."""
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit()):
        raise Http404
    return int(version[:9])


def item_path(item: Item) -> str:
    """Where an item is edited."""
    return reverse(f"admin:dossiers_{item.kind.replace('_', '')}_change", args=[item.pk])


def back_to(request: HttpRequest, path: str, error: ActionError | None = None, said: str = "") -> HttpResponseRedirect:
    """Back to a page, with what was done or why it was not."""
    if error is not None:
        messages.error(request, str(error))
    elif said:
        messages.success(request, said)
    return HttpResponseRedirect(path)
