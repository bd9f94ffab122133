"""Two people saved one item: the second sees both versions, and nothing that they typed is lost."""

from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpRequest

from casefiles.desk.refusals import RefusalAdmin
from casefiles.dossiers.models import Contribution


class Difference(NamedTuple):
    """A field that the two versions have otherwise."""

    label: str
    theirs: str
    yours: str


class Clash(NamedTuple):
    """Who saved meanwhile, and where the two versions differ."""

    by: str
    at: Any
    differences: list[Difference]


def compare(model_admin: RefusalAdmin, request: HttpRequest, object_id: str) -> Clash:
    """What stands saved and what was typed. The form now goes out from what stands: saving again is a choice."""
    saved, typed = (model_admin.get_object(request, object_id) for _ in range(2))
    assert saved is not None  # noqa: S101 (items are never deleted)
    form = model_admin.get_form(request, typed, change=True)(request.POST, request.FILES, instance=typed)
    form.is_valid()
    differences = [
        Difference(
            str(form.fields[name].label or name).capitalize(),
            displayed(saved, name),
            displayed(typed, name) if name in form.cleaned_data else str(form[name].data or ""),
        )
        for name in form.changed_data
        if name != "expected_version"
    ]
    posted = request.POST.copy()
    posted["expected_version"] = str(saved.item.version)
    request.POST = posted  # type: ignore[assignment] # so that the form shown carries the present version
    last = Contribution.objects.filter(item_id=saved.pk).select_related("user").order_by("-version").first()
    return Clash(last.user.display_name if last else "", last.at if last else None, differences)


def displayed(row: Model | None, name: str) -> str:
    """A field's value as people read it; "" where it is blank."""
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return "" if value is None else str(value)
