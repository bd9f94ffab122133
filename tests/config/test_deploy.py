"""A production-like environment passes every check, and the same environment spoiled does not."""

import subprocess
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from tests import logins
from tests.config import production

pytestmark = pytest.mark.slow  # together: each check is a process of its own


@pytest.fixture
def databases(db: None) -> dict[str, str]:
    """The test database's address as each surface logs in to it, and as the owner."""
    return {surface: make_conninfo("", **login) for surface, login in logins.databases().items()}


def deploy_check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return production.manage(environment, "check", "--deploy", "--fail-level", "WARNING", "--database", "default")


@pytest.mark.parametrize("surface", production.SURFACES)
def test_a_newsroom_is_clean(surface: str, databases: dict[str, str], tmp_path: Path) -> None:
    said = deploy_check(production.environment(surface, databases, tmp_path))
    assert said.returncode == 0, said.stderr
    assert "no issues" in said.stdout


@pytest.mark.parametrize(
    ("surface", "spoiled", "said"),
    [
        ("desk", {"DESK_URL": "http://desk.newsroom.example"}, "config.E010"),
        ("public", {"SECRET_KEY_PUBLIC": ""}, "config.E002"),
        ("desk", {"HSTS_SECONDS": "0"}, "security.W004"),
        ("public", {"HSTS_SUBDOMAINS": "0"}, "security.W005"),
        ("public", {"DEBUG": "1"}, "config.E030"),
        ("fetch", {"ARCHIVE_USER_AGENT": "für"}, "config.E032"),
        ("replay", {"REPLAY_URL": "https://desk.newsroom.example"}, "config.E008"),
        ("work", {"CASEFILES_DEMO": "1"}, "config.E006"),
    ],
)
def test_a_spoiled_one_is_not(
    surface: str, spoiled: dict[str, str], said: str, databases: dict[str, str], tmp_path: Path
) -> None:
    result = deploy_check(production.environment(surface, databases, tmp_path) | spoiled)
    assert result.returncode != 0
    assert said in result.stderr


def test_names_below_the_readers_host_can_be_left_out(databases: dict[str, str], tmp_path: Path) -> None:
    """A process starts without them all the same: the warning is one of the deployment check."""
    environment = production.environment("public", databases, tmp_path) | {"HSTS_SUBDOMAINS": "0"}
    told = "from django.conf import settings as s; print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    assert production.manage(environment, "shell", "-v", "0", "-c", told).stdout == "False False\n"
    assert production.manage(environment, "check").returncode == 0


@pytest.mark.parametrize(("surface", "login"), [("public", "desk"), ("replay", "public"), ("fetch", "desk")])
def test_anothers_login_is_not(surface: str, login: str, databases: dict[str, str], tmp_path: Path) -> None:
    result = deploy_check(production.environment(surface, databases | {surface: databases[login]}, tmp_path))
    assert result.returncode != 0
    assert "config.E031" in result.stderr


def test_an_owner_at_the_desk_is_not(databases: dict[str, str], tmp_path: Path) -> None:
    result = deploy_check(production.environment("desk", databases | {"desk": databases["owner"]}, tmp_path))
    assert result.returncode != 0
    assert "config.E013" in result.stderr
