"""Who writes: told to the database, whose triggers record contributions and refuse anonymous writes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connection, transaction

from casefiles.accounts.models import User


@contextmanager
def acting(user: User) -> Iterator[None]:
    """One transaction in which ``user`` writes. The name is gone when the outermost transaction ends.

    Rows of history say so too, wherever the write comes from: a page, a task, a command. A nested call for
    somebody else puts the first name back when it leaves.
    """
    with transaction.atomic(), _noted_in_history(user), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('casefiles.actor', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('casefiles.actor', %s, true)", [str(user.pk)])
        yield
        cursor.execute("SELECT set_config('casefiles.actor', %s, true)", [before])


@contextmanager
def _noted_in_history(user: User) -> Iterator[None]:
    with pghistory.context() as history:
        before = dict(history.metadata)
        history.metadata["user"] = str(user.pk)
        try:
            yield
        finally:
            history.metadata.clear()
            history.metadata.update(before)
