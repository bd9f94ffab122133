"""Addresses that are looked at again because something published rests on them, and what each look found."""

import datetime
import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casefiles.archive.models.captures import Capture, CitedURL
from casefiles.archive.states import Seen, WatchState
from casefiles.jobs.models import LeasedQuerySet, LeasedRow


class WatchQuerySet(LeasedQuerySet["Watch"]):
    """Which watches are meant."""

    def kept(self) -> "WatchQuerySet":
        """Those that something published rests on now."""
        return self.exclude(state=WatchState.RESTING)


class Watch(LeasedRow):
    """An address to look at again and again. It rests while nothing published cites it."""

    READY_STATES = (WatchState.WAITING.value,)
    LEASED_STATE = WatchState.CHECKING.value
    LAPSED_STATE = WatchState.WAITING.value

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cited_url = models.OneToOneField(CitedURL, on_delete=models.PROTECT, related_name="watch")
    copy = models.ForeignKey(
        Capture, on_delete=models.PROTECT, related_name="+", help_text="The copy that is cited: what to compare with."
    )
    state = models.CharField(max_length=20, choices=WatchState, default=WatchState.WAITING)
    nudged_at = models.DateTimeField(null=True, blank=True, help_text="When a worker was last told of it.")

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "watches"
        indexes = [models.Index(fields=["next_at"], name="watch_due", condition=Q(state=WatchState.WAITING))]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WatchState.values), name="watch_known_state"),
            models.CheckConstraint(
                condition=Q(state=WatchState.CHECKING, leased_until__isnull=False)
                | Q(~Q(state=WatchState.CHECKING), leased_until__isnull=True),
                name="watch_checking_means_leased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cited_url.url} ({self.get_state_display()})"


class RecheckQuerySet(models.QuerySet["Recheck"]):
    """Which looks are meant."""

    def read(self) -> "RecheckQuerySet":
        """Looks that saw the page itself, changed or not."""
        return self.filter(result__in=[Seen.OK, Seen.CHANGED, Seen.MOVED])


class Recheck(models.Model):
    """One look at a watched address, written once. What it read is kept where nobody has read the same before."""

    id = models.BigAutoField(primary_key=True)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="rechecks")
    at = models.DateTimeField(db_default=Now())
    result = models.CharField(max_length=20, choices=Seen)
    detail = models.TextField(blank=True, help_text="What happened, as a sentence.")
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="What the server said (HTTP).")
    final_url = models.CharField(max_length=4000, blank=True, help_text="Where redirects led.")
    similarity = models.FloatField(
        null=True, blank=True, help_text="To the cited copy’s text, from 0 to 1; null where there is no text."
    )
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the text made alike, or of the bytes of a page that has none; blank if it was not read.",
    )
    text = models.TextField(  # noqa: DJ001 (a page may have a text, and that be empty)
        null=True, blank=True, help_text="Null where an earlier look has the same digest."
    )
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    conditional = models.BooleanField(default=False, help_text="It asked on condition of something new.")
    bytes_on_wire = models.BigIntegerField(default=0, help_text="Sent and received, in bytes.")
    worker = models.CharField(max_length=100, blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        ordering = ["watch", "id"]
        indexes = [
            models.Index(fields=["watch", "-id"], name="recheck_newest"),
            models.Index(fields=["watch", "digest"], name="recheck_text", condition=Q(text__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=Seen.values), name="recheck_known_result"),
            models.CheckConstraint(
                condition=Q(similarity__isnull=True) | Q(similarity__gte=0, similarity__lte=1),
                name="recheck_similarity_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {self.at:%d %B %Y}"

    @property
    def seen_text(self) -> str | None:
        """The text that it read, wherever that is kept; ``None`` if it read none."""
        if self.text is not None or not self.digest:
            return self.text
        same = Recheck.objects.filter(watch=self.watch_id, digest=self.digest, text__isnull=False)
        return same.values_list("text", flat=True).first()


class RecheckCopy(models.Model):
    """A copy that was asked for because of what a look found. Nothing comes to cite it by itself."""

    capture = models.OneToOneField(Capture, on_delete=models.PROTECT, primary_key=True, related_name="recheck_copy")
    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="copies")
    asked_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.capture_id}, by look {self.recheck_id}"


def day(at: datetime.datetime) -> str:
    """A day as a sentence says it: "3 December 2026"."""
    utc = at.astimezone(datetime.UTC)
    return f"{utc.day} {utc:%B %Y}"
