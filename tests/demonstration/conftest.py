"""The demonstration, built once for all tests that look at it: real pages over loopback, archived in this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import set_urlconf
from pytest_django.fixtures import Settings

from casefiles.archive.models import Capture
from casefiles.archive.work import perform
from casefiles.demonstration.build import build
from casefiles.demonstration.press_desk.server import PressDeskServer
from casefiles.demonstration.scenario.chapters import SLUG
from casefiles.editions.models import Edition
from tests.conftest import Kept
from tests.reader.surface import public_settings

CASE = f"/cases/{SLUG}/"
API = f"/api/v1/cases/{SLUG}/"
FIRST = (f"{CASE}editions/1/document.json", f"{API}editions/1/document.json", f"{API}editions/1/")
"""Where edition 1 stands to the byte, with and without its proof."""

PATIENCE = 5.0  # seconds without progress; each pause makes some


@contextmanager
def press_desk() -> Iterator[str]:
    """The press desk's own server, on a free port of loopback; its address."""
    server = PressDeskServer(0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="press desk")
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def demonstration_settings(address: str, archive: Path) -> dict[str, Any]:
    """What ``make demo`` sets; passwords are hashed quickly, because nobody guesses them here."""
    return {
        "ARCHIVE_ALLOWED_NETWORKS": ["127.0.0.0/8"],
        "ARCHIVE_ALLOWED_PORTS": [urlsplit(address).port],
        "ARCHIVE_HOST_GAP": 0.0,
        "ARCHIVE_ROOT": archive,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


def archive_what_is_due(_seconds: float) -> None:
    """What a worker does meanwhile, done in the place of waiting for one."""
    for capture_id in list(Capture.objects.due().values_list("pk", flat=True)):
        perform(capture_id)


def read(path: str) -> bytes:
    """What the public surface answers."""
    with override_settings(**public_settings()):
        set_urlconf(None)
        try:
            response = Client().get(path)
        finally:
            set_urlconf(None)
    assert response.status_code == 200, path
    return response.content


@dataclass
class Built:
    """A demonstration as it came out, and what stood there between its two editions."""

    address: str
    archive: Path
    editions: list[Edition] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    between: dict[str, bytes] = field(default_factory=dict)

    def say(self, line: str) -> None:
        self.lines.append(line)
        if line.startswith("Edition 2:") and not self.between:
            self.between = {path: read(path) for path in (*FIRST, CASE, f"{CASE}editions/1/")}

    def build(self) -> list[Edition]:
        """Build it, or go on where a build was cut short."""
        with override_settings(**demonstration_settings(self.address, self.archive)):
            self.editions = build(
                press_desk=self.address,
                say=self.say,
                patience=PATIENCE,
                pause=lambda seconds: archive_what_is_due(seconds),
            )
        return self.editions


@pytest.fixture(scope="module")
def built(kept: Kept[list[Edition]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The whole demonstration, for a module whose tests look at it and take back what they write."""
    with press_desk() as address:
        demonstration = Built(address, tmp_path_factory.mktemp("demonstration") / "archive")
        kept(demonstration.build)
        yield demonstration


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Archived files of the demonstration where a test looks at it, and a folder of its own elsewhere."""
    looks = "built" in request.fixturenames
    settings.ARCHIVE_ROOT = request.getfixturevalue("built").archive if looks else tmp_path / "archive"
