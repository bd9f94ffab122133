"""Choosing an item of the same case by typing a part of its name."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.widgets import AutocompleteSelect


class CaseAutocomplete(AutocompleteSelect):
    """Django's own, asking for the items of one case alone."""

    def __init__(self, *args: Any, case: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?{urlencode({'for_case': self.case})}" if self.case else url
