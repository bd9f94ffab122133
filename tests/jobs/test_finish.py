"""Holding on to a job and ending it: only whoever has it, and has it by the newest try."""

import pytest
from django.db import transaction

from casefiles.archive.models import Capture
from casefiles.archive.states import State
from casefiles.jobs.models import LeasedQuerySet, from_now
from tests.jobs.conftest import Ask, claimed, lapse, seconds_left

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(ask: Ask) -> Capture:
    ask()
    return claimed()


@pytest.fixture
def stale(held: Capture) -> Capture:
    """A job as the worker knows it that lost it: swept, and claimed by another."""
    lapse(held)
    with transaction.atomic():
        assert Capture.objects.all().sweep()
    assert claimed("two").attempt == 2
    return held


def finish(row: Capture) -> bool:
    return Capture.objects.all().finish(row, state=State.WAITING, outcome_detail="Later.", next_at=from_now(60))


def test_renewing_holds_it_for_another_lease(held: Capture) -> None:
    Capture.objects.filter(pk=held.pk).update(leased_until=from_now(3))
    assert Capture.objects.all().renew(held, lease=30)
    assert 28 < seconds_left(held) <= 30


def test_a_lease_that_ran_out_unnoticed_can_be_renewed(held: Capture) -> None:
    lapse(held)
    assert Capture.objects.all().renew(held, lease=30)
    assert not Capture.objects.all().lapsed().exists()


def test_finishing_stores_state_and_result_together(held: Capture) -> None:
    assert finish(held)
    row = Capture.objects.get()
    assert (row.state, row.leased_until, row.outcome_detail) == (State.WAITING, None, "Later.")


def test_finishing_twice_is_refused(held: Capture) -> None:
    assert finish(held)
    assert not finish(held)
    assert not Capture.objects.all().renew(held, lease=30)


def test_a_job_that_was_never_claimed_is_not_finished(ask: Ask) -> None:
    row = ask()
    assert not finish(row)
    assert not Capture.objects.all().renew(row, lease=30)
    row.refresh_from_db()
    assert row.state == State.QUEUED


def test_a_stale_try_is_refused_and_changes_nothing(stale: Capture) -> None:
    before = Capture.objects.values().get()
    assert not finish(stale)
    assert not Capture.objects.all().renew(stale, lease=3000)
    assert Capture.objects.values().get() == before


def test_without_comparing_the_try_a_stale_worker_would_end_it(stale: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the state alone does not tell two workers apart."""
    monkeypatch.setattr(LeasedQuerySet, "_held", lambda self, row: self._of(row).filter(state=self.model.LEASED_STATE))
    assert finish(stale)


def test_other_jobs_are_left_alone(held: Capture, ask: Ask) -> None:
    ask()
    other = claimed("two")
    assert finish(held)
    other.refresh_from_db()
    assert other.state == State.FETCHING
