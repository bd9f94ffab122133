"""Row history: every insert, update and delete of what journalists compile, with who did it.

The context (who, from which request) is stored with each row of history and never rewritten; four eyes
rest on ``Contribution``, never on this.
"""

from typing import TypeVar, cast

import pghistory
from django.db import models

_M = TypeVar("_M", bound=models.Model)


def tracked(model: type[_M]) -> type[_M]:
    """Keep the history of ``model`` in a table of its own, ``<Model>History``."""
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=f"{model.__name__}History",
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history_rows"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type] # None means: no such column
    )
    return cast("type[_M]", track(model))
