"""Taking a job: the one that waited longest, by one worker alone."""

import threading
from typing import Any

import pytest
from django.db import transaction

from casefiles.archive.models import Capture
from casefiles.archive.states import State
from casefiles.jobs.models import LeasedQuerySet
from tests.at_once import at_once
from tests.jobs.conftest import Ask, claimed, lapse, seconds_left

pytestmark = pytest.mark.django_db


def claim(worker: str = "one") -> Capture | None:
    return Capture.objects.all().claim(worker=worker, lease=30)


def test_a_claimed_job_is_held_for_the_lease(ask: Ask) -> None:
    asked = ask()
    row = claimed("worker-7")
    assert row.pk == asked.pk
    assert (row.state, row.attempt, row.worker) == (State.FETCHING, 1, "worker-7")
    assert 28 < seconds_left(row) <= 30
    stored = Capture.objects.get(pk=row.pk)
    assert (stored.state, stored.attempt, stored.leased_until) == (row.state, row.attempt, row.leased_until)


def test_the_one_that_waited_longest_comes_first(ask: Ask) -> None:
    jobs = [ask(), ask(due_for=5000), ask()]
    assert [claimed().pk for _ in jobs] == [jobs[1].pk, jobs[0].pk, jobs[2].pk]


def test_there_is_nothing_to_claim_where_nothing_is_due(ask: Ask) -> None:
    assert claim() is None
    ask(due_for=-60)
    assert claim() is None


def test_a_job_is_claimed_once(ask: Ask) -> None:
    ask()
    claimed()
    assert claim("two") is None


def test_a_lapsed_lease_alone_gives_no_claim(ask: Ask) -> None:
    """The sweeper puts it back and records the lost try; nobody takes it over in passing."""
    ask()
    lapse(claimed())
    assert claim("two") is None


def test_only_rows_of_the_queryset_are_claimed(ask: Ask) -> None:
    ask()
    second = ask()
    row = Capture.objects.filter(pk=second.pk).claim(worker="one", lease=30)
    assert row is not None
    assert row.pk == second.pk


def test_a_worker_of_any_name_can_claim(ask: Ask) -> None:
    ask()
    assert claimed("w" * 300).worker == "w" * 100


def claim_all(number: int) -> list[Any]:
    taken = []
    while row := claim(f"worker {number}"):
        taken.append(row.pk)
    return taken


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_share_the_jobs_out(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = {ask().pk for _ in range(12)}
    taken = [pk for mine in at_once(4, claim_all) for pk in mine]
    assert len(taken) == 12
    assert set(taken) == jobs
    assert set(Capture.objects.values_list("attempt", flat=True)) == {1}

    # The negative control: without the row lock, two that look at the same moment take the same job.
    ask()
    looking = threading.Barrier(2)
    of_row = LeasedQuerySet._of

    def of_row_once_both_have_looked(self: Any, row: Any) -> Any:
        looking.wait(timeout=10)
        return of_row(self, row)

    monkeypatch.setattr(LeasedQuerySet, "select_for_update", lambda self, **_: self)
    monkeypatch.setattr(LeasedQuerySet, "_of", of_row_once_both_have_looked)
    one, two = at_once(2, lambda number: claim(f"worker {number}"))
    assert one.pk == two.pk


@pytest.mark.django_db(transaction=True)
def test_a_job_that_somebody_looks_at_is_passed_over_and_not_waited_for(ask: Ask) -> None:
    ask()
    second = ask()
    with transaction.atomic():
        Capture.objects.due().order_by("next_at").select_for_update().first()
        (other,) = at_once(1, lambda _: claim("two"))
    assert other.pk == second.pk
