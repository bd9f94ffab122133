"""``make test`` fails exactly when a test does, whatever part is chosen."""

import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def make_test(folder: Path, *, fast: int, slow: int, chosen: str = "") -> "subprocess.CompletedProcess[str]":
    """``make test`` with a pytest that ends as told; what it was asked is printed."""
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/bash\necho "asked: $*"\n[[ "$*" == *"-m not slow"* ]] && exit {fast}\nexit {slow}\n')
    python.chmod(0o755)
    for stamp in (".installed-run", ".installed-dev"):
        (folder / stamp).touch()
    environment = {"PATH": os.environ["PATH"], **({"PYTEST": chosen} if chosen else {})}
    return subprocess.run(
        ["make", "--no-print-directory", f"VENV={folder}", "test"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
    )


@pytest.mark.parametrize(
    ("fast", "slow", "chosen", "well"),
    [
        (0, 0, "", True),
        (0, 0, "tests/api", True),
        (0, 5, "tests/api", True),  # no slow ones there
        (5, 0, "tests/config/test_deploy.py", True),  # nothing but slow ones
        (0, 5, "-k 'a name'", True),
        (1, 0, "", False),
        (0, 1, "", False),
        (1, 5, "tests/api", False),
        (0, 1, "tests/api", False),
        (4, 4, "tests/nowhere", False),
        (5, 0, "", False),  # a whole suite without tests of a kind is none
        (0, 5, "", False),
    ],
)
def test_it_fails_exactly_when_a_test_does(tmp_path: Path, fast: int, slow: int, chosen: str, well: bool) -> None:
    said = make_test(tmp_path, fast=fast, slow=slow, chosen=chosen)
    assert (said.returncode == 0) is well, said.stderr
    assert "-m not slow" in said.stdout
    if fast in {0, 5} and (fast == 0 or chosen):
        assert "asked: -m pytest -n 2 --dist loadgroup -m slow and not soak" in said.stdout
