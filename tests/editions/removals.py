"""Withholding published items, as a recorded removal does."""

import uuid

from casefiles.editions import actions
from casefiles.editions.models import Edition
from tests.editions.documents import SECOND_AT


def withhold(edition: Edition, name: str) -> str:
    """Withhold the item with this number or id; its digest."""
    row = edition.rows.get(item_id=name) if len(name) == 36 else edition.rows.get(number=name)
    actions.withhold(
        digest=row.digest, reason="A court order.", decided_by=uuid.uuid4(), seconded_by=uuid.uuid4(), at=SECOND_AT
    )
    return row.digest
