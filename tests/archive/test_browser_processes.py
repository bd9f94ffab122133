"""What a process has started is found and ended to the last one, whatever session it took and whoever died first."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from casefiles.archive.browsing.processes import Family
from tests.archive.origin import Origin, answer, silent
from tests.waiting import wait_until

_SLEEPS = "import time; time.sleep(60)"
_STARTS = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {_SLEEPS!r}], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""
_WORKER = """
import ipaddress, sys
from pathlib import Path
from casefiles.archive.browsing import chromium
from casefiles.archive.engines.base import Rules
from casefiles.archive.engines.browser import BrowserEngine, Machine
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.guard import Guard
url, folder, named = sys.argv[1:]
ports = range(1, 65_536)
rules = Rules(Guard(allowed_networks=[ipaddress.ip_network("127.0.0.0/8")]), ports, "test")
engine = BrowserEngine(Machine(chromium.find(named), Path(folder)))
engine.capture(parse(url, ports=ports), rules=rules, budget=Budget(Limits()))
"""


@pytest.fixture
def head() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-Ec", _STARTS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        yield process
        process.kill()


def started_by(head: "subprocess.Popen[str]") -> psutil.Process:
    assert head.stdout is not None
    return psutil.Process(int(head.stdout.readline()))


def is_over(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_all_of_them_are_ended(head: "subprocess.Popen[str]") -> None:
    child = started_by(head)
    assert os.getsid(child.pid) != os.getsid(head.pid)
    assert Family(head).end()
    assert is_over(child)
    assert head.returncode == -9


def test_an_orphan_is_ended_by_its_session(head: "subprocess.Popen[str]") -> None:
    child, family = started_by(head), Family(head)
    family.know()
    assert family.memory() > 0
    head.kill()
    head.wait()
    assert not is_over(child), "the control: killing the first alone leaves it"
    assert family.end()
    assert is_over(child)


def test_ending_twice_is_no_fault(head: "subprocess.Popen[str]") -> None:
    family = Family(head)
    assert family.end()
    assert family.end()
    assert family.memory() == 0


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_dies_with_its_worker(origin: Origin, tmp_path: Path, chromium_program: str) -> None:
    origin.routes = {
        "/": answer(b"<title>T</title><script>new Image().src = '/slow.png'</script>"),
        "/slow.png": silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
    }
    command = [sys.executable, "-c", _WORKER, origin.url(), str(tmp_path), chromium_program]
    with subprocess.Popen(command) as worker:
        wait_until(lambda: "/slow.png" in origin.paths, 30)
        started = psutil.Process(worker.pid).children(recursive=True)
        worker.kill()
    assert len(started) > 4
    wait_until(lambda: all(map(is_over, started)), 20)
