"""Who is spoken of. Two groups are never merged into one name."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from casefiles.dossiers.fields import AddressField, LineField, VerbatimField
from casefiles.dossiers.history import tracked
from casefiles.dossiers.models.item import KindModel
from casefiles.dossiers.vocabularies import ActorRelation, ActorType, Kind

country_code = RegexValidator(
    r"\A[A-Z]{2}\Z", "Write the country as two capital letters (ISO 3166-1), for instance FI."
)


@tracked
class Actor(KindModel):
    """A country, organ, group, company, organisation or person that claims are about or from."""

    KIND = Kind.ACTOR
    name = LineField()
    actor_type = models.CharField("type", max_length=30, choices=ActorType)
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[country_code],
        help_text="ISO 3166-1, two letters. Blank: not stated.",
    )
    description = VerbatimField(blank=True)
    attack_id = models.CharField(
        "ATT&CK group id",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"\AG\d{4}\Z", "An ATT&CK group id looks like G0125.")],
    )
    misp_uuid = models.UUIDField("MISP galaxy UUID", null=True, blank=True)

    class Meta:
        ordering = ["name"]

    @property
    def summary(self) -> str:
        return self.name


@tracked
class Alias(KindModel):
    """Another name of an actor, and who coined it."""

    KIND = Kind.ALIAS
    SUMMARY_NEEDS = ("actor",)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="aliases")
    name = LineField()
    coined_by = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reference_title = LineField(blank=True, help_text="Where the name is used, in words.")
    reference_url = AddressField(blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"

    @property
    def summary(self) -> str:
        return f"{self.name} (name for {self.actor.name})"


@tracked
class ActorLink(KindModel):
    """Somebody says that one actor is part of, sponsored by or the same as another: a claim like any other."""

    KIND = Kind.ACTOR_LINK
    SUMMARY_NEEDS = ("subject", "object")
    subject = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20, choices=ActorRelation)
    object = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey("dossiers.Statement", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "link between actors"
        verbose_name_plural = "links between actors"
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject=F("object")),
                name="actor_link_two_actors",
                violation_error_code="object",
                violation_error_message="A link joins two different actors.",
            ),
        ]

    @property
    def summary(self) -> str:
        return f"{self.subject.name} {self.get_relation_display()} {self.object.name}"
