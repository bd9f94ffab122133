"""What happened, who said what about it, and who blames whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casefiles.dossiers.fields import LanguageField, LineField, PartialDateField, VerbatimField, bound
from casefiles.dossiers.history import tracked
from casefiles.dossiers.models.actors import Actor, country_code
from casefiles.dossiers.models.item import KindModel
from casefiles.dossiers.models.sources import Source
from casefiles.dossiers.vocabularies import (
    AttributionType,
    Basis,
    Confidence,
    Kind,
    Likelihood,
    OperationType,
    Responsibility,
    Sector,
    Speech,
    Stance,
    Words,
    Yardstick,
)


@tracked
class CaseText(KindModel):
    """What introduces a case to readers."""

    KIND = Kind.CASE_TEXT
    title = LineField()
    standfirst = VerbatimField(help_text="Two or three sentences: what the case is about and what is disputed.")
    narrative = VerbatimField(
        blank=True,
        help_text="Markdown without HTML. Refer to an item by a link to item: and its id, "
        "for instance [the advisory](item:6f9619ff-8b86-4d01-b42d-00cf4fc964ff).",
    )
    byline = LineField(help_text="Who compiled it, as readers see it.")
    approving_editor = LineField(blank=True, help_text="Who answers for it, as readers see it.")
    established = VerbatimField(blank=True, verbose_name="what is established", help_text="Markdown.")
    not_established = VerbatimField(blank=True, verbose_name="what is not established", help_text="Markdown.")

    @property
    def summary(self) -> str:
        return self.title


@tracked
class Operation(KindModel):
    """An incident or a campaign. Every attribution, legal action and impact is about exactly one."""

    KIND = Kind.OPERATION
    name = LineField()
    other_names = ArrayField(LineField(), default=list, blank=True)
    operation_type = models.CharField("type", max_length=10, choices=OperationType)
    dates = PartialDateField(help_text="When it took place, as exactly as it is known; 2011/2018 is an interval.")
    dates_earliest, dates_latest = bound(), bound()
    affected_systems = LineField(blank=True)
    sectors = ArrayField(models.CharField(max_length=40, choices=Sector), default=list, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2, validators=[country_code]),
        default=list,
        blank=True,
        help_text="Affected countries, ISO 3166-1 letters separated by commas.",
    )
    description = VerbatimField(blank=True)

    class Meta:
        ordering = ["name"]

    @property
    def summary(self) -> str:
        return self.name


@tracked
class Statement(KindModel):
    """What somebody said, in a source: the passage to the letter, and who said it how."""

    KIND = Kind.STATEMENT
    SUMMARY_NEEDS = ("speaker",)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    passage = VerbatimField(help_text="The words of the source, to the letter.")
    prefix = VerbatimField(blank=True, help_text="A few words before the passage, to find it by.")
    suffix = VerbatimField(blank=True, help_text="A few words after it.")
    locator = LineField(blank=True, help_text="Page, paragraph or timecode.")
    speaker = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    speaker_name = LineField(blank=True, help_text="A named person.")
    speaker_role = LineField(blank=True)
    speaker_description = LineField(blank=True, help_text="The agreed description of somebody unnamed.")
    anonymity_reason = LineField(blank=True)
    how_they_know = LineField(blank=True)
    speech = models.CharField(max_length=10, choices=Speech, default=Speech.REPORTED)
    said = PartialDateField(help_text="When it was said. Blank: not known.")
    said_earliest, said_latest = bound(), bound()
    language = LanguageField(default="en", help_text="BCP 47.")
    translation = VerbatimField(blank=True)
    translator = LineField(blank=True)
    unclear = VerbatimField(blank=True, help_text="What is unclear about the wording, if anything.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(passage=""),
                name="statement_has_a_passage",
                violation_error_code="passage",
                violation_error_message="Copy the passage from the source, to the letter.",
            ),
            models.CheckConstraint(
                condition=Q(speaker__isnull=False) | ~Q(speaker_name="") | ~Q(speaker_description=""),
                name="statement_has_a_speaker",
                violation_error_code="speaker",
                violation_error_message="Say who speaks: an actor, a named person, or somebody’s agreed description.",
            ),
            models.CheckConstraint(
                condition=Q(speaker_description="", anonymity_reason="") | Q(speaker_name="", speaker_role=""),
                name="statement_names_nobody_unnamed",
                violation_error_code="speaker_name",
                violation_error_message="Somebody who is not to be named has neither name nor role here: take them "
                "out, or take out how we agreed to call them and why they are not named.",
            ),
        ]

    @property
    def said_by(self) -> str:
        """The speaker as readers see it."""
        named = ", ".join(part for part in (self.speaker_name, self.speaker_role) if part)
        who = named or self.speaker_description
        if self.speaker:
            return f"{who} ({self.speaker.name})" if who else self.speaker.name
        return who

    @property
    def summary(self) -> str:
        return f"{self.said_by}: {self.passage}"


@tracked
class Attribution(KindModel):
    """Exactly one accuser, one accused, one operation. A joint claim is several, sharing a statement.

    Words, likelihood and stance are three things. What the accuser states as confidence and what we
    think of it are two fields; ours is signed, dated and stays on the desk.
    """

    KIND = Kind.ATTRIBUTION
    SUMMARY_NEEDS = ("accuser", "accused", "operation")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="attributions")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="attributions")
    accuser = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    accused = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    accused_as_said = LineField(blank=True, help_text="If the source words it otherwise: “from the territory of …”.")
    stance = models.CharField(max_length=10, choices=Stance, default=Stance.ACCUSES)
    words = models.CharField(max_length=30, choices=Words)
    verb = LineField(blank=True, help_text="The verb itself, as the source has it.")
    yardstick = models.CharField(max_length=15, choices=Yardstick, default=Yardstick.NONE)
    likelihood = models.CharField(max_length=40, choices=Likelihood, default=Likelihood.NONE_STATED)
    likelihood_as_said = LineField(blank=True)
    confidence = models.CharField(
        "confidence as stated", max_length=15, choices=Confidence, default=Confidence.NONE_STATED
    )
    confidence_as_said = LineField(blank=True)
    responsibility = models.CharField("state responsibility", max_length=40, choices=Responsibility, blank=True)
    basis = models.CharField(max_length=30, choices=Basis, default=Basis.NOT_AVAILABLE)
    attribution_type = models.CharField("type", max_length=40, choices=AttributionType, default=AttributionType.UNCLEAR)
    caveat = VerbatimField(blank=True, help_text="What readers must know about this claim, if anything.")
    our_confidence = models.CharField(max_length=15, choices=Confidence, blank=True)
    our_confidence_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    our_confidence_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood="none_stated", yardstick="none_stated")
                | Q(likelihood__startswith="icd203:", yardstick="icd203")
                | Q(likelihood__startswith="phia:", yardstick="phia"),
                name="attribution_likelihood_in_its_yardstick",
                violation_error_code="likelihood",
                violation_error_message="Choose a likelihood of the yardstick beside it, or “none stated” in both.",
            ),
            models.CheckConstraint(
                condition=Q(our_confidence="", our_confidence_by__isnull=True, our_confidence_on__isnull=True)
                | (~Q(our_confidence="") & Q(our_confidence_by__isnull=False, our_confidence_on__isnull=False)),
                name="attribution_our_confidence_signed",
                violation_error_code="our_confidence",
                violation_error_message="Our own confidence is signed and dated.",
            ),
        ]

    @property
    def summary(self) -> str:
        return f"{self.accuser.name} {self.get_words_display()}: {self.accused.name}, {self.operation.name}"
