"""The project's papers as tests read them."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.M | re.S)
_ROW = re.compile(r"^\|(.+)\|$", re.M)


def papers() -> list[Path]:
    """Every paper in Markdown, those at the root included."""
    return sorted([*PROJECT.glob("*.md"), *DOCS.rglob("*.md")])


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a language, in their order."""
    return [text for found, text in _FENCE.findall(path.read_text()) if found == language]


def prose(path: Path) -> str:
    """A paper without its fenced blocks."""
    return _FENCE.sub("", path.read_text())


def section(path: Path, heading: str) -> str:
    """What stands under a heading, up to the next of its rank or a higher one."""
    text = path.read_text()
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.M)
    assert found, f"{path.name} has no heading {heading!r}"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.M)
    return rest[: end.start()] if end else rest


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in ``text``, cell by cell; rules and heads are left out."""
    found = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(text)]
    rules = [number for number, row in enumerate(found) if all(set(cell) <= set(":- ") for cell in row)]
    return [row for number, row in enumerate(found) if number not in rules and number + 1 not in rules]


def code(cell: str) -> list[str]:
    """What is in backticks."""
    return re.findall(r"`([^`]+)`", cell)
