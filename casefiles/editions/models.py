"""The public record. Nothing here refers to the newsroom's tables; nothing but cards ever changes.

Triggers in ``0002_guards`` and later refuse UPDATE, DELETE and TRUNCATE to everybody, superusers included.
"""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q


class DigestField(models.CharField):  # type: ignore[type-arg]
    """A SHA-256 in lower-case hexadecimal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 64
        super().__init__(*args, **kwargs)


class EditionKind(models.TextChoices):
    """Why an edition was made."""

    FIRST = "first", "First edition"
    UPDATE = "update", "Update"
    CLARIFICATION = "clarification", "Clarification"
    CORRECTION = "correction", "Correction"
    RETRACTION = "retraction", "Retraction"


class PublishedQuerySet(models.QuerySet["Edition"]):
    """What is in this table is published: there is no other meaning of the word."""

    def current(self) -> "PublishedQuerySet":
        """The newest edition of each case."""
        later = Edition.objects.filter(case_id=OuterRef("case_id"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def containing(self, item_id: uuid.UUID) -> "PublishedQuerySet":
        """Editions whose manifest lists the item."""
        return self.filter(Exists(EditionItem.objects.filter(edition=OuterRef("pk"), item_id=item_id)))


class Edition(models.Model):
    """One published version of a case. ``manifest`` is canonical JSON and its SHA-256 is ``digest``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EditionKind)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    manifest = models.BinaryField()
    digest = DigestField(unique=True)
    previous_digest = DigestField(blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = "published version"
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case_id", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["slug", "number"], name="edition_address_once"),
            models.CheckConstraint(condition=Q(kind__in=EditionKind.values), name="edition_known_kind"),
            models.CheckConstraint(
                condition=Q(number=1, kind=EditionKind.FIRST, note="", previous_digest="")
                | (Q(number__gt=1) & ~Q(kind=EditionKind.FIRST) & ~Q(note="") & ~Q(previous_digest="")),
                name="edition_first_or_with_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, edition {self.number}"


class EditionItem(models.Model):
    """A line of a manifest as a row, so that readers can look up which editions have an item."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    item_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    digest = DigestField()
    number = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="edition_position_once"),
            models.UniqueConstraint(fields=["edition", "item_id"], name="edition_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()


class Blob(models.Model):
    """The canonical bytes of a published item, under their digest. The same item unchanged is the same blob."""

    digest = DigestField(primary_key=True)
    item_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class LogEntry(models.Model):
    """A line of the log of editions; each names the digest of the one before, so none can be taken out."""

    index = models.BigIntegerField(primary_key=True)
    edition_digest = DigestField(unique=True)
    previous = DigestField()
    digest = DigestField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["index"]
        verbose_name_plural = "log entries"

    def __str__(self) -> str:
        return f"{self.index}: {self.digest[:12]}"


class Removal(models.Model):
    """Two people's recorded decision to withhold a blob, with the reason that readers are given."""

    digest = DigestField(primary_key=True)
    reason = models.TextField()
    decided_by = models.UUIDField()
    seconded_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("seconded_by")), name="removal_by_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="removal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]}: {self.reason}"


class LiveState(models.TextChoices):
    """What became of a cited page since its copy was made, as far as readers are told."""

    AS_ARCHIVED = "as_archived", "As archived"
    DIFFERS = "differs", "The live page differs"
    MOVED = "moved", "The address leads elsewhere"
    GONE = "gone", "Gone"
    UNREACHABLE = "unreachable", "Out of reach"


class SourceState(models.Model):
    """From when on the live page of a published source was so. Rows are only added; the newest of a source holds.

    It stands beside the editions and changes none. ``copy_id`` is the archived copy that it was compared with: of
    an edition that cites another copy it says nothing. ``statements`` are those whose words no longer stand there
    as they stood.
    """

    id = models.BigAutoField(primary_key=True)
    case_id = models.UUIDField(db_index=True)
    source_id = models.UUIDField(db_index=True)
    copy_id = models.UUIDField()
    state = models.CharField(max_length=20, choices=LiveState)
    since = models.DateTimeField()
    statements = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LiveState.values), name="source_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[LiveState.DIFFERS, LiveState.MOVED, LiveState.GONE]) | Q(statements=[]),
                name="source_state_touches_where_words_are_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} since {self.since:%Y-%m-%d}"


class CaseCard(models.Model):
    """A case as the home page lists it: a projection that ``rebuild_cards`` makes anew from the editions."""

    case_id = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.TextField()
    standfirst = models.TextField(blank=True)
    first_published_at = models.DateTimeField()
    last_published_at = models.DateTimeField()
    edition_number = models.PositiveIntegerField()
    edition_kind = models.CharField(max_length=20, choices=EditionKind)

    class Meta:
        ordering = ["-last_published_at", "slug"]

    def __str__(self) -> str:
        return self.title
