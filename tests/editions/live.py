"""States of live pages, as publishing tells them."""

import datetime
import uuid
from typing import Any

from casefiles.editions.models import Edition, LiveState, SourceState
from casefiles.editions.reading import Document

SINCE = datetime.datetime(2026, 12, 3, 23, 30, tzinfo=datetime.UTC)


def told(edition: Edition, **changes: Any) -> SourceState:
    """A state of the first source of ``edition`` that has a copy, and is quoted if any is; it names what is quoted."""
    document = Document.of(edition)
    with_copy = [item for item in document.of_kind("source") if item["archived"]]
    source = next((item for item in with_copy if document.referring(item.id, "statement")), with_copy[0])
    quoted = document.referring(source.id, "statement") or document.of_kind("statement")[:1]
    values: dict[str, Any] = {
        "case_id": edition.case_id,
        "source_id": uuid.UUID(source.id),
        "copy_id": uuid.UUID(source["archived"]["capture"]),
        "state": LiveState.DIFFERS,
        "since": SINCE,
        "statements": [uuid.UUID(item.id) for item in quoted],
    }
    return SourceState.objects.create(**(values | changes))
