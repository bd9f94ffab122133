"""The store: a file is there whole, under its digest, or not at all."""

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
from tests.copies import archived

PROJECT = Path(__file__).parents[2]
BYTES = b"What the site said."
DIGEST = hashlib.sha256(BYTES).hexdigest()


def files(root: Path) -> list[str]:
    """Every file under ``root``, by its path from there."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.fixture
def root(settings: Settings) -> Path:
    return Path(settings.ARCHIVE_ROOT)


def test_a_file_lies_under_its_digest(root: Path) -> None:
    assert store.keep_bytes(BYTES) == store.Stored(DIGEST, len(BYTES))
    assert files(root) == [f"sha256/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    assert store.path_of(DIGEST).read_bytes() == store.read(DIGEST) == BYTES
    with store.opened(DIGEST) as stream:
        assert stream.read() == BYTES


def test_the_same_bytes_twice_are_one_file(root: Path) -> None:
    assert store.keep_bytes(BYTES) == store.keep(io.BytesIO(BYTES))
    assert len(files(root)) == 1


def test_twenty_writers_of_the_same_bytes_leave_one_file(root: Path) -> None:
    threads = [threading.Thread(target=store.keep_bytes, args=(BYTES * 100_000,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (only,) = files(root)
    assert hashlib.sha256((root / only).read_bytes()).hexdigest() == only[-64:]


def test_it_is_stored_from_where_the_stream_stands() -> None:
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
        assert store.keep(Zeros(50_000_000)).size == 50_000_000  # type: ignore[arg-type]
    assert memory.most < 20_000_000


@pytest.mark.parametrize(
    "name",
    ["", "ab", DIGEST.upper(), DIGEST[:-1], DIGEST + "\n", "../" * 21 + "x", "٣" * 64, DIGEST[:-1] + "/", "g" * 64],
)
def test_only_a_digest_is_a_name(name: str) -> None:
    for use in (store.path_of, store.read):
        with pytest.raises(ValueError, match="is no SHA-256"):
            use(name)


def test_a_missing_file_is_said() -> None:
    for use in (store.read, _opened):
        with pytest.raises(store.Damaged, match=f"The stored file {DIGEST} cannot be read: No such file"):
            use(DIGEST)


@pytest.mark.parametrize("damage", [b"", b"What the site SAID.", BYTES + b" ", BYTES[:-1]])
def test_a_damaged_file_is_said_and_given_to_nobody(damage: bytes) -> None:
    store.keep_bytes(BYTES)
    store.path_of(DIGEST).chmod(0o600)
    store.path_of(DIGEST).write_bytes(damage)
    for use in (store.read, _opened):
        with pytest.raises(store.Damaged, match="no longer has the bytes it was stored with"):
            use(DIGEST)


def test_storing_it_again_mends_it() -> None:
    store.keep_bytes(BYTES)
    store.path_of(DIGEST).chmod(0o600)
    store.path_of(DIGEST).write_bytes(b"rot")
    store.keep_bytes(BYTES)
    assert store.read(DIGEST) == BYTES


def _opened(digest: str) -> bytes:
    with store.opened(digest) as stream:
        return stream.read()


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
settings.configure(ARCHIVE_ROOT=sys.argv[1])
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
settings.configure(ARCHIVE_ROOT=sys.argv[1])
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


def test_a_stream_that_breaks_leaves_nothing(root: Path) -> None:
    class Breaking:
        def read(self, most: int) -> bytes:
            raise OSError("Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        store.keep(Breaking())  # type: ignore[arg-type]
    assert files(root) == []
