"""The custody of a capture: two chains of events, only ever added to. ``archive.chain`` tells their form."""

from typing import Any

from django.conf import settings
from django.db import models

from casefiles.archive.chain import parse
from casefiles.archive.models.captures import Capture
from casefiles.archive.states import Custody, Handling


class Link(models.Model):
    """An event. ``document`` is what its digest is over; the columns beside it only repeat what it says."""

    number = models.PositiveIntegerField(help_text="1 for the first of its chain.")
    at = models.DateTimeField(help_text="By the database’s clock.")
    document = models.TextField(help_text="The event in canonical JSON.")
    previous = models.CharField(max_length=64, help_text="The digest of the event before; zeroes for the first.")
    digest = models.CharField("SHA-256", max_length=64)

    class Meta:
        abstract = True

    @property
    def event(self) -> dict[str, Any]:
        """What the document says."""
        return parse(self.document)


class CustodyEvent(Link):
    """What happened to a capture, as readers of an open copy may see it."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="custody")
    kind = models.CharField(max_length=20, choices=Custody)

    class Meta:
        ordering = ["capture", "number"]
        constraints = [models.UniqueConstraint(fields=["capture", "number"], name="custody_one_chain")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"


class CustodyWithheld(models.Model):
    """What readers are not shown of an event: who, why, and the salt. No surface of theirs may read the table."""

    event = models.OneToOneField(CustodyEvent, on_delete=models.PROTECT, primary_key=True, related_name="withheld")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.TextField(help_text="Canonical JSON; its SHA-256 stands in the event.")

    def __str__(self) -> str:
        return f"withheld of {self.event_id}"


class HandlingEvent(Link):
    """Who at the newsroom looked at a copy, or took it along. ``by`` is ``None`` for the operator of the system."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="handling")
    kind = models.CharField(max_length=20, choices=Handling)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["capture", "number"]
        constraints = [models.UniqueConstraint(fields=["capture", "number"], name="handling_one_chain")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"
