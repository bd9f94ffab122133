"""The newsroom that each test of dossiers begins with, and what must not change when an action says no."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.apps import apps
from django.db import connection

from casefiles.lib.errors import ActionError
from tests.conftest import Kept
from tests.newsroom import Newsroom

WRITERS = ["author", "teammate", "reviewer", "publisher"]
STRANGERS = ["counsel", "outsider", "administrator", "superuser"]
"""Who may not write in the members-only case: one reads it, the others may not know that it is there."""


@pytest.fixture(scope="module")
def opened(kept: Kept[Newsroom]) -> Newsroom:
    """A newsroom that a module's tests share; each gives back what it changes."""
    return kept(Newsroom.open)


@pytest.fixture
def room(opened: Newsroom, db: None) -> Newsroom:
    return deepcopy(opened)


def counts() -> dict[str, int]:
    """How many rows each table of dossiers, archive and review has."""
    models = [model for app in ("dossiers", "archive", "review") for model in apps.get_app_config(app).get_models()]
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


@contextmanager
def refuses(
    kind: type[ActionError], *, field: str | None = None, saying: str = ""
) -> Iterator[pytest.ExceptionInfo[ActionError]]:
    """The action inside says no, in these words and of this field, and leaves no row behind."""
    before = counts()
    with pytest.raises(kind, match=saying or None) as refusal:
        yield refusal
    assert field is None or refusal.value.field == field
    assert all(refusal.value.reasons)
    assert counts() == before
