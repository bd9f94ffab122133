"""Choosing an item of the same case by typing a part of its name."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.admin.widgets import AutocompleteSelect


class CaseAutocomplete(AutocompleteSelect):
    """Django's own, asking for the items of one case alone."""

    def __init__(self, *args: Any, case: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """What is chosen; what is no id, from a form that somebody made up, is nothing that could be shown."""
        return super().optgroups(name, [each for each in value if _is_id(str(each))], attr)

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?{urlencode({'for_case': self.case})}" if self.case else url


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
