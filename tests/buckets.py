"""A store of the S3 kind on loopback (moto's server, in a thread), and a bucket that is empty for each test.

It is one bucket for a whole run: boto3 takes half a second to get to know another one.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from casefiles.archive import store
from casefiles.archive.store.bucket import Bucket

KEY, SECRET, REGION = "test-key", "test-secret", "us-east-1"
NAME = "archive"


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The server's address while the block lasts."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client(endpoint).create_bucket(Bucket=NAME)
    try:
        yield endpoint
    finally:
        server.stop()


def client(endpoint: str) -> Any:
    return boto3.client(
        "s3", endpoint_url=endpoint, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=SECRET
    )


def use(settings: Settings, endpoint: str) -> Bucket:
    """Keep archived files in the bucket, below a prefix."""
    settings.ARCHIVE_STORE = f"s3://{NAME}/kept/here"
    settings.ARCHIVE_S3 = {"endpoint": endpoint, "region": REGION, "key_id": KEY, "secret": SECRET}
    place = store.place()
    assert isinstance(place, Bucket)
    place.storage.bucket.objects.all().delete()
    return place


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with serving() as endpoint:
        yield endpoint


@pytest.fixture
def bucket(s3: str, settings: Settings) -> Bucket:
    return use(settings, s3)
