"""A capture whose files are in a bucket: made, read, shown in part, checked; and an upload that is cut off."""

import contextlib
import hashlib
import io
import os
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from botocore.config import Config
from django.core.management import call_command
from pytest_django.fixtures import Settings

from casefiles.archive import store, work
from casefiles.archive.models import CaptureFile, HostGap
from casefiles.archive.states import State
from casefiles.archive.store.bucket import Bucket
from tests import buckets
from tests.archive.captures import fresh, now, queue, results
from tests.archive.origin import PNG, Origin, answer


def said(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_capture_is_the_same_from_a_bucket(allowed: Origin, bucket: Bucket) -> None:
    allowed.routes = {"/": answer(b"<title>T</title><p>words<img src=x.png>"), "/x.png": answer(PNG, kind="image/png")}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    made = fresh(capture)
    assert made.state == State.SUCCEEDED
    assert made.extracted_text() == "words"
    assert "all as they were stored" in said("check_store")
    report = said("verify_capture", str(made.pk))
    assert "WRONG" not in report
    assert "ok     stored wacz" in report
    wacz = made.files.get(role="wacz")
    with contextlib.closing(store.place().part(wacz.digest, 0, 4)) as part:
        assert b"".join(part) == b"PK\x03\x04"


class Cutting:
    """Passes bytes on to a server until there are more than ``most`` in one direction of one connection, then cuts."""

    def __init__(self, listener: socket.socket, target: tuple[str, int]) -> None:
        self.listener, self.target, self.most, self.cuts = listener, target, 1 << 40, 0

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(self.target) as server, contextlib.suppress(OSError):
            threading.Thread(target=_pour, args=(server, client), daemon=True).start()
            passed = 0
            while data := client.recv(16_384):
                passed += len(data)
                if passed > self.most:
                    self.cuts += 1
                    server.shutdown(socket.SHUT_RDWR)
                    client.shutdown(socket.SHUT_RDWR)
                    return
                server.sendall(data)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)


@pytest.fixture
def line(s3: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cutting]:
    """The way to the store, which can be cut; tries come quickly."""
    buckets.use(settings, s3)
    monkeypatch.setattr(
        "casefiles.archive.store.bucket.Config", lambda **how: Config(**{**how, "retries": {"total_max_attempts": 1}})
    )
    parts = urlsplit(s3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        cutting = Cutting(listener, (str(parts.hostname), int(parts.port or 0)))
        threading.Thread(target=cutting.serve, daemon=True).start()
        settings.ARCHIVE_S3 = {**settings.ARCHIVE_S3, "endpoint": f"http://127.0.0.1:{listener.getsockname()[1]}"}
        yield cutting
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.django_db
def test_an_upload_that_is_cut_off_leaves_no_name_and_no_row(allowed: Origin, line: Cutting, s3: str) -> None:
    picture = os.urandom(900_000)
    allowed.routes = {"/": answer(picture, kind="image/png")}
    capture = queue(allowed.url())
    line.most = 300_000
    assert work.perform(capture.pk)
    assert line.cuts
    assert (fresh(capture).state, results(capture)) == (State.WAITING, [(1, "retry")])
    assert not CaptureFile.objects.exists()
    assert "Contents" not in buckets.client(s3).list_objects_v2(Bucket=buckets.NAME)
    line.most = 1 << 40
    now(capture)
    HostGap.objects.all().delete()
    assert work.perform(capture.pk)
    assert fresh(capture).state == State.SUCCEEDED
    assert store.read(hashlib.sha256(picture).hexdigest()) == picture
