"""Who works on a case, as rows below its form. However many are changed, they are saved by one action."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
from django.http import HttpRequest, QueryDict

from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES
from casefiles.desk.inlines import NamedRows
from casefiles.desk.typing import AnyInline, FormSet, who
from casefiles.dossiers.actions import set_members
from casefiles.dossiers.models import Case, Membership
from casefiles.dossiers.policy import may_lead
from casefiles.lib.errors import Refused

if TYPE_CHECKING:
    _UserField = ModelChoiceField[User]
else:
    _UserField = ModelChoiceField

PREFIX = "memberships"
MOST_ROWS = 1000
"""As many as Django's forms allow."""


class PeopleField(_UserField):
    """People by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.display_name if obj.is_active else f"{obj.display_name} (account inactive)"


class MemberRows(NamedRows):
    """A saved row keeps its person, whatever became of their account; another person is another row."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk and "user" in form.fields:
            field = form.fields["user"]
            field.disabled = True
            field.queryset = User.objects.filter(pk=form.instance.user_id)
            field.choices = [(form.instance.user_id, field.label_from_instance(form.instance.user))]


class MemberInline(AnyInline):
    """Who works on the case. Its lead and publishing editors say so."""

    model = Membership
    formset = MemberRows
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


class _Row(NamedTuple):
    """One row as it was posted."""

    id: str
    user: str
    lead: bool
    led: bool
    gone: bool

    @property
    def touched(self) -> bool:
        return (self.gone or self.lead != self.led) if self.id else bool(self.user and not self.gone)


def opened_before(posted: QueryDict, case: Case) -> bool:
    """Does the form come from before somebody else changed who works on ``case``?"""
    seen = {row.id: row.led for row in _rows(posted) if row.id}
    return seen != {str(pk): lead for pk, lead in case.memberships.values_list("pk", "lead")}


def touched(posted: QueryDict) -> bool:
    """Did the person change anything about who works on the case?"""
    return any(row.touched for row in _rows(posted))


def _rows(posted: QueryDict) -> list[_Row]:
    text = posted.get(f"{PREFIX}-{TOTAL_FORM_COUNT}", "")
    count = min(int(text[:9]), MOST_ROWS) if text.isascii() and text.isdigit() else 0

    def said(index: int, name: str) -> str:
        return posted.get(f"{PREFIX}-{index}-{name}", "")

    return [
        _Row(
            id=said(index, "id"),
            user=said(index, "user"),
            lead=bool(said(index, "lead")),
            led=posted.get(f"initial-{PREFIX}-{index}-lead", "") not in {"", "False"},
            gone=bool(said(index, DELETION_FIELD_NAME)),
        )
        for index in range(count)
    ]


def save_rows(user: User, case: Case, formset: FormSet) -> None:
    """Let those work on ``case`` whom the rows name. Raises what ``set_members`` raises."""
    forms = formset.initial_forms
    gone = {row.user_id for row in formset.deleted_objects}
    kept = [form.instance for form in forms if form.instance.user_id not in gone]
    rows = [*kept, *formset.new_objects]
    before = {form.instance.user_id: bool(form.initial["lead"]) for form in forms}
    set_members(user=user, case=case, members=[row.user for row in rows], lead=_lead(forms, rows, before), seen=before)


def _lead(forms: list[Any], rows: list[Membership], before: dict[Any, bool]) -> User:
    """Whoever is newly ticked, else the lead before: nobody needs to be unticked as well."""
    newly = [row.user for row in rows if row.lead and not before.get(row.user_id)]
    if len(newly) > 1:
        raise Refused("A case has one lead; tick one person.", field="lead")
    if newly:
        return newly[0]
    for form in forms:
        if before[form.instance.user_id] and form.instance.lead:
            return form.instance.user  # type: ignore[no-any-return] # forms of rows do not say of what
    raise Refused("A case has a lead; tick whoever leads it from now on.", field="lead")
