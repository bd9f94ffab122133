"""Code, .env.example and the reference know the same settings, with the same defaults."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.grants import SURFACES
from tests.docs.papers import DOCS, PROJECT, code, rows

REFERENCE = DOCS / "reference" / "settings.md"
EXAMPLE = PROJECT / ".env.example"
READERS = ("config/settings.py", "config/services.py", "config/embedded/places.py")
BY_SURFACE = {"SECRET_KEY_": (*SURFACES, "owner"), "DATABASE_URL_": SURFACES}


def asked_for(path: Path) -> Iterator[tuple[str, object]]:
    """Each variable that a module reads, with its default if it is plain; a family by surface ends with ``_``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Call)
            and re.fullmatch(r"env\.\w+|os\.environ\.get", ast.unparse(node.func))
            and node.args
        ):
            yield from _named(node.args[0], {word.arg: word.value for word in node.keywords}.get("default"))
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield from _named(node.slice, None)


def _named(name: ast.expr, default: ast.expr | None) -> Iterator[tuple[str, object]]:
    if isinstance(name, ast.JoinedStr):
        name = name.values[0]
    if isinstance(name, ast.Constant):
        try:
            yield name.value, ast.literal_eval(default) if default is not None else None
        except ValueError:  # worked out from other settings
            yield name.value, None


def in_code() -> dict[str, object]:
    found: dict[str, object] = {}
    for path in READERS:
        for name, default in asked_for(PROJECT / path):
            family = [f"{name}{surface.upper()}" for surface in BY_SURFACE.get(name, ())]
            for each in family or [name]:
                found.setdefault(each, default)
    return found


def in_example() -> dict[str, str]:
    return dict(re.findall(r"^# ([A-Z][A-Z0-9_]+)=(.*)$", EXAMPLE.read_text(), re.M))


def in_reference() -> dict[str, str]:
    return {code(row[0])[0]: row[1].strip("`") for row in rows(REFERENCE.read_text())}


PLAIN = {name: default for name, default in in_code().items() if default is not None}


def said(default: object) -> str:
    """A default as the reference writes it."""
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, list):
        return ",".join(map(str, default)) or "none"
    return str(default) or "–"


def test_the_code_asks_for_what_we_think() -> None:
    """The control of the comparisons: plain settings, families by surface and what services read are all seen."""
    assert {"SURFACE", "SECRET_KEY_FETCH", "DATABASE_URL", "DATABASE_URL_WORK", "CASEFILES_HOME"} < set(in_code())
    assert len(in_code()) > 50
    assert len(PLAIN) > 25


def test_the_example_has_every_setting_and_no_other() -> None:
    assert set(in_example()) == set(in_code())


def test_the_reference_has_every_setting_and_no_other() -> None:
    assert set(in_reference()) == set(in_code())


def test_each_setting_stands_once() -> None:
    named = [code(row[0])[0] for row in rows(REFERENCE.read_text())]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_the_reference_says_the_codes_default(name: str) -> None:
    assert in_reference()[name] == said(PLAIN[name])


@pytest.mark.parametrize("name", sorted(name for name, value in PLAIN.items() if value and value is not True))
def test_the_example_shows_the_codes_default(name: str) -> None:
    assert in_example()[name] == said(PLAIN[name])


def test_the_example_copied_as_it_is_changes_nothing() -> None:
    assert all(line.startswith("# ") or not line for line in EXAMPLE.read_text().splitlines())
