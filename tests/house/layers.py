"""The layers of the house as ``pyproject.toml`` has them, for tests of what import-linter cannot see."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CASEFILES = PROJECT / "casefiles"


def contracts() -> list[dict[str, object]]:
    """import-linter's contracts, as they are written down."""
    options = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    found: list[dict[str, object]] = options["tool"]["importlinter"]["contracts"]
    return found


def levels() -> dict[str, int]:
    """The level of each app; what stands on another has the higher one."""
    (layers,) = (contract["layers"] for contract in contracts() if contract["type"] == "layers")
    assert isinstance(layers, list)
    return {app: level for level, layer in enumerate(reversed(layers)) for app in layer.split(" | ")}


def packages() -> set[str]:
    """Every package right under ``casefiles``."""
    return {folder.parent.name for folder in CASEFILES.glob("*/__init__.py")}
