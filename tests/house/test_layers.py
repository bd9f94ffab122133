"""import-linter's contracts hold, and each breaks when somebody goes against it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.layers import PROJECT, contracts

LINT = Path(sys.executable).with_name("lint-imports")
PLANTED = {
    "an app below another": ("casefiles/archive/states.py", "from casefiles.dossiers import policy", "layers"),
    "a neighbour in one layer": ("casefiles/review/states.py", "from casefiles.editions import formats", "layers"),
    "an app without a place": ("casefiles/gossip/__init__.py", "", "layers"),
    "a page that sees drafts": ("casefiles/reader/names.py", "import casefiles.dossiers.policy", "Public pages"),
    "the API that sees people": ("casefiles/api/errors.py", "from casefiles.accounts import roles", "Public pages"),
    "a page that sees drafts for its types": (
        "casefiles/reader/words.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from casefiles.dossiers.models import Item",
        "Public pages",
    ),
    "archived pages that see editions": ("casefiles/replay/views.py", "import casefiles.editions.reading", "Archived"),
    "an app that knows config": ("casefiles/lib/text.py", "from config import settings", "Only config"),
    "a model that knows Celery": ("casefiles/jobs/models.py", "import celery", "Models stay free"),
    "a model in a package that does": (
        "casefiles/dossiers/models/case.py",
        "from rest_framework import serializers",
        "Models stay free",
    ),
    "a cycle": ("casefiles/lib/errors.py", "from casefiles.accounts import actor", "No cycles"),
}
"""Where something is planted, what, and the beginning of the contract's name, or its type."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The house's code in a folder of its own."""
    for package in ("casefiles", "config"):
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def broken(project: Path) -> set[str]:
    """The names of the contracts that do not hold there."""
    said = subprocess.run(
        [LINT, "--no-cache", "--no-logo"], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    lines = said.stdout.splitlines()
    names = {str(contract["name"]) for contract in contracts()}
    kept = {name for name in names if f"{name} KEPT" in lines}
    found = {name for name in names if f"{name} BROKEN" in lines}
    assert kept | found == names, said.stdout + said.stderr
    assert said.returncode == (1 if found else 0)
    return found


def test_the_house_keeps_to_its_contracts(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_violation_breaks_its_contract(copy: Path, planted: str) -> None:
    where, line, contract = PLANTED[planted]
    path = copy / where
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    (name,) = (
        str(each["name"]) for each in contracts() if str(each["name"]).startswith(contract) or each["type"] == contract
    )
    assert name in broken(copy)


def test_every_contract_is_tried() -> None:
    tried = {contract for _, _, contract in PLANTED.values()}
    for contract in contracts():
        assert str(contract["type"]) in tried or any(str(contract["name"]).startswith(each) for each in tried)
