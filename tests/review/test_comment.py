"""Saying something about an item to the desk: also counsel may, who writes nothing else."""

import pytest

from casefiles.dossiers.models import Contribution
from casefiles.lib.errors import NotAllowed, Refused
from casefiles.review.actions import comment
from casefiles.review.models import Comment
from casefiles.review.states import state_of
from casefiles.review.transitions import State
from tests.newsroom import Newsroom, current
from tests.raw_sql import as_replica, refusal, run, without
from tests.review.states import edit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["author", "teammate", "reviewer", "publisher", "counsel"])
def test_whoever_reads_the_case_may_comment(room: Newsroom, name: str) -> None:
    item = current(room.operation())
    made = comment(user=getattr(room, name), item=item, version=1, text="  Who says so? ")
    row = Comment.objects.get()
    assert (row, row.author, row.text, row.version) == (made, getattr(room, name), "Who says so?", 1)
    assert state_of(item) == State.DRAFT
    assert not Contribution.objects.filter(user=getattr(room, name)).exclude(user=room.author).exists()


@pytest.mark.parametrize("name", ["outsider", "administrator", "superuser"])
def test_others_may_not(room: Newsroom, name: str) -> None:
    item = current(room.operation())
    with pytest.raises(NotAllowed):
        comment(user=getattr(room, name), item=item, version=1, text="Who says so?")
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"), [("", "Write something"), (" \n", "Write something"), ("\x00", "NUL"), ("\ud83d", "surrogate")]
)
def test_what_says_nothing_or_cannot_be_stored_is_refused(room: Newsroom, text: str, reason: str) -> None:
    item = current(room.operation())
    with pytest.raises(Refused, match=reason) as error:
        comment(user=room.counsel, item=item, version=1, text=text)
    assert error.value.field == "text"
    assert not Comment.objects.exists()


def test_a_comment_is_of_the_draft_that_was_seen(room: Newsroom) -> None:
    operation = room.operation()
    edit(room, operation)
    item = current(operation)
    assert [comment(user=room.counsel, item=item, version=seen, text="Who?").version for seen in (1, 2)] == [1, 2]
    for seen in (0, 3):
        with pytest.raises(Refused, match=f"There is no draft {seen} of this"):
            comment(user=room.counsel, item=item, version=seen, text="Who?")


@pytest.mark.parametrize("replica", [False, True], ids=["", "replica"])
def test_what_was_said_stays(room: Newsroom, *, replica: bool) -> None:
    comment(user=room.counsel, item=current(room.operation()), version=1, text="Who says so?")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    if replica:
        as_replica()
    for sql in ("UPDATE review_comment SET text = 'Nothing.'", "DELETE FROM review_comment", "TRUNCATE review_comment"):
        assert "is kept" in refusal(sql), sql
    without("review_comment", "guard_update_delete")
    assert run("UPDATE review_comment SET text = 'Nothing.'") == 1
