"""Nothing is installed that nothing uses, and everything that is installed is pinned."""

import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
RUN, BROWSER, DEV = "requirements.txt", "requirements-browser.txt", "requirements-dev.txt"
_READ = {
    RUN: ("casefiles/**/*.py", "config/**/*.py"),
    BROWSER: ("casefiles/archive/browsing/drive.py",),
    DEV: ("tests/**/*.py", "bench/**/*.py", "docs/**/*.py", "pyproject.toml", "Makefile"),
}
_BY_OTHERS = {
    "argon2-cffi": "Django hashes passwords with it",
    "psycopg-binary": "psycopg is faster with it",
    "redis": "Celery speaks to the broker with it",
    "djangorestframework-stubs": "mypy",
    "pytest-timeout": "pytest",
    "pytest-xdist": "pytest, by -n",
    "flask-cors": "moto’s server",
    "py-partiql-parser": "moto’s S3",
}
"""Used without being named in our files, and by whom."""


def pinned(name: str) -> set[str]:
    """What a file pins, the other files that it includes left out."""
    lines = [line for line in (PROJECT / name).read_text().splitlines() if line and line[0] not in "#-"]
    found = [Requirement(line) for line in lines]
    assert all(str(each.specifier).startswith("==") for each in found)
    return {canonicalize_name(each.name) for each in found}


def needed_by(name: str) -> set[str]:
    """What an installed package needs on this Python; nothing of one that is not for it."""
    try:
        found = [Requirement(line) for line in requires(name) or ()]
    except PackageNotFoundError:
        return set()
    return {
        canonicalize_name(each.name) for each in found if each.marker is None or each.marker.evaluate({"extra": ""})
    }


@cache
def modules() -> dict[str, set[str]]:
    """The modules that each installed package brings."""
    found: dict[str, set[str]] = {}
    for module, names in packages_distributions().items():
        for name in names:
            found.setdefault(canonicalize_name(name), set()).add(module)
    return found


def unused(names: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """Those that no other of the names needs and no file names."""
    names = set(names)
    text = "\n".join(path.read_text() for pattern in patterns for path in PROJECT.glob(pattern))
    roots = names - {needed for name in names for needed in needed_by(name)} - set(_BY_OTHERS)
    return {name for name in roots if not any(_named(word, text) for word in {name, *modules().get(name, ())})}


def _named(word: str, text: str) -> bool:
    return bool(re.search(rf"(?:^\s*(?:from|import) |\"|-m |bin/){re.escape(word)}\b", text, re.M))


def test_what_casefiles_needs_is_used_by_casefiles() -> None:
    # For another Python than this one, a package may be pinned that is not installed.
    assert unused(pinned(RUN) & set(modules()), _READ[RUN]) == set()


def test_what_drives_a_browser_is_named_by_the_one_module_that_does() -> None:
    """Whoever has no browser needs none of it: no other module of casefiles may ask for it."""
    assert unused(pinned(BROWSER), _READ[BROWSER]) == set()
    asks = re.compile(r"^\s*(?:from|import) playwright\b", re.M)
    asking = [
        str(path.relative_to(PROJECT)) for path in PROJECT.glob("casefiles/**/*.py") if asks.search(path.read_text())
    ]
    assert asking == list(_READ[BROWSER])


def test_what_the_tests_need_is_used_by_them() -> None:
    assert unused(pinned(DEV), _READ[DEV]) == set()


@pytest.mark.parametrize("name", ["warcio", "hypothesis"])
def test_what_only_tests_use_would_be_found(name: str) -> None:
    """The control: they are installed, and nothing of casefiles names them."""
    assert unused({*pinned(RUN), name} & set(modules()), _READ[RUN]) == {name}


def test_everything_that_is_needed_is_pinned() -> None:
    run = pinned(RUN)
    browser = run | pinned(BROWSER)
    every = browser | pinned(DEV)
    assert {needed for name in run for needed in needed_by(name)} <= run
    assert {needed for name in browser for needed in needed_by(name)} <= browser
    assert {needed for name in every for needed in needed_by(name)} <= every


def test_what_older_versions_of_this_python_need_is_pinned() -> None:
    """redis asks for it below 3.11.3, which is what Debian 12 has."""
    assert sys.version_info >= (3, 11)
    asked = {
        canonicalize_name(each.name)
        for each in map(Requirement, requires("redis") or ())
        if each.marker and each.marker.evaluate({"python_full_version": "3.11.2", "extra": ""})
    }
    assert asked <= pinned(RUN)
