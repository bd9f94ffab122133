"""Several processes, one server: who starts it, who stops it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.embedded.locks import SharedUse
from tests.config.embedded_users import (
    User,
    listening,
    postgres_pid,
    python,
    query,
    using,
    valkey,
    valkey_pid,
)

pytestmark = pytest.mark.slow  # together: each starts servers of its own


def test_first_user_starts_both_servers_and_the_database(empty_home: Path) -> None:
    with using(empty_home):
        assert query(empty_home, "SELECT current_database(), current_setting('max_connections')") == [
            ("casefiles", "100")
        ]
        with valkey(empty_home) as broker:
            assert broker.ping()
            assert broker.info("clients")["connected_clients"] >= 1


def test_text_sorts_and_folds_alike_everywhere(home: Path) -> None:
    with using(home):
        rows = query(home, "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding), lower('ÅÉ') "
                           "FROM pg_database WHERE datname = 'casefiles'")  # fmt: skip
    assert rows == [("b", "C.UTF-8", "UTF8", "åé")]


def test_extensions_that_the_project_needs_are_there(home: Path) -> None:
    with using(home):
        for name in ("pg_trgm", "unaccent", "btree_gist", "citext"):
            query(home, f"CREATE EXTENSION {name}")


def test_database_dropped_by_hand_is_made_again(home: Path) -> None:
    url = embedded.database_url(home).replace("/casefiles?", "/postgres?")
    with using(home), psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE casefiles")
    with using(home):
        assert query(home, "SELECT 1") == [(1,)]


def test_second_user_shares_and_the_last_one_stops(home: Path) -> None:
    first = using(home)
    pids = postgres_pid(home), valkey_pid(home)
    assert None not in pids
    second = using(home)
    first.leave()
    assert (postgres_pid(home), valkey_pid(home)) == pids
    assert listening(home)
    assert second.leave() == ""
    assert (postgres_pid(home), valkey_pid(home)) == (None, None)
    assert not listening(home)


def test_without_the_shared_lock_the_first_to_leave_would_stop_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def heedless(self: SharedUse) -> Iterator[bool]:
        yield True

    with using(home):
        embedded.ensure_running(home)
        monkeypatch.setattr(SharedUse, "leaving", heedless)
        embedded.release_all()
        assert postgres_pid(home) is None


def test_data_is_there_after_everybody_left(home: Path) -> None:
    with using(home):
        query(home, "CREATE TABLE kept AS SELECT 7 AS n")
        with valkey(home) as broker:
            broker.set("kept", "7")
    with using(home):
        assert query(home, "SELECT n FROM kept") == [(7,)]
        with valkey(home) as broker:
            assert broker.get("kept") == b"7"


def test_only_what_is_wanted_is_started(home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from config import embedded\n"
        "embedded.ensure_running(Path(sys.argv[1]), postgres=False)\n"
        "print('up', flush=True); sys.stdin.read()"
    )
    process = python(code, home)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert postgres_pid(home) is None
    assert valkey_pid(home) is not None
    process.communicate()
    assert valkey_pid(home) is None


def test_eight_at_once_start_one_server(empty_home: Path) -> None:
    users = [User(empty_home) for _ in range(8)]
    for user in users:
        user.up()
    log = (empty_home / "logs" / "postgres.log").read_text()
    assert log.count("database system is ready to accept connections") == 1
    for user in users:
        assert user.leave() == ""
    assert postgres_pid(empty_home) is None
    log = (empty_home / "logs" / "postgres.log").read_text()
    assert log.count("database system is shut down") == 1


def test_coming_and_going_never_meets_a_stopping_server(home: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from config import embedded; import psycopg\n"
        "home = Path(sys.argv[1])\n"
        "for _ in range(6):\n"
        "    embedded.ensure_running(home)\n"
        "    with psycopg.connect(embedded.database_url(home)) as c: c.execute('SELECT 1')\n"
        "    c.close(); embedded.release_all()\n"
    )
    for process in [python(code, home) for _ in range(3)]:
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, "")
    assert postgres_pid(home) is None


def test_two_homes_have_two_servers(home: Path, empty_home: Path) -> None:
    with using(home), using(empty_home):
        query(home, "CREATE TABLE only_here ()")
        assert postgres_pid(home) != postgres_pid(empty_home)
        assert query(empty_home, "SELECT to_regclass('only_here')") == [(None,)]
        assert valkey_pid(home) != valkey_pid(empty_home)


def test_forked_child_that_ends_takes_nothing_away(home: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from config import embedded\n"
        "embedded.ensure_running(Path(sys.argv[1]), supervised=True)\n"
        "child = os.fork()\n"
        "if not child: sys.exit(0)\n"  # with its atexit handlers, unlike a worker's os._exit
        "os.waitpid(child, 0)\n"
        "print('up', flush=True); sys.stdin.read()"
    )
    process = python(code, home)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert listening(home)
    with using(home):  # its leaving must not stop it either
        pass
    assert listening(home)
    process.communicate()
    assert postgres_pid(home) is None


def test_forked_child_that_asks_itself_outlives_its_parent(home: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from config import embedded\n"
        "home = Path(sys.argv[1])\n"
        "embedded.ensure_running(home)\n"
        "if os.fork(): sys.exit(0)\n"
        "embedded.ensure_running(home)\n"
        "print('up', flush=True); sys.stdin.read()"
    )
    process = python(code, home)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert process.wait(timeout=20) == 0
    assert listening(home)
    process.communicate()
    assert _gone(home)


def test_asking_costs_next_to_nothing_while_they_run(home: Path) -> None:
    def seconds() -> float:
        began = time.perf_counter()
        embedded.ensure_running(home)
        return time.perf_counter() - began

    def seconds_to_join() -> float:
        embedded.release_all()
        return seconds()

    with using(home):
        assert min(seconds_to_join() for _ in range(5)) < 0.05
        assert min(seconds() for _ in range(5)) < 0.02
        embedded.release_all()


def test_a_lock_held_too_long_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.locks.PATIENCE", 0.1)
    (home / "locks").mkdir()
    with SharedUse(home / "locks", "postgres").starting():
        with pytest.raises(embedded.EmbeddedServiceError, match=r"postgres\.start.*DATABASE_URL") as caught:
            embedded.ensure_running(home)
        assert os.fspath(home) in str(caught.value)
    embedded.release_all()


def _gone(home: Path) -> bool:
    deadline = time.monotonic() + 10
    while postgres_pid(home) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    return postgres_pid(home) is None
