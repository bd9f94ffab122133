"""``.ci/run`` lints, then tests, with a browser if one can be had."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"
NEEDED = ("bash", "dirname", "env")


class Machine:
    """A machine with hardly any programs; ``add`` puts up one that says what it is called with."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder
        for name in NEEDED:
            found = shutil.which(name)
            assert found
            (folder / name).symlink_to(found)
        self.add("make")
        self.add("id", "echo 0")

    def add(self, name: str, does: str = 'echo "ran: ${0##*/} $*"') -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/bash\n{does}\n")
        path.chmod(0o755)

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([SCRIPT], env={"PATH": str(self.programs)}, capture_output=True, text=True, timeout=20)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_lint_then_tests(machine: Machine) -> None:
    machine.add("chromium")
    said = machine.run()
    assert said.returncode == 0, said.stderr
    assert said.stdout.index("ran: make lint") < said.stdout.index("ran: make test")
    assert str(machine.programs / "chromium") in said.stdout
    assert "apt" not in said.stdout


def test_a_missing_browser_is_installed_where_that_can_be_done(machine: Machine) -> None:
    machine.add("apt-get", f'[ "$1" = update ] || {{ : > {machine.programs}/chromium-headless-shell; '
                           f"/bin/chmod +x {machine.programs}/chromium-headless-shell; }}")  # fmt: skip
    said = machine.run()
    assert said.returncode == 0, said.stderr
    assert "installing Debian's chromium-headless-shell" in said.stdout
    assert str(machine.programs / "chromium-headless-shell") in said.stdout
    assert "browser tests skip" not in said.stdout


def test_a_browser_that_cannot_be_had_stops_nothing(machine: Machine) -> None:
    machine.add("apt-get", "echo no network >&2; exit 100")
    said = machine.run()
    assert said.returncode == 0
    assert "browser tests skip" in said.stdout
    assert "ran: make test" in said.stdout


def test_who_is_not_root_installs_nothing(machine: Machine) -> None:
    machine.add("apt-get")
    machine.add("id", "echo 1000")
    said = machine.run()
    assert said.returncode == 0
    assert "ran: apt-get" not in said.stdout


@pytest.mark.parametrize(("failing", "reached"), [("lint", ["lint"]), ("test", ["lint", "test"])])
def test_what_fails_fails(machine: Machine, failing: str, reached: list[str]) -> None:
    machine.add("make", f'echo "ran: make $1"; [ "$1" != {failing} ]')
    said = machine.run()
    assert said.returncode != 0
    assert [line.split()[-1] for line in said.stdout.splitlines() if line.startswith("ran: make")] == reached
