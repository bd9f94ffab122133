"""A bucket of any S3-compatible store, reached by the backend of django-storages.

An object comes into being whole, by one conditional request that carries its SHA-256: the store refuses bytes that
are not those, and never writes over an object that is there. What the store then reports is compared once more.
"""

import base64
import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO, Any, cast

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from casefiles.archive.store.base import (
    BLOCK,
    Found,
    OutOfReach,
    Part,
    Room,
    Stored,
    copied,
    digest_in,
    name_of,
    no_room,
    unreadable,
)

_IN_MEMORY = 4 * BLOCK
"""Bytes of a file that stay in memory on their way; more of it goes by a temporary file."""
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})
_THERE = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_UNCONDITIONAL = frozenset({"NotImplemented", "501"})
_FULL = frozenset(
    {"QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientStorage", "507"}
)


class Bucket:
    """See the module, and ``Place``. ``endpoint`` is "" for Amazon's own; without a key, boto3 finds its own."""

    def __init__(self, name: str, prefix: str, *, endpoint: str, region: str, key_id: str, secret: str) -> None:
        self.name, self.prefix = name, prefix
        self.storage = S3Storage(
            bucket_name=name,
            location=prefix,
            endpoint_url=endpoint or None,
            region_name=region or None,
            access_key=key_id or None,
            secret_key=secret or None,
            client_config=Config(
                connect_timeout=10,  # seconds
                read_timeout=60,
                retries={"mode": "standard", "max_attempts": 3},
                # Stores other than Amazon's know no checksums but those that are asked for.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path" if endpoint else "auto"},
            ),
        )

    @property
    def client(self) -> Any:
        """boto3's client, one for each thread."""
        return self.storage.connection.meta.client

    def key_of(self, digest: str) -> str:
        """The whole name of an object in the bucket. Raises ``ValueError`` for no digest."""
        name = name_of(digest)
        return f"{self.prefix}/{name}" if self.prefix else name

    def where(self, digest: str) -> str:
        return f"s3://{self.name}/{self.key_of(digest)}"

    def keep(self, source: IO[bytes]) -> Stored:
        with _spooled() as spool:
            stored = copied(source, spool)
            with _told():
                if not self._put(stored, spool, only_if_new=True) and not self._is_whole(stored):
                    self._put(stored, spool, only_if_new=False)  # what is there under this name is something else
                if not self._is_whole(stored):
                    raise OutOfReach(f"The store does not have {stored.digest} as it was sent.")
        return stored

    @contextlib.contextmanager
    def taken(self, digest: str) -> Iterator[IO[bytes]]:
        with _spooled() as spool:
            with _told(), contextlib.closing(self._get(digest)) as body:
                copied(body, spool)
            spool.seek(0)
            yield spool

    def part(self, digest: str, start: int, count: int) -> Part:
        with _told():
            return Part(self._get(digest, start, count) if count else _spooled(), count)

    def has(self, digest: str) -> bool:
        with _told():
            return self._head(digest) is not None

    def listed(self) -> Iterator[Found]:
        beginning = f"{self.prefix}/sha256/" if self.prefix else "sha256/"
        with _told():
            for each in self.storage.bucket.objects.filter(Prefix=beginning):
                if digest := digest_in(each.key):
                    yield Found(digest, each.size, each.last_modified)

    def remove(self, found: Found) -> None:
        with _told():
            self.client.delete_object(Bucket=self.name, Key=self.key_of(found.digest))

    def clear_leftovers(self) -> None:
        """There are none: an upload that was cut off has left no object, and its spool had no name."""

    def room(self) -> Room | None:
        return None

    def check(self) -> None:
        with _told():
            self.client.head_bucket(Bucket=self.name)

    def _put(self, stored: Stored, spool: IO[bytes], *, only_if_new: bool) -> bool:
        """Send it. False: an object of this name is there already."""
        spool.seek(0)
        condition = {"IfNoneMatch": "*"} if only_if_new else {}
        try:
            self.client.put_object(
                Bucket=self.name,
                Key=self.key_of(stored.digest),
                Body=spool,
                ContentLength=stored.size,
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=base64.b64encode(bytes.fromhex(stored.digest)).decode(),
                ContentType="application/octet-stream",
                **condition,
            )
        except ClientError as error:
            if only_if_new and _code(error) in _THERE:
                return False
            if only_if_new and _code(error) in _UNCONDITIONAL:
                return self._put(stored, spool, only_if_new=False)  # the same bytes, if there are any
            raise
        return True

    def _is_whole(self, stored: Stored) -> bool:
        """Does the store say that it has just these bytes? One that knows no SHA-256 is read back."""
        head = self._head(stored.digest)
        if head is None or head["ContentLength"] != stored.size:
            return False
        said = head.get("ChecksumSHA256", "")
        if said and "-" not in said:  # of an object sent in pieces it is a digest of digests
            return base64.b64decode(said).hex() == stored.digest
        with contextlib.closing(self._get(stored.digest)) as body:
            return hashlib.file_digest(cast(Any, body), "sha256").hexdigest() == stored.digest

    def _head(self, digest: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.client.head_object(
                Bucket=self.name, Key=self.key_of(digest), ChecksumMode="ENABLED"
            )
        except ClientError as error:
            if _code(error) in _GONE:
                return None
            raise
        return found

    def _get(self, digest: str, start: int = 0, count: int | None = None) -> IO[bytes]:
        wanted = {} if count is None else {"Range": f"bytes={start}-{start + count - 1}"}
        try:
            return cast(IO[bytes], self.client.get_object(Bucket=self.name, Key=self.key_of(digest), **wanted)["Body"])
        except ClientError as error:
            if _code(error) in _GONE:
                raise unreadable(digest, "No such object") from error
            if _code(error) == "InvalidRange":
                raise unreadable(digest, "It is shorter than it was") from error
            raise


def _spooled() -> IO[bytes]:
    return cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What boto3 raises, as the store's errors: full, or out of reach."""
    try:
        yield
    except ClientError as error:
        if _code(error) in _FULL:
            raise no_room() from error
        raise OutOfReach(f"The store of archived files refused: {error}") from error
    except BotoCoreError as error:
        raise OutOfReach(f"The store of archived files cannot be reached: {error}") from error
