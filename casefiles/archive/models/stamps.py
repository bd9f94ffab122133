"""Tokens of timestamp authorities over stored copies, and those that are still to be had."""

from django.db import models

from casefiles.archive.models.captures import Capture
from casefiles.archive.states import StampState
from casefiles.jobs.models import LeasedQuerySet, LeasedRow


class DueStamp(LeasedRow):
    """One authority's token over one copy, asked for by whichever worker comes to it until it is there."""

    READY_STATES = (StampState.WAITING.value,)
    LEASED_STATE = StampState.ASKING.value
    LAPSED_STATE = StampState.WAITING.value

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="due_stamps")
    authority = models.CharField(max_length=500, help_text="Host, port and path of its address.")
    digest = models.CharField("SHA-256", max_length=64, help_text="Of the WACZ.")
    state = models.CharField(max_length=20, choices=StampState, default=StampState.WAITING)
    tried_at = models.DateTimeField(null=True, blank=True, help_text="When it was last asked for in vain.")
    said = models.TextField(blank=True, help_text="Why there is none yet, as a sentence.")

    objects = LeasedQuerySet["DueStamp"].as_manager()

    class Meta:
        ordering = ["capture", "authority"]
        indexes = [models.Index(fields=["next_at"], name="stamp_due", condition=models.Q(state=StampState.WAITING))]
        constraints = [
            models.UniqueConstraint(fields=["capture", "authority"], name="stamp_once_an_authority"),
            models.CheckConstraint(condition=models.Q(state__in=StampState.values), name="stamp_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.state}"


class TimestampToken(models.Model):
    """An authority's whole answer over a stored WACZ, checked before it was kept."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="tokens")
    authority = models.CharField(max_length=500, help_text="Host, port and path of its address.")
    over = models.CharField("SHA-256", max_length=64, help_text="Of the WACZ.")
    at = models.DateTimeField(help_text="By the authority’s clock.")
    answer = models.BinaryField(help_text="DER, as “openssl ts” reads it.")

    class Meta:
        ordering = ["capture", "authority"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "authority"], name="token_once_an_authority"),
            models.CheckConstraint(condition=models.Q(over__regex=r"^[0-9a-f]{64}$"), name="token_over_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} over {self.over}"
