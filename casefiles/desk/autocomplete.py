"""Choosing an item of the same case by typing a part of its name."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet

from casefiles.dossiers.models import Item


class CaseAutocomplete(AutocompleteSelect):
    """Django's own, asking for the items of one case alone."""

    def __init__(self, *args: Any, case: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    labels: Callable[[], Mapping[str, str]] | None = None
    """What the items that many such fields have chosen are called, for all of them at once; else each asks."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:  # noqa: ARG002 (Django's own signature)
        """What is chosen, by its label; what may not be chosen, or is no id, is nothing that could be shown."""
        labels = self.labels() if self.labels else labels_of(self.choices.queryset, value)
        chosen = [str(each) for each in value if str(each) in labels]
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [
            (None, [*blank, *(self.create_option(name, each, labels[each], True, len(blank)) for each in chosen)], 0)
        ]

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?{urlencode({'for_case': self.case})}" if self.case else url


def labels_of(choices: QuerySet[Any], chosen: Collection[Any]) -> dict[str, str]:
    """What items among ``choices``, or of their rows, are called. One query, or none for none."""
    ids = {str(each) for each in chosen if _is_id(str(each))}
    if not ids:
        return {}
    items = (row if isinstance(row, Item) else row.item for row in choices.filter(pk__in=ids))
    return {str(item.pk): str(item) for item in items}


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
