"""Two people saved one item: the second sees both versions, and nothing that either typed is lost."""

from typing import Any, NamedTuple

from django.db.models import Model
from django.forms import BaseForm, MultiWidget
from django.http import HttpRequest, QueryDict

from casefiles.desk import relations
from casefiles.desk.refusals import RefusalAdmin
from casefiles.dossiers.models import Contribution


class Difference(NamedTuple):
    """A field that both changed, or that the second changed, with what stands saved."""

    label: str
    theirs: str
    yours: str


class Clash(NamedTuple):
    """Who saved meanwhile, where the two versions differ, and what was taken over because only they changed it."""

    by: str
    at: Any
    differences: list[Difference]
    taken_over: list[Difference]


def compare(model_admin: RefusalAdmin, request: HttpRequest, object_id: str) -> Clash:
    """What stands saved and what was typed.

    The form that is shown again goes out from what stands: it carries the present version, fields that the
    second person left alone read as saved, and saving again is a choice.
    """
    opened, saved, typed = (model_admin.get_object(request, object_id) for _ in range(3))
    assert saved is not None  # noqa: S101 (items are never deleted)
    make = model_admin.get_form(request, typed, change=True)
    form = make(request.POST, request.FILES, instance=typed)
    form.is_valid()
    kept = [name for name in form.changed_data if name != "expected_version"]
    left = [name for name in form.fields if name not in form.changed_data and not form.fields[name].widget.is_hidden]
    seen = make(_as_opened(form, request.POST), instance=opened)
    seen.is_valid()
    last = Contribution.objects.filter(item_id=saved.pk).select_related("user").order_by("-version").first()
    clash = Clash(
        last.user.display_name if last else "",
        last.at if last else None,
        [each for each in (_difference(form, name, saved, typed) for name in kept) if each.theirs != each.yours],
        [each for each in (_difference(form, name, saved, opened) for name in left) if each.theirs != each.yours],
    )
    posted = _renewed(make(instance=saved), request.POST, keep=kept)
    relations.renew(model_admin, request, saved, posted)
    request.POST = posted  # type: ignore[assignment]
    return clash


def _difference(form: Any, name: str, saved: Model | None, other: Model | None) -> Difference:
    label = str(form.fields[name].label or name)
    yours = displayed(other, name) if name in form.cleaned_data else str(form[name].data or "")
    return Difference(label[:1].upper() + label[1:], displayed(saved, name), yours)


def displayed(row: Model | None, name: str) -> str:
    """A field's value as people read it; "" where it is blank."""
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return "" if value is None else str(value)


def _as_opened(form: BaseForm, posted: QueryDict) -> QueryDict:
    """The form as it was when it was opened: what its hidden fields say."""
    before = QueryDict(mutable=True)
    for name in form.fields:
        bound = form[name]
        for key in posted:
            if key == bound.html_initial_name or key.startswith(f"{bound.html_initial_name}_"):
                before.setlist(key.replace(bound.html_initial_name, bound.html_name, 1), posted.getlist(key))
    return before


def _renewed(fresh: BaseForm, posted: QueryDict, *, keep: list[str]) -> QueryDict:
    """``posted`` as if the form had been opened now and only the fields in ``keep`` been changed."""
    renewed = posted.copy()
    for name, field in fresh.fields.items():
        bound = fresh[name]
        _write(renewed, bound.html_initial_name, bound.field.hidden_widget(), bound.value())
        if name not in keep:
            widget = getattr(field.widget, "widget", field.widget)  # perhaps in the admin's wrapper
            _write(renewed, bound.html_name, widget, bound.value())
    return renewed


def _write(posted: QueryDict, name: str, widget: Any, value: Any) -> None:
    """Set ``name`` to ``value`` as a browser would post it from ``widget``."""
    if isinstance(widget, MultiWidget):
        for index, part in enumerate(widget.decompress(value) or ()):
            posted[f"{name}_{index}"] = "" if part is None else str(part)
    elif value is None or value is False:
        posted.pop(name, None)
    else:
        values = value if isinstance(value, list | tuple) else ["on" if value is True else value]
        posted.setlist(name, [str(each) for each in values])
