"""``python -m config.embedded``: what a person sees and gets."""

import signal
import subprocess
from pathlib import Path

import pytest

from config import embedded
from config.embedded.__main__ import main
from tests.config.embedded_users import listening, postgres_pid, python, query, using, valkey_pid

pytestmark = pytest.mark.slow  # together: each starts servers of its own

_COMMAND = "import runpy, sys; sys.argv[0] = 'embedded'; runpy.run_module('config.embedded', run_name='__main__')"


@pytest.fixture
def chosen(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASEFILES_HOME", str(home))
    return home


def run(home: Path) -> "subprocess.Popen[str]":
    """The ``run`` command, once it has printed both addresses."""
    process = python(_COMMAND, "run", CASEFILES_HOME=str(home))
    assert process.stdout is not None
    assert process.stdout.readline() == f"DATABASE_URL={embedded.database_url(home)}\n"
    assert process.stdout.readline() == f"BROKER_URL={embedded.broker_url(home)}\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_until_told_to_end(chosen: Path, number: signal.Signals) -> None:
    process = run(chosen)
    assert query(chosen, "SELECT 1") == [(1,)]
    process.send_signal(number)
    assert process.communicate(timeout=20)[1] == ""
    assert process.returncode == 0
    assert (postgres_pid(chosen), valkey_pid(chosen)) == (None, None)


def test_run_starts_a_killed_server_again(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process = python("import config.embedded.__main__ as m; m._LOOK_AFTER = 0.1; m.main(['run'])",
                     CASEFILES_HOME=str(chosen))  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    old = postgres_pid(chosen)
    assert old is not None
    subprocess.run(["kill", "-9", str(old)], check=True)
    with using(chosen):
        assert query(chosen, "SELECT 1") == [(1,)]
        assert postgres_pid(chosen) != old
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=20)[1] == ""


def test_status_tells_both_ways(chosen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 1
    assert "PostgreSQL: not running\nValkey: not running\n" in capsys.readouterr().out
    with using(chosen):
        assert main(["status"]) == 0
        said = capsys.readouterr().out
        assert f"PostgreSQL: running (process {postgres_pid(chosen)}) at {embedded.database_url(chosen)}" in said
        assert f"Valkey: running (process {valkey_pid(chosen)})" in said


def test_status_makes_nothing(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASEFILES_HOME", str(empty_home))
    assert main(["status"]) == 1
    assert str(empty_home) in capsys.readouterr().out
    assert not empty_home.exists()


def test_stop_spares_servers_in_use_unless_told(chosen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with using(chosen):
        assert main(["stop"]) == 1
        assert "PostgreSQL is in use by another process" in capsys.readouterr().err
        assert listening(chosen)
        assert main(["stop", "--now"]) == 0
        assert not listening(chosen)


def test_stop_ends_orphans(chosen: Path) -> None:
    using(chosen).kill()
    assert listening(chosen)
    assert main(["stop"]) == 0
    assert (postgres_pid(chosen), valkey_pid(chosen)) == (None, None)
    assert main(["stop"]) == 0


def test_errors_are_told_without_a_traceback(chosen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (chosen / "postgres" / "data" / "PG_VERSION").write_text("14\n")
    assert main(["run"]) == 1
    said = capsys.readouterr().err
    assert "was made by PostgreSQL 14" in said
    assert "Traceback" not in said
    embedded.release_all()
