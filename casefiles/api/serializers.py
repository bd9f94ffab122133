"""What the read API says, for its answers and for its OpenAPI description."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casefiles.editions import reading
from casefiles.editions.models import CaseCard, Edition, EditionKind, SourceState
from casefiles.editions.reading import Document


def _address(name: str, **arguments: Any) -> str:
    return str(settings.PUBLIC_URL) + reverse(name, kwargs=arguments)


def _api(name: str, **arguments: Any) -> str:
    return _address(f"api:{name}", version="v1", **arguments)


class CaseSerializer(serializers.ModelSerializer[CaseCard]):
    """A published case, as its current edition has it."""

    id = serializers.UUIDField(source="case_id")
    url = serializers.SerializerMethodField(help_text="This case in the API.")
    page = serializers.SerializerMethodField(help_text="This case for readers.")
    current = serializers.SerializerMethodField(help_text="Its current edition in the API.")

    class Meta:
        model = CaseCard
        fields = (
            "id",
            "slug",
            "title",
            "standfirst",
            "first_published_at",
            "last_published_at",
            "edition_number",
            "edition_kind",
            "url",
            "page",
            "current",
        )

    def get_url(self, card: CaseCard) -> str:
        return _api("case", slug=card.slug)

    def get_page(self, card: CaseCard) -> str:
        return _address("reader:case", slug=card.slug)

    def get_current(self, card: CaseCard) -> str:
        return _api("edition", slug=card.slug, number=card.edition_number)


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """One edition of a case. What came after it is said here, never inside its document."""

    superseded_by = serializers.SerializerMethodField(help_text="Number of the current edition; null for that one.")
    corrected_by = serializers.SerializerMethodField(
        help_text="Number of the first later correction or retraction; null if there is none."
    )
    url = serializers.SerializerMethodField(help_text="Document and proof.")
    document = serializers.SerializerMethodField(help_text="The document alone, in canonical bytes.")
    page = serializers.SerializerMethodField(help_text="This edition for readers.")

    class Meta:
        model = Edition
        fields = (
            "number",
            "kind",
            "note",
            "published_at",
            "digest",
            "previous_digest",
            "superseded_by",
            "corrected_by",
            "url",
            "document",
            "page",
        )

    @property
    def _editions(self) -> list[Edition]:
        editions: list[Edition] = self.context["editions"]
        return editions

    def get_superseded_by(self, edition: Edition) -> int | None:
        newest = self._editions[-1].number
        return newest if newest > edition.number else None

    def get_corrected_by(self, edition: Edition) -> int | None:
        grave = {EditionKind.CORRECTION, EditionKind.RETRACTION}
        later = (each.number for each in self._editions if each.number > edition.number and each.kind in grave)
        return next(later, None)

    def get_url(self, edition: Edition) -> str:
        return _api("edition", slug=edition.slug, number=edition.number)

    def get_document(self, edition: Edition) -> str:
        return _api("document", slug=edition.slug, number=edition.number)

    def get_page(self, edition: Edition) -> str:
        return _address("reader:edition", slug=edition.slug, number=edition.number)


class LivePageSerializer(serializers.ModelSerializer[SourceState]):
    """What became of the page of a source since the archived copy that the current edition cites."""

    source = serializers.UUIDField(source="source_id")  # type: ignore[assignment] # as a member it has this name
    capture = serializers.UUIDField(source="copy_id", help_text="The archived copy that it was compared with.")
    statements = serializers.ListField(
        child=serializers.UUIDField(), help_text="Statements whose words no longer stand there as archived."
    )

    class Meta:
        model = SourceState
        fields = ("source", "capture", "state", "since", "statements")


class CaseDetailSerializer(CaseSerializer):
    """A published case with all its editions, newest first, and cited pages that are not as they were archived."""

    editions = serializers.SerializerMethodField()
    live_pages = serializers.SerializerMethodField(help_text="Sources whose live page is not as it was archived.")

    class Meta(CaseSerializer.Meta):
        fields = (*CaseSerializer.Meta.fields, "editions", "live_pages")  # type: ignore[assignment]

    @extend_schema_field(LivePageSerializer(many=True))
    def get_live_pages(self, _card: CaseCard) -> list[dict[str, Any]]:
        document: Document = self.context["document"]
        states = reading.live_states(document)
        rows = [states[item.id] for item in document.of_kind("source") if item.id in states]
        return list(LivePageSerializer(rows, many=True).data)

    def get_editions(self, _card: CaseCard) -> list[dict[str, Any]]:
        editions = self.context["editions"]
        return list(EditionSerializer(editions[::-1], many=True, context=self.context).data)


class LogLineSerializer(serializers.Serializer[Any]):
    """A line of the log of editions; its digest is the SHA-256 of the other members in canonical JSON."""

    format = serializers.CharField()
    index = serializers.IntegerField()
    edition = serializers.CharField()
    previous = serializers.CharField()
    at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class ProofSerializer(serializers.Serializer[Any]):
    """What to check a document against."""

    format = serializers.CharField()
    manifest_sha256 = serializers.CharField()
    document_sha256 = serializers.CharField()
    document_bytes = serializers.IntegerField()
    log = LogLineSerializer()


class EditionDocumentSerializer(serializers.Serializer[Any]):
    """A document (see ``/schemas/casefile/1.json``) and its proof."""

    document = serializers.DictField()
    proof = ProofSerializer()


class ProblemSerializer(serializers.Serializer[Any]):
    """What was wrong with the request."""

    status = serializers.IntegerField()
    reason = serializers.CharField()
    field = serializers.CharField(required=False)


class ErrorSerializer(serializers.Serializer[Any]):
    """Every answer that is no success."""

    error = ProblemSerializer()
