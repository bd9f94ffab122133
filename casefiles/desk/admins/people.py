"""People and their roles, for administrators, who see no dossier."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from casefiles.accounts.actions import change_person, create_user, give_roles, set_password
from casefiles.accounts.models import AccountChange, User
from casefiles.accounts.policy import may_manage_people
from casefiles.accounts.roles import Role
from casefiles.desk import conflicts
from casefiles.desk.item_form import RefusableForm
from casefiles.desk.marks import moment
from casefiles.desk.refusals import RefusalAdmin
from casefiles.desk.seen_form import SeenForm
from casefiles.desk.site import site
from casefiles.desk.typing import uuid_or_404, who
from casefiles.desk.views.found import back_to
from casefiles.lib.errors import Refused

MOST_CHANGES = 50


class NewPersonForm(RefusableForm):
    """Everything that a new account needs."""

    full_name = forms.CharField(max_length=300)
    password = forms.CharField(
        strip=False, widget=forms.PasswordInput, help_text="Tell it them in person; they can change it."
    )
    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = User
        fields = ("username", "email")


class PersonForm(SeenForm):
    """What changes about somebody."""

    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["roles"] = sorted(self.instance.given_roles)

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.given_roles = frozenset(self.cleaned_data.get("roles", ()))  # as typed, like the other fields


class PasswordForm(forms.Form):
    """A new password for somebody who forgot theirs."""

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        label="New password",
        help_text="Tell it them in person; they can change it. Every session of theirs ends.",
    )


class RoleFilter(admin.SimpleListFilter):
    """People by what they may do."""

    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(str(value), str(words)) for value, words in Role.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


@admin.register(User, site=site)
class UserAdmin(RefusalAdmin):
    change_form_template = "desk/person_form.html"
    list_display = ("display_name", "username", "email", "role_names", "is_active", "logged_in")
    list_display_links = ("display_name", "username")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("last_name", "first_name")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_manage_people(who(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return may_manage_people(who(request))

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_manage_people(who(request))

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
        return ["username", "email", "first_name", "last_name", "roles", "is_active"]

    def get_urls(self) -> list[Any]:
        setting = self.admin_site.admin_view(self.password_view)
        return [path("<uuid:person_id>/password/", setting, name="accounts_user_password"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        if object_id is not None and may_manage_people(who(request)):
            context["changes"] = _changes(uuid_or_404(object_id))
        return super().changeform_view(request, object_id, form_url, context)

    def after_conflict(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        return {"conflict": conflicts.compare(self, request, object_id)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = form.cleaned_data
        if change:
            seen = form.seen()
            roles = seen.pop("roles", None)
            change_person(by=who(request), person=obj, seen=seen)
            if roles is not None:
                give_roles(by=who(request), person=obj, roles=[Role(name) for name in given["roles"]], seen=roles)
            return
        made = create_user(
            by=who(request),
            username=given["username"],
            email=given["email"],
            password=given["password"],
            full_name=given["full_name"],
            roles=[Role(name) for name in given["roles"]],
        )
        obj.pk, obj._state.adding = made.pk, False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Roles were given with the rest."""

    @admin.display(description="roles")
    def role_names(self, user: User) -> str:
        return user.get_roles_display()

    @admin.display(description="last logged in", ordering="last_login")
    def logged_in(self, user: User) -> str:
        return moment(user.last_login) or "never"

    def password_view(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """A new password for somebody who forgot theirs."""
        if not may_manage_people(who(request)):
            raise PermissionDenied
        person = get_object_or_404(User, pk=person_id)
        form = PasswordForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                set_password(by=who(request), person=person, password=form.cleaned_data["password"])
            except Refused as error:
                form.add_error(error.field, error.reasons)
            else:
                if person.pk == request.user.pk:
                    update_session_auth_hash(request, person)
                said = f"{person.display_name} has a new password."
                return back_to(request, reverse("admin:accounts_user_change", args=[person.pk]), said=said)
        context = {**self.admin_site.each_context(request), "title": "Set a new password", "person": person}
        status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
        return TemplateResponse(
            request, "desk/person_password.html", context | {"form": form, "opts": self.opts}, status=status
        )


def _changes(person_id: UUID) -> list[AccountChange]:
    """What was done with the account lately, newest first."""
    rows = AccountChange.objects.filter(person_id=person_id).select_related("by")
    return list(rows[:MOST_CHANGES])
