"""What a request says, typed; and base classes with their type arguments, of which Django takes none when it runs."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest

from casefiles.accounts.models import User

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    AnyInline = admin.TabularInline[Any, Any]
    AnyModelForm = forms.ModelForm[Any]
    FormSet = forms.BaseModelFormSet[Any, Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    AnyAdmin, AnyInline, AnyModelForm = admin.ModelAdmin, admin.TabularInline, forms.ModelForm
    FormSet, InlineFormSet = forms.BaseModelFormSet, forms.BaseInlineFormSet


def uuid_or_404(text: str) -> UUID:
    """The id that an address names; what is no id names nothing."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def who(request: HttpRequest) -> User:
    """The person at the desk; pages of the desk are for people with an account."""
    assert isinstance(request.user, User)  # noqa: S101 (the site lets nobody else in)
    return request.user
