"""The README's map names every app in the code's layers, its lines are the ones that are tested."""

import re
import tomllib

from tests.docs.papers import DOCS, PROJECT, blocks, code, rows, section

README = PROJECT / "README.md"
APPS = {path.parent.name for path in (PROJECT / "casefiles").glob("*/__init__.py")}


def layers() -> list[set[str]]:
    """The layers that the linter holds to, highest first."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (found,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [set(re.findall(r"\w+", layer)) for layer in found]


def test_the_map_has_the_codes_layers() -> None:
    (drawn,) = blocks(README, "")
    named = [set(re.findall(r"\w+", line[:30])) for line in drawn.strip().splitlines()]
    assert named == [{"config"}, *layers()]


def test_the_map_says_what_every_app_is_for() -> None:
    assert {code(row[0])[0] for row in rows(section(README, "The house"))} == APPS


def test_each_line_of_the_real_run_is_one_that_is_tested() -> None:
    tested = {line for block in blocks(DOCS / "how-to" / "run-for-real.md", "bash") for line in block.splitlines()}
    lines = [line for block in blocks(README, "bash") for line in block.splitlines()]
    assert len(lines) == 9
    assert set(lines) <= tested


def test_units_start_what_the_tested_line_starts() -> None:
    paper = DOCS / "how-to" / "run-for-real.md"
    (unit,) = blocks(paper, "ini")
    (started,) = re.findall(r"^ExecStart=/srv/casefiles/(.+)$", unit, re.M)
    assert f"as public {started}" in blocks(paper, "bash")[-1].splitlines()


def test_the_changelog_begins_with_the_version() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    assert (PROJECT / "CHANGELOG.md").read_text().splitlines()[0] == f"# {version}"


def test_the_licence_is_what_the_project_says() -> None:
    said = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["license"]
    assert said == "Apache-2.0"
    assert "Apache License\n" in (PROJECT / "LICENSE").read_text()
    assert f"[{said}](LICENSE)" in README.read_text()
