"""The read API is tested as the public surface serves it."""

from collections.abc import Iterator

import pytest

from tests.reader.surface import public_surface


@pytest.fixture(scope="module", autouse=True)
def surface() -> Iterator[None]:
    """The public URLs and middleware, without sessions."""
    with public_surface():
        yield
