"""The store: a file is there whole, under its digest, or not at all."""

import contextlib
import datetime
import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.models import CaptureFile
from tests.archive.memory import growth
from tests.archive.places import InFolder, Kind
from tests.archive.places import kind as kinds
from tests.copies import archived

PROJECT = Path(__file__).parents[2]
BYTES = b"What the site said."
DIGEST = hashlib.sha256(BYTES).hexdigest()


def files(root: Path) -> list[str]:
    """Every file under ``root``, by its path from there."""
    return InFolder(root).names()


@pytest.fixture
def root(settings: Settings) -> Path:
    return Path(settings.ARCHIVE_ROOT)


@pytest.fixture(params=["folder", "bucket"])
def kind(request: pytest.FixtureRequest, settings: Settings, s3: str) -> Kind:
    """Each kind of store in turn."""
    return kinds(request.param, settings, s3)


def test_a_file_lies_under_its_digest(kind: Kind) -> None:
    assert store.keep_bytes(BYTES) == store.Stored(DIGEST, len(BYTES))
    assert kind.names() == [f"sha256/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    assert store.place().where(DIGEST).endswith(kind.names()[0])
    assert store.read(DIGEST) == BYTES
    with store.opened(DIGEST) as stream:
        assert stream.read() == BYTES


def test_the_same_bytes_twice_are_one_file(kind: Kind) -> None:
    assert store.keep_bytes(BYTES) == store.keep(io.BytesIO(BYTES))
    assert len(kind.names()) == 1


def test_six_writers_of_the_same_bytes_leave_one_file(kind: Kind) -> None:
    threads = [threading.Thread(target=store.keep_bytes, args=(BYTES * 10_000,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (only,) = kind.names()
    assert hashlib.sha256(store.read(only[-64:])).hexdigest() == only[-64:]


def test_an_empty_file_is_one(kind: Kind) -> None:
    nothing = store.keep_bytes(b"")
    assert nothing.size == 0
    assert store.read(nothing.digest) == b""
    assert part_of(nothing.digest, 0, 0) == b""


def test_it_is_stored_from_where_the_stream_stands(kind: Kind) -> None:
    stream = io.BytesIO(b"before" + BYTES)
    stream.seek(6)
    assert store.keep(stream).digest == DIGEST


def test_nobody_is_to_write_to_it() -> None:
    store.keep_bytes(BYTES)
    assert stat.S_IMODE(store.path_of(DIGEST).stat().st_mode) == 0o440


class Zeros:
    """So many bytes, made when they are read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, most: int) -> bytes:
        given = min(most, self.left)
        self.left -= given
        return bytes(given)


def test_large_files_pass_through_a_small_memory() -> None:
    with growth() as memory:
        large = store.keep(Zeros(50_000_000))  # type: ignore[arg-type]
        assert large.size == 50_000_000
        with store.opened(large.digest):
            pass
        with contextlib.closing(store.place().part(large.digest, 5, 40_000_000)) as part:
            assert sum(len(block) for block in part) == 40_000_000
    assert memory.most < 20_000_000


@pytest.mark.parametrize(
    "name",
    ["", "ab", DIGEST.upper(), DIGEST[:-1], DIGEST + "\n", "../" * 21 + "x", "٣" * 64, DIGEST[:-1] + "/", "g" * 64],
)
def test_only_a_digest_is_a_name(name: str) -> None:
    for use in (store.path_of, store.read):
        with pytest.raises(ValueError, match="is no SHA-256"):
            use(name)


def test_a_missing_file_is_said(kind: Kind) -> None:
    assert not store.place().has(DIGEST)
    for use in (store.read, _opened, _first_bytes):
        with pytest.raises(store.Damaged, match=f"The stored file {DIGEST} cannot be read: No such (file|object)"):
            use(DIGEST)


@pytest.mark.parametrize("damage", [b"", b"What the site SAID.", BYTES + b" ", BYTES[:-1]])
def test_a_damaged_file_is_said_and_given_to_nobody(kind: Kind, damage: bytes) -> None:
    store.keep_bytes(BYTES)
    kind.spoil(DIGEST, damage)
    for use in (store.read, _opened):
        with pytest.raises(store.Damaged, match="no longer has the bytes it was stored with"):
            use(DIGEST)


@pytest.mark.parametrize("damage", [b"rot", b"What the site SAID."])
def test_storing_it_again_mends_it(kind: Kind, damage: bytes) -> None:
    store.keep_bytes(BYTES)
    kind.spoil(DIGEST, damage)
    store.keep_bytes(BYTES)
    assert store.read(DIGEST) == BYTES


@pytest.mark.parametrize(("start", "count"), [(0, 1), (5, 3), (0, len(BYTES)), (len(BYTES) - 1, 1)])
def test_a_part_is_read_alone(kind: Kind, start: int, count: int) -> None:
    store.keep_bytes(BYTES)
    assert part_of(DIGEST, start, count) == BYTES[start : start + count]


def test_what_is_stored_is_listed_and_can_be_removed(kind: Kind) -> None:
    before = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=2)
    stored = [store.keep_bytes(BYTES), store.keep_bytes(BYTES * 2)]
    found = {each.digest: each for each in store.place().listed()}
    assert {digest: each.size for digest, each in found.items()} == {each.digest: each.size for each in stored}
    assert all(before < each.at < before + datetime.timedelta(minutes=2) for each in found.values())
    kind.age(DIGEST, 86_400)
    old = next(each for each in store.place().listed() if each.digest == DIGEST)
    assert old.at < before
    store.place().remove(old)
    store.place().remove(old)  # another sweeper was quicker
    assert [each.digest for each in store.place().listed()] == [stored[1].digest]
    assert not store.place().has(DIGEST)


def test_a_file_that_was_stored_anew_since_it_was_listed_is_not_removed(root: Path) -> None:
    store.keep_bytes(BYTES)
    InFolder(root).age(DIGEST, 86_400)
    (old,) = store.place().listed()
    store.keep_bytes(BYTES)
    store.place().remove(old)
    assert store.read(DIGEST) == BYTES


def _opened(digest: str) -> bytes:
    with store.opened(digest) as stream:
        return stream.read()


def _first_bytes(digest: str) -> bytes:
    return part_of(digest, 0, 4)


def part_of(digest: str, start: int, count: int) -> bytes:
    with contextlib.closing(store.place().part(digest, start, count)) as part:
        return b"".join(part)


# Nothing half-written, whatever happens


@pytest.mark.django_db
def test_everything_is_on_the_disk_before_a_row_names_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    flush, rename = os.fsync, Path.replace

    def seen_flush(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        events.append(f"flush {Path(f'/proc/self/fd/{handle}').readlink().name}" if is_folder else "flush file")
        flush(handle)

    def seen_rename(path: Path, target: Path) -> Path:
        events.append("rename")
        assert path.parent == root / "incoming"
        assert not target.exists()
        return rename(path, target)

    def seen_query(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "archive_capturefile"'):
            events.append("row")
        return execute(sql, *rest)

    monkeypatch.setattr(os, "fsync", seen_flush)
    monkeypatch.setattr(Path, "replace", seen_rename)
    with connection.execute_wrapper(seen_query):
        capture = archived(text="What the site said.", warc=None)
    assert CaptureFile.objects.get(capture=capture).digest == DIGEST
    folders = [f"flush {name}" for name in (DIGEST[2:4], DIGEST[:2], "sha256", root.name)]
    assert events == ["flush file", "rename", *folders, "row"]


WRITER = """
import sys
from django.conf import settings
settings.configure(ARCHIVE_ROOT=sys.argv[1], ARCHIVE_STORE="")
from casefiles.archive import store

class Slow:
    def read(self, most):
        print("written", flush=True)
        return sys.stdin.buffer.read(100_000)

store.keep(Slow())
print("stored", flush=True)
"""


@pytest.fixture
def writer(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that stores what it is sent, and has written 200,000 bytes."""
    command = [sys.executable, "-c", WRITER, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(bytes(200_000))
        process.stdin.flush()
        for _ in range(3):
            assert process.stdout.readline() == b"written\n"
        yield process
        process.kill()


def test_a_killed_writer_leaves_no_file_with_a_name(root: Path, writer: subprocess.Popen[bytes]) -> None:
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    (left,) = files(root)
    assert left.startswith("incoming/")
    store.clear_leftovers()
    assert files(root) == [left]  # somebody may be writing it
    os.utime(root / left, (0, time.time() - 3601))
    store.clear_leftovers()
    assert files(root) == []


def test_a_writer_that_is_left_alone_stores(root: Path, writer: subprocess.Popen[bytes]) -> None:
    """The control."""
    out, _ = writer.communicate(b"the end")
    assert out.endswith(b"stored\n")
    assert files(root)[0].endswith(hashlib.sha256(bytes(200_000) + b"the end").hexdigest())


FULL = """
import resource, sys
from django.conf import settings
settings.configure(ARCHIVE_ROOT=sys.argv[1], ARCHIVE_STORE="")
from casefiles.archive import store
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    store.keep_bytes(bytes(3_000_000))
except OSError as error:
    print(error.strerror)
"""


def test_a_full_disk_leaves_nothing(root: Path) -> None:
    store.keep_bytes(BYTES)
    before = files(root)
    command = [sys.executable, "-c", FULL, str(root), "2000000"]
    done = subprocess.run(command, capture_output=True, check=True, cwd=PROJECT)
    assert done.stdout == b"File too large\n"
    assert files(root) == before
    command[-1] = "4000000"  # the control
    assert subprocess.run(command, capture_output=True, check=True, cwd=PROJECT).stdout == b""
    assert len(files(root)) == 2


def test_a_stream_that_breaks_leaves_nothing(kind: Kind) -> None:
    class Breaking:
        def read(self, most: int) -> bytes:
            raise OSError("Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        store.keep(Breaking())  # type: ignore[arg-type]
    assert kind.names() == []
