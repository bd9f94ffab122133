"""Settings of the archive's store that are half set, or lead nowhere, stop the process at its start."""

from pathlib import Path

import pytest
from pytest_django import Settings

from casefiles.archive import authorities
from config import archive_checks as checks
from tests import buckets
from tests.archive.authority import Authority
from tests.config.conftest import LONG

NOTHING = {"endpoint": "", "region": "", "key_id": "", "secret": ""}


def fired() -> set[str]:
    found = [*checks.archive_store_is_one(), *checks.egress_is_a_proxy(), *checks.archive_store_can_be_reached()]
    assert all(message.hint for message in found)
    return {str(message.id) for message in found}


@pytest.mark.parametrize(
    ("store", "given"),
    [
        ("", {}),
        ("s3://newsroom-archive", {}),
        ("s3://newsroom-archive/", {"region": "eu-central-1"}),
        ("s3://newsroom.archive/case-files/kept_1", {"key_id": "k", "secret": "s"}),
        ("s3://archive/x", {"endpoint": "http://127.0.0.1:9000", "key_id": "k", "secret": "s"}),
    ],
)
def test_a_sound_one_is_silent(newsroom: Settings, store: str, given: dict[str, str]) -> None:
    newsroom.ARCHIVE_STORE, newsroom.ARCHIVE_S3 = store, NOTHING | given
    assert fired() == set()


@pytest.mark.parametrize(
    ("store", "given", "expected"),
    [
        ("", {"endpoint": "https://objects.example"}, "config.E040"),
        ("", {"secret": "s", "key_id": "k"}, "config.E040"),
        ("/var/lib/archive", {}, "config.E041"),
        ("https://bucket.s3.amazonaws.com/x", {}, "config.E041"),
        ("s3://", {}, "config.E041"),
        ("s3://Bucket/x", {}, "config.E041"),
        ("s3://bucket/a//b", {}, "config.E041"),
        ("s3://bucket/a b", {}, "config.E041"),
        ("s3://bucket/a?x=1", {}, "config.E041"),
        ("s3://bucket/x", {"key_id": "k"}, "config.E042"),
        ("s3://bucket/x", {"secret": "s"}, "config.E042"),
        ("s3://bucket/x", {"endpoint": "objects.example"}, "config.E043"),
        ("s3://bucket/x", {"endpoint": "ftp://objects.example"}, "config.E043"),
        ("s3://bucket/x", {"endpoint": "https://"}, "config.E043"),
    ],
)
def test_half_of_it_is_told(newsroom: Settings, store: str, given: dict[str, str], expected: str) -> None:
    newsroom.ARCHIVE_STORE, newsroom.ARCHIVE_S3 = store, NOTHING | given
    newsroom.SURFACE = "fetch"  # nobody is asked for what is no address
    assert fired() == {expected}


def test_workers_look_whether_they_are_let_in(newsroom: Settings, monkeypatch: pytest.MonkeyPatch, s3: str) -> None:
    monkeypatch.setenv("SECRET_KEY_FETCH", LONG + "-fetch")
    newsroom.SURFACE = "fetch"
    buckets.use(newsroom, s3)
    assert fired() == set()
    newsroom.ARCHIVE_STORE = "s3://nobodys-bucket/x"
    assert fired() == {"config.E044"}
    newsroom.SURFACE = "desk"
    assert fired() == set()


def test_an_egress_that_is_no_proxy(newsroom: Settings) -> None:
    newsroom.ARCHIVE_EGRESS = "socks5://egress.internal:1080"
    assert fired() == set()
    newsroom.ARCHIVE_EGRESS = "egress.internal:1080"
    assert fired() == {"config.E045"}


def dating(settings: Settings, urls: list[str], roots: object = "", surface: str = "fetch") -> set[str]:
    settings.ARCHIVE_TIMESTAMP_URLS, settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = urls, str(roots)
    settings.SURFACE = surface
    authorities._roots.cache_clear()
    found = checks.timestamp_authorities_can_be_asked()
    assert all(message.hint for message in found)
    return {str(message.id) for message in found}


def test_authorities_that_can_be_asked_and_believed_are_silent(newsroom: Settings, tmp_path: Path) -> None:
    roots = Authority(tmp_path).roots
    assert dating(newsroom, []) == set()
    assert dating(newsroom, ["https://tsa.example/tsr", "http://10.0.0.7:318/", "http://[::1]/x?key=1"], roots) == set()
    assert dating(newsroom, ["https://tsa.example/tsr"], surface="work") == set(), "it only tells others"


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        (["ftp://tsa.example/"], {"config.E050"}),
        (["tsa.example"], {"config.E050"}),
        (["https://who:word@tsa.example/"], {"config.E050"}),
        (["https://tsa.example:99999/"], {"config.E050"}),
        (["https://tsa.example/a\r\nX: y"], {"config.E050"}),
        (["https://tsa.example/x?key=1", "http://tsa.example/x/"], {"config.E051"}),
        ([f"https://tsa{number}.example/" for number in range(10)], {"config.E052"}),
    ],
)
def test_authorities_that_cannot_be_asked(
    newsroom: Settings, tmp_path: Path, urls: list[str], expected: set[str]
) -> None:
    assert dating(newsroom, urls, Authority(tmp_path).roots) == expected


def test_authorities_that_nobody_vouches_for(newsroom: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("# nobody\n")
    (tmp_path / "words").write_text("words")
    for roots in ("", tmp_path / "nowhere", tmp_path / "empty", tmp_path / "words"):
        assert dating(newsroom, ["https://tsa.example/"], roots) == {"config.E053"}


@pytest.mark.parametrize("named", ["", "off"])
def test_a_browser_that_nobody_named_need_not_be_there(
    newsroom: Settings, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    newsroom.SURFACE, newsroom.ARCHIVE_BROWSER = "fetch", named
    monkeypatch.setenv("PATH", "")
    assert checks.browser_can_be_used() == []


def test_a_browser_needs_a_folder(newsroom: Settings, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho Chromium 1.2.3\n")
    program.chmod(0o755)
    newsroom.SURFACE, newsroom.ARCHIVE_BROWSER = "fetch", str(program)
    newsroom.ARCHIVE_BROWSER_FOLDER = tmp_path / "browsers"
    assert checks.browser_can_be_used() == []
    newsroom.ARCHIVE_BROWSER_FOLDER = program / "browsers"
    (message,) = checks.browser_can_be_used()
    assert message.id == "config.E047"
    assert "Not a directory" in message.msg


def test_one_that_is_named_has_to_be(newsroom: Settings, tmp_path: Path) -> None:
    newsroom.SURFACE, newsroom.ARCHIVE_BROWSER = "fetch", str(tmp_path / "chromium")
    (message,) = checks.browser_can_be_used()
    assert message.id == "config.E046"
    assert f"there is no program where ARCHIVE_BROWSER says: {tmp_path}/chromium" in message.msg
    Path(newsroom.ARCHIVE_BROWSER).write_text("#!/bin/sh\nexit 3\n")
    Path(newsroom.ARCHIVE_BROWSER).chmod(0o755)
    (message,) = checks.browser_can_be_used()
    assert "does not say its version" in message.msg
    newsroom.SURFACE = "desk"
    assert checks.browser_can_be_used() == []
