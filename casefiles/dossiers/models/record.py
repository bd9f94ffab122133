"""What followed and what surrounds a claim: acts, dates, damage, replies, notes."""

from django.db import models
from django.db.models import Q

from casefiles.dossiers.fields import LineField, PartialDateField, VerbatimField, bound
from casefiles.dossiers.history import tracked
from casefiles.dossiers.models.actors import Actor
from casefiles.dossiers.models.claims import Attribution, Operation, Statement
from casefiles.dossiers.models.item import Item, KindModel
from casefiles.dossiers.models.sources import Source
from casefiles.dossiers.vocabularies import CHARGES, Kind, LegalAct, ReplyOutcome


@tracked
class LegalAction(KindModel):
    """A government or legal action about one operation. It is an act, not a stronger belief."""

    KIND = Kind.LEGAL_ACTION
    SUMMARY_NEEDS = ("by", "operation")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="legal_actions")
    act = models.CharField(max_length=20, choices=LegalAct)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    against = LineField(blank=True, help_text="Against whom, as the source has it.")
    against_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    date = PartialDateField()
    date_earliest, date_latest = bound(), bound()
    description = VerbatimField(help_text="What was done, in a sentence or two.")
    present_status = LineField(blank=True, help_text="Where it stands today.")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "government or legal action"

    @property
    def is_charge(self) -> bool:
        """Charges are allegations, and every page that shows them says so."""
        return self.act in CHARGES

    @property
    def summary(self) -> str:
        return f"{self.get_act_display()} by {self.by.name}: {self.operation.name}"


@tracked
class Event(KindModel):
    """An entry of the timeline."""

    KIND = Kind.EVENT
    date = PartialDateField(blank=False)
    date_earliest, date_latest = bound(), bound()
    title = LineField()
    description = VerbatimField(blank=True)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "timeline entry"
        verbose_name_plural = "timeline entries"

    @property
    def summary(self) -> str:
        return f"{self.date}: {self.title}"


@tracked
class Impact(KindModel):
    """A figure for the damage, with its unit, its scope and whose estimate it is."""

    KIND = Kind.IMPACT
    SUMMARY_NEEDS = ("operation",)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="impacts")
    amount = LineField(max_length=60, help_text="The figure as the source has it, for instance 30,000.")
    unit = LineField(help_text="Of what: organisations, people, US dollars.")
    scope = LineField(blank=True, help_text="Where and when: in the United States alone.")
    estimate_by = LineField(blank=True, help_text="Whose estimate. Blank: no source is named.")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")

    @property
    def summary(self) -> str:
        return f"{self.amount} {self.unit}: {self.operation.name}"


@tracked
class ReplyRequest(KindModel):
    """Right of reply: what was put to the accused, and what came of it."""

    KIND = Kind.REPLY_REQUEST
    SUMMARY_NEEDS = ("to",)
    to = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    allegations = VerbatimField(help_text="What was, or would have been, put to them.")
    channel = LineField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    deadline_zone = LineField(max_length=60, blank=True, help_text="For instance Asia/Shanghai.")
    outcome = models.CharField(max_length=15, choices=ReplyOutcome, default=ReplyOutcome.PENDING)
    why_not_sought = VerbatimField(blank=True)
    reply = VerbatimField(blank=True, help_text="The reply, to the letter or as its source reports it.")
    replied = PartialDateField()
    replied_earliest, replied_latest = bound(), bound()
    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The reply’s own source.",
    )
    attributions = models.ManyToManyField(Attribution, through="ReplyRequestAttribution", related_name="+", blank=True)

    class Meta:
        verbose_name = "right of reply"
        verbose_name_plural = "rights of reply"
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=ReplyOutcome.NOT_SOUGHT) | ~Q(why_not_sought=""),
                name="reply_not_sought_says_why",
                violation_error_code="why_not_sought",
                violation_error_message="Say why no reply was sought.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[ReplyOutcome.ANSWERED, ReplyOutcome.PUBLIC_REPLY]) | ~Q(reply=""),
                name="reply_answered_has_the_reply",
                violation_error_code="reply",
                violation_error_message="Give the reply, to the letter or as its source reports it.",
            ),
        ]

    @property
    def summary(self) -> str:
        return f"{self.to.name}: {self.get_outcome_display()}"


@tracked
class ReplyRequestAttribution(models.Model):
    """A right of reply concerns a claim."""

    reply_request = models.ForeignKey(ReplyRequest, on_delete=models.PROTECT, related_name="attribution_rows")
    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reply_request", "attribution"],
                name="reply_claim_once",
                violation_error_code="attribution",
                violation_error_message="This claim is named twice.",
            )
        ]

    def __str__(self) -> str:
        return str(self.attribution)


@tracked
class EditorNote(KindModel):
    """A note by the editors about items: something to resolve, or something readers should know."""

    KIND = Kind.EDITOR_NOTE
    text = VerbatimField()
    resolved = models.BooleanField(default=False)
    subjects = models.ManyToManyField(Item, through="NoteSubject", related_name="+", blank=True)

    class Meta:
        verbose_name = "editor’s note"

    @property
    def summary(self) -> str:
        return self.text


@tracked
class NoteSubject(models.Model):
    """An editor's note concerns an item."""

    note = models.ForeignKey(EditorNote, on_delete=models.PROTECT, related_name="subject_rows")
    subject = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["note", "subject"],
                name="note_subject_once",
                violation_error_code="subject",
                violation_error_message="This item is named twice.",
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)
