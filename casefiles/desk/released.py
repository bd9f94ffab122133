"""What readers have of an item, and how the draft differs from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from casefiles.dossiers.models import Item, KindModel
from casefiles.editions.models import Blob, CaseCard, Edition
from casefiles.lib.canonical import parse
from casefiles.publishing.models import PublicNumber
from casefiles.publishing.public_fields import public_fields
from casefiles.reader.differences import FieldChange, pieces
from casefiles.reader.words import field_words, value_words
from casefiles.review.models import Release
from casefiles.review.transitions import State

_LINK = re.compile(r"\[([^\]]*)\]\(item:[0-9A-Fa-f-]{36}\)")
"""A reference in a text to another item; what it says is enough here."""


@dataclass(frozen=True)
class Released:
    """The item in public: its number, and what the draft says otherwise."""

    number: str
    changes: Sequence[FieldChange]
    cases: Sequence[CaseCard] = ()
    """Of what all cases share: the cases whose newest version has it."""


def of(row: KindModel, state: State) -> Released | None:
    """``None`` while no reader has seen the item."""
    release = Release.objects.filter(item=row.item).order_by("-version").first()
    if release is None:
        return None
    number = PublicNumber.objects.filter(pk=row.pk).first()
    changes = [] if state == State.PUBLISHED else changed_since(row, release)
    cases = [] if row.item.case_id else list(_published_with(row.item))
    return Released(str(number or ""), changes, cases)


def _published_with(item: Item) -> QuerySet[CaseCard]:
    newest = Edition.objects.current().containing(item.pk)
    return CaseCard.objects.filter(case_id__in=newest.values("case_id")).order_by("title")


def changed_since(row: KindModel, release: Release) -> list[FieldChange]:
    """The public fields that read otherwise than in the release."""
    blob = Blob.objects.filter(pk=release.digest).first()
    before: Mapping[str, Any] = parse(bytes(blob.body))["fields"] if blob else {}
    after = public_fields(row)
    differing = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    names = _labels([before.get(name) for name in differing] + [after.get(name) for name in differing])
    return [
        FieldChange(
            field_words(name),
            pieces(_text(name, before.get(name, ""), names), _text(name, after.get(name, ""), names)),
        )
        for name in differing
    ]


def _labels(values: Sequence[Any]) -> dict[str, str]:
    """What the items that ``values`` name are called. One query."""
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    ids = {text for text in flat if isinstance(text, str) and _is_id(text)}
    return {str(pk): label for pk, label in Item.objects.filter(pk__in=ids).values_list("pk", "label")}


def _is_id(text: str) -> bool:
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def _text(name: str, value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_text(name, each, labels) for each in value)
    if isinstance(value, Mapping):
        return str(value.get("words") or "; ".join(_text(key, each, labels) for key, each in value.items()))
    return labels.get(str(value)) or value_words(name, _LINK.sub(r"\1", str(value)))
