"""``make lint`` finds what it is there to find, and says what to do about it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import lint
from tests.config import production
from tests.house.layers import PROJECT

slow = pytest.mark.slow


@pytest.mark.parametrize(("found", "code"), [([True, True], 0), ([True, False], 1), ([False, True], 1)])
def test_every_step_is_told_and_one_is_enough_to_fail(
    found: list[bool], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lint, "_steps", lambda: [lambda _, well=well: (well, f"Step: {well}.") for well in found])
    assert lint.main() == code
    said = capsys.readouterr()
    assert said.out.count("Step: True.") == found.count(True)
    assert said.err.count("Step: False.") == found.count(False)


def test_every_surface_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[tuple[str, ...]] = []

    def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        asked.append((environment["SURFACE"], arguments[0]))
        return subprocess.CompletedProcess(arguments, 0, '{"paths": {"/api/v1/cases/": {}}}', "")

    monkeypatch.setattr(production, "manage", manage)
    assert lint.main() == 0
    assert asked == [
        ("owner", "makemigrations"),
        *((surface, "check") for surface in production.SURFACES),
        ("public", "spectacular"),
    ]


@slow
def test_a_warning_at_deployment_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sound = production.environment
    monkeypatch.setattr(production, "environment", lambda *given: sound(*given) | {"HSTS_SECONDS": "0"})
    well, line = lint.deployment("desk", tmp_path)
    assert not well
    assert line.startswith("Deployment of desk: warned.")
    assert "security.W004" in line


SPOILED = {
    "a model without its migration": (
        "migrations",
        "casefiles/archive/models/captures.py",
        "class SiteHold(models.Model):\n",
        "class SiteHold(models.Model):\n    planted = models.BooleanField(default=False)\n",
        "Run “manage.py makemigrations”",
    ),
    "an API that describes nothing": (
        "description",
        "config/urls_public.py",
        '    path("api/", include("casefiles.api.urls")),\n',
        "",
        "it is empty",
    ),
    "an address without a description": (
        "description",
        "casefiles/api/views.py",
        "responses={200: EditionSerializer(many=True), 404: _MISSING},",
        "responses={200: PublicView, 404: _MISSING},",
        "describe what is named with extend_schema",
    ),
}
"""Step, file, what stands there, what is put in its place, and what is said."""


@slow
@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_is_spoiled_is_found(spoiled: str, tmp_path: Path) -> None:
    step, where, before, after, said = SPOILED[spoiled]
    for name in ("casefiles", "config", "templates", "tests", "manage.py"):
        take = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        take(PROJECT / name, tmp_path / name)
    path = tmp_path / where
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))
    asked = (
        "import pathlib, sys\nfrom config import lint\n"
        f"well, line = lint.{step}(pathlib.Path(sys.argv[1]))\nprint(well, line)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked, tmp_path / "home"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert answer.stdout.startswith("False"), answer.stdout
    assert said in answer.stdout
