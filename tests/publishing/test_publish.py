"""Publishing a case."""

import pytest

from tests.newsroom import Newsroom

pytestmark = pytest.mark.django_db


def test_what_is_approved_is_published() -> None:
    room = Newsroom.open()
    room.text()
    room.attribution()
    room.approve_all()
    edition = room.publish()
    assert edition.number == 1
    assert edition.rows.count() == 7
