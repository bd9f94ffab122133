"""Stored files, whole and in parts."""

import base64
import hashlib

import pytest
from django.test import Client

from casefiles.archive import store
from casefiles.archive.models import Capture
from casefiles.archive.states import Access, FileRole
from tests.copies import archived, dated
from tests.replay.pages import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: None) -> Capture:
    capture = archived()
    Capture.objects.filter(pk=capture.pk).update(access=Access.PUBLIC)
    return capture


@pytest.fixture
def whole(made: Capture) -> bytes:
    return store.read(made.files.get(role=FileRole.WACZ).digest)


def get(client: Client, made: Capture, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.get(f"/captures/{made.pk}/download/wacz/", headers=named)
    return response.status_code, body_of(response), dict(response.headers)


def test_the_whole_file_is_what_its_digest_says(client: Client, made: Capture, whole: bytes) -> None:
    status, body, headers = get(client, made)
    assert (status, body) == (200, whole)
    digest = made.files.get(role=FileRole.WACZ).digest
    assert hashlib.sha256(body).hexdigest() == digest
    assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
    assert headers["Content-Type"] == "application/wacz"
    assert headers["Content-Disposition"] == f'attachment; filename="{made.pk}.wacz"'
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Length"] == str(len(whole))


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=10-10", slice(10, 11)),
        ("bytes=3-999999999999", slice(3, None)),
        ("bytes=-999999999999", slice(None)),
    ],
)
def test_a_range(client: Client, made: Capture, whole: bytes, asked: str, part: slice) -> None:
    status, body, headers = get(client, made, Range=asked)
    assert (status, body) == (206, whole[part])
    first = len(whole[: part.start]) if part.start is not None else 0
    assert headers["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(whole)}"
    assert headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-99999999"])
def test_a_range_behind_the_end_is_refused(client: Client, made: Capture, whole: bytes, asked: str) -> None:
    status, _, headers = get(client, made, Range=asked)
    assert status == 416
    assert headers["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=9-3", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=1-2 ", ""])
def test_what_is_not_understood_is_ignored(client: Client, made: Capture, whole: bytes, asked: str) -> None:
    assert get(client, made, Range=asked)[:2] == (200, whole)


def test_a_range_of_another_file_is_the_whole_of_this(client: Client, made: Capture, whole: bytes) -> None:
    tag = get(client, made)[2]["ETag"]
    assert get(client, made, Range="bytes=0-1", If_Range='"another"')[0] == 200
    assert get(client, made, Range="bytes=0-1", If_Range=tag)[0] == 206
    assert get(client, made, If_None_Match=tag)[0] == 304


def test_a_file_that_is_gone_is_not_half_sent(client: Client, made: Capture) -> None:
    store.path_of(made.files.get(role=FileRole.WACZ).digest).unlink()
    assert get(client, made)[0] == 404


def test_no_role_is_nothing(client: Client, made: Capture) -> None:
    assert client.get(f"/captures/{made.pk}/download/secret/").status_code == 404


def test_a_token_over_an_open_copy_is_shown_and_downloaded_as_it_came(client: Client, made: Capture) -> None:
    page = f"/captures/{made.pk}/"
    assert "Dated by others" not in client.get(page).content.decode()
    token = dated(made, b"what it answered")
    assert f'href="stamps/{token}.tsr"' in client.get(page).content.decode()
    response = client.get(f"{page}stamps/{token}.tsr")
    assert (response.status_code, response.content) == (200, b"what it answered")
    assert response.headers["Content-Type"] == "application/timestamp-reply"
    assert client.get(f"{page}stamps/{'0' * 64}.tsr").status_code == 404
    Capture.objects.filter(pk=made.pk).update(access=Access.PRIVATE)
    assert client.get(f"{page}stamps/{token}.tsr").status_code == 404
    assert "Dated by others" not in client.get(page).content.decode()
