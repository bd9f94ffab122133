"""Withholding published items, as a recorded removal does."""

import uuid

from casefiles.editions.models import Blob, Edition, Removal
from tests.editions.documents import SECOND_AT


def withhold(edition: Edition, name: str) -> str:
    """Withhold the item with this number or id, and delete its bytes; its digest."""
    row = edition.rows.get(item_id=name) if len(name) == 36 else edition.rows.get(number=name)
    Removal.objects.create(
        digest=row.digest, reason="A court order.", decided_by=uuid.uuid4(), seconded_by=uuid.uuid4(), at=SECOND_AT
    )
    Blob.objects.filter(pk=row.digest).delete()
    return row.digest
