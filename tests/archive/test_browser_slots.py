"""So many browsers at once on a machine, over all processes, and what a dead worker left is cleared away."""

import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from casefiles.archive.browsing.slots import NoSlot, slot

_HOLDS = """
import sys, time
from pathlib import Path
from casefiles.archive.browsing.slots import slot
with slot(Path(sys.argv[1]), 1, seconds=lambda: 5) as own:
    (own / "left").touch()
    print("held", flush=True)
    time.sleep(60)
"""


def once() -> float:
    return 1.0


def test_there_are_so_many_and_each_is_empty_and_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "browsers"
    with slot(folder, 2, seconds=once) as one, slot(folder, 2, seconds=once) as two:
        assert one is not None
        assert two is not None
        assert one != two
        assert one.stat().st_mode & 0o777 == 0o700
        (one / "profile").touch()
        with slot(folder, 2, seconds=iter((1.0, 0.0)).__next__) as none:
            assert none is None
    with slot(folder, 2, seconds=once) as again:
        assert again == one
        assert again is not None
        assert list(again.iterdir()) == []
    assert not any(path.is_dir() for path in folder.iterdir())


def test_whoever_waits_gets_the_next_that_is_free(tmp_path: Path) -> None:
    held = slot(tmp_path, 1, seconds=once)
    held.__enter__()
    looks = count()

    def seconds() -> float:
        if next(looks) == 2:
            held.__exit__(None, None, None)
        return 1.0

    with slot(tmp_path, 1, seconds=seconds) as own:
        assert own is not None
    assert next(looks) == 3


def test_a_dead_workers_slot_is_free_and_emptied(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with slot(tmp_path, 1, seconds=iter((1.0, 0.0)).__next__) as none:
            assert none is None
        other.kill()
    assert list(tmp_path.glob("0/*")) != []
    with slot(tmp_path, 1, seconds=once) as own:
        assert own is not None
        assert list(own.iterdir()) == []


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "browsers"
    in_the_way.touch()
    with pytest.raises(NoSlot, match="cannot be used"), slot(in_the_way, 1, seconds=once):
        pass
