"""The two kinds of store, for tests that must hold for both."""

import datetime
import os
from pathlib import Path
from typing import Protocol

from moto.s3.models import s3_backends
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.store.bucket import Bucket
from tests import buckets


class Kind(Protocol):
    """What a test does to stored files behind the store's back."""

    def names(self) -> list[str]:
        """Everything there is, by its name below the root, half-written things included."""
        ...

    def spoil(self, digest: str, data: bytes) -> None:
        """Let a file have other bytes."""
        ...

    def lose(self, digest: str) -> None: ...

    def age(self, digest: str, seconds: float) -> None:
        """Let a file have been stored so long ago."""
        ...


class InFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file())

    def spoil(self, digest: str, data: bytes) -> None:
        path = store.path_of(digest)
        path.chmod(0o600)
        path.write_bytes(data)

    def lose(self, digest: str) -> None:
        store.path_of(digest).unlink()

    def age(self, digest: str, seconds: float) -> None:
        then = datetime.datetime.now(datetime.UTC).timestamp() - seconds
        os.utime(store.path_of(digest), (then, then))


class InBucket:
    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def names(self) -> list[str]:
        keys = [each.key for each in self.bucket.storage.bucket.objects.all()]
        assert all(key.startswith("kept/here/") for key in keys)
        return sorted(key.removeprefix("kept/here/") for key in keys)

    def spoil(self, digest: str, data: bytes) -> None:
        self.bucket.client.put_object(Bucket=self.bucket.name, Key=self.bucket.key_of(digest), Body=data)

    def lose(self, digest: str) -> None:
        self.bucket.client.delete_object(Bucket=self.bucket.name, Key=self.bucket.key_of(digest))

    def age(self, digest: str, seconds: float) -> None:
        account = s3_backends["123456789012"]["aws"]
        key = account.buckets[self.bucket.name].keys[self.bucket.key_of(digest)]
        key.last_modified -= datetime.timedelta(seconds=seconds)


def kind(name: str, settings: Settings, endpoint: str) -> Kind:
    if name == "folder":
        return InFolder(Path(settings.ARCHIVE_ROOT))
    return InBucket(buckets.use(settings, endpoint))
