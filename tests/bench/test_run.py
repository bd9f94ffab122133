"""The whole bench, briefly: it measures, says so, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bench import load, origin

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
PROJECT = Path(__file__).parents[2]
NOT_ITS = ("DATABASE_URL", "BROKER_URL", "DJANGO_")


def bench(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_ITS)}
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=PROJECT,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=170,
    )


def test_it_measures_and_leaves_nothing_behind(tmp_path: Path) -> None:
    told = bench("--rounds", "1", "--seconds", "0.3", "--captures", "2", TMPDIR=str(tmp_path))
    assert told.returncode == 0, told.stderr
    for row in ("bare Django view", "public case page", "304", "plain download", "http capture, stored", "37 files"):
        assert row in told.stdout
    figures = {
        line[2:42].strip(): float(line.split()[-4].replace(",", ""))
        for line in told.stdout.splitlines()
        if line.startswith("  ") and line[42:52].strip()[:1].isdigit()
    }
    assert len(figures) == (8 if "browser capture, stored" in told.stdout else 7)
    assert "Resident memory of a worker: " in told.stdout
    assert all(figure > 0 for figure in figures.values())
    assert list(tmp_path.iterdir()) == []
    assert not [
        each for each in psutil.process_iter(["environ"]) if (each.info["environ"] or {}).get("TMPDIR") == str(tmp_path)
    ]


@pytest.mark.parametrize("arguments", [("--rounds", "0"), ("--seconds", "-1"), ("--captures", "many")])
def test_measuring_nothing_is_refused(arguments: tuple[str, str]) -> None:
    told = bench(*arguments)
    assert told.returncode == 2
    assert "usage: python -m bench" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_wrong_answer_is_no_figure() -> None:
    with origin.running() as port:
        assert load.rate(load.Target(port, "/"), 0.1) > 0
        with pytest.raises(RuntimeError, match="answered 404"):
            load.rate(load.Target(port, "/not-there"), 0.1)
