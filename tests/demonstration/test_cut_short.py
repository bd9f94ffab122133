"""A build that is cut short goes on from where it was, and one that cannot go on says what to do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casefiles.archive.models import Capture
from casefiles.demonstration import build as builder
from casefiles.demonstration import compiling, editing
from casefiles.demonstration.errors import BuildStopped
from casefiles.demonstration.scenario.chapters import CHAPTERS
from casefiles.dossiers.models import Item
from casefiles.editions.models import Edition
from tests.demonstration import conftest
from tests.demonstration.conftest import Built, press_desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ITEMS = sum(len(chapter.rows) for chapter in CHAPTERS)


class CutShort(Exception):
    """The lights went out."""


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Built]:
    """A demonstration of which nothing is built, and its press desk."""
    with press_desk() as address:
        yield Built(address, tmp_path / "archive")


def cut_after(calls: int, done: Callable[..., Any]) -> Callable[..., Any]:
    """``done``, so many times."""
    left = iter(range(calls))

    def limited(*given: Any, **named: Any) -> Any:
        if next(left, None) is None:
            raise CutShort
        return done(*given, **named)

    return limited


CUTS: list[tuple[Any, str, int]] = [
    (builder, "open_case", 0),
    (compiling, "create_item", 0),
    (compiling, "create_item", 1),
    (compiling, "create_item", 60),
    (compiling, "relate", 7),
    (conftest, "perform", 0),
    (conftest, "perform", 2),
    (editing, "submit", 1),
    (editing, "submit", 50),
    (editing, "approve", 0),
    (editing, "approve", 50),
    (editing, "publish_case", 0),
    (compiling, "create_item", 30),
    (compiling, "save_item", 3),
    (compiling, "withdraw", 4),
    (conftest, "perform", 4),
    (editing, "approve", 40),
    (editing, "publish_case", 0),
]
"""Where a build is cut, one after the other, and after how many calls."""


def test_cut_short_again_and_again_it_comes_out_the_same(fresh: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, calls in CUTS:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, cut_after(calls, getattr(module, name)))
            with pytest.raises(CutShort):
                fresh.build()
    editions = fresh.build()
    assert [(each.number, each.kind) for each in editions] == [(1, "first"), (2, "correction")]
    assert Item.objects.count() == ITEMS
    assert Capture.objects.count() == 14
    assert [each.rows.count() for each in editions] == [104, 153]


def test_without_a_worker_it_says_how_to_start_one(fresh: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "archive_what_is_due", lambda _: None)
    monkeypatch.setattr(conftest, "PATIENCE", 0.0)
    with pytest.raises(BuildStopped, match=r"No worker has taken up the 5 pages .*celery -A config"):
        fresh.build()
    assert not Edition.objects.exists()


def test_without_the_press_desk_it_says_so(fresh: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "PATIENCE", 0.0)
    with press_desk() as gone:
        fresh.address = gone
    with pytest.raises(BuildStopped, match="Nothing was archived for 0 seconds"):
        fresh.build()


def test_another_site_at_that_address_is_not_taken_for_it(fresh: Built) -> None:
    fresh.address += "/elsewhere"
    with pytest.raises(BuildStopped, match=r"could not be archived: .* Is the press desk running\?"):
        fresh.build()
