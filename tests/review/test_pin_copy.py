"""Submitting a source makes its newest archived copy the one that it cites."""

import pytest

from casefiles.archive.models import Capture
from casefiles.archive.states import State as Fetched
from casefiles.dossiers.actions import archive_again
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving
from casefiles.lib.errors import NotAllowed, Refused
from casefiles.review.actions import approve, request_changes, submit
from casefiles.review.models import Decision
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.copies import finish
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(room: Newsroom) -> Source:
    return room.source(url="https://news.example/page", archiving=Archiving.NOW)


def submit_it(room: Newsroom, source: Source) -> Source:
    item = current(source)
    submit(user=room.author, item=item, version=item.version)
    return Source.objects.get(pk=source.pk)


def test_the_copy_is_pinned_and_the_decision_is_on_the_version_with_it(room: Newsroom, source: Source) -> None:
    capture = finish(Capture.objects.get())
    assert submit_it(room, source).capture == capture
    assert current(source).version == 2
    assert Decision.objects.get().version == 2


def test_while_the_page_is_being_archived_there_is_nothing_to_submit(room: Newsroom, source: Source) -> None:
    with pytest.raises(Refused, match="still being archived") as refusal:
        submit_it(room, source)
    assert refusal.value.field == "capture"
    assert state_of(current(source)) == State.DRAFT
    assert current(source).version == 1


def test_the_newest_copy_is_meant(room: Newsroom, source: Source) -> None:
    finish(Capture.objects.get())
    newer = finish(archive_again(user=room.author, source=source))
    assert submit_it(room, source).capture == newer


def test_a_copy_is_preferred_to_a_later_request_that_brought_none(room: Newsroom, source: Source) -> None:
    capture = finish(Capture.objects.get())
    finish(archive_again(user=room.author, source=source), outcome=Fetched.FAILED, status=None, warc=None)
    assert submit_it(room, source).capture == capture


def test_where_there_is_no_copy_the_newest_try_says_why(room: Newsroom, source: Source) -> None:
    tried = finish(Capture.objects.get(), outcome=Fetched.BLOCKED_BY_SITE, status=None, warc=None, sentence="No.")
    assert submit_it(room, source).capture == tried


@pytest.mark.parametrize("archiving", [Archiving.HOLD, Archiving.UPLOAD])
def test_a_source_that_is_not_archived_now_pins_nothing(room: Newsroom, archiving: str) -> None:
    source = room.source(url="https://news.example/page", archiving=archiving)
    assert submit_it(room, source).capture is None
    assert current(source).version == 1


def test_submitting_again_with_the_same_copy_is_no_change(room: Newsroom, source: Source) -> None:
    finish(Capture.objects.get())
    submit_it(room, source)
    request_changes(user=room.reviewer, item=current(source), version=2, note="Who wrote it?")
    submit_it(room, source)
    assert current(source).version == 2
    assert state_of(current(source)) == State.SUBMITTED


def test_whoever_pins_the_copy_has_written_part_of_it(room: Newsroom, source: Source) -> None:
    finish(Capture.objects.get())
    item = current(source)
    submit(user=room.reviewer, item=item, version=item.version)
    with pytest.raises(NotAllowed, match="You wrote part of this"):
        approve(user=room.reviewer, item=current(source), version=2)
    assert approve(user=room.publisher, item=current(source), version=2)


def test_a_new_copy_afterwards_leaves_the_approved_one_in_its_place(room: Newsroom, source: Source) -> None:
    capture = finish(Capture.objects.get())
    submit_it(room, source)
    approve(user=room.reviewer, item=current(source), version=2)
    finish(archive_again(user=room.author, source=source))
    assert Source.objects.get().capture == capture
    assert state_of(current(source)) == State.APPROVED
