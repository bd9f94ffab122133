"""Which servers a process starts by itself: those that no address replaces, and no others."""

import os

import pytest

from config import embedded, services

OWNER = "postgresql://owner@db.example/casefiles"
PUBLIC = "postgresql://casefiles_public@db.example/casefiles"
BROKER = "redis://broker.example:6379/0"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """What was asked for last; no variable of this run is seen."""
    for name in [name for name in os.environ if name.startswith(("DATABASE_URL", "BROKER_URL"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("SURFACE", raising=False)
    asked: dict[str, bool] = {}
    monkeypatch.setattr(embedded, "ensure_running", lambda _home, **servers: asked.update(servers))
    return asked


@pytest.mark.parametrize(
    ("variables", "postgres", "valkey"),
    [
        ({}, True, True),
        ({"DATABASE_URL": OWNER}, False, True),
        ({"DATABASE_URL": OWNER, "BROKER_URL": BROKER}, False, False),
        ({"DATABASE_URL": "", "BROKER_URL": ""}, True, True),  # as .env has them when they are left blank
        ({"SURFACE": "public", "DATABASE_URL_PUBLIC": PUBLIC, "BROKER_URL": BROKER}, False, False),
        ({"SURFACE": "desk", "DATABASE_URL_PUBLIC": PUBLIC, "BROKER_URL": BROKER}, True, False),
    ],
)
def test_only_what_no_address_replaces_is_started(
    started: dict[str, bool],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    postgres: bool,
    valkey: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    services.ensure_running()
    assert started == {"postgres": postgres, "valkey": valkey}


def test_a_surface_needs_no_address_but_its_own(started: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_PUBLIC", PUBLIC)
    assert services.surface_database_url("public") == PUBLIC
