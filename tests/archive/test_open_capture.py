"""Letting readers see a copy: further, never back."""

import uuid

import pytest

from casefiles.archive.actions import open_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import Access
from casefiles.lib.errors import Refused
from tests.copies import archived

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "level", "after"),
    [
        (Access.SEALED, Access.SEALED, Access.SEALED),
        (Access.SEALED, Access.PRIVATE, Access.PRIVATE),
        (Access.SEALED, Access.PUBLIC, Access.PUBLIC),
        (Access.PRIVATE, Access.PUBLIC, Access.PUBLIC),
        (Access.PRIVATE, Access.SEALED, Access.PRIVATE),
        (Access.PUBLIC, Access.PRIVATE, Access.PUBLIC),
        (Access.PUBLIC, Access.SEALED, Access.PUBLIC),
        (Access.TAKEN_DOWN, Access.PUBLIC, Access.TAKEN_DOWN),
        (Access.TAKEN_DOWN, Access.PRIVATE, Access.TAKEN_DOWN),
    ],
)
def test_what_was_opened_further_or_taken_down_stays_so(before: Access, level: Access, after: Access) -> None:
    capture = archived()
    Capture.objects.update(access=before)
    assert open_capture(capture_id=capture.pk, level=level, user=None).access == after


def test_only_this_one_is_opened() -> None:
    capture, other = archived(), archived("https://other.example/")
    open_capture(capture_id=capture.pk, level=Access.PUBLIC, user=None)
    other.refresh_from_db()
    assert other.access == Access.SEALED


@pytest.mark.parametrize("level", ["", "everybody", "taken_down", "PUBLIC"])
def test_what_is_no_level_is_refused(level: str) -> None:
    capture = archived()
    with pytest.raises(Refused) as refusal:
        open_capture(capture_id=capture.pk, level=level, user=None)
    assert refusal.value.field == "level"
    capture.refresh_from_db()
    assert capture.access == Access.SEALED


def test_a_capture_that_is_none() -> None:
    with pytest.raises(Capture.DoesNotExist):
        open_capture(capture_id=uuid.uuid4(), level=Access.PUBLIC, user=None)
