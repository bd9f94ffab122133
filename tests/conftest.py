"""What every test stands on: the guards hold, except for the moment in which a test's rows are cleared away."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ["tests.buckets"]
_Made = TypeVar("_Made")
Kept = Callable[[Callable[[], _Made]], _Made]
"""Makes something by a function that may use the database, and keeps it until the module's last test."""

_GUARDS_OF_TRUNCATE = """
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
       format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname)
FROM pg_trigger WHERE tgname LIKE 'guard%' AND tgtype & 32 > 0 AND tgenabled = 'A'
"""  # 32: fires on TRUNCATE


_FACES = frozenset({"api", "desk", "publishing", "reader", "replay"})
"""What stands on all the other apps. Its tests draw whole pages and publish whole cases; they are no unit tests."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow as a whole, and say what has to run in one worker of pytest-xdist.

    That is a whole file, and all that starts the demonstration: it is built once.
    """
    for item in items:
        if item.path.parent.name in _FACES:
            item.add_marker(pytest.mark.slow)
        shared = "demonstration_home" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("demonstration" if shared else str(item.path)))


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards() -> Iterator[None]:
    """Django clears the tables of a transactional test by TRUNCATE, which the guards refuse to everybody.

    The runner, which owns the tables, lifts them for that one transaction.
    """
    flush = DatabaseOperations.execute_sql_flush

    def past_guards(self: DatabaseOperations, sql_list: list[str]) -> Any:
        with self.connection.cursor() as cursor:
            cursor.execute(_GUARDS_OF_TRUNCATE)
            guards = cursor.fetchall()
        return flush(self, [lift for lift, _ in guards] + sql_list + [restore for _, restore in guards])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", past_guards)
        yield


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    """Archived files of each test lie in a folder of its own; only tests of browsers use one."""
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    settings.ARCHIVE_STORE = ""
    settings.ARCHIVE_BROWSER = "off"
    settings.ARCHIVE_FULL_PERCENT = 100.0  # however full the machine's disk is


@pytest.fixture(scope="session")
def demonstration_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for demonstrations: whoever comes first builds the case, and the others start again."""
    return tmp_path_factory.mktemp("demonstration home")


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Kept[Any]]:
    """For fixtures of a whole module: rows that all its tests begin with, while each takes back its own.

    Tests that commit (``transaction=True``) have no place in such a module.
    """
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()

    def keep(make: Callable[[], _Made]) -> _Made:
        with django_db_blocker.unblock():
            return make()

    yield keep
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
