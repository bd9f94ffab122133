"""Every start-up check fires on its misconfiguration, and is silent on a sound one."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from casefiles.archive import signing
from config import checks, startup
from tests.config.conftest import LONG

PEM, PKCS8 = Encoding.PEM, PrivateFormat.PKCS8
CHECKS = [
    checks.surface_is_known,
    checks.surface_has_a_secret,
    checks.secrets_are_not_shared,
    checks.archive_keeps_out_of_private_networks,
    checks.demonstration_stays_on_this_machine,
    checks.error_pages_stay_on_this_machine,
    checks.surfaces_have_addresses_of_their_own,
    checks.hosts_are_exact,
    checks.desk_is_encrypted,
    checks.surface_has_its_own_database_login,
    checks.archive_can_be_written,
    checks.copies_can_be_signed,
]


def fired() -> set[str]:
    return {str(message.id) for check in CHECKS for message in check()}


def test_a_sound_newsroom_is_silent(newsroom: Settings) -> None:
    assert fired() == set()


def test_every_message_has_a_hint(newsroom: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.SURFACE = "press"
    newsroom.DEMO = True
    newsroom.DESK_URL = newsroom.PUBLIC_URL = newsroom.REPLAY_URL = "http://192.0.2.7"
    newsroom.ALLOWED_HOSTS = ["*"]
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db/casefiles")
    messages = [message for check in CHECKS for message in check()]
    assert len(messages) > 6
    assert all(message.hint for message in messages)


def test_an_unknown_surface(newsroom: Settings) -> None:
    newsroom.SURFACE = "press"
    assert "config.E001" in fired()


@pytest.mark.parametrize("secret", ["", "too-short"])
def test_a_missing_or_short_secret(newsroom: Settings, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("SECRET_KEY_DESK", secret)
    assert fired() == {"config.E002"}


def test_the_owner_needs_no_secret(newsroom: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY_DESK")
    newsroom.SURFACE = "owner"
    assert fired() == set()


def test_another_surfaces_secret_is_not_ones_own(newsroom: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.SURFACE = "public"
    assert fired() == {"config.E002"}
    monkeypatch.setenv("SECRET_KEY", LONG + "-public")
    assert fired() == set()


@pytest.mark.parametrize("name", ["SECRET_KEY_PUBLIC", "SECRET_KEY_OWNER", "SECRET_KEY_FETCH"])
def test_a_shared_secret(newsroom: Settings, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, LONG)
    assert fired() == {"config.E005"}


def test_one_secret_under_its_two_names_is_not_shared(newsroom: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", LONG)
    assert fired() == set()


@pytest.mark.parametrize(
    "network", ["127.0.0.0/8", "127.0.0.1", "::1", "0.0.0.0/0", "::/0", "0.0.0.0", "::ffff:127.0.0.1"]
)
def test_loopback_may_be_fetched_by_the_demonstration_alone(newsroom: Settings, network: str) -> None:
    newsroom.ARCHIVE_ALLOWED_NETWORKS = [network]
    assert fired() == {"config.E004"}
    newsroom.DEMO = True
    newsroom.PUBLIC_URL, newsroom.DESK_URL = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
    newsroom.REPLAY_URL = "http://localhost:8002"
    newsroom.ALLOWED_HOSTS = ["127.0.0.1"]
    assert fired() == set()


def test_a_network_of_the_house_may_be_allowed(newsroom: Settings) -> None:
    newsroom.ARCHIVE_ALLOWED_NETWORKS = ["10.20.0.0/16", "fd00::/8"]
    assert fired() == set()


def test_a_network_that_is_none(newsroom: Settings) -> None:
    newsroom.ARCHIVE_ALLOWED_NETWORKS = ["our office"]
    assert fired() == {"config.E003"}


@pytest.mark.parametrize(
    ("hosts", "url"),
    [
        (["newsroom.example"], "http://127.0.0.1:8000"),
        (["192.0.2.7"], "http://127.0.0.1:8000"),
        (["127.0.0.1", "0.0.0.0"], "http://127.0.0.1:8000"),
        (["127.0.0.1"], "http://newsroom.example"),
        (["localhost.newsroom.example"], "http://127.0.0.1:8000"),
    ],
)
def test_the_demonstration_leaves_this_machine(newsroom: Settings, hosts: list[str], url: str) -> None:
    newsroom.DEMO = True
    newsroom.DESK_URL, newsroom.REPLAY_URL = "http://127.0.0.1:8001", "http://localhost:8002"
    newsroom.PUBLIC_URL, newsroom.ALLOWED_HOSTS = url, hosts
    assert fired() == {"config.E006"}
    newsroom.PUBLIC_URL, newsroom.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]
    assert fired() == set()


def test_error_pages_leave_this_machine(newsroom: Settings) -> None:
    newsroom.DEBUG = True
    assert fired() == {"config.E030"}
    newsroom.PUBLIC_URL, newsroom.DESK_URL = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
    newsroom.REPLAY_URL, newsroom.ALLOWED_HOSTS = "http://localhost:8002", ["127.0.0.1"]
    assert fired() == set()
    newsroom.ALLOWED_HOSTS = ["127.0.0.1", "desk.newsroom.example"]
    assert fired() == {"config.E030"}
    newsroom.ALLOWED_HOSTS, newsroom.REPLAY_URL = ["127.0.0.1"], "https://archived-pages.example"
    assert fired() == {"config.E030"}


def test_surfaces_at_one_address(newsroom: Settings) -> None:
    newsroom.PUBLIC_URL = newsroom.DESK_URL
    assert fired() == {"config.E007"}
    newsroom.PUBLIC_URL = "https://DESK.newsroom.example:443"
    assert fired() == {"config.E007"}


def test_desk_and_replay_on_two_ports_of_one_host(newsroom: Settings) -> None:
    newsroom.REPLAY_URL = "https://desk.newsroom.example:8443"
    assert fired() == {"config.E008"}


@pytest.mark.parametrize("host", ["*", ".newsroom.example", ""])
def test_a_host_that_is_many(newsroom: Settings, host: str) -> None:
    newsroom.ALLOWED_HOSTS = [host]
    assert fired() == {"config.E009"}


def test_a_desk_in_the_clear(newsroom: Settings) -> None:
    newsroom.DESK_URL = "http://desk.newsroom.example"
    assert fired() == {"config.E010"}
    newsroom.DESK_URL = "http://127.0.0.1:8001"
    assert fired() == set()


def test_a_database_of_ones_own_without_the_surfaces_login(newsroom: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db/casefiles")
    monkeypatch.setenv("DATABASE_URL_PUBLIC", "postgresql://public@db/casefiles")
    assert fired() == {"config.E011"}
    monkeypatch.setenv("DATABASE_URL_DESK", "postgresql://desk@db/casefiles")
    assert fired() == set()


def test_an_archive_that_cannot_be_written(newsroom: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY_FETCH", LONG + "-fetch")
    newsroom.SURFACE = "fetch"
    assert fired() == set()
    assert list(newsroom.ARCHIVE_ROOT.iterdir()) == []
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    newsroom.ARCHIVE_ROOT = in_the_way / "archive"
    assert fired() == {"config.E012"}
    newsroom.SURFACE = "desk"
    assert fired() == set()


def test_a_key_that_can_sign(newsroom: Settings, tmp_path: Path) -> None:
    signing.make(tmp_path / "key.pem")
    newsroom.ARCHIVE_SIGNING_KEY_FILE = str(tmp_path / "key.pem")
    assert fired() == set()


def test_a_key_that_cannot_sign(newsroom: Settings, tmp_path: Path) -> None:
    """Missing, a folder, no key, a key of another curve, one of another kind."""
    (tmp_path / "words.pem").write_text("not a key")
    for name, key in {"p256": ec.generate_private_key(ec.SECP256R1()), "ed25519": Ed25519PrivateKey.generate()}.items():
        (tmp_path / f"{name}.pem").write_bytes(key.private_bytes(PEM, PKCS8, NoEncryption()))
    for name in ("missing.pem", ".", "words.pem", "p256.pem", "ed25519.pem"):
        newsroom.ARCHIVE_SIGNING_KEY_FILE = str(tmp_path / name)
        assert fired() == {"config.E015"}, name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_archive_without_the_right_to_write(
    newsroom: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY_FETCH", LONG + "-fetch")
    newsroom.SURFACE = "fetch"
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert fired() == {"config.E012"}


@pytest.mark.django_db
def test_a_process_does_not_start_misconfigured(newsroom: Settings) -> None:
    newsroom.ALLOWED_HOSTS = ["*"]
    with pytest.raises(SystemCheckError, match=r"config\.E009"):
        startup.refuse_misconfiguration()
