"""Sweeping: jobs of dead workers go back among the waiting, and nobody else's do."""

import pytest
from django.db import transaction

from casefiles.archive.models import Capture
from casefiles.archive.states import State
from tests.jobs.conftest import Ask, claimed, lapse

pytestmark = pytest.mark.django_db


def sweep(**how: int) -> list[Capture]:
    with transaction.atomic():
        return list(Capture.objects.all().sweep(**how))


def test_a_job_of_a_dead_worker_can_be_claimed_again(ask: Ask) -> None:
    ask()
    lost = claimed("one")
    lapse(lost)
    (was,) = sweep()
    assert (was.pk, was.state, was.worker, was.attempt) == (lost.pk, State.FETCHING, "one", 1)
    row = Capture.objects.get()
    assert (row.state, row.worker, row.leased_until) == (State.WAITING, "", None)
    again = claimed("two")
    assert (again.pk, again.attempt) == (lost.pk, 2)


def test_jobs_that_are_waiting_held_or_ended_stay(ask: Ask) -> None:
    ask()
    claimed("one")
    ask()
    ask(due_for=-60)
    before = list(Capture.objects.values())
    assert sweep() == []
    assert list(Capture.objects.values()) == before


def test_sweeping_twice_finds_nothing_more(ask: Ask) -> None:
    ask()
    lapse(claimed())
    assert len(sweep()) == 1
    assert sweep() == []


def test_one_sweep_takes_no_more_than_its_limit_and_the_longest_dead_first(ask: Ask) -> None:
    for _ in range(3):
        ask()
    rows = [claimed() for _ in range(3)]
    for row in rows:
        lapse(row)
    assert [row.pk for row in sweep(limit=2)] == [row.pk for row in rows[:2]]
    assert [row.pk for row in sweep(limit=2)] == [rows[2].pk]
