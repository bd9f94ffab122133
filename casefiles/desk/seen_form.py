"""Forms that know what they showed, so that only what somebody changed is saved, and only over what they saw."""

from typing import Any

from casefiles.desk.item_form import RefusableForm


class SeenForm(RefusableForm):
    """A form over a row that has no version: the fields' values when it was opened come back with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not self.instance._state.adding

    def seen(self) -> dict[str, Any]:
        """What the fields that the person changed said when the form was opened."""
        return {name: self._opened(name) for name in self.changed_data}

    def _opened(self, name: str) -> Any:
        bound = self[name]
        hidden = bound.field.hidden_widget()
        return bound.field.to_python(hidden.value_from_datadict(self.data, self.files, bound.html_initial_name))
