"""What publishing remembers besides the editions: the numbers by which readers know items."""

from django.db import models

from casefiles.dossiers.models import Item


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
