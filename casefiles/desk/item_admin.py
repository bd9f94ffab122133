"""What the admin pages of all kinds of item share: who sees what, and that saving is an action."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.fields.related import ForeignKey
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.desk import conflicts, live, panels
from casefiles.desk.autocomplete import CaseAutocomplete
from casefiles.desk.choosers import of_case
from casefiles.desk.filters import CaseFilter, StateFilter
from casefiles.desk.item_form import ItemForm
from casefiles.desk.marks import moment, state_mark
from casefiles.desk.refusals import RefusalAdmin
from casefiles.desk.typing import FormSet, uuid_or_404, who
from casefiles.dossiers.actions import create_item, moved_on, relate, save_item, unrelate
from casefiles.dossiers.fields import AddressField
from casefiles.dossiers.models import Case, Item, KindModel
from casefiles.dossiers.policy import WRITERS, may_read, may_write
from casefiles.dossiers.vocabularies import SHARED_KINDS
from casefiles.lib.errors import ActionError, Conflict
from casefiles.review.states import with_state


class ItemAdmin(RefusalAdmin):
    """List and form of one kind of item."""

    form = ItemForm
    formfield_overrides: ClassVar[Any] = {AddressField: {"widget": forms.URLInput(attrs={"class": "vURLField"})}}
    change_form_template = "desk/item_form.html"
    list_display: Any = ("name", "case_name", "state", "changed")
    list_filter: ClassVar[Any] = (StateFilter, CaseFilter)
    search_fields: ClassVar[Any] = ("item__label",)
    ordering: ClassVar[Any] = ("-item__changed_at",)

    summary_needs: ClassVar[tuple[str, ...]] = ()
    """Relations that a row's summary reads."""
    labels: ClassVar[Mapping[str, str]] = {}
    """What a journalist calls a field, where the field's own name would not tell."""

    # Who may what. A superuser has no role by being one, and so sees no dossier.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return who(request).has_role(*DOSSIER_ROLES)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = who(request)
        return user.has_role(*DOSSIER_ROLES) if obj is None else may_read(user, obj.item.case)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return who(request).has_role(*WRITERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = who(request)
        return user.has_role(*WRITERS) if obj is None else may_write(user, obj.item.case)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # items are withdrawn

    # Lists

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(item__in=Item.objects.visible_to(who(request)))
        return live.with_live(
            with_state(rows.select_related("item__case", *self.summary_needs), version="item__version")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if (case := request.GET.get("for_case")) and self.model.KIND not in SHARED_KINDS:
            found = found.filter(item__case=uuid_or_404(case))  # what an item refers to belongs to its case
        return found, duplicates

    @admin.display(description="what", ordering="item__label")
    def name(self, row: KindModel) -> SafeString | str:
        return live.named(row.item.label or str(row), row)

    @admin.display(description="case", ordering="item__case__working_title")
    def case_name(self, row: KindModel) -> str:
        return str(row.item.case) if row.item.case else "shared by all cases"

    @admin.display(description="state")
    def state(self, row: Any) -> SafeString:
        return state_mark(row.state)

    @admin.display(description="last saved", ordering="item__changed_at")
    def changed(self, row: KindModel) -> str:
        return moment(row.item.changed_at)

    # Forms

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = ["expected_version"] if obj and self.has_change_permission(request, obj) else []
        hidden = hidden if obj else ["new_id"]
        if not self.fieldsets:
            fields = [name for name in self.get_fields(request, obj) if name not in {"expected_version", "new_id"}]
            return [(None, {"fields": [*fields, *hidden]})]
        (title, options), *others = self.fieldsets
        return [(title, {**options, "fields": [*options["fields"], *hidden]}), *others]

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        target = db_field.remote_field.model
        if issubclass(target, KindModel):
            visible = Item.objects.visible_to(who(request))
            kwargs["queryset"] = target._default_manager.filter(item__in=visible).select_related("item")
            kwargs["widget"] = CaseAutocomplete(db_field, self.admin_site, case=getattr(request, "form_case", None))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.label = self.labels.get(db_field.name, field.label)
            field.widget = of_case(field.widget, getattr(request, "form_case", None))
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:  # noqa: ARG002
        return {}  # an address fills in no field

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A new item belongs to a case from the start: it is asked for first, unless only one is possible."""
        if request.method == "POST" and (made := self._made_already(request)):
            return made
        if self.model.KIND in SHARED_KINDS:
            return super().add_view(request, form_url, extra_context)
        if chosen := request.GET.get("case"):
            case = get_object_or_404(Case.objects.visible_to(who(request)), pk=uuid_or_404(chosen))
            request.form_case = str(case.pk)  # type: ignore[attr-defined]
            return super().add_view(request, form_url, {**(extra_context or {}), "case": case})
        return self._choose_case(request)

    def _made_already(self, request: HttpRequest) -> HttpResponse | None:
        """The second of two clicks on one button leads to what the first has made."""
        try:
            made = Item.objects.visible_to(who(request)).filter(pk=UUID(request.POST.get("new_id", "")))
        except ValueError:
            return None
        item = made.filter(kind=self.model.KIND, contributions__user=who(request)).first()
        return HttpResponseRedirect(reverse("desk:item", args=[item.pk])) if item else None

    def _choose_case(self, request: HttpRequest) -> HttpResponse:
        cases = list(Case.objects.visible_to(who(request)))
        choices = []
        for case in cases:
            query = request.GET.copy()
            query["case"] = str(case.pk)
            choices.append((case, f"?{query.urlencode()}"))
        if len(choices) == 1:
            return HttpResponseRedirect(choices[0][1])
        context = {
            **self.admin_site.each_context(request),
            "title": f"For which case is the new {self.opts.verbose_name}?",
            "choices": choices,
            "opts": self.opts,
        }
        return TemplateResponse(request, "desk/choose_case.html", context)

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        """What stands beside the form: where the item stands, its sources, who did what."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404  # not there, or not theirs: both answer alike
        request.form_case = row.item.case_id and str(row.item.case_id)  # type: ignore[attr-defined]
        return {"panel": panels.of(row, who(request)), "case": row.item.case}

    def refusal_before(self, request: HttpRequest, object_id: str | None) -> ActionError | None:
        """A form made from an older draft may have rows that are gone, which no form can make sense of."""
        seen = request.POST.get("expected_version", "")
        if request.method != "POST" or object_id is None or not (seen.isascii() and seen.isdigit()):
            return None
        row = self.get_object(request, object_id)
        if row is None or row.item.version == int(seen[:9]) or not self.has_change_permission(request, row):
            return None
        return moved_on(int(seen[:9]), row.item.version)

    def after_conflict(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        return {"conflict": conflicts.compare(self, request, object_id)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        beside = self.beside(request, object_id) if object_id is not None else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **beside})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        user = who(request)
        if not change:
            obj.item_id = form.cleaned_data["new_id"]
            create_item(user=user, row=obj, case=self._case(request))
            return
        version = form.cleaned_data["expected_version"]
        if version is None:
            raise Conflict("The form did not say which draft it was made from. Look at the present one and save again.")
        own = {field.name for field in obj._meta.concrete_fields}
        fields = {name for name in form.changed_data if name in own} | self.saved_beside(obj, form.changed_data, user)
        save_item(user=user, row=obj, expected_version=version, fields=fields)

    def _case(self, request: HttpRequest) -> Case | None:
        if self.model.KIND in SHARED_KINDS:
            return None
        return get_object_or_404(Case.objects.visible_to(who(request)), pk=getattr(request, "form_case", None))

    def saved_beside(self, obj: Any, changed: list[str], user: User) -> set[str]:  # noqa: ARG002
        """Fields that a kind sets by itself when others change."""
        return set()

    def save_formset(self, request: HttpRequest, form: Any, formset: FormSet, change: bool) -> None:  # noqa: ARG002
        """Rows of relations are saved and taken away by the actions, which raise the item's version."""
        rows = formset.save(commit=False)
        item = form.instance.item
        for row in formset.deleted_objects:
            unrelate(user=who(request), through_row=row, owner=item)
        for row in rows:
            relate(user=who(request), through_row=row, owner=item)
