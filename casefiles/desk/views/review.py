"""Review buttons and comments."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from casefiles.desk.site import site
from casefiles.desk.typing import who
from casefiles.desk.views.found import back_to, item_or_404, item_path, version_or_404
from casefiles.dossiers.models import Item
from casefiles.dossiers.vocabularies import Kind
from casefiles.lib.errors import ActionError, Conflict, NotAllowed
from casefiles.publishing.plan import KIND_MODELS
from casefiles.review.actions import available, comment, decide
from casefiles.review.transitions import TRANSITIONS


@require_safe
def open_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """To the form of an item, whatever its kind."""
    return HttpResponseRedirect(item_path(item_or_404(request, item_id)))


@require_POST
def decide_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Do one transition to the version that the person saw."""
    item = item_or_404(request, item_id)
    name, version = request.POST.get("transition", ""), version_or_404(request)
    if name not in TRANSITIONS:
        raise Http404
    note = request.POST.get("note", "")
    try:
        decision = decide(transition=name, user=who(request), item=item, version=version, note=note)
    except ActionError as error:
        return _again(request, item, error, Typed(name, note))
    return back_to(request, item_path(item), said=f"{decision.get_verb_display()}: {item}.")


@require_POST
def comment_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Say something about an item, as the person saw it."""
    item = item_or_404(request, item_id)
    text, version = request.POST.get("text", ""), version_or_404(request)
    try:
        comment(user=who(request), item=item, version=version, text=text)
    except ActionError as error:
        return _again(request, item, error, Typed("comment", text))
    return back_to(request, item_path(item), said="Your comment stands in the history below.")


class Typed(NamedTuple):
    """What somebody had written into which box when they were refused."""

    box: str
    text: str
    has_no_box: bool = False
    """It cannot be sent any more: the item stands elsewhere now, or it is not theirs to decide."""


def _again(request: HttpRequest, item: Item, error: ActionError, typed: Typed) -> HttpResponse:
    """The item's page as it is now, with why nothing was done, and what was typed still in its box."""
    messages.error(request, str(error))
    boxes = {row.name for row in available(user=who(request), item=item) if row.note} | {"comment"}
    typed = typed._replace(has_no_box=bool(typed.text.strip()) and typed.box not in boxes)
    admin = site.get_model_admin(KIND_MODELS[Kind(item.kind)])
    request.method = "GET"  # what was posted is no form of the item
    try:
        response = admin.change_view(request, str(item.pk), item_path(item), {"typed": typed})
    finally:
        request.method = "POST"
    response.status_code = _status(error)
    return response


def _status(error: ActionError) -> int:
    if isinstance(error, NotAllowed):
        return 403
    return 409 if isinstance(error, Conflict) else 400
