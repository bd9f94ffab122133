"""Cases, and who belongs to them."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse

from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.desk.inlines import NamedRows
from casefiles.desk.marks import ORDER
from casefiles.desk.refusals import RefusalAdmin
from casefiles.desk.site import site
from casefiles.desk.typing import AnyInline, FormSet, who
from casefiles.dossiers.actions import add_member, create_case, remove_member, save_case
from casefiles.dossiers.models import Case, Item, Membership
from casefiles.dossiers.policy import WRITERS, may_lead, may_read, may_write
from casefiles.dossiers.vocabularies import SHARED_KINDS, Kind
from casefiles.editions.models import Edition
from casefiles.publishing.actions import may_publish
from casefiles.review.states import with_state

if TYPE_CHECKING:
    _UserField = ModelChoiceField[User]
else:
    _UserField = ModelChoiceField


class PeopleField(_UserField):
    """People by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class MemberInline(AnyInline):
    """Who works on the case. Its lead and publishing editors say so."""

    model = Membership
    formset = NamedRows
    extra = 0
    verbose_name = "member"
    verbose_name_plural = "who works on it"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and may_lead(who(request), obj)

    has_add_permission = has_delete_permission = has_change_permission

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            roles = [role.value for role in DOSSIER_ROLES]
            kwargs["queryset"] = User.objects.filter(is_active=True, groups__name__in=roles).distinct()
            kwargs["form_class"] = PeopleField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Case, site=site)
class CaseAdmin(RefusalAdmin):
    """A case: its own fields, its members, and where its items stand."""

    change_form_template = "desk/case_form.html"
    list_display = ("working_title", "slug", "desk_status", "confidentiality")
    list_filter = ("desk_status", "confidentiality")
    search_fields = ("working_title", "slug")
    inlines = (MemberInline,)
    fields = ("working_title", "slug", "desk_status", "confidentiality", "hold_sources")

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            save_case(user=who(request), case=obj, fields=form.changed_data)
            return
        fields = {
            name: form.cleaned_data[name] for name in ("slug", "working_title", "confidentiality", "hold_sources")
        }
        made = create_case(user=who(request), **fields)
        obj.pk, obj._state.adding = made.pk, False

    def save_formset(self, request: HttpRequest, form: Any, formset: FormSet, change: bool) -> None:  # noqa: ARG002
        rows = formset.save(commit=False)
        case = form.instance
        if (rows or formset.deleted_objects) and not may_lead(who(request), case):
            raise PermissionDenied
        for row in sorted(rows, key=lambda each: not each.lead):  # a new lead first: the one before may then go
            add_member(user=who(request), case=case, member=row.user, lead=row.lead)
        for row in formset.deleted_objects:
            remove_member(user=who(request), case=case, member=row.user)


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
