"""People and their roles, for administrators, who see no dossier."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from casefiles.accounts.actions import create_user
from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.desk.item_form import RefusableForm
from casefiles.desk.refusals import RefusalAdmin
from casefiles.desk.site import site
from casefiles.desk.typing import who


class NewPersonForm(RefusableForm):
    """Everything that a new account needs."""

    full_name = forms.CharField(max_length=300)
    password = forms.CharField(widget=forms.PasswordInput, help_text="Tell it them in person; they can change it.")
    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = User
        fields = ("username", "email")


class PersonForm(RefusableForm):
    """What changes about somebody."""

    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name", "groups", "is_active")
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": "Roles"}


if TYPE_CHECKING:
    _GroupsField = forms.ModelMultipleChoiceField[Group]
else:
    _GroupsField = forms.ModelMultipleChoiceField


@admin.register(User, site=site)
class UserAdmin(RefusalAdmin):
    list_display = ("display_name", "username", "email", "role_names", "is_active", "last_login")
    list_display_links = ("display_name", "username")
    list_filter = ("groups", "is_active")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("last_name", "first_name")

    def _manages(self, request: HttpRequest) -> bool:
        return who(request).has_role(Role.ADMINISTRATOR) or who(request).is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._manages(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return self._manages(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._manages(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # an account is made inactive: what somebody did stays theirs

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = PersonForm if change else NewPersonForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        if obj is None:
            return ["username", "email", "full_name", "password", "roles"]
        return ["username", "email", "first_name", "last_name", "groups", "is_active"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ARG002
        known = Group.objects.filter(name__in=Role.values)
        return _RolesField(queryset=known, required=False, widget=forms.CheckboxSelectMultiple, label="Roles")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = create_user(
            username=form.cleaned_data["username"],
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            full_name=form.cleaned_data["full_name"],
            roles=[Role(name) for name in form.cleaned_data["roles"]],
        )
        obj.pk, obj._state.adding = made.pk, False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)

    @admin.display(description="roles")
    def role_names(self, user: User) -> str:
        return ", ".join(Role(group.name).label for group in user.groups.all() if group.name in Role.values)


class _RolesField(_GroupsField):
    def label_from_instance(self, group: Any) -> str:
        return str(Role(group.name).label)
