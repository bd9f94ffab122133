"""Every relative link of the papers leads somewhere, headings included, and every paper is in the index."""

import re
from pathlib import Path

import pytest

from tests.docs.papers import DOCS, PROJECT, papers, prose

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z]+:", re.I)


def links(path: Path) -> list[str]:
    """What a paper links to in the project."""
    found = _LINK.findall(prose(path))
    return [link for link in found if not _ELSEWHERE.match(link)]


def headings(path: Path) -> set[str]:
    """The names by which a paper's headings are linked to."""
    found = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


ALL = [(path, link) for path in papers() for link in links(path)]


def named(value: object) -> str | None:
    return str(value.relative_to(PROJECT)) if isinstance(value, Path) else None


@pytest.mark.parametrize(("paper", "link"), ALL, ids=named)
def test_a_link_leads_somewhere(paper: Path, link: str) -> None:
    place, _, heading = link.partition("#")
    target = (paper.parent / place).resolve() if place else paper
    assert target.is_relative_to(PROJECT)
    assert target.exists()
    if heading:
        assert heading in headings(target)


def test_there_are_links_at_all() -> None:
    assert len(ALL) > 50


def test_the_index_has_every_paper() -> None:
    indexed = {(DOCS / link).resolve() for link in links(DOCS / "README.md")}
    assert {path for path in DOCS.rglob("*.md") if path != DOCS / "README.md"} <= indexed


@pytest.mark.parametrize("paper", papers(), ids=named)
def test_fences_are_closed_and_say_their_language(paper: Path) -> None:
    fences = re.findall(r"^```(.*)$", paper.read_text(), re.M)
    assert len(fences) % 2 == 0
    assert all(closing == "" for closing in fences[1::2])


def test_pictures_are_shown_with_words() -> None:
    """A picture says what is on it to whoever does not see it."""
    for paper in papers():
        assert "![](" not in paper.read_text()
