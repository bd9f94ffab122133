"""What all lists of the desk share."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from casefiles.desk.typing import AnyAdmin


class ListAdmin(AnyAdmin):
    """A list that is called by what it shows."""

    change_list_template = "desk/list.html"
    list_per_page = 50
    show_full_result_count = False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """Who did what is told beside each form, to those who may see it."""
        raise Http404

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        plural = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": plural[:1].upper() + plural[1:], **(extra_context or {})})
