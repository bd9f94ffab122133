"""Where things were said, and who printed them."""

from django.db import models
from django.db.models import F, Q

from casefiles.dossiers.fields import AddressField, LanguageField, LineField, PartialDateField, VerbatimField, bound
from casefiles.dossiers.history import tracked
from casefiles.dossiers.models.actors import country_code
from casefiles.dossiers.models.item import KindModel
from casefiles.dossiers.vocabularies import Archiving, Credibility, Kind, Reliability, SourceType, Tlp


@tracked
class Publisher(KindModel):
    """An outlet or issuer. Its reliability is rated per kind of report, for the desk alone."""

    KIND = Kind.PUBLISHER
    name = LineField()
    country = models.CharField(max_length=2, blank=True, validators=[country_code])
    website = AddressField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "outlet or issuer"
        verbose_name_plural = "outlets and issuers"

    @property
    def summary(self) -> str:
        return self.name


@tracked
class PublisherReliability(models.Model):
    """How reliable a publisher is for one kind of report (Admiralty code)."""

    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="reliabilities")
    source_type = models.CharField("kind of report", max_length=30, choices=SourceType)
    reliability = models.CharField(max_length=1, choices=Reliability)

    class Meta:
        verbose_name_plural = "publisher reliabilities"
        constraints = [
            models.UniqueConstraint(
                fields=["publisher", "source_type"],
                name="reliability_once_per_kind",
                violation_error_code="source_type",
                violation_error_message="This kind of report is rated twice.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_type_display()}: {self.get_reliability_display()}"


@tracked
class Source(KindModel):
    """Something that can be cited: a page, a document, a broadcast."""

    KIND = Kind.SOURCE
    title = LineField()
    url = AddressField("address", blank=True, help_text="The page or document to archive.")
    original_address = LineField(
        blank=True, help_text="Where the original stands, as text, if the address above is a digest of it."
    )
    publisher = models.ForeignKey(
        Publisher,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="outlet or issuer",
    )
    authors = LineField(blank=True)
    source_type = models.CharField("kind", max_length=30, choices=SourceType, default=SourceType.NEWS_REPORT)
    language = LanguageField(default="en", help_text="BCP 47, for instance en, fi or zh-Hans.")
    published = PartialDateField(help_text="Blank: the source has no date. Never guess one.")
    published_earliest, published_latest = bound(), bound()
    accessed = models.DateField(null=True, blank=True, help_text="When you read it.")
    archiving = models.CharField("how to archive", max_length=10, choices=Archiving, default=Archiving.NOW)
    note = VerbatimField(blank=True, help_text="What readers should know about this source.")
    show_whole_copy = models.BooleanField(
        "show readers the whole archived page",
        default=False,
        help_text="Otherwise readers see the passages, when it was archived, and its digests.",
    )
    credibility = models.PositiveSmallIntegerField(
        choices=Credibility, null=True, blank=True, help_text="For the desk alone. Blank: not rated."
    )
    tlp = models.CharField("TLP", max_length=15, choices=Tlp, blank=True)
    cited_url = models.ForeignKey(
        "archive.CitedURL", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    capture = models.ForeignKey(
        "archive.Capture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="archived copy",
    )
    relays = models.ManyToManyField("self", through="Relay", symmetrical=False, related_name="+", blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(archiving=Archiving.NOW) | ~Q(url=""),
                name="source_has_an_address_to_archive",
                violation_error_code="url",
                violation_error_message="Give the address to archive, or choose another way of archiving.",
            )
        ]

    @property
    def summary(self) -> str:
        return self.title


@tracked
class Relay(models.Model):
    """``source`` repeats what ``relayed`` says; the way to count who knows, not who printed."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="relay_rows")
    relayed = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "relayed"],
                name="relay_once",
                violation_error_code="relayed",
                violation_error_message="This source is named twice.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("relayed")),
                name="relay_of_another",
                violation_error_code="relayed",
                violation_error_message="A source cannot repeat itself; choose the other one.",
            ),
        ]

    def __str__(self) -> str:
        return f"repeats {self.relayed}"
