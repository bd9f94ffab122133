"""Cited addresses, requests for archived copies of them, and what each try brought."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casefiles.archive import store
from casefiles.archive.states import OUTCOMES, PAGES, Access, FileRole, State
from casefiles.jobs.models import LeasedQuerySet, LeasedRow

_SAID = {
    State.SUCCEEDED: "Archived {at}, whole page.",
    State.PARTIAL: "Archived {at}, but not all of it.",
    State.BLOCKED_POLICY: "Not contacted.",
    State.BLOCKED_BY_SITE: "The site turned us away on {at}.",
    State.GONE: "The page was no longer there on {at}.",
    State.PAYWALLED: "Archived {at}, but the site shows the whole page to subscribers only.",
    State.FAILED: "Could not be archived.",
    State.CANCELLED: "Cancelled.",
    State.QUEUED: "Waiting to be archived.",
    State.FETCHING: "Being archived now.",
    State.WAITING: "Not archived yet; it will be tried again.",
}


def moment(at: datetime.datetime | None) -> str:
    """A time as a sentence says it: "19 July 2021, 14:02 UTC"."""
    if at is None:
        return "at an unknown time"
    utc = at.astimezone(datetime.UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"


class CitedURL(models.Model):
    """An address that somebody cites, in the one form that all its spellings share (WHATWG, no fragment)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.CharField("address", max_length=2000, unique=True)
    host = models.CharField(max_length=255, db_index=True)

    class Meta:
        verbose_name = "cited address"
        verbose_name_plural = "cited addresses"

    def __str__(self) -> str:
        return self.url


class CaptureQuerySet(LeasedQuerySet["Capture"]):
    """Which captures are meant."""

    def finished(self) -> "CaptureQuerySet":
        return self.filter(state__in=OUTCOMES)

    def with_copy(self) -> "CaptureQuerySet":
        """Captures that stored what the site sent, whatever its status said."""
        stored = CaptureFile.objects.filter(capture=models.OuterRef("pk"), role=FileRole.WACZ)
        return self.filter(models.Exists(stored), status_code__isnull=False, expired_at__isnull=True)

    def most_urgent_first(self) -> "CaptureQuerySet":
        """In the order in which they are made: what is needed now, then what has waited longest."""
        return self.order_by("-needed_now", "next_at", "requested_at")


class Capture(LeasedRow):
    """One request for an archived copy. It ends in exactly one outcome, which then never changes."""

    READY_STATES = (State.QUEUED.value, State.WAITING.value)
    LEASED_STATE = State.FETCHING.value
    LAPSED_STATE = State.WAITING.value

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cited_url = models.ForeignKey(CitedURL, on_delete=models.PROTECT, related_name="captures")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was asked for.")
    asked_for = models.UUIDField(
        null=True,
        blank=True,
        db_index=True,
        help_text="What it is for (a source’s id); the archive knows no more of it.",
    )
    requested_at = models.DateTimeField(default=timezone.now)
    needed_now = models.BooleanField(default=False, db_default=False, help_text="Goes before all others that wait.")
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    nudged_at = models.DateTimeField(null=True, blank=True, help_text="When workers were last told of it.")
    outcome_detail = models.TextField(blank=True, help_text="What happened, as a sentence for a journalist.")
    engine = models.CharField(max_length=20, blank=True)
    final_url = models.CharField(max_length=4000, blank=True, help_text="Where redirects led.")
    status_code = models.PositiveSmallIntegerField(null=True, blank=True, help_text="What the server said (HTTP).")
    content_type = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    bytes_on_wire = models.BigIntegerField(default=0, help_text="Sent and received, in bytes.")
    report = models.JSONField(
        default=dict, blank=True, help_text="Redirects, addresses dialled, TLS, what was left out and why."
    )
    access = models.CharField(max_length=12, choices=Access, default=Access.SEALED)
    expired_at = models.DateTimeField(
        null=True, blank=True, help_text="When its files were given up, for nothing cited it. The row stays."
    )

    objects = CaptureQuerySet.as_manager()

    class Meta:
        verbose_name = "archived copy"
        verbose_name_plural = "archived copies"
        ordering = ["-requested_at", "id"]
        indexes = [
            models.Index(fields=["next_at"], name="capture_due", condition=~Q(state__in=sorted(OUTCOMES))),
            models.Index(fields=["cited_url", "-requested_at"], name="capture_newest"),
            models.Index(fields=["finished_at"], name="capture_by_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="capture_known_state"),
            models.CheckConstraint(condition=Q(access__in=Access.values), name="capture_known_access"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OUTCOMES), finished_at__isnull=False)
                | Q(state__in=[State.QUEUED, State.FETCHING, State.WAITING], finished_at__isnull=True),
                name="capture_finished_means_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FETCHING, leased_until__isnull=False)
                | Q(~Q(state=State.FETCHING), leased_until__isnull=True),
                name="capture_fetching_means_leased",
            ),
            models.CheckConstraint(
                condition=Q(expired_at__isnull=True)
                | Q(state__in=sorted(OUTCOMES), access__in=[Access.SEALED, Access.TAKEN_DOWN]),
                name="capture_expired_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cited_url.url} ({self.get_state_display()})"

    @property
    def is_finished(self) -> bool:
        """Has it an outcome?"""
        return self.state in OUTCOMES

    @property
    def has_copy(self) -> bool:
        """Is there a stored copy? A page that said "404 not found" has one too."""
        if self.expired_at or self.status_code is None:
            return False
        return any(stored.role == FileRole.WACZ for stored in self.files.all())

    @property
    def words(self) -> str:
        """What happened, as sentences: "Archived 19 July 2021, 14:02 UTC, whole page."."""
        said = _SAID[State(self.state)].format(at=moment(self.started_at))
        gone = f"Its files were removed {moment(self.expired_at)}, for nothing cited it." if self.expired_at else ""
        return " ".join(filter(None, [said, self.outcome_detail, gone]))

    @property
    def may_be_hurried(self) -> bool:
        """Would it change anything to say that it is needed now?"""
        return self.state == State.WAITING or (self.state == State.QUEUED and not self.needed_now)

    @property
    def lacks_scripts(self) -> bool:
        """Is it a page that no browser has shown, so that what only its scripts add is not in it?"""
        is_html = self.content_type in {"text/html", "application/xhtml+xml"}
        return self.engine == "http" and is_html and self.state in PAGES

    def extracted_text(self) -> str:
        """The text of the page as it was extracted, "" if none was. Raises ``store.Damaged``."""
        for stored in self.files.all() if not self.expired_at else ():
            if stored.role == FileRole.TEXT:
                return store.read(stored.digest).decode()
        return ""


class CaptureAttempt(models.Model):
    """One try, written once when it ends: an outcome, to be tried again, or lost with its worker."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    result = models.CharField(max_length=20)
    detail = models.TextField(blank=True)
    worker = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["capture", "number"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "number"], name="attempt_written_once"),
            models.UniqueConstraint(
                fields=["capture"], condition=Q(result__in=sorted(OUTCOMES)), name="attempt_one_outcome_a_capture"
            ),
        ]

    def __str__(self) -> str:
        return f"try {self.number}: {self.result}"


class CaptureFileQuerySet(models.QuerySet["CaptureFile"]):
    """Which files are meant."""

    def kept(self) -> "CaptureFileQuerySet":
        """Those that the store must have: of captures that have not expired."""
        return self.filter(capture__expired_at__isnull=True)


class CaptureFile(models.Model):
    """A file of a capture, in the store under its own digest."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=20, choices=FileRole)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(help_text="In bytes.")
    media_type = models.CharField(max_length=200)

    objects = CaptureFileQuerySet.as_manager()

    class Meta:
        ordering = ["capture", "role"]
        indexes = [models.Index(fields=["digest"], name="file_by_digest")]
        constraints = [
            models.UniqueConstraint(fields=["capture", "role"], name="file_once_per_role"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="file_named_by_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.digest}"


class SiteHold(models.Model):
    """A site that must not learn of us yet. While one hold stands, no byte goes to its host."""

    host = models.CharField(max_length=255)
    holder = models.UUIDField(help_text="What asks for silence (a source’s id).")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "holder"], name="hold_once")]

    def __str__(self) -> str:
        return self.host


class HostGap(models.Model):
    """Manners towards one host: one capture at a time, and a pause between two. Holds across workers."""

    host = models.CharField(max_length=255, primary_key=True)
    gap = models.FloatField(help_text="Seconds between two captures; doubled each time the site says 429.")
    free_at = models.DateTimeField(help_text="Not to be contacted before.")
    held_by = models.UUIDField(null=True, blank=True, help_text="The capture that is at it.")
    held_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.host
