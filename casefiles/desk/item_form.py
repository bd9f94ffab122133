"""Forms of items: they carry the version that was opened, and show a refusal where it belongs."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest

from casefiles.desk.typing import AnyModelForm
from casefiles.lib.errors import ActionError


class RefusableForm(AnyModelForm):
    """A form that shows what an action refused, at the field that it names."""

    request: HttpRequest
    """Set by the admin on the class that it makes for one request."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # Django's own hook between cleaning and constraints
        self._name_fields_at_fault()
        refusal: ActionError | None = getattr(self.request, "refusal", None)
        for reason in refusal.reasons if refusal else ():
            self.add_error(refusal.field if refusal and refusal.field in self.fields else None, reason)

    def _name_fields_at_fault(self) -> None:
        """A broken constraint names a field as its code: say it there."""
        errors = self._errors or {}  # type: ignore[attr-defined] # what is found so far, without cleaning again
        general = errors.get(NON_FIELD_ERRORS)
        if general is None:
            return
        for fault in list(general.as_data()):
            if fault.code in self.fields:
                general.data.remove(fault)
                self.add_error(fault.code, fault)
        if not general.data:
            del errors[NON_FIELD_ERRORS]


class ItemForm(RefusableForm):
    """A form over the content of one item."""

    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    new_id = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    """Names the item before it is made, so that two clicks do not make two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["expected_version"]
            return
        del self.fields["new_id"]
        for field in self.fields.values():
            field.show_hidden_initial = True  # what was seen, so that after a conflict it is known who changed what
        version = self.fields["expected_version"]
        version.initial, version.show_hidden_initial = self.instance.item.version, False


class LinesField(forms.CharField):
    """A list of names, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, help_text: str = "", **kwargs: Any) -> None:
        kwargs = {name: kwargs[name] for name in ("label", "required", "initial") if name in kwargs}
        super().__init__(help_text=help_text or "One on each line.", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override] # a list is what the model keeps
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)

    def run_validators(self, value: Any) -> None:
        """The model's own field judges each entry."""
