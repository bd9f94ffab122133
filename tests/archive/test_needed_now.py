"""Needed now: a capture goes before all others, and its host's pause still holds."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from casefiles.accounts.models import User
from casefiles.archive import dispatch, life, tasks, work
from casefiles.archive.actions import need_now
from casefiles.archive.manners import next_for
from casefiles.archive.models import Capture, HostGap
from casefiles.archive.states import State
from casefiles.jobs.models import from_now
from casefiles.lib.errors import Conflict, NotAllowed
from tests.archive.captures import Doing, begin, fresh, now, queue, results
from tests.archive.origin import Origin, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the captures that workers are told of."""
    found: list[str] = []
    monkeypatch.setattr(dispatch.current_app, "send_task", lambda _name, args, **_: found.append(args[0]))
    return found


def test_it_is_due_at_once_and_a_worker_is_told(
    journalist: User, told: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    capture = queue()
    Capture.objects.filter(pk=capture.pk).update(state=State.WAITING, next_at=from_now(10_800))
    assert not Capture.objects.due().exists()
    with django_capture_on_commit_callbacks(execute=True):
        hurried = need_now(capture=capture, user=journalist)
    assert hurried.needed_now
    assert Capture.objects.due().get() == capture
    assert told == [str(capture.pk)]


def test_it_goes_first_to_its_host_and_in_the_sweep() -> None:
    first, second = queue("https://news.example/1"), queue("https://news.example/2")
    now(first)
    assert next_for("news.example", within=0) == first
    Capture.objects.filter(pk=second.pk).update(needed_now=True)
    assert next_for("news.example", within=60) == second
    Capture.objects.update(nudged_at=None)
    assert life.sweep() == [second.pk]


def test_the_sweep_tells_of_it_before_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    captures = [queue(f"https://{number}.example/") for number in range(4)]
    Capture.objects.update(nudged_at=None)
    Capture.objects.filter(pk=captures[2].pk).update(needed_now=True)
    monkeypatch.setattr(life, "MOST_SENT", 2)
    assert life.sweep() == [captures[2].pk, captures[0].pk]


def test_a_worker_that_is_told_of_another_makes_it_first(allowed: Origin, told: list[str], journalist: User) -> None:
    allowed.routes = {"/": answer(b"<p>words"), "/urgent": answer(b"<p>words")}
    waiting, urgent = queue(allowed.url()), queue(allowed.url("/urgent"))
    need_now(capture=urgent, user=journalist)
    tasks.capture(str(waiting.pk))
    assert allowed.paths == ["/urgent"]
    assert (fresh(urgent).state, fresh(waiting).state) == (State.SUCCEEDED, State.QUEUED)
    assert told == [str(waiting.pk)]
    tasks.capture(str(waiting.pk))
    assert fresh(waiting).state == State.SUCCEEDED


def test_the_pause_of_its_host_still_holds(
    allowed: Origin, settings: Settings, told: list[str], journalist: User
) -> None:
    """Be it ours, or one that the site has asked for."""
    settings.ARCHIVE_HOST_GAP = 60.0
    allowed.routes = {"/": answer(b"<p>words"), "/urgent": answer(b"<p>words")}
    tasks.capture(str(queue(allowed.url()).pk))
    urgent = need_now(capture=queue(allowed.url("/urgent")), user=journalist)
    assert not work.perform(urgent.pk)
    assert allowed.paths == ["/"]
    left = (fresh(urgent).next_at - timezone.now()).total_seconds()
    assert 30 < left <= 60
    need_now(capture=urgent, user=journalist)
    assert not work.perform(urgent.pk)
    assert allowed.paths == ["/"]
    HostGap.objects.update(free_at=timezone.now() - timedelta(seconds=1))
    now(urgent)
    assert work.perform(urgent.pk)


def test_one_that_cannot_be_made_just_now_holds_nobody_up(
    allowed: Origin, settings: Settings, told: list[str], journalist: User
) -> None:
    allowed.routes = {"/": answer(b"<p>words")}
    urgent = need_now(capture=queue("https://busy.example/"), user=journalist)
    HostGap.objects.create(host="busy.example", gap=5, free_at=timezone.now() + timedelta(seconds=60))
    capture = queue(allowed.url())
    tasks.capture(str(capture.pk))
    assert fresh(capture).state == State.SUCCEEDED
    assert (fresh(urgent).state, told) == (State.WAITING, [])


def test_what_is_being_made_or_has_ended_cannot_be_hurried(journalist: User) -> None:
    capture = begin(queue())
    with pytest.raises(Conflict, match="being made just now"):
        need_now(capture=capture, user=journalist)
    done = queue("https://other.example/")
    work.perform(done.pk, engine=Doing())
    with pytest.raises(Conflict, match="already finished"):
        need_now(capture=done, user=journalist)
    assert not Capture.objects.filter(needed_now=True).exists()


def test_who_may_not_ask_for_copies_may_not_hurry_them(outsider: User, counsel: User) -> None:
    capture = queue()
    for user in (outsider, counsel):
        with pytest.raises(NotAllowed):
            need_now(capture=capture, user=user)
    assert not fresh(capture).needed_now


def test_it_is_tried_as_often_as_any_other(allowed: Origin, journalist: User) -> None:
    allowed.routes = {"/": answer(b"no", status="500 Oops")}
    urgent = need_now(capture=queue(allowed.url()), user=journalist)
    assert work.perform(urgent.pk)
    assert (fresh(urgent).state, results(urgent)) == (State.WAITING, [(1, "retry")])
    assert fresh(urgent).next_at > timezone.now() + timedelta(seconds=50)
