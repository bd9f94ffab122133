"""What the tags of readers' answers are made from, besides the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from casefiles.lib import freshness

DRAWN_BY = (
    "casefiles/reader/words.py",
    "casefiles/api/serializers.py",
    "casefiles/editions/schemas/item-1.json",
    "casefiles/lib/dates.py",
    "config/settings.py",
    "templates/reader/parts/claim.html",
    "templates/replay/capture.html",
    "requirements.txt",
)


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    freshness._code.cache_clear()
    yield
    freshness._code.cache_clear()


@pytest.fixture
def deployed(settings: Settings, tmp_path: Path) -> Path:
    for name in DRAWN_BY:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it is")
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_what_draws_answers_is_there() -> None:
    files = set(freshness._files(Path(freshness.settings.BASE_DIR)))
    assert {Path(freshness.settings.BASE_DIR) / name for name in DRAWN_BY} <= files


@pytest.mark.parametrize("name", DRAWN_BY)
def test_the_face_changes_with_whatever_draws(deployed: Path, name: str) -> None:
    before = freshness.face()
    (deployed / name).write_text("otherwise")
    assert freshness.face() == before, "it is read once a process"
    freshness._code.cache_clear()
    assert freshness.face() != before


def test_what_python_makes_of_code_does_not_count(deployed: Path) -> None:
    before = freshness.face()
    (deployed / "casefiles" / "reader" / "words.cpython-311.pyc").write_bytes(b"made")
    freshness._code.cache_clear()
    assert freshness.face() == before


@pytest.mark.parametrize("name", ["PUBLIC_URL", "REPLAY_URL", "NEWSROOM_NAME"])
def test_the_face_changes_with_what_answers_name(deployed: Path, settings: Settings, name: str) -> None:
    before = freshness.face()
    setattr(settings, name, "https://elsewhere.example")
    assert freshness.face() != before
