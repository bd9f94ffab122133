"""What supports or undermines a claim."""

from django.core.validators import RegexValidator
from django.db import models

from casefiles.dossiers.fields import LineField, VerbatimField
from casefiles.dossiers.history import tracked
from casefiles.dossiers.models.claims import Attribution, Statement
from casefiles.dossiers.models.item import KindModel
from casefiles.dossiers.models.sources import Source
from casefiles.dossiers.vocabularies import Bearing, Credibility, EvidenceType, Kind


@tracked
class Evidence(KindModel):
    """A piece of evidence, the sources and statements it rests on, and the claims it bears on."""

    KIND = Kind.EVIDENCE
    title = LineField()
    evidence_type = models.CharField("type", max_length=30, choices=EvidenceType)
    description = VerbatimField()
    technique_id = models.CharField(
        "ATT&CK technique",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"\AT\d{4}(\.\d{3})?\Z", "An ATT&CK technique id looks like T1190 or T1505.003.")],
    )
    credibility = models.PositiveSmallIntegerField(
        choices=Credibility, null=True, blank=True, help_text="For the desk alone. Blank: not rated."
    )
    sources = models.ManyToManyField(Source, through="EvidenceSource", related_name="+", blank=True)
    statements = models.ManyToManyField(Statement, through="EvidenceStatement", related_name="+", blank=True)
    attributions = models.ManyToManyField(Attribution, through="EvidenceBearing", related_name="+", blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "evidence"

    @property
    def summary(self) -> str:
        return self.title


@tracked
class EvidenceSource(models.Model):
    """Evidence rests on a source."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="source_rows")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "source"],
                name="evidence_source_once",
                violation_error_code="source",
                violation_error_message="This source is named twice.",
            )
        ]

    def __str__(self) -> str:
        return str(self.source)


@tracked
class EvidenceStatement(models.Model):
    """Evidence rests on a statement."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="statement_rows")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "statement"],
                name="evidence_statement_once",
                violation_error_code="statement",
                violation_error_message="This statement is named twice.",
            )
        ]

    def __str__(self) -> str:
        return str(self.statement)


@tracked
class EvidenceBearing(models.Model):
    """Evidence supports or undermines a claim."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="bearing_rows")
    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="+")
    bearing = models.CharField(max_length=12, choices=Bearing, default=Bearing.SUPPORTS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "attribution"],
                name="evidence_bearing_once",
                violation_error_code="attribution",
                violation_error_message="This claim is named twice.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_bearing_display()} {self.attribution}"
