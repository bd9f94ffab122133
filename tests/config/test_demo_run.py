"""The demonstration is started, ended, killed and started again, as people do."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config import embedded
from tests.config.demonstration import Demonstration, free_ports

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

FIRST_START = 300.0  # seconds, on a busy machine: the tables are made and the case is compiled and archived
LATER_START = 15.0
BUSY = 1.5  # processes that want each processor, by the load of the last minute


@pytest.fixture(scope="module")
def built(demonstration_home: Path) -> Path:
    """The folder in which everything has been built, so that each test starts again."""
    with Demonstration(demonstration_home, free_ports()) as demonstration:
        demonstration.until_ready(FIRST_START)
    return demonstration_home


@pytest.fixture
def started(built: Path) -> Iterator[Demonstration]:
    with Demonstration(built, free_ports()) as demonstration:
        demonstration.until_ready(FIRST_START)
        yield demonstration


def test_a_second_start_is_quick_and_tells_where_everything_is(built: Path) -> None:
    with Demonstration(built, free_ports()) as demonstration:
        took = demonstration.until_ready(FIRST_START)
        busy = psutil.getloadavg()[0] / (psutil.cpu_count() or 1) > BUSY  # others run, too: it gets half the time
        assert took <= LATER_START * (2 if busy else 1), demonstration.said
        demonstration.end(signal.SIGTERM)
        first = demonstration.port
        for address in (f"127.0.0.1:{first}/", f"127.0.0.1:{first + 1}/", f"localhost:{first + 2}/", "press-desk-nora"):
            assert address in demonstration.said


def test_each_surface_answers_to_its_own_name_alone(started: Demonstration) -> None:
    status, page = started.get(0)
    assert status == 200
    assert "/cases/" in page
    assert started.get(1)[0] != 400
    assert started.get(1, host="localhost")[0] == 400
    assert started.get(2, host="127.0.0.1")[0] == 400
    assert started.get(2, host="localhost")[0] in {200, 404}
    assert started.get(3)[0] == 200


def test_each_process_logs_in_as_its_surface_and_none_as_owner(started: Demonstration) -> None:
    started.get(0)
    with psycopg.connect(embedded.database_url(started.home)) as owner:
        rows = owner.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    logins = {row[0] for row in rows}
    assert "casefiles_public" in logins
    assert logins <= {f"casefiles_{surface}" for surface in ("public", "desk", "replay", "work", "fetch")}


def test_no_process_knows_anothers_secret(started: Demonstration) -> None:
    seen: dict[str, str] = {}
    for process in started.children():
        variables = process.environ()
        names = [name for name in variables if name.startswith("SECRET_KEY")]
        assert names == [f"SECRET_KEY_{variables['SURFACE'].upper()}"]
        assert seen.setdefault(variables["SURFACE"], variables[names[0]]) == variables[names[0]]
    assert set(seen) == {"public", "desk", "replay", "work", "fetch"}
    assert len(set(seen.values())) == 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything(built: Path, number: signal.Signals) -> None:
    with Demonstration(built, free_ports()) as demonstration:
        demonstration.until_ready(FIRST_START)
        assert len(demonstration.children()) >= 7
        assert demonstration.servers()
        assert demonstration.end(number) <= 10
        assert demonstration.process.returncode == 0
        assert demonstration.children() == []
        assert demonstration.servers() == []


def test_a_signal_in_the_middle_of_a_start_ends_everything(built: Path) -> None:
    with Demonstration(built, free_ports()) as demonstration:
        while "Tables and logins … done" not in demonstration.said:
            demonstration._coming.get(timeout=60)
        assert demonstration.end(signal.SIGTERM) <= 10
        assert demonstration.children() == []
        assert demonstration.servers() == []


def test_a_killed_run_stands_in_nobodys_way(built: Path) -> None:
    port = free_ports()
    with Demonstration(built, port) as killed:
        killed.until_ready(FIRST_START)
        killed.process.kill()
        killed.process.wait()
        with Demonstration(built, port) as again:
            again.until_ready(FIRST_START)
            assert again.get(0)[0] == 200
            again.end(signal.SIGTERM)
            assert again.children() == []


def test_what_a_killed_run_left_behind_is_ended(built: Path) -> None:
    """Where the kernel ties no child to its parent, the next start finds them by their environment."""
    port = free_ports()
    with Demonstration(built, port) as killed:
        killed.until_ready(FIRST_START)
        stubborn = [process for process in killed.children() if "granian" in " ".join(process.cmdline())]
        for process in stubborn:
            process.suspend()  # a stopped process ends by no signal but SIGKILL
        killed.process.kill()
        killed.process.wait()
        with Demonstration(built, port) as again:
            again.until_ready(FIRST_START)
            assert "left behind" in again.said
            assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in stubborn)


def test_a_program_that_ends_is_named_with_its_log(started: Demonstration) -> None:
    (worker,) = [
        process
        for process in started.children()
        if "http@demonstration" in process.cmdline() and process.ppid() == started.process.pid
    ]
    worker.kill()
    assert started.until_ended(20) == 1
    assert "capture worker has ended" in started.said
    assert "http@demonstration ready" in started.said
    assert started.children() == []


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    port = free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 1))
        other.listen()
        with Demonstration(tmp_path, port) as demonstration:
            assert demonstration.until_ended(30) == 1
    assert f"port {port + 1} (desk)" in demonstration.said
    assert "CASEFILES_PORT=" in demonstration.said
    assert "Traceback" not in demonstration.said


def test_a_second_run_in_one_folder_is_refused(started: Demonstration) -> None:
    before = {process.pid for process in started.children()}
    with Demonstration(started.home, free_ports()) as second:
        assert second.until_ended(30) == 1
    assert f"already runs in {started.home} (process {started.process.pid})" in second.said
    assert {process.pid for process in started.children()} == before
    assert started.get(0)[0] == 200


@pytest.mark.parametrize("port", ["0", "eighty", "65533", "-1"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    with Demonstration(tmp_path, 0, CASEFILES_PORT=port) as demonstration:
        assert demonstration.until_ended(30) == 1
    assert "CASEFILES_PORT" in demonstration.said
    assert "Traceback" not in demonstration.said
