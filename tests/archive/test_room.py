"""A full disk: said before a capture, waited for by workers, and nothing half-written when it comes in the middle."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from casefiles.archive import inventory, room, store, work
from casefiles.archive.actions import request_capture
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.models import Capture, CaptureFile, HostGap
from casefiles.archive.states import State
from casefiles.archive.store.base import Room
from casefiles.archive.store.folder import Folder
from casefiles.lib.errors import Refused
from tests.archive.captures import Doing, fresh, now, queue, results
from tests.archive.origin import Origin, answer
from tests.archive.places import InFolder
from tests.copies import archived

pytestmark = pytest.mark.django_db
GB = 10**9


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[Room]:
    """What the store's disk is like: the last of these."""
    settings.ARCHIVE_FULL_PERCENT = 95.0
    found = [Room(100 * GB, 40 * GB)]
    monkeypatch.setattr(Folder, "room", lambda _self: found[-1])
    return found


def test_the_disk_is_the_one_that_the_folder_lies_on(settings: Settings) -> None:
    there = store.place().room()  # though the folder is not there yet
    assert there is not None
    assert not Path(settings.ARCHIVE_ROOT).exists()
    seen = os.statvfs(Path(settings.ARCHIVE_ROOT).parent)
    assert there.size == (seen.f_blocks - seen.f_bfree + seen.f_bavail) * seen.f_frsize


@pytest.mark.parametrize(
    ("free", "full"), [(0, True), (4 * GB, True), (5 * GB, True), (5 * GB + 1, False), (99 * GB, False)]
)
def test_how_full_is_full(disk: list[Room], free: int, full: bool) -> None:
    disk.append(Room(100 * GB, free))
    assert room.is_full() is full
    told = room.forecast(timezone.now())
    assert told is not None
    assert told.is_full is full


def test_a_new_capture_is_refused_at_the_address(disk: list[Room]) -> None:
    disk.append(Room(100 * GB, 4 * GB))
    with pytest.raises(Refused, match=r"full.*administrator makes room.*choose another way of archiving") as refused:
        request_capture(url="https://news.example/", requested_by=None)
    assert refused.value.field == "url"
    assert not Capture.objects.exists()


def test_a_worker_puts_off_what_there_is_no_room_for(disk: list[Room], allowed: Origin) -> None:
    allowed.routes = {"/": answer(b"<p>words")}
    capture = queue(allowed.url())
    disk.append(Room(100 * GB, 4 * GB))
    assert not work.perform(capture.pk)
    put_off = fresh(capture)
    assert put_off.words == (
        "Not archived yet; it will be tried again. The disk for archived copies is full. It is made once there is room."
    )
    assert put_off.state == State.WAITING
    assert put_off.next_at > timezone.now() + timedelta(seconds=50)
    assert (results(capture), allowed.connections) == ([], 0)
    disk.append(Room(100 * GB, 40 * GB))
    now(capture)
    assert work.perform(capture.pk)
    assert (fresh(capture).state, fresh(capture).outcome_detail) == (State.SUCCEEDED, "")


def test_a_capture_that_another_has_is_left_to_it(disk: list[Room]) -> None:
    capture = queue()

    def fill(_budget: Budget) -> None:
        disk.append(Room(100 * GB, 0))
        assert not work.perform(capture.pk)  # a second message for the same
        assert fresh(capture).state == State.FETCHING

    work.perform(capture.pk, engine=Doing(fill))
    assert fresh(capture).state == State.SUCCEEDED  # for this one there was room


def test_tries_without_room_count_as_none_and_come_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    capture, waits = queue(), []
    with monkeypatch.context() as patch:
        patch.setattr("casefiles.archive.store.folder.os.fsync", full)
        for _ in range(9):
            now(capture)
            HostGap.objects.all().delete()
            assert work.perform(capture.pk, engine=Doing())
            waits.append(round((fresh(capture).next_at - timezone.now()).total_seconds(), -1))
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert {result for _, result in results(capture)} == {"no room"}
    assert not CaptureFile.objects.exists()
    now(capture)
    HostGap.objects.all().delete()
    assert work.perform(capture.pk, engine=Doing())
    assert (fresh(capture).state, fresh(capture).outcome_detail) == (State.SUCCEEDED, "")


def test_the_forecast_is_made_from_the_last_month(disk: list[Room]) -> None:
    assert room.forecast(timezone.now()) == room.Forecast(40 * GB, 35 * GB, 60.0, 0)
    archived(text="x" * 700, warc=None)
    told = room.forecast(timezone.now())
    assert told is not None
    assert (told.taken, told.days_left) == (700, 35 * GB * 30 // 700)
    later = room.forecast(timezone.now() + timedelta(days=31))
    assert later is not None
    assert later.days_left is None


def test_a_bucket_has_no_forecast_and_is_never_full(bucket: object) -> None:
    assert room.forecast(timezone.now()) is None
    assert not room.is_full()


# A disk that is full in the middle of a capture


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("full", ["store", "scratch"])
def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_by_half(
    allowed: Origin, settings: Settings, monkeypatch: pytest.MonkeyPatch, small_disk: Path, full: str
) -> None:
    """Either that of the store, or that of the worker's temporary files."""
    ballast, root = small_disk / "ballast", Path(settings.ARCHIVE_ROOT)
    if full == "store":
        root = settings.ARCHIVE_ROOT = small_disk / "archive"
    else:
        monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    picture = answer(os.urandom(600_000), kind="image/png")

    def filling(connection: object, _request: bytes) -> None:
        ballast.write_bytes(bytes(1_900_000))
        connection.sendall(picture)  # type: ignore[attr-defined]

    allowed.routes = {"/": answer(b"<title>T</title><p>words<img src=x.png>"), "/x.png": filling}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    assert fresh(capture).words.endswith("The disk for archived copies is full. It is made once there is room.")
    assert results(capture) == [(1, "no room")]
    assert not CaptureFile.objects.exists()
    assert InFolder(root).names() == []
    assert [path.name for path in small_disk.rglob("*") if path.is_file()] == ["ballast"]

    allowed.routes["/x.png"] = picture
    ballast.unlink()
    now(capture)
    HostGap.objects.all().delete()
    assert work.perform(capture.pk)
    assert fresh(capture).state == State.SUCCEEDED
    digests = list(CaptureFile.objects.values_list("digest", flat=True))
    assert [trouble for _, trouble in inventory.check(digests)] == [None] * len(digests) == [None, None]
