"""Settings that are none of their kind stop the process at its start."""

import math
from typing import Any

import pytest
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from config import startup
from config import value_checks as checks


def fired() -> set[str]:
    found = [
        *checks.archiver_introduces_itself(),
        *checks.archive_has_manners_that_can_be_kept(),
        *checks.holes_can_be_reported(),
    ]
    assert all(message.hint for message in found)
    return {str(message.id) for message in found}


def test_what_is_set_unless_said_otherwise_is_sound(newsroom: Settings) -> None:
    assert fired() == set()


@pytest.mark.parametrize(
    "agent",
    [
        "Zeitungsarchiv für alle",
        "casefiles\r\nX-Forwarded-For: 127.0.0.1",
        "casefiles\n",
        "casefiles\x00",
        "casefiles\x7f",
        "casefiles (+https://ドシエ.example)",
        "",
        "  ",
    ],
)
def test_a_name_that_cannot_be_sent(newsroom: Settings, agent: str) -> None:
    newsroom.ARCHIVE_USER_AGENT = agent
    assert fired() == {"config.E032"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARCHIVE_LEASE", 0.0),
        ("ARCHIVE_LEASE", -30.0),
        ("ARCHIVE_LEASE", math.nan),
        ("ARCHIVE_LEASE", math.inf),
        ("RECHECK_DAYS", -1.0),
        ("RECHECK_DAYS", 0.001),
        ("RECHECK_DAYS", math.inf),
        ("RECHECK_DAYS", math.nan),
        ("RECHECK_FAILURES", 0),
        ("ARCHIVE_HOST_GAP", -0.1),
        ("ARCHIVE_HOST_GAP", math.inf),
        ("ARCHIVE_RETRIES", [60.0, -1.0]),
        ("ARCHIVE_RETRIES", [math.nan]),
        ("ARCHIVE_ALLOWED_PORTS", [80, 0]),
        ("ARCHIVE_ALLOWED_PORTS", [65_536]),
        ("ARCHIVE_ALLOWED_PORTS", [-443]),
        ("ARCHIVE_BROWSERS_AT_ONCE", 0),
        ("ARCHIVE_FULL_PERCENT", 0.0),
        ("ARCHIVE_FULL_PERCENT", 100.1),
        ("ARCHIVE_FULL_PERCENT", math.nan),
        ("ARCHIVE_ORPHAN_SECONDS", 60.0),
        ("ARCHIVE_EXPIRE_DAYS", -1.0),
        ("ARCHIVE_EXPIRE_DAYS", math.nan),
        ("ARCHIVE_CAPTURE_HARD_SECONDS", 90.0),
        ("ARCHIVE_BROWSER_MEMORY", 100_000_000),
        ("ARCHIVE_SCREENSHOT_PIXELS", 0),
        ("ARCHIVE_SCREENSHOT_PIXELS", 20_000),
    ],
)
def test_a_number_that_is_none_of_its_kind(newsroom: Settings, name: str, value: Any) -> None:
    setattr(newsroom, name, value)
    (message,) = checks.archive_has_manners_that_can_be_kept()
    assert (message.id, message.msg.split()[0]) == ("config.E033", name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARCHIVE_LEASE", 0.5),
        ("ARCHIVE_HOST_GAP", 0.0),
        ("ARCHIVE_RETRIES", []),
        ("ARCHIVE_FULL_PERCENT", 100.0),
        ("ARCHIVE_ORPHAN_SECONDS", 3600.0),
        ("ARCHIVE_EXPIRE_DAYS", 0.0),
        ("ARCHIVE_RETRIES", [0.0]),
        ("ARCHIVE_ALLOWED_PORTS", [1, 65_535]),
    ],
)
def test_a_number_at_the_edge_is_sound(newsroom: Settings, name: str, value: Any) -> None:
    setattr(newsroom, name, value)
    assert fired() == set()


@pytest.mark.parametrize(
    "contact",
    [
        "security@newsroom.example",
        "http://newsroom.example/security",
        "mailto:",
        "https://",
        "mailto:security@newsroom.example\nEncryption: https://elsewhere.example/key",
        "mailto:security@newsroom.example mailto:other@newsroom.example",
        "mailto:sécurité@newsroom.example",
        "javascript:alert(1)",
    ],
)
def test_a_contact_that_is_none(newsroom: Settings, contact: str) -> None:
    newsroom.SECURITY_CONTACT = contact
    assert fired() == {"config.E034"}


@pytest.mark.parametrize("contact", ["", "mailto:security@newsroom.example", "https://newsroom.example/security"])
def test_a_contact_that_is_one(newsroom: Settings, contact: str) -> None:
    newsroom.SECURITY_CONTACT = contact
    assert fired() == set()


@pytest.mark.parametrize(
    ("name", "value"), [("ARCHIVE_USER_AGENT", "für"), ("ARCHIVE_LEASE", 0.0), ("SECURITY_CONTACT", "security")]
)
@pytest.mark.django_db
def test_a_process_does_not_start_with_it(newsroom: Settings, name: str, value: Any) -> None:
    setattr(newsroom, name, value)
    with pytest.raises(SystemCheckError, match=r"config\.E03[234]"):
        startup.refuse_misconfiguration()
