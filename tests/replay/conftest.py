"""Archived pages are tested as the replay surface serves them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import set_urlconf
from pytest_django.fixtures import Settings

from tests.reader.surface import as_public


@pytest.fixture(autouse=True)
def replay_surface(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The replay URLs, and a store of this test's own."""
    as_public(settings, "config.urls_replay")
    settings.ARCHIVE_ROOT = tmp_path
    yield
    set_urlconf(None)
