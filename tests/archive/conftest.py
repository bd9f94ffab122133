"""An archive that may visit a server of the test's own."""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psutil
import pytest
from pytest_django.fixtures import Settings

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.archive.browsing import chromium
from casefiles.archive.engines.base import Copy, Rules
from casefiles.archive.engines.browser import BrowserEngine, Machine
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.guard import Guard, Network
from casefiles.archive.policy import guard
from tests.archive.origin import Origin, serving
from tests.newsroom import person


@pytest.fixture
def origin() -> Iterator[Origin]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def _archive_settings(settings: Settings) -> None:
    settings.ARCHIVE_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.ARCHIVE_HOST_GAP = 0.0
    settings.ARCHIVE_LIMITS = {"connect_seconds": 2.0, "silence_seconds": 0.3, "page_seconds": 4.0}


@pytest.fixture
def allowed(origin: Origin, settings: Settings) -> Origin:
    """The origin, on a port that pages may be published on."""
    settings.ARCHIVE_ALLOWED_PORTS = [80, 443, origin.port]
    return origin


class Visit(Protocol):
    """Copies a page of the origin, or any address, with the http engine alone: no rows, no store."""

    def __call__(self, path: str = "/", *, networks: tuple[Network, ...] = (), **limits: float) -> Copy: ...


@pytest.fixture
def visit(origin: Origin) -> Iterator[Visit]:
    copies = []

    def copy(path: str = "/", *, networks: tuple[Network, ...] = (), **limits: float) -> Copy:
        usual = {"connect_seconds": 2.0, "silence_seconds": 1.0, "page_seconds": 3.0, "capture_seconds": 5.0}
        budget = Budget(Limits(**{**usual, **limits}))  # type: ignore[arg-type]
        url = path if "://" in path else origin.url(path)
        ports = range(1, 65_536)
        rules = Rules(Guard(allowed_networks=networks or loopback()), ports, "test-archiver/1")
        made = HttpEngine().capture(parse(url, ports=ports), rules=rules, budget=budget)
        copies.append(made)
        return made

    yield copy
    for made in copies:
        made.close()


class Browse(Protocol):
    """Copies a page, by its address, with the browser engine: no rows, no store."""

    def __call__(self, url: str, *, networks: tuple[Network, ...] = (), **limits: float) -> Copy: ...


@pytest.fixture
def chromium_program() -> str:
    """A browser of this machine: ``CHROMIUM``, else the first that PATH has."""
    try:
        return chromium.find(os.environ.get("CHROMIUM", "")).program
    except chromium.NoBrowser as error:
        pytest.skip(f"no Chromium: {error}")


@pytest.fixture
def machine(chromium_program: str, tmp_path: Path) -> Machine:
    return Machine(chromium.find(chromium_program), tmp_path / "browsers")


@pytest.fixture
def browse(machine: Machine) -> Iterator[Browse]:
    copies = []

    def copy(url: str, *, networks: tuple[Network, ...] = (), **limits: float) -> Copy:
        ports = range(1, 65_536)
        rules = Rules(Guard(allowed_networks=networks or loopback()), ports, "test-archiver/1")
        budget = Budget(Limits(**limits))  # type: ignore[arg-type]
        with nothing_left_behind():
            made = BrowserEngine(machine).capture(parse(url, ports=ports), rules=rules, budget=budget)
        copies.append(made)
        return made

    yield copy
    for made in copies:
        made.close()
    assert not list((machine.folder).glob("*/*")), "something is left of a profile"


@contextlib.contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Fails when a process that was started meanwhile, by whichever of our processes, is still there afterwards."""
    own = psutil.Process()
    before, seen, over = set(own.children(recursive=True)), set[psutil.Process](), threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            seen.update(own.children(recursive=True))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    left = [each for each in seen - before if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    assert left == []


def loopback() -> tuple[Network, ...]:
    return tuple(guard().allowed_networks)


@pytest.fixture
def journalist(db: None) -> User:
    return person("jo", Role.JOURNALIST)


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody with an account and no role."""
    return person("oscar")


@pytest.fixture
def counsel(db: None) -> User:
    return person("cleo", Role.COUNSEL)
