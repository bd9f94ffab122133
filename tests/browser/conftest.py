"""One demonstration and one browser for all tests here; a window of its own for each."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.running import Running
from tests.browser.windows import Kept, Windows
from tests.config.demonstration import Demonstration, free_ports

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FIRST_START = 300.0  # seconds, on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(420))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program to drive: ``CHROMIUM``, else the first that PATH has."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no Chromium: set CHROMIUM, or install one of {', '.join(BROWSERS)}")
    return found


@pytest.fixture(scope="package")
def running(chromium: str, demonstration_home: Path) -> Iterator[Running]:
    with Demonstration(demonstration_home, free_ports()) as demonstration:
        demonstration.until_ready(FIRST_START)
        yield Running(demonstration)


@pytest.fixture(scope="package")
def prepared(running: Running) -> set[str]:
    """What pages need to be hard to set: hostile words, long names, a copy taken down.

    The names of the fields that hold hostile words, as ``kind.field``.
    """
    running.rows(
        "UPDATE archive_capture SET access = 'taken_down' WHERE id ="
        " (SELECT id FROM archive_capture WHERE state = 'succeeded' ORDER BY requested_at DESC LIMIT 1)"
    )
    return set(running.run("tests.browser.filling"))


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """It lives no longer than the tests that need it: its event loop would stand in the way of Django's guards."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium)


@pytest.fixture(scope="package")
def _kept(browser: Browser) -> Kept:
    return {}


@pytest.fixture
def windows(browser: Browser, running: Running, _kept: Kept) -> Iterator[Windows]:
    opened = Windows(browser, running, _kept)
    yield opened
    opened.close()
