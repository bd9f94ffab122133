"""Base classes with their type arguments for the type checker; Django's admin takes none when it runs."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

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


def who(request: HttpRequest) -> User:
    """The person at the desk; pages of the desk are for people with an account."""
    assert isinstance(request.user, User)  # noqa: S101 (the site lets nobody else in)
    return request.user
