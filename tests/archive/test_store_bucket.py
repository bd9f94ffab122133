"""The store in a bucket: what differs from a folder, and what an unkind store does."""

import hashlib
import io
from typing import Any, Protocol

import pytest
from botocore.exceptions import ClientError
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.store.bucket import Bucket
from tests import buckets

BYTES = b"What the site said."
DIGEST = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def sent(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What uploads the store is sent."""
    seen: list[dict[str, Any]] = []
    put = bucket.client.put_object
    monkeypatch.setattr(bucket.client, "put_object", lambda **asked: seen.append(asked) or put(**asked))
    return seen


class Refuse(Protocol):
    """Let the store answer so to a request of this name, from now on."""

    def __call__(self, code: str, *, of: str = "put_object", if_only: str = "") -> None: ...


@pytest.fixture
def refuse(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Refuse:
    def let(code: str, *, of: str = "put_object", if_only: str = "") -> None:
        do = getattr(bucket.client, of)

        def answer(**asked: Any) -> Any:
            if if_only and if_only not in asked:
                return do(**asked)
            raise ClientError({"Error": {"Code": code, "Message": "said so"}}, of)

        monkeypatch.setattr(bucket.client, of, answer)

    return let


def test_an_upload_says_what_it_must_be_and_writes_over_nothing(bucket: Bucket, sent: list[dict[str, Any]]) -> None:
    store.keep_bytes(BYTES)
    (only,) = sent
    assert only["IfNoneMatch"] == "*"
    assert only["ContentLength"] == len(BYTES)
    head = bucket.client.head_object(Bucket=bucket.name, Key=bucket.key_of(DIGEST), ChecksumMode="ENABLED")
    assert head["ChecksumSHA256"] == only["ChecksumSHA256"]


def test_what_is_there_stays(bucket: Bucket, sent: list[dict[str, Any]]) -> None:
    store.keep_bytes(BYTES)
    before = bucket.client.head_object(Bucket=bucket.name, Key=bucket.key_of(DIGEST))["LastModified"]
    sent.clear()
    store.keep_bytes(BYTES)
    assert [put.get("IfNoneMatch") for put in sent] == ["*"]
    assert bucket.client.head_object(Bucket=bucket.name, Key=bucket.key_of(DIGEST))["LastModified"] == before


def test_a_store_without_conditions_is_written_to_without(refuse: Refuse) -> None:
    refuse("NotImplemented", if_only="IfNoneMatch")
    store.keep_bytes(BYTES)
    assert store.read(DIGEST) == BYTES


def test_a_store_that_knows_no_sha256_is_read_back(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    head = Bucket._head
    monkeypatch.setattr(Bucket, "_head", lambda self, digest: _without_checksum(head(self, digest)))
    store.keep_bytes(BYTES)
    monkeypatch.setattr(Bucket, "_put", _put_spoilt)
    with pytest.raises(store.OutOfReach, match=r"does not have [0-9a-f]{64} as it was sent"):
        store.keep_bytes(BYTES * 2)


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: bytes(len(data))])
def test_a_store_that_has_other_bytes_than_were_sent_is_found_out(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, spoil: Any
) -> None:
    monkeypatch.setattr(
        Bucket, "_put", lambda self, stored, spool, **how: _put_spoilt(self, stored, spool, spoil=spoil)
    )
    with pytest.raises(store.OutOfReach, match=f"does not have {DIGEST} as it was sent"):
        store.keep_bytes(BYTES)


@pytest.mark.parametrize("code", ["QuotaExceeded", "XMinioStorageFull", "InsufficientStorage"])
def test_a_full_store_is_told_from_a_broken_one(refuse: Refuse, code: str) -> None:
    refuse(code)
    with pytest.raises(OSError, match="No space left") as full:
        store.keep_bytes(BYTES)
    assert store.is_full(full.value)
    assert not store.is_full(store.OutOfReach("down"))


def test_what_the_store_refuses_is_said_in_its_words(refuse: Refuse) -> None:
    refuse("AccessDenied", of="get_object")
    refuse("AccessDenied")
    for use in (lambda: store.keep_bytes(BYTES), lambda: store.read(DIGEST)):
        with pytest.raises(store.OutOfReach, match=r"refused: .*AccessDenied.*said so"):
            use()


def test_a_store_that_is_down_is_out_of_reach(settings: Settings) -> None:
    with buckets.serving() as endpoint:
        buckets.use(settings, endpoint)
        store.keep_bytes(BYTES)
    for use in (lambda: store.keep_bytes(BYTES), lambda: store.read(DIGEST), lambda: list(store.place().listed())):
        with pytest.raises(store.OutOfReach, match="cannot be reached"):
            use()


def test_a_part_beyond_what_is_there_is_damage(bucket: Bucket) -> None:
    store.keep_bytes(BYTES)
    with pytest.raises(store.Damaged, match="shorter"):
        store.place().part(DIGEST, len(BYTES), 5)


def test_names_that_are_not_the_stores_are_left_alone(bucket: Bucket) -> None:
    for name in ("kept/here/sha256/readme", f"kept/here/sha256/00/00/{DIGEST}", f"sha256/aa/bb/aabb{DIGEST[4:]}"):
        bucket.client.put_object(Bucket=bucket.name, Key=name, Body=b"x")
    assert list(store.place().listed()) == []


def test_a_disk_of_its_own_it_has_not(bucket: Bucket) -> None:
    assert store.place().room() is None


def _put_spoilt(
    self: Bucket, stored: store.Stored, spool: io.BytesIO, *, spoil: Any = lambda data: data[:-1], **_: Any
) -> bool:
    spool.seek(0)
    self.client.put_object(
        Bucket=self.name, Key=self.key_of(stored.digest), Body=spoil(spool.read()), ChecksumAlgorithm="SHA256"
    )
    return True


def _without_checksum(head: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: value for key, value in head.items() if key != "ChecksumSHA256"} if head else None
