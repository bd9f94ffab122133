"""Changing a row from a form: only what somebody changed, and only if it still is as they saw it."""

from collections.abc import Mapping

from django.db import models

from casefiles.lib.errors import Conflict
from casefiles.lib.text import unstorable


def compare_and_set(row: models.Model, seen: Mapping[str, object]) -> None:
    """Store the fields of ``row`` that ``seen`` names, if they are stored as it says they were.

    Raises ``Conflict``, and says what stands now, if somebody changed one of them meanwhile: nothing is stored.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    possible = not any(unstorable(str(before)) for before in seen.values())
    if seen and not (possible and rows.filter(**seen).update(**{name: getattr(row, name) for name in seen})):
        stored = rows.get()
        moved = [name for name, before in seen.items() if getattr(stored, name) != before]
        raise Conflict(
            *(f"Somebody changed “{_label(row, name)}” meanwhile: it is now {said(stored, name)}." for name in moved)
        )


def said(row: models.Model, name: str) -> str:
    """What a field says, for a sentence: “Closed”, yes, no, blank."""
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if value else "blank"


def _label(row: models.Model, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))
