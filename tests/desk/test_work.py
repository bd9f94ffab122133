"""The first page: what waits for whom."""

from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import State as CopyState
from casefiles.desk import work
from casefiles.dossiers.actions import save_item
from casefiles.review.actions import submit
from casefiles.review.transitions import State
from tests.copies import finish
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom, current, person


def test_my_work_by_state(room: Newsroom) -> None:
    room.approve(room.statement())
    room.statement(passage="Another.")
    mine = dict(work.of(room.author).mine)
    assert mine == {State.DRAFT: 3, State.APPROVED: 1}
    assert work.of(room.teammate).mine == []
    page = at_desk(room.teammate).get("/").content.decode()
    assert "You have written nothing yet." in page


def test_what_waits_for_a_reviewer_is_never_their_own(room: Newsroom) -> None:
    theirs, own = room.statement(), room.statement(passage="Touched by the reviewer.")
    own.locator = "page 3"
    save_item(user=room.reviewer, row=own, expected_version=current(own).version, fields=["locator"])
    for row in (theirs, own):
        submit(user=room.author, item=current(row), version=current(row).version)
    assert [item.pk for item in work.of(room.reviewer).to_approve] == [theirs.pk]
    assert {item.pk for item in work.of(room.publisher).to_approve} == {theirs.pk, own.pk}
    assert work.of(room.author).to_approve_count == 0
    assert "Waiting for you to approve" not in at_desk(room.author).get("/").content.decode()


def test_work_since_the_last_release_counts_alone(room: Newsroom) -> None:
    """Who wrote before the release may approve what others change after it."""
    statement = room.statement()
    statement.locator = "page 3"
    save_item(user=room.reviewer, row=statement, expected_version=1, fields=["locator"])
    room.text()
    room.approve(statement.source)
    room.approve_all(user=room.publisher)
    room.publish()
    statement.locator = "page 4"
    save_item(user=room.author, row=statement, expected_version=2, fields=["locator"])
    submit(user=room.author, item=current(statement), version=3)
    assert [item.pk for item in work.of(room.reviewer).to_approve] == [statement.pk]


def test_copies_that_need_somebody(room: Newsroom) -> None:
    room.source(url="https://one.example/", archiving="now")
    capture = Capture.objects.get()
    assert work.of(room.author).copies_waiting == 1
    finish(capture, outcome=CopyState.FAILED, sentence="It did not answer.")
    assert [each.pk for each in work.of(room.author).copies_failed] == [capture.pk]
    assert work.of(room.outsider).copies_failed == []
    finish(request_capture(url="https://one.example/", requested_by=room.author, tell_workers=False))
    assert work.of(room.author).copies_failed == [], "the newer copy went well"


def test_empty_states_say_what_to_do(room: Newsroom) -> None:
    page = at_desk(room.outsider).get("/").content.decode()
    assert "There is no case that you may see." in page
    assert "Everything that was asked for has been archived." in page
    assert "sees no dossier" in at_desk(room.administrator).get("/").content.decode()
    assert "ask an administrator for one" in at_desk(person("nobody")).get("/").content.decode()
