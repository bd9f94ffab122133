"""Stored files and their rows: orphans are found and removed, and never a file of a capture in progress."""

import datetime
import hashlib
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.archive import inventory, life, store, work
from casefiles.archive.models import CaptureFile
from casefiles.archive.states import State
from tests.archive.captures import Doing, begin, fresh, queue, results, success
from tests.archive.places import Kind
from tests.archive.places import kind as kinds
from tests.copies import archived
from tests.waiting import wait_until

TEXT = b"What it said."  # of every copy that the tests' engine brings
DIGEST = hashlib.sha256(TEXT).hexdigest()
OLD = 90_000  # seconds: more than files without a row are left alone


@pytest.fixture(params=["folder", "bucket"])
def kind(request: pytest.FixtureRequest, settings: Settings, s3: str) -> Kind:
    return kinds(request.param, settings, s3)


@pytest.mark.django_db
def test_old_files_without_a_row_are_removed_and_no_others(kind: Kind) -> None:
    capture = archived()
    named = {file.digest for file in capture.files.all()}
    old, new = store.keep_bytes(b"old").digest, store.keep_bytes(b"new").digest
    for digest in {old, *named}:
        kind.age(digest, OLD)
    assert [found.digest for found in inventory.orphans(timezone.now())] == [old]
    assert inventory.remove_orphans() == 1
    assert {found.digest for found in store.place().listed()} == {new, *named}
    assert inventory.remove_orphans() == 0


@pytest.mark.django_db
def test_how_old_is_a_setting(kind: Kind, settings: Settings) -> None:
    store.keep_bytes(b"old")
    assert inventory.remove_orphans(timezone.now() + datetime.timedelta(hours=23)) == 0
    settings.ARCHIVE_ORPHAN_SECONDS = 3600.0
    assert inventory.remove_orphans(timezone.now() + datetime.timedelta(hours=2)) == 1


@pytest.mark.django_db
def test_many_orphans_are_removed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "_AT_ONCE", 2)
    for number in range(5):
        store.keep_bytes(b"%d" % number)
    assert inventory.remove_orphans(timezone.now() + datetime.timedelta(days=2)) == 5
    assert list(store.place().listed()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("damage", "kind_of", "said"),
    [
        (None, "missing", "cannot be read: No such"),
        (b"What it said", "size", "has 12 bytes and should have 13."),
        (b"What IT said.", "damaged", "has sha256 "),
    ],
)
def test_what_is_wrong_with_a_file_is_told(kind: Kind, damage: bytes | None, kind_of: str, said: str) -> None:
    capture = archived(text=TEXT.decode(), warc=None)
    assert list(inventory.check([DIGEST])) == [(DIGEST, None)]
    kind.lose(DIGEST) if damage is None else kind.spoil(DIGEST, damage)
    ((_, trouble),) = inventory.check([DIGEST])
    assert trouble is not None
    assert (trouble.kind, trouble.digest, list(trouble.captures)) == (kind_of, DIGEST, [str(capture.pk)])
    assert said in trouble.said


@pytest.mark.django_db
def test_a_store_that_is_down_is_no_missing_file(monkeypatch: pytest.MonkeyPatch) -> None:
    archived(text=TEXT.decode(), warc=None)

    def down(*_: Any) -> None:
        raise store.OutOfReach("The store of archived files cannot be reached")

    monkeypatch.setattr("casefiles.archive.store.folder.Folder.taken", down)
    ((_, trouble),) = inventory.check([DIGEST])
    assert trouble is not None
    assert trouble.kind == "unreadable"


# A capture in progress, with a sweep at the worst moment


class Finishing:
    """A worker in a thread of its own that stops at a place in ``life.finish`` until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at: str) -> None:
        self.there, self.go = threading.Event(), threading.Event()
        self.capture = queue()
        confirm = inventory.confirm

        def confirming(digests: Any) -> None:
            digests = list(digests)
            if at == "before":
                self._stop()
            confirm(digests)
            if at == "after":
                self._stop()

        monkeypatch.setattr(inventory, "confirm", confirming)
        self.thread = threading.Thread(target=self._work)

    def _stop(self) -> None:
        self.there.set()
        assert self.go.wait(30)

    def _work(self) -> None:
        try:
            work.perform(self.capture.pk, engine=Doing())
        finally:
            connection.close()

    def start(self) -> None:
        self.thread.start()
        assert self.there.wait(30)

    def end(self) -> None:
        self.go.set()
        self.thread.join(30)
        assert not self.thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_about_to_get_its_row_is_too_young(monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    worker = Finishing(monkeypatch, at="before")
    worker.start()
    assert not CaptureFile.objects.exists()
    assert store.place().has(DIGEST)
    assert inventory.remove_orphans() == 0
    worker.end()
    assert fresh(worker.capture).state == State.SUCCEEDED
    assert store.read(DIGEST) == TEXT


@pytest.mark.django_db(transaction=True)
def test_a_sweep_waits_for_a_row_that_is_being_written(monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    """The bytes are those of an old orphan, so that their age does not protect them."""
    worker = Finishing(monkeypatch, at="after")
    worker.start()
    kind.age(DIGEST, OLD)
    removed: list[int] = []
    sweeper = threading.Thread(target=lambda: (removed.append(inventory.remove_orphans()), connection.close()))
    sweeper.start()
    wait_until(lambda: _waiting_for_a_lock() == 1)
    worker.end()
    sweeper.join(30)
    assert removed == [0]
    assert fresh(worker.capture).state == State.SUCCEEDED
    assert store.read(DIGEST) == TEXT


@pytest.mark.django_db(transaction=True)
def test_a_capture_whose_file_was_swept_just_now_is_made_again(monkeypatch: pytest.MonkeyPatch, kind: Kind) -> None:
    worker = Finishing(monkeypatch, at="before")
    worker.start()
    kind.age(DIGEST, OLD)
    assert inventory.remove_orphans() == 1
    worker.end()
    assert fresh(worker.capture).state == State.WAITING
    assert results(worker.capture) == [(1, "retry")]
    assert not CaptureFile.objects.exists()
    monkeypatch.undo()


@pytest.mark.django_db(transaction=True)
def test_without_asking_a_row_would_lose_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(inventory, "confirm", lambda digests: list(digests))
    capture = begin(queue())
    with transaction.atomic():
        stored = store.keep_bytes(TEXT)
        assert inventory.remove_orphans(timezone.now() + datetime.timedelta(days=2)) == 1
        monkeypatch.setattr(life, "_stored", lambda *_: [("text", stored, "text/plain")])
        assert life.finish(capture, success(), engine="test", started_at=timezone.now())
    assert CaptureFile.objects.get().digest == DIGEST
    assert not store.place().has(DIGEST)


def _waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return int(cursor.fetchone()[0])
