"""The newsroom that each test of review begins with."""

from copy import deepcopy

import pytest

from tests.conftest import Kept
from tests.newsroom import Newsroom


@pytest.fixture(scope="module")
def opened(kept: Kept[Newsroom]) -> Newsroom:
    """A newsroom that a module's tests share; each gives back what it changes."""
    return kept(Newsroom.open)


@pytest.fixture
def room(opened: Newsroom, db: None) -> Newsroom:
    return deepcopy(opened)
