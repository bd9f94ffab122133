"""The admin's buttons beside a chooser: a new item is for the case of the form that asks for it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


class CaseChooser(RelatedFieldWidgetWrapper):
    """Django's own, naming the case. An item is changed on a page of its own, with its version."""

    case: str | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.case:
            context["url_params"] += "&" + urlencode({"case": self.case})
        return context


def of_case(widget: Any, case: str | None) -> Any:
    """``widget``, asking for items of ``case`` where it is one of those choosers."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.__class__ = CaseChooser
        widget.case = case  # type: ignore[attr-defined]
        widget.can_change_related = False
    return widget
