"""What all lists of the desk share."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.desk.typing import AnyAdmin, uuid_or_404, who


class ListAdmin(AnyAdmin):
    """A list that is called by what it shows."""

    change_list_template = "desk/list.html"
    list_per_page = 50
    show_full_result_count = False

    show_facets = admin.ShowFacets.NEVER

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # noqa: ARG002
        """Only what the list offers as a filter: any other question about a row would look behind the rights."""
        offered = self.get_list_filter(request)
        own = {getattr(each, "parameter_name", None) for each in offered}
        field, _, how = lookup.partition("__")
        return lookup in own or (field in offered and how in {"exact", "isnull", "id__exact"})

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:  # type: ignore[override]
        for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
            uuid_or_404(chosen)
        return super().response_action(request, queryset)

    # What was done to whom is told by journals of our own; the admin's would keep drafts' words a second time.

    def log_addition(self, *_: Any, **__: Any) -> None: ...  # type: ignore[override]

    def log_change(self, *_: Any, **__: Any) -> None: ...  # type: ignore[override]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """Who did what is told beside each form, to those who may see it."""
        raise Http404

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        plural = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": plural[:1].upper() + plural[1:], **(extra_context or {})})


class ReadingAdmin(ListAdmin):
    """A list that everybody who reads dossiers may look at, and nobody writes in."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return who(request).has_role(*DOSSIER_ROLES)

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    has_delete_permission = has_change_permission
