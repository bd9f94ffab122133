"""Guards written as SQL: they refuse everybody, and in every kind of session."""

import pytest

from casefiles.lib import guards
from tests.raw_sql import as_replica, refusal, run, without

pytestmark = pytest.mark.django_db

TRIES = {
    "UPDATE": "UPDATE kept SET n = 2",
    "DELETE": "DELETE FROM kept",
    "TRUNCATE": "TRUNCATE kept",
}
WHY = "readers' numbers stay"


@pytest.fixture(autouse=True)
def kept() -> None:
    run("CREATE TABLE kept (n int)")
    run("INSERT INTO kept VALUES (1)")


@pytest.mark.parametrize("operation", TRIES)
@pytest.mark.parametrize("replica", [False, True], ids=["", "replica"])
def test_insert_only_rows_are_added_and_nothing_else(operation: str, *, replica: bool) -> None:
    run(guards.insert_only("kept", WHY))
    if replica:
        as_replica()
    assert f"{operation} of kept refused: {WHY}" in refusal(TRIES[operation])
    assert run("INSERT INTO kept VALUES (3)") == 1


@pytest.mark.parametrize("operation", TRIES)
def test_without_the_guards_each_would_be_done(operation: str) -> None:
    run(guards.insert_only("kept", WHY))
    without("kept", "guard_update_delete", "guard_truncate")
    assert refusal(TRIES[operation]) == ""


@pytest.mark.parametrize("operation", TRIES)
def test_ordinary_triggers_would_fall_to_a_replication_session(operation: str) -> None:
    """The negative control of ENABLE ALWAYS."""
    run(guards.insert_only("kept", WHY))
    for name in ("guard_update_delete", "guard_truncate"):
        run(f"ALTER TABLE kept ENABLE TRIGGER {name}")
    assert refusal(TRIES[operation])
    as_replica()
    assert refusal(TRIES[operation]) == ""


def test_only_the_named_operations_are_refused() -> None:
    run(guards.refuse("kept", "DELETE", WHY))
    assert refusal(TRIES["DELETE"])
    assert refusal(TRIES["UPDATE"]) == ""
    assert refusal(TRIES["TRUNCATE"]) == ""


def test_a_refusal_is_an_integrity_error_for_everybody() -> None:
    run(guards.refuse_truncate("kept", WHY))
    with pytest.raises(Exception, match="refused") as error:
        run(TRIES["TRUNCATE"])
    assert type(error.value).__name__ == "IntegrityError"


def test_every_guard_of_the_project_fires_in_every_session() -> None:
    """Whoever writes the next one: a name that starts with guard promises ENABLE ALWAYS."""
    ordinary = "SELECT 1 FROM pg_trigger WHERE tgname LIKE 'guard\\_%' AND tgenabled <> 'A'"
    every = "SELECT 1 FROM pg_trigger WHERE tgname LIKE 'guard\\_%'"
    assert run(every) > 60
    assert run(ordinary) == 0
    run(guards.refuse("kept", "DELETE", WHY) + "ALTER TABLE kept ENABLE TRIGGER guard_delete;")
    assert run(ordinary) == 1
