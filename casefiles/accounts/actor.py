"""Who writes: told to the database, whose triggers record contributions and refuse anonymous writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from casefiles.accounts.models import User


@contextmanager
def acting(user: User) -> Iterator[None]:
    """One transaction in which ``user`` writes. The name is gone when the outermost transaction ends.

    A nested call for somebody else puts the first name back when it leaves.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('casefiles.actor', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('casefiles.actor', %s, true)", [str(user.pk)])
        yield
        cursor.execute("SELECT set_config('casefiles.actor', %s, true)", [before])
