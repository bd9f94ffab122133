"""Submitting a source makes the newest archived copy of its page the one that it cites."""

import datetime

import pytest

from casefiles.archive.models import Capture
from casefiles.archive.states import State as Fetched
from casefiles.dossiers import citing
from casefiles.dossiers.actions import archive_again
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.review.actions import approve, cite_copy, request_changes, submit
from casefiles.review.models import Decision
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.copies import archived, finish
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


def test_a_copy_that_is_there_waits_for_no_other(room: Newsroom, source: Source) -> None:
    capture = finish(Capture.objects.get())
    archive_again(user=room.author, source=source)
    assert submit_it(room, source).capture == capture


def put_off(capture: Capture) -> Capture:
    """A try failed, and the next one is tomorrow."""
    capture = finish(capture, outcome=Fetched.FAILED, sentence="No answer.", again=True, status=None, warc=None)
    assert capture.state == Fetched.WAITING
    Capture.objects.filter(pk=capture.pk).update(next_at=datetime.datetime(2031, 7, 19, 14, 2, tzinfo=datetime.UTC))
    return capture


def test_while_it_is_to_be_tried_again_that_and_the_way_out_are_said(room: Newsroom, source: Source) -> None:
    capture = put_off(Capture.objects.get())
    with pytest.raises(Refused, match="tried again 19 July 2031, 14:02 UTC") as refusal:
        submit_it(room, source)
    assert "cancel it" in str(refusal.value)
    citing.take_back(user=room.teammate, capture=capture)
    assert submit_it(room, source).capture is None
    assert state_of(current(source)) == State.SUBMITTED


def theirs(room: Newsroom) -> Source:
    """A source of another case, whose people may not touch what the newsroom's case has asked for."""
    return room.add(
        Source(title="Theirs", url="https://news.example/page", archiving=Archiving.NOW),
        user=room.author,
        case=room.another_case(),
    )


def submit_theirs(room: Newsroom, source: Source) -> Source:
    source.item.case.memberships.update_or_create(user=room.outsider)  # type: ignore[union-attr]
    item = current(source)
    submit(user=room.outsider, item=item, version=item.version)
    return Source.objects.get(pk=source.pk)


def test_another_cases_request_is_awaited_only_until_its_first_try(room: Newsroom, source: Source) -> None:
    other = theirs(room)
    capture = Capture.objects.get()
    with pytest.raises(Refused, match="still being archived") as refusal:
        submit_theirs(room, other)
    assert "cancel" not in str(refusal.value), "it is not theirs to cancel"
    put_off(capture)
    assert submit_theirs(room, other).capture is None
    with pytest.raises(Refused, match="tried again"):
        submit_it(room, source)


def test_what_the_site_says_later_does_not_displace_the_page(room: Newsroom, source: Source) -> None:
    page = finish(Capture.objects.get())
    gone = finish(archive_again(user=room.author, source=source), outcome=Fetched.GONE, status=404, sentence="Gone.")
    assert gone.has_copy
    assert submit_it(room, source).capture == page


def test_a_request_that_was_taken_back_is_never_cited(room: Newsroom, source: Source) -> None:
    tried = finish(Capture.objects.get(), outcome=Fetched.BLOCKED_BY_SITE, status=None, warc=None, sentence="No.")
    again = archive_again(user=room.author, source=source)
    citing.take_back(user=room.author, capture=again)
    assert submit_it(room, source).capture == tried


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


@pytest.fixture
def approved(room: Newsroom, source: Source) -> Source:
    """Approved with one copy, and there is a newer one."""
    finish(Capture.objects.get())
    submit_it(room, source)
    approve(user=room.reviewer, item=current(source), version=2)
    finish(archive_again(user=room.author, source=source))
    return source


def newest() -> Capture:
    return Capture.objects.order_by("-requested_at")[0]


def test_a_newer_copy_is_cited_by_hand_and_lapses_the_approval(room: Newsroom, approved: Source) -> None:
    cite_copy(user=room.teammate, source=approved, capture=newest(), version=2)
    assert Source.objects.get().capture == newest()
    assert current(approved).version == 3
    assert state_of(current(approved)) == State.LAPSED
    with pytest.raises(Conflict, match="cites this copy already"):
        cite_copy(user=room.teammate, source=approved, capture=newest(), version=3)


@pytest.mark.parametrize("name", ["counsel", "outsider", "administrator", "superuser"])
def test_others_may_not_choose_the_copy(room: Newsroom, approved: Source, name: str) -> None:
    with pytest.raises(NotAllowed):
        cite_copy(user=getattr(room, name), source=approved, capture=newest(), version=2)
    assert state_of(current(approved)) == State.APPROVED


def test_the_copy_is_chosen_for_the_draft_that_was_seen(room: Newsroom, approved: Source) -> None:
    with pytest.raises(Conflict, match="you saw draft 1"):
        cite_copy(user=room.author, source=approved, capture=newest(), version=1)
    assert state_of(current(approved)) == State.APPROVED


def test_only_a_copy_of_the_page_can_be_chosen(room: Newsroom, approved: Source) -> None:
    gone = finish(archive_again(user=room.author, source=approved), outcome=Fetched.GONE, status=404, sentence="Gone.")
    failed = finish(
        archive_again(user=room.author, source=approved), outcome=Fetched.FAILED, status=None, warc=None, sentence="No."
    )
    coming = archive_again(user=room.author, source=approved)
    for capture in (gone, failed, coming, archived("https://news.example/other")):
        with pytest.raises(Refused, match="no copy of this source’s page"):
            cite_copy(user=room.author, source=approved, capture=capture, version=2)
    assert state_of(current(approved)) == State.APPROVED
