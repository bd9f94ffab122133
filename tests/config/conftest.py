"""Homes with real embedded servers."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.embedded_users import end_everything, reachable_folder, using


@pytest.fixture(scope="session")
def used_home() -> Iterator[Path]:
    """A home whose servers have run once and stopped: copied, it spares each test the making of a cluster."""
    with reachable_folder() as folder:
        using(folder / "var").leave()
        yield folder / "var"


@pytest.fixture
def home(used_home: Path) -> Iterator[Path]:
    """A home of its own for one test, with an empty cluster that nobody runs."""
    with reachable_folder() as folder:
        subprocess.run(["cp", "-a", used_home, folder / "var"], check=True)
        shutil.rmtree(folder / "var" / "locks")
        yield folder / "var"
        end_everything(folder / "var")


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A home that does not exist yet."""
    with reachable_folder() as folder:
        yield folder / "var"
        end_everything(folder / "var")
