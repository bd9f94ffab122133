"""Cancelling a capture that has no outcome yet."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.archive import life
from casefiles.archive.actions import cancel_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import State
from casefiles.lib.errors import Conflict, NotAllowed
from tests.archive.captures import begin, failure, fresh, lapse, queue, results, success

pytestmark = pytest.mark.django_db


def _waiting(capture: Capture) -> None:
    assert life.finish(begin(capture), failure(), engine="http", started_at=timezone.now())


def _lost(capture: Capture) -> None:
    lapse(begin(capture))
    life.sweep()


@pytest.mark.parametrize(
    ("before", "tries"),
    [
        (lambda _capture: None, [(1, "cancelled")]),
        (begin, [(1, "cancelled")]),
        (_waiting, [(1, "retry"), (2, "cancelled")]),
        (_lost, [(1, "lost"), (2, "cancelled")]),
    ],
    ids=["queued", "fetching", "waiting", "lost"],
)
def test_it_ends_whatever_it_was_at(
    journalist: User, before: Callable[[Capture], object], tries: list[tuple[int, str]]
) -> None:
    capture = queue()
    before(capture)
    done = cancel_capture(capture=capture, user=journalist)
    assert (done.state, done.words) == (State.CANCELLED, "Cancelled.")
    assert done.finished_at is not None
    assert done.leased_until is None
    assert results(capture) == tries
    assert capture.attempts.get(number=tries[-1][0]).detail == "Jo cancelled it."
    assert life.begin(capture.pk, worker="one") is None
    assert life.sweep() == []


def test_what_has_ended_is_not_cancelled(journalist: User) -> None:
    capture = queue()
    assert life.finish(begin(capture), success(), engine="http", started_at=timezone.now())
    with pytest.raises(Conflict, match="already finished"):
        cancel_capture(capture=capture, user=journalist)
    assert fresh(capture).state == State.SUCCEEDED


def test_twice_is_once(journalist: User) -> None:
    capture = queue()
    cancel_capture(capture=capture, user=journalist)
    with pytest.raises(Conflict):
        cancel_capture(capture=capture, user=journalist)
    assert results(capture) == [(1, "cancelled")]


def test_others_may_not(outsider: User, counsel: User) -> None:
    capture = queue()
    for user in (outsider, counsel):
        with pytest.raises(NotAllowed):
            cancel_capture(capture=capture, user=user)
    assert fresh(capture).state == State.QUEUED
