"""Killed servers, killed users, files left behind, foreign data folders: each is recovered from or refused."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config import embedded
from config.embedded.places import Places
from config.embedded.postgres import Postgres, binaries
from config.embedded.processes import launch, reap, server_lock
from config.embedded.sharing import postgres_server, valkey_server
from tests.config.embedded_users import User, eventually, listening, postgres_pid, python, query, using, valkey_pid

pytestmark = pytest.mark.slow  # together: each starts servers of its own
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")


def kill(pid: int | None) -> None:
    """Kill a process; when this returns, the kernel has closed its sockets."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: ended(pid))


def ended(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked yet how it did."""
    reap(pid)
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_killed_servers_come_back_with_their_data(home: Path) -> None:
    with using(home):
        query(home, "CREATE TABLE kept AS SELECT 7 AS n")
        old = postgres_pid(home)
        kill(old)
        kill(valkey_pid(home))
        with using(home):
            assert query(home, "SELECT n FROM kept") == [(7,)]
            assert postgres_pid(home) != old
            assert valkey_pid(home) is not None


def test_a_user_can_ask_again_after_the_server_was_killed(home: Path) -> None:
    embedded.ensure_running(home)
    kill(postgres_pid(home))
    kill(valkey_pid(home))
    embedded.ensure_running(home)
    assert query(home, "SELECT 1") == [(1,)]
    embedded.release_all()
    assert postgres_pid(home) is None


@pytest.fixture
def busy(home: Path) -> Iterator[None]:
    """A killed server of which one process is left, busy with a query that takes hours."""
    with using(home):
        process = python(
            "import sys, psycopg\nwith psycopg.connect(sys.argv[1]) as c:\n"
            " c.execute('SELECT count(*) FROM generate_series(1, 1e11::bigint) a, generate_series(1, 9) b')",
            embedded.database_url(home),
        )
        asked = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1e11%'"
        assert eventually(lambda: query(home, asked) == [(2,)])  # this question is the other
        kill(postgres_pid(home))
        yield
        process.communicate(timeout=10)


@linux_only
@pytest.mark.usefixtures("busy")
def test_killed_server_with_a_busy_connection_comes_back(home: Path) -> None:
    began = time.monotonic()
    with using(home):
        assert query(home, "SELECT 1") == [(1,)]
    assert time.monotonic() - began < 15


@linux_only
@pytest.mark.usefixtures("busy")
def test_a_busy_connection_would_keep_the_next_server_from_starting(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr("config.embedded.processes._LAST_CHILD_SECONDS", 1.0)
        without.setattr(Postgres, "_end_leftovers", lambda self: None)
        with pytest.raises(embedded.EmbeddedServiceError, match="A server still uses"):
            embedded.ensure_running(home)
    embedded.ensure_running(home)
    embedded.release_all()


def test_killed_user_leaves_an_orphan_that_the_next_one_takes_over(home: Path) -> None:
    user = using(home)
    orphan = postgres_pid(home)
    user.kill()
    assert postgres_pid(home) == orphan
    with using(home):
        assert postgres_pid(home) == orphan
    assert postgres_pid(home) is None
    assert valkey_pid(home) is None


@linux_only
def test_supervised_servers_end_with_a_killed_parent(home: Path) -> None:
    user = using(home, "supervised")
    query(home, "CREATE TABLE kept AS SELECT 7 AS n")
    user.kill()
    assert eventually(lambda: postgres_pid(home) is None)
    assert eventually(lambda: valkey_pid(home) is None)
    with using(home, "supervised"):
        assert query(home, "SELECT n FROM kept") == [(7,)]


@linux_only
def test_next_start_need_not_wait_for_the_killed_one_to_end(home: Path) -> None:
    using(home, "supervised").kill()
    with using(home, "supervised"):
        assert query(home, "SELECT 1") == [(1,)]
        assert listening(home)


def leave_stale_files(home: Path, number: int) -> None:
    """What a power cut leaves: the files of a server whose number may be somebody else's by now."""
    places = Places(home)
    data = places.postgres / "data"
    key = "  5432001    999999"
    lines = [number, data, 1700000000, 5432, places.sockets, "", key, "ready   "]
    (data / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n")
    (places.sockets / ".s.PGSQL.5432.lock").write_text("\n".join(map(str, lines[:5])) + "\n")
    (places.valkey / "valkey.pid").write_text(f"{number}\n")


def a_number_of_nobody() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_stale_files_of_a_dead_process(home: Path) -> None:
    leave_stale_files(home, a_number_of_nobody())
    assert postgres_pid(home) is None
    with using(home):
        assert query(home, "SELECT 1") == [(1,)]


@pytest.fixture
def stranger(home: Path) -> "subprocess.Popen[bytes]":
    """A process of the server's user, whose number is in the files of a dead server."""
    uid = postgres_server(home).runner.uid
    return subprocess.Popen(["sleep", "600"], user=uid if os.geteuid() == 0 else None)


def test_stale_files_with_a_strangers_number(home: Path, stranger: "subprocess.Popen[bytes]") -> None:
    leave_stale_files(home, stranger.pid)
    try:
        with using(home):
            assert query(home, "SELECT 1") == [(1,)]
        assert stranger.poll() is None  # it was not mistaken for the server and stopped
    finally:
        stranger.kill()
        stranger.wait()


def test_postgresql_alone_would_not_start_on_a_strangers_number(
    home: Path, stranger: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_stale_files(home, stranger.pid)
    monkeypatch.setattr(Postgres, "_forget_dead", lambda self: None)
    try:
        with pytest.raises(embedded.EmbeddedServiceError, match="lock file"):
            embedded.ensure_running(home)
    finally:
        embedded.release_all()
        stranger.kill()
        stranger.wait()


def test_a_server_that_others_started_is_left_alone(home: Path) -> None:
    server = postgres_server(home)
    command = [binaries() / "postgres", "-D", server.data, "-c", "listen_addresses="]
    command += ["-c", f"unix_socket_directories={server.folder}"]
    nobodys = os.open("/dev/null", os.O_RDONLY)
    launch(command, server.runner, server.log, lock=nobodys, end_with_parent=None)
    os.close(nobodys)
    assert eventually(lambda: server.pid() is not None)
    pid = server.pid()
    user = User(home)
    _, said = user.process.communicate(timeout=30)
    assert "was not started from here" in said
    assert f"process {pid}" in said
    assert server.pid() == pid
    server.stop()


def test_another_spelling_of_a_home_is_the_same_server(home: Path) -> None:
    alias = home.parent / "alias"
    alias.symlink_to(home)
    assert embedded.database_url(alias) == embedded.database_url(home)
    with using(home):
        pid = postgres_pid(home)
        with using(alias):
            assert postgres_pid(alias) == pid
        assert listening(home)


def test_sockets_that_a_cleaner_removed(home: Path) -> None:
    with using(home):
        for socket in (postgres_server(home).socket, valkey_server(home).socket):
            socket.unlink()
        with using(home):
            assert query(home, "SELECT 1") == [(1,)]
            assert valkey_server(home).ready()


def test_a_lock_held_out_of_sight_starts_no_second_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.processes._LAST_CHILD_SECONDS", 0.1)
    refused = pytest.raises(embedded.EmbeddedServiceError, match=r"another container.*DATABASE_URL")
    with server_lock(Places(home).postgres), refused:
        embedded.ensure_running(home)
    embedded.release_all()
    assert postgres_pid(home) is None


def test_other_major_version_is_refused_with_the_way_out(home: Path) -> None:
    version = Places(home).postgres / "data" / "PG_VERSION"
    installed = version.read_text().strip()
    version.write_text("14\n")
    _, said = User(home).process.communicate(timeout=30)
    for words in ("made by PostgreSQL 14", f"PostgreSQL {installed}", "pg_dump", "DATABASE_URL", str(version.parent)):
        assert words in said
    assert version.read_text() == "14\n"
    version.write_text(f"{installed}\n")
    with using(home):
        assert query(home, "SELECT 1") == [(1,)]


def test_a_folder_of_something_else_is_refused_and_kept(empty_home: Path) -> None:
    data = empty_home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "thesis.txt").write_text("years of work")
    _, said = User(empty_home).process.communicate(timeout=30)
    assert "no PostgreSQL cluster" in said
    assert "CASEFILES_HOME" in said
    assert (data / "thesis.txt").read_text() == "years of work"


def test_interrupted_making_of_a_cluster_leaves_no_half_one(empty_home: Path) -> None:
    user = User(empty_home)
    folder = empty_home / "postgres"
    assert eventually(lambda: any(folder.glob("data.new.*/base")))
    user.kill()
    assert not (folder / "data").exists()
    with using(empty_home):
        assert query(empty_home, "SELECT current_database()") == [("casefiles",)]
    assert not list(folder.glob("data.new.*"))


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with (Places(home).postgres / "data" / "postgresql.conf").open("a") as settings:
        settings.write("work_mem = plenty\n")
    began = time.monotonic()
    _, said = User(home).process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    for words in ("PostgreSQL did not start", "work_mem", "postgres.log", "set DATABASE_URL"):
        assert words in said


def test_a_damaged_valkey_file_says_so(home: Path) -> None:
    (Places(home).valkey / "dump.rdb").write_bytes(b"REDIS0011 but not really")
    _, said = User(home).process.communicate(timeout=30)
    for words in ("Valkey did not start", "dump.rdb", "BROKER_URL"):
        assert words in said


def test_a_long_log_is_put_aside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.processes._LONGEST_LOG", 10)
    log = home / "logs" / "postgres.log"
    before = log.read_text()
    embedded.ensure_running(home, valkey=False)
    embedded.release_all()
    assert log.with_suffix(".old.log").read_text() == before
    assert "ready to accept connections" in log.read_text()
