"""What a capture stores: one file that stands alone, in the form that public tools read."""

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from warcio.archiveiterator import ArchiveIterator

from casefiles.archive import signing, store, wacz, work
from casefiles.archive.engines.base import Copy
from casefiles.archive.models import Capture
from casefiles.archive.signing import SigningKey
from casefiles.archive.states import State
from tests.archive.captures import fresh, queue
from tests.archive.conftest import Visit
from tests.archive.memory import growth
from tests.archive.origin import PNG, Origin, answer, hang_up, redirect
from tests.archive.warcs import check, warc_bytes
from tests.copies import archived


@pytest.fixture
def key(tmp_path: Path, settings: Settings) -> SigningKey:
    """The newsroom's key, which its workers sign with."""
    signing.make(tmp_path / "key.pem")
    settings.ARCHIVE_SIGNING_KEY_FILE = str(tmp_path / "key.pem")
    return signing.load(settings.ARCHIVE_SIGNING_KEY_FILE)


def entries(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def stored(capture: Capture) -> bytes:
    return store.read(capture.files.get(role="wacz").digest)


def sha(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.fixture
def packed(origin: Origin, visit: Visit) -> dict[str, bytes]:
    """A page by way of a redirect, with a picture, unsigned."""
    origin.routes = {
        "/": redirect("/page"),
        "/page": answer("<title>Grüße</title><p>words<img src=/x.png>".encode(), chunks=7),
        "/x.png": answer(PNG, kind="image/png"),
    }
    copy = visit()
    with wacz.pack(copy, url=origin.url(), key=None) as stream:
        found = entries(stream.read())
    assert found["archive/data.warc.gz"] == warc_bytes(copy)
    return found


def lines(found: dict[str, bytes]) -> list[dict[str, Any]]:
    return [json.loads(line.split(" ", 2)[2]) for line in found["indexes/index.cdx"].decode().splitlines()]


def test_its_parts_are_those_of_the_format(packed: dict[str, bytes]) -> None:
    assert list(packed) == [
        "archive/data.warc.gz",
        "indexes/index.cdx",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    ]
    check(packed["archive/data.warc.gz"])


def test_the_index_leads_to_each_answer_and_to_the_text(origin: Origin, packed: dict[str, bytes]) -> None:
    found = {line["url"]: line for line in lines(packed)}
    text = f"urn:text:{origin.url('/page')}"
    assert set(found) == {origin.url("/"), origin.url("/page"), origin.url("/x.png"), text}
    for url, line in found.items():
        start = int(line["offset"])
        member = packed["archive/data.warc.gz"][start : start + int(line["length"])]
        (record,) = ArchiveIterator(io.BytesIO(member), no_record_parse=True)
        headers = dict(record.rec_headers.headers)
        assert headers["WARC-Target-URI"] == url
        assert line["digest"] == headers.get("WARC-Payload-Digest", headers["WARC-Block-Digest"])
    assert [(found[url]["status"], found[url]["mime"]) for url in (origin.url("/page"), origin.url("/x.png"))] == [
        ("200", "text/html"),
        ("200", "image/png"),
    ]
    assert found[text]["mime"] == "text/plain"


def test_its_page_is_where_the_redirects_led(origin: Origin, packed: dict[str, bytes]) -> None:
    header, page = map(json.loads, packed["pages/pages.jsonl"].splitlines())
    assert header["format"] == "json-pages-1.0"
    assert (page["url"], page["title"]) == (origin.url("/page"), "Grüße")
    stamp = "".join(filter(str.isdigit, page["ts"]))[:14]
    assert f"{stamp} " in packed["indexes/index.cdx"].decode()


def test_its_manifest_has_the_digest_of_every_part(origin: Origin, packed: dict[str, bytes]) -> None:
    manifest = json.loads(packed["datapackage.json"])
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    assert (manifest["mainPageUrl"], manifest["title"]) == (origin.url("/page"), "Grüße")
    for resource, path in zip(manifest["resources"], list(packed)[:3], strict=True):
        data = packed[path]
        name = path.rpartition("/")[2]
        assert resource == {"name": name, "path": path, "hash": sha(data), "bytes": len(data)}
    digest = json.loads(packed["datapackage-digest.json"])
    assert digest == {"path": "datapackage.json", "hash": sha(packed["datapackage.json"])}


def test_every_entry_is_stored_and_without_date(origin: Origin, visit: Visit) -> None:
    """The format forbids a packed WARC, which its own checker lets pass."""
    origin.routes = {"/": answer(b"<title>T</title>")}
    with wacz.pack(visit(), url=origin.url(), key=None) as stream, zipfile.ZipFile(stream) as opened:
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_page_that_never_came_is_called_by_what_was_asked_for(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": redirect("/there"), "/there": hang_up()}
    with wacz.pack(visit(), url=origin.url(), key=None) as stream:
        found = entries(stream.read())
    assert json.loads(found["datapackage.json"])["mainPageUrl"] == origin.url()
    assert [line["status"] for line in lines(found)] == ["302"]


# Stored and signed


@pytest.mark.django_db
def test_a_worker_signs_with_the_newsrooms_key(allowed: Origin, key: SigningKey) -> None:
    allowed.routes = {"/": answer(b"<title>A page</title><p>words")}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    assert (fresh(capture).report["signed"], fresh(capture).report["signed_by"]) == (True, key.fingerprint)
    file = capture.files.get(role="wacz")
    assert file.media_type == "application/wacz"
    found = entries(store.read(file.digest))
    said = json.loads(found["datapackage-digest.json"])
    signed = said["signedData"]
    assert signed["hash"] == said["hash"] == sha(found["datapackage.json"])
    assert signed["created"] == json.loads(found["datapackage.json"])["created"]
    who = signing.check(signed["hash"], signature=signed["signature"], public=signed["publicKey"])
    assert who == key.fingerprint


@pytest.mark.django_db
def test_without_a_key_a_copy_is_unsigned_and_its_report_says_so() -> None:
    capture = archived()
    assert (capture.report["signed"], capture.report["signed_by"]) == (False, "")
    assert "signedData" not in json.loads(entries(stored(capture))["datapackage-digest.json"])


@pytest.mark.django_db
def test_a_capture_without_an_answer_says_nothing_of_signatures(key: SigningKey) -> None:
    capture = archived(outcome=State.FAILED, status=None, warc=None, text=None)
    assert capture.report == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("retries", "state"), [([60.0], State.WAITING), ([], State.FAILED)])
def test_a_key_that_went_away_is_our_fault_and_stores_nothing(
    allowed: Origin, key: SigningKey, settings: Settings, retries: list[float], state: State
) -> None:
    Path(settings.ARCHIVE_SIGNING_KEY_FILE).unlink()
    settings.ARCHIVE_RETRIES = retries
    allowed.routes = {"/": answer(b"<p>words")}
    capture = queue(allowed.url())
    assert work.perform(capture.pk)
    assert (fresh(capture).state, capture.files.count()) == (state, 0)
    assert fresh(capture).outcome_detail.startswith("Something went wrong on our side")


def test_large_copies_pass_through_a_small_memory() -> None:
    with tempfile.TemporaryFile() as large, tempfile.TemporaryFile() as out, growth() as memory:
        large.truncate(60_000_000)
        with wacz.pack(Copy(State.SUCCEEDED, "", warc=large), url="https://news.example/", key=None) as packed:
            shutil.copyfileobj(packed, out)
        assert out.tell() > 60_000_000
    assert memory.most < 20_000_000
