"""Rows below a form after a conflict: what stands saved, with the second person's own changes in it."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, QueryDict

from casefiles.desk.refusals import RefusalAdmin


@dataclass
class Row:
    """A row of a form: what stands in its fields, and what stood there when it was opened."""

    now: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)


def renew(model_admin: RefusalAdmin, request: HttpRequest, saved: Model, posted: QueryDict) -> None:
    """Rewrite the rows in ``posted`` as if the form had been opened now.

    A row that the second person left alone reads as saved, one that is gone stays away; what they changed,
    added or took away stays so.
    """
    for make, inline in model_admin.get_formsets_with_inlines(request, saved):
        prefix = make.get_default_prefix()
        fresh = make(instance=saved, prefix=prefix, queryset=inline.get_queryset(request))
        typed = [_typed(posted, f"{prefix}-{index}-") for index in range(_count(posted, prefix))]
        own = {row.now["id"]: row for row in typed if row.now.get("id")}
        rows = [_merged(form, own.get(str(form.instance.pk))) for form in fresh.initial_forms]
        kept = len(rows)
        rows += [row for row in typed if not row.now.get("id") and not row.now.get(DELETION_FIELD_NAME)]
        for index, row in enumerate(rows):
            for name, value in row.now.items():
                posted[f"{prefix}-{index}-{name}"] = value
            for name, value in row.seen.items():
                posted[f"initial-{prefix}-{index}-{name}"] = value
        posted[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(rows))
        posted[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(kept)


def _count(posted: QueryDict, prefix: str) -> int:
    text = posted.get(f"{prefix}-{TOTAL_FORM_COUNT}", "0")
    return min(int(text), 1000) if text.isascii() and text.isdigit() else 0  # as many as Django's forms allow


def _typed(posted: QueryDict, start: str) -> Row:
    """One row as it was posted, taken out of ``posted``."""
    row = Row()
    for key in list(posted):
        if key.startswith(start):
            row.now[key.removeprefix(start)] = str(posted.pop(key)[-1])
        elif key.startswith(f"initial-{start}"):
            row.seen[key.removeprefix(f"initial-{start}")] = str(posted.pop(key)[-1])
    return row


def _merged(form: Any, own: Row | None) -> Row:
    """A saved row with the fields that the second person changed since they saw it."""
    row = Row()
    for name, box in form.fields.items():
        if name == DELETION_FIELD_NAME:
            continue
        value = form[name].value()
        text = "" if value is None else str(getattr(value, "pk", value))
        changed = own is not None and name in own.seen and box.has_changed(own.seen[name], own.now.get(name, ""))
        row.now[name] = own.now.get(name, "") if own is not None and changed else text
        if box.show_hidden_initial:
            row.seen[name] = text
    if own is not None and own.now.get(DELETION_FIELD_NAME):
        row.now[DELETION_FIELD_NAME] = own.now[DELETION_FIELD_NAME]
    return row
