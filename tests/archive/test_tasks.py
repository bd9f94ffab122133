"""Telling workers: a message is a nudge, and a broker that is down costs nothing but seconds."""

import socket
import time
import uuid
from collections.abc import Iterator

import pytest
from celery import Celery
from django.conf import settings as django_settings
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from casefiles.archive import dispatch, life, tasks
from casefiles.archive.actions import request_capture
from casefiles.archive.models import Capture
from casefiles.archive.states import State
from casefiles.archive.store import folder
from tests.archive.captures import begin, fresh, lapse, queue, results
from tests.archive.origin import Origin, answer
from tests.archive.watches import due, watched
from tests.archive.watches import results as watch_results

pytestmark = pytest.mark.django_db

URL = "https://news.example/page"


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    """A broker of this test's own."""
    app = Celery("test", broker=f"memory://{uuid.uuid4().hex}", set_as_current=False)
    monkeypatch.setattr(dispatch, "current_app", app)
    with app:
        yield app


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An address at which no broker listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    app = Celery("test", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.conf.broker_transport_options = django_settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(dispatch, "current_app", app)
    with app:
        yield


def messages(app: Celery) -> list[tuple[str, list[str]]]:
    """Task and arguments of everything that waits in the queue of capture workers."""
    found = []
    with app.connection() as connection, connection.SimpleQueue("http") as waiting:
        while waiting.qsize():
            message = waiting.get(block=False)
            found.append((message.headers["task"], message.payload[0]))
            message.ack()
    return found


def test_a_message_names_the_capture_and_nothing_else(
    broker: Celery, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        capture = request_capture(url=URL, requested_by=None, reason="Secret.")
    assert messages(broker) == [(tasks.capture.name, [str(capture.pk)])]


@pytest.mark.usefixtures("no_broker")
def test_a_request_is_stored_though_the_broker_is_down(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        capture = request_capture(url=URL, requested_by=None)
    assert time.monotonic() - began < 3
    assert (fresh(capture).state, fresh(capture).nudged_at) == (State.QUEUED, None)
    assert life.sweep() == [capture.pk]  # it is told of as soon as the broker is back, not a lease later


@pytest.mark.usefixtures("no_broker")
def test_the_sweeper_survives_a_broker_that_is_down() -> None:
    capture = queue()
    Capture.objects.update(nudged_at=None)
    tasks.sweep_captures()
    assert fresh(capture).nudged_at is None


def test_the_sweeper_sends_again_what_was_lost(broker: Celery) -> None:
    lost, dead = queue(), begin(queue("https://other.example/"))
    Capture.objects.update(nudged_at=None)
    lapse(dead)
    tasks.sweep_captures()
    assert sorted(messages(broker)) == sorted([(tasks.capture.name, [str(pk)]) for pk in (lost.pk, dead.pk)])
    assert results(dead) == [(1, "lost")]


def test_the_sweeper_clears_leftovers(broker: Celery, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(folder, "_LONGEST_WRITE", -1)
    leftover = settings.ARCHIVE_ROOT / "incoming" / "tmpx"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    tasks.sweep_captures()
    assert not leftover.exists()


def test_five_deliveries_make_one_copy(allowed: Origin) -> None:
    allowed.routes = {"/": answer(b"<p>words")}
    capture = queue(allowed.url())
    for _ in range(5):
        tasks.capture(str(capture.pk))
    assert allowed.connections == 1
    assert results(capture) == [(1, "succeeded")]


def test_a_message_of_a_capture_that_is_none_is_nothing() -> None:
    tasks.capture(str(uuid.uuid4()))


def test_a_worker_that_is_stuck_is_killed_after_a_capture_must_have_ended() -> None:
    """A hard limit of Celery's, above the seconds in which a capture ends by itself."""
    assert tasks.capture.time_limit == 120
    assert tasks.capture.time_limit > 90


def test_the_clock_has_watches_looked_at_and_a_message_is_no_more_than_a_nudge(
    allowed: Origin, broker: Celery, settings: Settings
) -> None:
    allowed.routes = {"/": answer(b"<p>words")}
    watch = watched(allowed.url())
    tasks.sweep_watches()
    assert messages(broker) == []  # nothing is due
    due(watch)
    tasks.sweep_watches()
    tasks.sweep_watches()  # told of once
    assert messages(broker) == [(tasks.recheck.name, [str(watch.pk)])]
    connections = allowed.connections
    for _ in range(5):
        tasks.recheck(str(watch.pk))
    tasks.recheck(str(uuid.uuid4()))
    assert (allowed.connections, watch_results(watch)) == (connections + 1, ["ok"])


@pytest.mark.usefixtures("no_broker")
def test_a_watch_is_told_of_again_when_the_broker_is_back(allowed: Origin) -> None:
    allowed.routes = {"/": answer(b"<p>words")}
    watch = watched(allowed.url())
    due(watch)
    tasks.sweep_watches()
    watch.refresh_from_db()
    assert watch.nudged_at is None
