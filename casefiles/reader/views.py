"""Readers' pages. What is not published answers exactly as what is not there."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casefiles.editions import formats, reading
from casefiles.editions.models import CaseCard, Edition, EditionKind
from casefiles.editions.reading import Document
from casefiles.reader.actor_page import ActorPage
from casefiles.reader.differences import between
from casefiles.reader.freshness import actor_tag, case_tag, everything_tag, public, source_tag
from casefiles.reader.page import CasePage, SourcePart

CASES_PER_PAGE = 25
_GRAVE = {EditionKind.CLARIFICATION, EditionKind.CORRECTION, EditionKind.RETRACTION}


@public(everything_tag)
def home(request: HttpRequest) -> HttpResponse:
    """The cases that are published, newest first."""
    page = Paginator(CaseCard.objects.all(), CASES_PER_PAGE).get_page(request.GET.get("page"))
    cards = list(page)
    grave = Edition.objects.filter(case_id__in=[card.case_id for card in cards], kind__in=_GRAVE)
    corrected = {each.case_id: each for each in grave.order_by("number")}  # the newest of each case stays
    listed = [(card, corrected.get(card.case_id)) for card in cards]
    return render(request, "reader/home.html", {"page": page, "listed": listed})


@public(case_tag)
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """A case as it stands today."""
    editions = _editions_or_404(slug)
    return render(request, "reader/case.html", case_context(editions[-1], editions))


@public(case_tag)
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A case as it stood in one edition; what came later is said outside the document."""
    editions = _editions_or_404(slug)
    if not 1 <= number <= len(editions):
        raise Http404
    return render(request, "reader/case.html", case_context(editions[number - 1], editions) | {"permanent": True})


def case_context(shown: Edition, editions: list[Edition]) -> dict[str, Any]:
    """What ``reader/case.html`` needs for an edition among all editions of its case, oldest first."""
    document = Document.of(shown)
    document.live = reading.live_states(document)
    return {
        "case": CasePage(document),
        "edition": shown,
        "current": editions[-1],
        "first": editions[0],
        "corrections": [each for each in editions if each.kind in _GRAVE and each.number <= shown.number][::-1],
        "later": [each for each in editions if each.number > shown.number],
        "proof": reading.proof(shown),
    }


def preview_context(document: Document) -> dict[str, Any]:
    """What ``reader/case.html`` needs for a document that is not published."""
    return {"case": CasePage(document)}


@public(case_tag)
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """All published versions of a case and what changed from each to the next."""
    editions = _editions_or_404(slug)
    documents = reading.documents_of(editions)
    steps = [
        {
            "edition": each,
            "difference": between(documents[position - 1], documents[position]) if position else None,
        }
        for position, each in enumerate(editions)
    ]
    title = CasePage(documents[-1]).title
    return render(
        request,
        "reader/versions.html",
        {"slug": slug, "title": title, "steps": steps[::-1], "current": editions[-1]},
    )


@public(source_tag)
def source(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A source of a case with its archived copy, as the newest edition that has it says."""
    editions = _editions_or_404(slug)
    newest = reading.edition_of_source(slug, number)
    if newest is None:
        raise Http404
    shown = editions[newest - 1]
    document = Document.of(shown)
    document.live = reading.live_states(document)
    item = document.numbered(number)
    if item is None:  # withheld this very moment
        raise Http404
    context = {
        "case": CasePage(document),
        "source": SourcePart(document, item),
        "edition": shown,
        "current": editions[-1],
    }
    return render(request, "reader/source.html", context)


@public(actor_tag)
def actor(request: HttpRequest, actor_id: uuid.UUID) -> HttpResponse:
    """An actor and the cases whose current edition speaks of it."""
    page = ActorPage.of(actor_id)
    if page is None:
        raise Http404
    return render(request, "reader/actor.html", {"page": page})


@public(case_tag)
def document_json(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The canonical bytes of an edition: what its digests are of."""
    found = Edition.objects.filter(slug=slug, number=number).first()
    if found is None:
        raise Http404
    return HttpResponse(reading.document_bytes(found), content_type="application/json")


@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of a public format."""
    response = JsonResponse(formats.schema(name), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Type"] = "application/schema+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _editions_or_404(slug: str) -> list[Edition]:
    editions = reading.editions_of(slug)
    if not editions:
        raise Http404
    return editions


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """One answer for what is a draft, what was never there, and what nobody has thought of."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": {"status": 404, "reason": "There is nothing at this address."}}, status=404)
    return render(request, "reader/404.html", status=404)
