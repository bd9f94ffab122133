"""Publishing: the reader's page before anybody publishes, the list to confirm, and the confirmation."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix, set_urlconf
from django.views.decorators.http import require_http_methods, require_safe

from casefiles.desk.site import site
from casefiles.desk.typing import who
from casefiles.desk.views.found import back_to, case_or_404
from casefiles.dossiers.models import Case
from casefiles.editions.models import EditionKind
from casefiles.editions.reading import Document
from casefiles.lib.errors import ActionError, Conflict
from casefiles.publishing.actions import may_publish, preview, preview_retraction, publish_case
from casefiles.publishing.compiling import preview_document
from casefiles.publishing.plan import LeftOut, Plan, plan_edition
from casefiles.reader.differences import between
from casefiles.reader.views import preview_context
from casefiles.review.transitions import State

_KINDS = {
    EditionKind.UPDATE: "Update: there is news",
    EditionKind.CLARIFICATION: "Clarification: what we said could mislead",
    EditionKind.CORRECTION: "Correction: what we said was wrong",
}


@require_safe
def preview_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The page as readers would see it now. Its links lead to what is published."""
    case = case_or_404(request, case_id)
    plan = plan_edition(case)
    publishes = may_publish(who(request), case)
    back = reverse("desk:publish" if publishes else "admin:dossiers_case_change", args=[case.pk])
    context = preview_context(preview_document(plan)) | {"back": back, "number": plan.number}
    return HttpResponse(_rendered_for_readers("desk/preview.html", context, request))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What would be published, what not and why; and, confirmed, its publication."""
    case = case_or_404(request, case_id)
    error: ActionError | None = None
    if request.method == "POST":
        try:
            edition = publish_case(
                user=who(request),
                case=case,
                kind=request.POST.get("kind", ""),
                note=request.POST.get("note", ""),
                confirmed=request.POST.get("confirmed", ""),
            )
        except ActionError as refusal:
            error = refusal
        else:
            said = f"Published as version {edition.number}: {settings.PUBLIC_URL}/cases/{edition.slug}/"
            return back_to(request, reverse("admin:dossiers_case_change", args=[case.pk]), said=said)
    plan = _plan_or_403(request, case)
    return TemplateResponse(request, "desk/publish.html", _context(request, plan, error), status=_status(error))


def _status(error: ActionError | None) -> int:
    if error is None:
        return 200
    return 409 if isinstance(error, Conflict) else 400


def _plan_or_403(request: HttpRequest, case: Case) -> Plan:
    if not may_publish(who(request), case):
        raise PermissionDenied("Only a publishing editor who may see this case can publish it.")
    return preview(user=who(request), case=case)


def _context(request: HttpRequest, plan: Plan, error: ActionError | None) -> dict[str, Any]:
    difference = between(Document.of(plan.previous), preview_document(plan)) if plan.previous else None
    return {
        **site.each_context(request),
        "title": f"Publish version {plan.number}",
        "case": plan.case,
        "plan": plan,
        "difference": difference,
        "staying_out": [left for left in plan.left_out if not _long_gone(left)],
        "long_gone": [left for left in plan.left_out if _long_gone(left)],
        "kinds": _KINDS if plan.previous else {EditionKind.FIRST: "First: the case is published for the first time"},
        "retraction": preview_retraction(user=who(request), case=plan.case),
        "retracting": request.POST.get("kind") == EditionKind.RETRACTION,
        "kind": request.POST.get("kind", ""),
        "note": request.POST.get("note", ""),
        "error": error,
        "public_url": f"{settings.PUBLIC_URL}/cases/{plan.case.slug}/",
    }


def _long_gone(left: LeftOut) -> bool:
    """Withdrawn before the newest version: no news to whoever publishes the next."""
    return left.state == State.WITHDRAWN and not left.was_published


def _rendered_for_readers(template: str, context: dict[str, Any], request: HttpRequest) -> str:
    """A reader's template; its links are made with the readers' addresses, on the readers' host."""
    urlconf, prefix = get_urlconf(), get_script_prefix()
    set_urlconf(settings.PUBLIC_URLCONF)
    set_script_prefix(f"{settings.PUBLIC_URL}/")
    try:
        return render_to_string(template, context, request)
    finally:
        set_urlconf(urlconf)
        set_script_prefix(prefix)
