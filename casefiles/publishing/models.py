"""What publishing remembers besides the editions: readers' numbers of items, what became of pages that are cited."""

from django.db import models
from django.db.models import Q

from casefiles.archive.models import Capture, Recheck
from casefiles.dossiers.models import Item, Source, Statement
from casefiles.editions.models import LiveState


class PublicNumber(models.Model):
    """A reader's number (S3, E2): given when an item is first published, and never given again."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name="+")
    case_id = models.UUIDField()
    prefix = models.CharField(max_length=1)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_id", "prefix", "number"], name="public_number_once")]

    def __str__(self) -> str:
        return f"{self.prefix}{self.number}"


class Observation(models.Model):
    """What became of the page of a published source, judged by the words that are quoted from it.

    ``copy`` is the one that the newest edition cites. Readers are told of ``state`` alone, by ``SourceState``.
    """

    source = models.OneToOneField(Source, on_delete=models.PROTECT, primary_key=True, related_name="+")
    copy = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="+")
    following = models.BooleanField(default=True, help_text="Is it in the newest edition of its case?")
    judged = models.ForeignKey(Recheck, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(
        Capture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The page as it was then."
    )
    waits_for = models.ForeignKey(
        Capture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Decides when it is made."
    )
    state = models.CharField(max_length=20, choices=LiveState, default=LiveState.AS_ARCHIVED)
    since = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True, help_text="When the page itself was last seen.")
    walled_since = models.DateTimeField(null=True, blank=True, help_text="Since when we are turned away.")
    elsewhere = models.BooleanField(default=False, help_text="It differs, but not in what is quoted.")
    notice = models.CharField(max_length=500, blank=True, help_text="How it says that it was corrected.")
    unknown = models.PositiveIntegerField(default=0, help_text="Passages that only an eye can check.")
    statements = models.ManyToManyField(Statement, through="Touched", related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=LiveState.values), name="observation_known_state")]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.source}"


class Touched(models.Model):
    """A published statement whose words no longer stand on the live page as they stood in the copy."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="touched")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "touched"
        constraints = [models.UniqueConstraint(fields=["observation", "statement"], name="touched_once")]

    def __str__(self) -> str:
        return str(self.statement)
