"""All items of all kinds in one list: what a reviewer works through."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casefiles.desk import live, work
from casefiles.desk.filters import CaseFilter, StateFilter
from casefiles.desk.lists import ReadingAdmin
from casefiles.desk.marks import moment, state_mark
from casefiles.desk.site import site
from casefiles.desk.typing import uuid_or_404, who
from casefiles.dossiers.models import Contribution, Item
from casefiles.lib.errors import ActionError
from casefiles.review.actions import approve, submit
from casefiles.review.states import with_state
from casefiles.review.transitions import TRANSITIONS


class TurnFilter(admin.SimpleListFilter):
    """Whose turn it is."""

    title = "turn"
    parameter_name = "turn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [("mine", "I wrote in it"), ("approve", "I can approve it")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        user = who(request)
        if self.value() == "mine":
            return queryset.filter(Exists(Contribution.objects.filter(item=OuterRef("pk"), user=user)))
        if self.value() == "approve":
            return queryset.filter(pk__in=work.approvable(user).values("pk"))
        return queryset


class ItemCaseFilter(CaseFilter):
    field = "case"


@admin.register(Item, site=site)
class AllItemsAdmin(ReadingAdmin):
    """A list alone; each row leads to the form of its kind."""

    list_display = ("what", "kind", "of_case", "state", "changed")
    list_display_links = None
    list_filter = (TurnFilter, StateFilter, ItemCaseFilter, "kind")
    search_fields = ("label",)
    ordering = ("-changed_at",)
    actions = ("submit_chosen", "approve_chosen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return live.with_live(with_state(Item.objects.visible_to(who(request)).select_related("case")))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if case := request.GET.get("for_case"):
            found = found.filter(Q(case=uuid_or_404(case)) | Q(case=None))  # a note may be about what cases share
        return found, duplicates

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:  # noqa: ARG002
        return HttpResponseRedirect(reverse("desk:item", args=[uuid_or_404(object_id)]))

    @admin.display(description="what", ordering="label")
    def what(self, item: Item) -> SafeString:
        """Beside the link, which draft the list shows: what is chosen is decided on in no other."""
        return format_html(
            '<a href="{}">{}</a><input type="hidden" name="seen-{}" value="{}">',
            reverse("desk:item", args=[item.pk]),
            live.named(str(item), item),
            item.pk,
            item.version,
        )

    @admin.display(description="case", ordering="case__working_title")
    def of_case(self, item: Item) -> str:
        return str(item.case) if item.case else "shared by all cases"

    @admin.display(description="last saved", ordering="changed_at")
    def changed(self, item: Item) -> str:
        return moment(item.changed_at)

    @admin.display(description="state")
    def state(self, item: Any) -> SafeString:
        return state_mark(item.state)

    def get_actions(self, request: HttpRequest) -> Any:
        """What this person's roles allow at all; each item is judged when it is done."""
        allowed = {f"{row.name}_chosen" for row in TRANSITIONS.values() if who(request).has_role(*row.roles)}
        return {name: action for name, action in super().get_actions(request).items() if name in allowed}

    @admin.action(description="Submit for review")
    def submit_chosen(self, request: HttpRequest, chosen: QuerySet[Item]) -> None:
        _decide_each(request, chosen, submit, "Submitted")

    @admin.action(description="Approve")
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[Item]) -> None:
        _decide_each(request, chosen, approve, "Approved")


def _decide_each(request: HttpRequest, chosen: QuerySet[Item], decide: Callable[..., object], done: str) -> None:
    """Each item by itself: what is refused is named, the others are done."""
    refused, count = [], 0
    for item in chosen:
        seen = request.POST.get(f"seen-{item.pk}", "")
        if not (seen.isascii() and seen.isdigit()):
            refused.append(f"{item}: it was not on the page that you saw.")
            continue
        try:
            decide(user=who(request), item=item, version=int(seen[:9]))
            count += 1
        except ActionError as error:
            refused.append(f"{item}: {error}")
    if count:
        messages.success(request, f"{done}: {count} of {count + len(refused)}.")
    for line in refused[:20]:
        messages.error(request, line)
    if len(refused) > 20:
        messages.error(request, f"And {len(refused) - 20} more were refused.")
