"""The read API: published cases, their editions, the documents and the proof of each."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casefiles.api.errors import problem
from casefiles.api.pagination import CasePagination
from casefiles.api.serializers import (
    CaseDetailSerializer,
    CaseSerializer,
    EditionDocumentSerializer,
    EditionSerializer,
    ErrorSerializer,
)
from casefiles.editions import reading
from casefiles.editions.models import CaseCard, Edition
from casefiles.lib.freshness import KEPT_SECONDS, face

_SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH, description="The case’s address.")
_NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH, description="The edition’s number, from 1.")
_READING = {"GET", "HEAD"}
_MISSING = OpenApiResponse(ErrorSerializer, "Nothing is published at this address.")


def _tag(request: HttpRequest, generation: str) -> str:
    return f'"{reading.tag("api", face(), request.get_full_path(), generation)}"'


def _everything_tag(request: HttpRequest, **_: Any) -> str:
    return _tag(request, reading.generation())


def _case_tag(request: HttpRequest, *, slug: str, number: str = "1", **_: Any) -> str | None:
    """No tag where there is nothing: a number that is no edition's answers as a case that never was."""
    found = reading.case_generation(slug)
    if found is None or not 1 <= int(number) <= found[0].number:
        return None
    return _tag(request, found[1])


def _description_tag(request: HttpRequest) -> str:
    return _tag(request, "")


class PublicView(APIView):
    """Answers everybody alike, conditionally, and says how long the answer may be kept."""

    etag: Callable[..., str | None] = staticmethod(_case_tag)
    http_method_names = ["get", "head"]

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        return problem

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        conditional = condition(etag_func=cls.etag)(view)

        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            response = (conditional if request.method in _READING else view)(request, *args, **kwargs)
            if response.status_code in {200, 304}:
                patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
            else:
                response.headers.pop("ETag")
            return response

        return kept


@extend_schema_view(
    get=extend_schema(
        operation_id="cases_list",
        summary="Published cases, newest first",
        responses={200: CaseSerializer(many=True), 400: ErrorSerializer, 404: ErrorSerializer},
    )
)
class CaseList(PublicView, ListAPIView[CaseCard]):
    """Published cases, newest first, as their current editions have them."""

    queryset = CaseCard.objects.all()
    serializer_class = CaseSerializer
    pagination_class = CasePagination
    etag = staticmethod(_everything_tag)


class CaseDetail(PublicView):
    """A case: its current edition, and all it ever had."""

    @extend_schema(
        operation_id="case",
        summary="A case and its editions",
        parameters=[_SLUG],
        responses={200: CaseDetailSerializer, 404: _MISSING},
    )
    def get(self, _request: Request, slug: str, **_: Any) -> Response:
        card = CaseCard.objects.filter(slug=slug).first()
        if card is None:
            raise Http404
        editions = reading.editions_of(slug)
        context = {"editions": editions, "document": reading.Document.of(editions[-1])}
        return Response(CaseDetailSerializer(card, context=context).data)


class EditionList(PublicView):
    """The editions of a case, newest first."""

    @extend_schema(
        operation_id="case_editions",
        summary="Editions of a case",
        parameters=[_SLUG],
        responses={200: EditionSerializer(many=True), 404: _MISSING},
    )
    def get(self, _request: Request, slug: str, **_: Any) -> Response:
        editions = reading.editions_of(slug)
        if not editions:
            raise Http404
        return Response(EditionSerializer(editions[::-1], many=True, context={"editions": editions}).data)


class EditionDetail(PublicView):
    """An edition: its document and the proof of it."""

    @extend_schema(
        operation_id="edition",
        summary="Document and proof of an edition",
        parameters=[_SLUG, _NUMBER],
        responses={200: EditionDocumentSerializer, 404: _MISSING},
    )
    def get(self, _request: Request, slug: str, number: int, **_: Any) -> HttpResponse:
        return _json(reading.edition_bytes(_edition_or_404(slug, number)))


class EditionDocument(PublicView):
    """The document of an edition in canonical bytes: the same for ever, unless an item is withheld."""

    @extend_schema(
        operation_id="edition_document",
        summary="Document of an edition, to the byte",
        parameters=[_SLUG, _NUMBER],
        responses={200: OpenApiTypes.OBJECT, 404: _MISSING},
    )
    def get(self, _request: Request, slug: str, number: int, **_: Any) -> HttpResponse:
        return _json(reading.document_bytes(_edition_or_404(slug, number)))


class Description(PublicView):
    """This API in OpenAPI 3."""

    renderer_classes = (OpenApiJsonRenderer, OpenApiJsonRenderer2)
    etag = staticmethod(_description_tag)

    @extend_schema(exclude=True)
    def get(self, _request: Request) -> Response:
        return Response(_description())


@cache
def _description() -> Any:
    """Drawn once: it changes with the code alone."""
    generator: Any = SchemaGenerator(urlconf=settings.PUBLIC_URLCONF, api_version="v1")  # type: ignore[no-untyped-call]
    return generator.get_schema(request=None, public=True)


def _edition_or_404(slug: str, number: int) -> Edition:
    found = Edition.objects.filter(slug=slug, number=number).first()
    if found is None:
        raise Http404
    return found


def _json(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json")
