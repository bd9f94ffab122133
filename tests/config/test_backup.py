"""docs/how-to/back-up-and-restore.md is followed with a published case, and what comes back is the same."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from pytest_django.fixtures import Settings

from config.embedded.postgres import binaries
from config.grants import SURFACES
from tests.config.real_run import Machine
from tests.copies import archived
from tests.docs.papers import DOCS, blocks
from tests.newsroom import Newsroom

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BACK_UP, RESTORE, FILES, LOGINS = blocks(DOCS / "how-to" / "back-up-and-restore.md", "bash")
RESTORED = "casefiles_restored"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_GUARDS = "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"


def address(database: str) -> str:
    """The owner's address of another database on this run's server."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def content(database: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and every trigger with how it is enabled."""
    with psycopg.connect(address(database)) as session:
        tables = [row[0] for row in session.execute(_TABLES).fetchall()]
        found = {
            name: session.execute(
                sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(name))
            ).fetchall()
            for name in tables
        }
        return found | {"guards": session.execute(_GUARDS).fetchall()}


def tools() -> Path | None:
    """The installed package's programs, if the server is of their version; else the system's have to do."""
    said = subprocess.run([binaries() / "pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    return binaries() if f" {connection.pg_version // 10_000}." in said else None


@pytest.fixture
def machine(tmp_path: Path, settings: Settings) -> Machine:
    """A machine with a published case, one of whose pages was archived."""
    made = Machine(tmp_path / "machine", tools=tools())
    settings.ARCHIVE_ROOT = made.folder / "var" / "lib" / "casefiles" / "archive"
    archived()
    room = Newsroom.open()
    room.text()
    room.attribution()
    room.approve_all()
    room.publish()
    folder = made.folder / "etc" / "casefiles"
    folder.mkdir(parents=True)
    (folder / "common.env").write_text(
        f"BROKER_URL='{os.environ['BROKER_URL']}'\nARCHIVE_ROOT='{settings.ARCHIVE_ROOT}'\n"
    )
    use(made, str(connection.settings_dict["NAME"]))
    return made


def use(machine: Machine, database: str) -> None:
    """Write the owner's environment for a database."""
    lines = [f"SURFACE='owner'\nDATABASE_URL='{address(database)}'\n"]
    lines += [
        f"{name}='{os.environ[name]}'\n"
        for surface in SURFACES
        if (name := f"DATABASE_URL_{surface.upper()}") in os.environ
    ]
    (machine.folder / "etc" / "casefiles" / "owner.env").write_text("".join(lines))


@pytest.fixture
def empty() -> Iterator[str]:
    """An empty database, dropped in the end."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as session:
        session.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
        session.execute(f"CREATE DATABASE {RESTORED} TEMPLATE template0")
        yield RESTORED
        session.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


def test_what_was_backed_up_comes_back(machine: Machine, empty: str) -> None:
    before = content(str(connection.settings_dict["NAME"]))
    assert before["editions_edition"]
    assert before["archive_capturefile"]
    machine.run(BACK_UP)
    lost = machine.folder / "var" / "lib" / "casefiles"
    lost.rename(machine.folder / "lost")
    use(machine, empty)
    machine.run(RESTORE)
    assert content(empty) == before
    assert "all as they were stored" in machine.run(FILES)
    assert "exactly the rights" in machine.run(LOGINS)
    with psycopg.connect(address(empty)) as session, pytest.raises(psycopg.Error, match=r"only|never|refused"):
        session.execute("UPDATE editions_edition SET note = 'rewritten'")


def test_a_damaged_file_is_found(machine: Machine) -> None:
    machine.run(FILES)
    store = machine.folder / "var" / "lib" / "casefiles" / "archive" / "sha256"
    damaged = next(path for path in store.rglob("*") if path.is_file())
    damaged.chmod(0o600)
    damaged.write_bytes(damaged.read_bytes() + b"!")
    with pytest.raises(AssertionError, match="SIZE "):
        machine.run(FILES)
