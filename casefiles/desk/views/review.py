"""Review buttons and comments."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from casefiles.desk.typing import who
from casefiles.desk.views.found import back_to, item_or_404, item_path, version_or_404
from casefiles.lib.errors import ActionError
from casefiles.review.actions import comment, decide
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
    try:
        decision = decide(
            transition=name,
            user=who(request),
            item=item,
            version=version,
            note=request.POST.get("note", ""),
        )
    except ActionError as error:
        return back_to(request, item_path(item), error)
    return back_to(request, item_path(item), said=f"{decision.get_verb_display()}: {item}.")


@require_POST
def comment_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Say something about an item."""
    item = item_or_404(request, item_id)
    try:
        comment(user=who(request), item=item, text=request.POST.get("text", ""))
    except ActionError as error:
        return back_to(request, item_path(item), error)
    return back_to(request, item_path(item), said="Your comment stands in the history below.")
