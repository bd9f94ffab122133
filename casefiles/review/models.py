"""Decisions and comments about items, and what was released to the public. All are journals: rows are only added."""

from django.conf import settings
from django.db import models

from casefiles.dossiers.fields import VerbatimField
from casefiles.dossiers.models import Item
from casefiles.review.transitions import Verb


class Decision(models.Model):
    """Somebody decided something about one version of an item.

    A trigger refuses it unless the decider is the one who writes, the version is the current one and the
    transition is in the table; and an approval by anybody who wrote the item since it was last released.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=Verb)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = VerbatimField(blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["item", "-id"], name="decision_latest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="decision_known_verb"),
            models.CheckConstraint(
                condition=~models.Q(verb__in=[Verb.CHANGES_REQUESTED, Verb.REJECTED, Verb.WITHDRAWN], note=""),
                name="decision_note_where_needed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.item_id} v{self.version}"


class Release(models.Model):
    """A version of an item went out to the public, as the blob with this digest.

    A trigger refuses it unless that version is the current one and stands approved.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    released_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class Comment(models.Model):
    """Somebody said something about an item, to the desk alone. Counsel may, who may not write."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(help_text="The version that the author saw.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = VerbatimField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["item", "-id"], name="comment_latest")]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return self.text[:80]
