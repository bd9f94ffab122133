"""Servers for one test run: fresh, careless, gone afterwards."""

import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import kombu
import psycopg
import pytest

from config import embedded
from config.embedded import one_run as module
from tests.config.embedded_users import eventually, python, reachable_folder

pytestmark = pytest.mark.slow  # together: each starts servers of its own

_RUN = """
import sys
from pathlib import Path
from config import embedded
with embedded.throwaway(Path(sys.argv[1])) as addresses:
    print(addresses.database_url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files of this test's own, short enough for sockets."""
    with reachable_folder() as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield folder


@pytest.fixture(scope="module")
def keeper(used_home: Path) -> Path:
    """The home that keeps the fresh cluster to copy from."""
    return used_home


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


def folders(temporary: Path) -> list[Path]:
    return sorted(temporary.glob("casefiles-*"))


def test_fresh_servers_for_the_block_alone(keeper: Path, temporary: Path) -> None:
    with embedded.throwaway(keeper) as (database, broker):
        assert ask(database, "SELECT current_database()") == "casefiles"
        assert ask(database, "SHOW fsync") == "off"
        assert ask(database, "SELECT pg_encoding_to_char(encoding) FROM pg_database LIMIT 1") == "UTF8"
        with kombu.Connection(broker) as connection:
            assert connection.default_channel.client.ping()
        [folder] = folders(temporary)
        assert str(folder) in database
    assert folders(temporary) == []
    with pytest.raises(psycopg.OperationalError):
        ask(database, "SELECT 1")


def test_nothing_is_left_over_from_the_run_before(keeper: Path, temporary: Path) -> None:
    for _ in range(2):
        with embedded.throwaway(keeper) as addresses, psycopg.connect(addresses.database_url) as connection:
            connection.execute("CREATE TABLE once ()")


def test_two_runs_at_once_do_not_meet(keeper: Path, temporary: Path) -> None:
    with embedded.throwaway(keeper) as one, embedded.throwaway(keeper) as two:
        assert one.database_url != two.database_url
        assert one.broker_url != two.broker_url
        assert ask(one.database_url, "SELECT 1") == ask(two.database_url, "SELECT 1") == 1


def test_a_failing_block_leaves_nothing(keeper: Path, temporary: Path) -> None:
    with pytest.raises(ZeroDivisionError), embedded.throwaway(keeper):
        _ = 1 // 0
    assert folders(temporary) == []


def test_a_start_that_fails_leaves_nothing(keeper: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.Valkey, "start", _refuse)
    with pytest.raises(embedded.EmbeddedServiceError, match="no broker today"), embedded.throwaway(keeper):
        pass
    assert folders(temporary) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_killed_run_leaves_no_server_and_the_next_run_no_folder(keeper: Path, temporary: Path) -> None:
    run = python(_RUN, keeper)
    assert run.stdout is not None
    url = run.stdout.readline().strip()
    [left] = folders(temporary)
    pid = int((left / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert eventually(lambda: not Path(f"/proc/{pid}").exists())
    with embedded.throwaway(keeper) as addresses:
        assert addresses.database_url != url
        assert not left.exists()


def test_without_the_lock_a_running_neighbour_would_be_swept_away(
    keeper: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with embedded.throwaway(keeper) as neighbour:
        module._sweep(temporary)
        assert ask(neighbour.database_url, "SELECT 1") == 1
        monkeypatch.setattr(module, "try_lock", lambda *_: True)
        module._sweep(temporary)
        assert folders(temporary) == []


def test_other_peoples_folders_are_not_swept(temporary: Path) -> None:
    (temporary / "precious").mkdir()
    (temporary / "casefiles-throwaway-link").symlink_to(temporary / "precious")
    module._sweep(temporary)
    assert (temporary / "precious").exists()


def test_a_long_folder_for_temporary_files_is_not_used(
    keeper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with embedded.throwaway(keeper) as addresses:
        assert ask(addresses.database_url, "SELECT 1") == 1
        assert list(long.iterdir()) == []


def test_start_is_quick_once_a_cluster_is_kept(keeper: Path, temporary: Path) -> None:
    def started() -> float:
        began = time.perf_counter()
        with embedded.throwaway(keeper):
            return time.perf_counter() - began

    started()
    assert min(started() for _ in range(2)) < 1.5


def test_a_half_made_template_is_made_anew(keeper: Path, temporary: Path) -> None:
    with embedded.throwaway(keeper):
        pass
    [kept] = (keeper / "templates").iterdir()
    kept.rename(kept.with_name(kept.name.rpartition("-")[0].rpartition("-")[0] + "-new-0"))
    with embedded.throwaway(keeper) as addresses:
        assert ask(addresses.database_url, "SELECT 1") == 1
    assert list((keeper / "templates").iterdir()) == [kept]


def _refuse(*_: object, **__: object) -> None:
    raise embedded.EmbeddedServiceError("no broker today")
