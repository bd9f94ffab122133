"""Relations that an item owns, edited with it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.related import ForeignKey
from django.forms import ModelChoiceField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from casefiles.desk.autocomplete import CaseAutocomplete, labels_of
from casefiles.desk.typing import AnyInline, InlineFormSet, who
from casefiles.dossiers.models import Item, KindModel
from casefiles.dossiers.policy import WRITERS


class NamedRows(InlineFormSet):
    """Rows whose boxes say what they are, as a table's heading does not to everybody.

    What the rows have chosen is looked up once for all of them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._labels: dict[str, Mapping[str, str]] = {}
        super().__init__(*args, **kwargs)

    def _labels_of(self, name: str) -> Mapping[str, str]:
        """What the items that any row has chosen in this field are called."""
        if name not in self._labels:
            choices = self.empty_form.fields[name].queryset
            self._labels[name] = labels_of(choices, {form[name].value() for form in self.forms})
        return self._labels[name]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.show_hidden_initial = (
                name not in {DELETION_FIELD_NAME, "id", self.fk.name} and not form.empty_permitted
            )
        for name, field in form.fields.items():
            words = "Take it away" if name == DELETION_FIELD_NAME else str(field.label or name).capitalize()
            for widget in (field.widget, getattr(field.widget, "widget", field.widget)):  # perhaps one in a wrapper
                widget.attrs.setdefault("aria-label", words)
                if isinstance(widget, CaseAutocomplete):
                    widget.labels = partial(self._labels_of, name)


class RelationInline(AnyInline):
    """Rows of a through table. Who may save the item may save them."""

    formset = NamedRows
    extra = 0
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with the items that they name: by those they are called."""
        named = [field for field in self.model._meta.concrete_fields if isinstance(field, ForeignKey)]
        items = [each.name if each.related_model is Item else f"{each.name}__item" for each in named]
        return super().get_queryset(request).select_related(*items)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return who(request).has_role(*WRITERS)

    has_change_permission = has_delete_permission = has_add_permission

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        target = db_field.remote_field.model
        visible = Item.objects.visible_to(who(request))
        if issubclass(target, KindModel):
            kwargs["queryset"] = target._default_manager.filter(item__in=visible).select_related("item")
        elif target is Item:
            kwargs["queryset"] = visible
        if issubclass(target, KindModel | Item):
            kwargs["widget"] = CaseAutocomplete(db_field, self.admin_site, case=getattr(request, "form_case", None))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
