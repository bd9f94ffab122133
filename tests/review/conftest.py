"""The newsroom that each test of review begins with."""

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
def room(db: None) -> Newsroom:
    return Newsroom.open()
