"""Homes with real embedded servers, and the settings of a sound newsroom."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.config.embedded_users import end_everything, reachable_folder, using

LONG = "a-long-secret-of-many-different-characters-0123456789"


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


@pytest.fixture
def newsroom(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """A sound newsroom; each test spoils one thing."""
    for name in [name for name in os.environ if name.startswith(("SECRET_KEY", "DATABASE_URL"))]:
        monkeypatch.delenv(name)
    settings.SURFACE = "desk"
    settings.DEMO = False
    settings.PUBLIC_URL = "https://dossiers.newsroom.example"
    settings.DESK_URL = "https://desk.newsroom.example"
    settings.REPLAY_URL = "https://archived-pages.example"
    settings.ALLOWED_HOSTS = ["desk.newsroom.example"]
    settings.ARCHIVE_ALLOWED_NETWORKS = []
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    settings.ARCHIVE_SIGNING_KEY_FILE = ""
    monkeypatch.setenv("SECRET_KEY_DESK", LONG)
    return settings
