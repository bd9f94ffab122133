"""Filling in the desk's forms: what the page sent, with a few fields otherwise."""

from typing import Any

from django.test import Client


def filled(client: Client, path: str, **fields: Any) -> dict[str, Any]:
    """What a browser would post from the form at ``path`` after somebody changed ``fields``."""
    context = client.get(path).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    posted: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            posted[bound.html_name] = "on" if value is True else bound.field.prepare_value(value)
            if bound.field.show_hidden_initial:
                posted[bound.html_initial_name] = posted[bound.html_name]
    return posted | fields


def errors_of(response: Any) -> dict[str, list[str]]:
    """The errors that the form at fault shows, by field; "__all__" for the form itself."""
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}
