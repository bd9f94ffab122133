"""The read API is tested as the public surface serves it."""

from collections.abc import Iterator

import pytest
from django.urls import set_urlconf
from pytest_django.fixtures import Settings

from tests.reader.surface import as_public


@pytest.fixture(autouse=True)
def public_surface(settings: Settings) -> Iterator[None]:
    """The public URLs and middleware, without sessions."""
    as_public(settings)
    yield
    set_urlconf(None)
