"""Items: everything that is reviewed. Triggers (see the migrations) keep version and contributions."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from casefiles.dossiers.models.case import Case
from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind

if TYPE_CHECKING:
    from casefiles.accounts.models import User


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: "User") -> "ItemQuerySet":
        """Items of visible cases; shared ones for everybody who sees any dossier."""
        cases = Case.objects.visible_to(user)
        if cases.query.is_empty():
            return self.none()
        return self.filter(Q(case__isnull=True) | Q(case__in=cases))


class Item(models.Model):
    """Identity, case and version of something that is reviewed; its content lies in its kind's table.

    ``version`` is raised by a trigger on every changed row of the kind's table or of the relations it
    owns. It counts writes, not meanings: one save of a form may raise it by more than one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    version = models.PositiveIntegerField(default=0, editable=False)
    label = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(SHARED_KINDS), case__isnull=True)
                | (~Q(kind__in=sorted(SHARED_KINDS)) & Q(case__isnull=False)),
                name="item_shared_or_in_one_case",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="item_known_kind"),
        ]
        indexes = [models.Index(fields=["case", "kind"], name="item_case_kind")]

    def __str__(self) -> str:
        return self.label or f"{self.get_kind_display()} {self.pk}"


class Contribution(models.Model):
    """Who wrote which version of an item. Rows are added by triggers and never change."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="contributions")
    version = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["item", "user", "version"], name="contribution_who")]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class KindModel(models.Model):
    """What the table of every kind has: the item as its primary key."""

    KIND: ClassVar[Kind]
    SUMMARY_NEEDS: ClassVar[tuple[str, ...]] = ()
    """Relations whose names the summary reads; labels follow when those are renamed."""
    item = models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        item: Item | None = self._state.fields_cache.get("item")  # at hand, its label asks for nothing that it names
        return (item.label if item else "") or self.summary[:200] or f"New {self.KIND.label.lower()}"

    @property
    def summary(self) -> str:
        """What to know it by, as long as it may be; its first 200 characters are kept in ``Item.label`` for lists."""
        raise NotImplementedError
