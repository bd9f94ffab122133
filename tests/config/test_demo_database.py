"""The demonstration keeps its hands off a database in which somebody else works."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from psycopg.conninfo import make_conninfo

from casefiles.demonstration.people import NORA
from config import embedded, services
from config.demo import plan as plans
from config.demo.database import refuse_a_newsrooms
from config.demo.errors import DemoError
from tests.config.demonstration import NOT_OURS, free_ports
from tests.config.real_run import Machine

COMMITTED = pytest.mark.django_db(transaction=True)


def own() -> str:
    """The address of this test's database."""
    parts = connection.get_connection_params()
    kept = {key: str(parts[key]) for key in ("dbname", "host", "port", "user", "password") if parts.get(key)}
    return make_conninfo("", **kept)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell in which the test's database is set, and nothing else."""
    for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
        monkeypatch.delenv(name)
    address = own()
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setattr(services, "surface_database_url", lambda _surface: address)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's own server, whose place the test's database takes."""
    for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
        monkeypatch.delenv(name)
    address = own()
    monkeypatch.setattr(services, "database_url", lambda: address)


def hire(username: str, email: str) -> None:
    get_user_model().objects.create_user(username, email, "a password of theirs")


@COMMITTED
def test_an_empty_database_is_taken(outside: None) -> None:
    refuse_a_newsrooms()
    hire(NORA.username, NORA.email)
    refuse_a_newsrooms()


@pytest.mark.parametrize(
    "email", ["ada@newsroom.example", "", "ada@demonstration.invalid.example", "demonstration.invalid"]
)
@COMMITTED
def test_a_newsrooms_is_refused(outside: None, email: str) -> None:
    hire(NORA.username, NORA.email)
    hire("ada", email)
    with pytest.raises(DemoError, match=r"\(1\): it is a newsroom's.*Unset DATABASE_URL"):
        refuse_a_newsrooms()


@COMMITTED
def test_visitors_may_make_people_in_the_demonstrations_own(inside: None) -> None:
    hire(NORA.username, NORA.email)
    hire("guest", "guest@elsewhere.example")
    refuse_a_newsrooms()


@COMMITTED
def test_a_newsroom_in_the_embedded_server_is_refused(inside: None) -> None:
    hire("ada", "ada@newsroom.example")
    with pytest.raises(DemoError, match="CASEFILES_HOME"):
        refuse_a_newsrooms()


def test_logins_to_another_database_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@localhost/empty")
    monkeypatch.setenv("DATABASE_URL_DESK", "postgresql://casefiles_desk@db.internal/casefiles")
    with pytest.raises(DemoError, match="DATABASE_URL_DESK is another database"):
        refuse_a_newsrooms()


def test_a_server_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("DATABASE_URL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me@/empty?host={tmp_path}")
    with pytest.raises(DemoError, match="cannot be used"):
        refuse_a_newsrooms()


def test_logins_of_a_newsroom_reach_no_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_DESK", "postgresql://casefiles_desk@db.internal/casefiles")
    plan = plans.make(tmp_path, 8000)
    for surface in (*plans.SURFACES, "owner"):
        assert not [name for name in plan.environment(surface) if name.startswith("DATABASE_URL")]
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.internal/casefiles")
    assert plan.environment("owner")["DATABASE_URL"] == "postgresql://owner@db.internal/casefiles"
    assert "DATABASE_URL_PUBLIC" in plan.environment("public")


# --- From a terminal ---


@pytest.fixture
def checkout(tmp_path: Path) -> Machine:
    """A checkout whose .env is for a newsroom."""
    machine = Machine(tmp_path)
    (machine.checkout / ".env").write_text("ARCHIVE_ROOT=/var/lib/casefiles/archive\n")
    return machine


def test_what_env_has_for_a_newsroom_is_not_the_demonstrations(checkout: Machine) -> None:
    ask = "import os; from config import services; print(os.environ.get('ARCHIVE_ROOT'))"
    found = [
        subprocess.run(
            [sys.executable, "-c", ask], cwd=checkout.checkout, env=checkout.environment() | more, capture_output=True
        ).stdout
        for more in ({}, {plans.MARK: str(checkout.folder)})
    ]
    assert found == [b"/var/lib/casefiles/archive\n", b"None\n"]


@pytest.fixture
def newsroom() -> Iterator[str]:
    """A database with one account, of nobody of the demonstration."""
    with embedded.throwaway() as servers:
        with psycopg.connect(servers.database_url) as session:
            session.execute("CREATE TABLE accounts_user (email text)")
            session.execute("INSERT INTO accounts_user VALUES ('ada@newsroom.example')")
        yield servers.database_url


@pytest.mark.slow
@pytest.mark.parametrize("told_by", ["shell", ".env"])
def test_nothing_is_done_to_a_newsroom(checkout: Machine, newsroom: str, told_by: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    environment |= {"CASEFILES_HOME": str(checkout.folder / "var"), "CASEFILES_PORT": str(free_ports())}
    if told_by == "shell":
        environment["DATABASE_URL"] = newsroom
    else:
        with (checkout.checkout / ".env").open("a") as file:
            file.write(f"DATABASE_URL={newsroom}\n")
    said = subprocess.run(
        [sys.executable, "-m", "config.demo"],
        cwd=checkout.checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert said.returncode == 1
    assert "it is a newsroom's, and nothing was done to it. Unset DATABASE_URL" in said.stderr
    assert "Tables and logins" not in said.stdout
    assert "Traceback" not in said.stderr
    with psycopg.connect(newsroom) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("accounts_user",)]
