"""Cases, and who belongs to them."""

import uuid
from collections import Counter
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.desk import conflicts, members, relations
from casefiles.desk.marks import ORDER
from casefiles.desk.refusals import RefusalAdmin
from casefiles.desk.seen_form import SeenForm
from casefiles.desk.site import site
from casefiles.desk.typing import FormSet, who
from casefiles.dossiers.actions import create_case, save_case
from casefiles.dossiers.models import Case, Item
from casefiles.dossiers.policy import WRITERS, may_lead, may_read, may_write
from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind
from casefiles.editions.models import Edition
from casefiles.lib.errors import ActionError, Conflict
from casefiles.publishing.actions import may_publish
from casefiles.review.states import with_state


class CaseForm(SeenForm):
    """A case's own fields."""

    new_id = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    """Names the case before it is made, so that two clicks do not make two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields.pop("new_id", None)


@admin.register(Case, site=site)
class CaseAdmin(RefusalAdmin):
    """A case: its own fields, its members, and where its items stand."""

    form = CaseForm
    change_form_template = "desk/case_form.html"
    list_display = ("working_title", "slug", "desk_status", "confidentiality")
    list_filter = ("desk_status", "confidentiality")
    search_fields = ("working_title", "slug")
    inlines = (members.MemberInline,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return who(request).has_role(*DOSSIER_ROLES)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return who(request).has_role(*DOSSIER_ROLES) if obj is None else may_read(who(request), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return who(request).has_role(*WRITERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return who(request).has_role(*WRITERS) if obj is None else may_write(who(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Case.objects.visible_to(who(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        fields = ["working_title", "slug", "desk_status", "confidentiality", "hold_sources"]
        return fields if obj else [*fields, "new_id"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = []
        if obj is not None and Edition.objects.filter(case_id=obj.pk).exists():
            readonly.append("slug")  # readers' addresses stay
        if obj is not None and not may_lead(who(request), obj):
            readonly.append("confidentiality")
        return readonly

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_inline_instances(request, obj) if obj else []

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if object_id is not None:
            case = self.get_object(request, object_id)
            if case is None:
                raise Http404
            context |= _beside(case, who(request))
        return super().changeform_view(request, object_id, form_url, context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The second of two clicks on one button leads to what the first has made."""
        made = self._made_already(request)
        if made is None:
            response = super().add_view(request, form_url, extra_context)
            made = self._made_already(request) if response.status_code != HTTPStatus.FOUND else None
        return HttpResponseRedirect(reverse("admin:dossiers_case_change", args=[made.pk])) if made else response

    def _made_already(self, request: HttpRequest) -> Case | None:
        try:
            new_id = UUID(request.POST.get("new_id", ""))
        except ValueError:
            return None
        return Case.objects.visible_to(who(request)).filter(pk=new_id).first()

    def refusal_before(self, request: HttpRequest, object_id: str | None) -> ActionError | None:
        """Rows of members may be gone by now, which no form can make sense of: it goes on from what stands."""
        case = self.get_object(request, object_id) if request.method == "POST" and object_id else None
        if case is None or not may_lead(who(request), case) or not members.opened_before(request.POST, case):
            return None
        if members.touched(request.POST):
            return Conflict("Somebody changed who works on this case meanwhile. The rows below show who does now.")
        renewed = request.POST.copy()
        relations.renew(self, request, case, renewed)
        request.POST = renewed  # type: ignore[assignment]
        return None

    def after_conflict(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        return {"conflict": conflicts.compare(self, request, object_id)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            save_case(user=who(request), case=obj, seen=form.seen())
            return
        names = ("slug", "working_title", "confidentiality", "desk_status", "hold_sources")
        fields = {name: form.cleaned_data[name] for name in names}
        made = create_case(user=who(request), case_id=form.cleaned_data["new_id"], **fields)
        obj.pk, obj._state.adding = made.pk, False

    def save_formset(self, request: HttpRequest, form: Any, formset: FormSet, change: bool) -> None:  # noqa: ARG002
        formset.save(commit=False)
        if formset.has_changed():
            members.save_rows(who(request), form.instance, formset)


def _beside(case: Case, user: User) -> dict[str, Any]:
    """How many items of each kind stand where, what is published, and who may publish."""
    items: QuerySet[Any] = with_state(Item.objects.filter(case=case))
    counted = Counter(items.values_list("kind", "state"))
    kinds = [
        (kind, [(state, counted[kind.value, state.value]) for state in ORDER if counted[kind.value, state.value]])
        for kind in Kind
        if kind not in SHARED_KINDS
    ]
    return {
        "kinds": kinds,
        "editions": list(Edition.objects.filter(case_id=case.pk).order_by("-number")),
        "may_publish": may_publish(user, case),
        "writable": may_write(user, case),
    }
