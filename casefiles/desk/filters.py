"""Filters of lists: by state, by case, by whose turn it is."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from casefiles.desk.marks import ORDER
from casefiles.desk.typing import who
from casefiles.dossiers.models import Case
from casefiles.review.transitions import State


class StateFilter(admin.SimpleListFilter):
    """Where items stand in review."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        return [(state.value, state.label) for state in ORDER]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        if not self.value():
            return queryset
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset.none()


class CaseFilter(admin.SimpleListFilter):
    """The cases that this person may see."""

    title = "case"
    parameter_name = "of_case"
    field = "item__case"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        return [(str(case.pk), str(case)) for case in Case.objects.visible_to(who(request))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        known = {value for value, _ in self.lookup_choices}
        if not self.value():
            return queryset
        return queryset.filter(**{self.field: self.value()}) if self.value() in known else queryset.none()
