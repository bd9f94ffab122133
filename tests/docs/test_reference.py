"""The reference says what the code does: roles, transitions, addresses, formats, commands, rights."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import URLPattern

from casefiles.accounts.roles import Role
from casefiles.api import urls as api_urls
from casefiles.api.serializers import ProofSerializer
from casefiles.archive.states import OUTCOMES
from casefiles.editions import formats
from casefiles.editions.models import EditionKind
from casefiles.review.transitions import TRANSITIONS, State, Transition, Verb
from config import grants
from tests.docs.papers import DOCS, PROJECT, code, papers, rows, section

REFERENCE = DOCS / "reference"
ROLES = REFERENCE / "roles-and-transitions.md"
COLUMNS = (("public",), ("replay",), ("fetch",), ("desk", "work"))
"""Whose rights the columns of the table of grants are."""
LEADS_TO = {
    Verb.SUBMITTED: State.SUBMITTED,
    Verb.APPROVED: State.APPROVED,
    Verb.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
    Verb.REJECTED: State.REJECTED,
    Verb.WITHDRAWN: State.WITHDRAWN,
    Verb.REOPENED: State.DRAFT,
}


def first_column(text: str) -> list[str]:
    return [code(row[0])[0] for row in rows(text)]


# --- Roles and transitions ---


def test_roles_are_the_codes() -> None:
    assert first_column(section(ROLES, "Roles")) == Role.values


def test_states_are_the_codes() -> None:
    assert first_column(section(ROLES, "States")) == State.values


@pytest.mark.parametrize("transition", TRANSITIONS.values(), ids=TRANSITIONS)
def test_a_transition_is_the_codes(transition: Transition) -> None:
    (row,) = [row for row in rows(section(ROLES, "Transitions")) if code(row[0]) == [transition.name]]
    _, button, sources, target, roles, note = row
    assert button == transition.label
    assert set(code(sources)) == transition.sources
    assert code(target) == [LEADS_TO[transition.verb]]
    assert set(code(roles)) == transition.roles
    assert note == ("needed" if transition.note else "optional")


def test_transitions_stand_in_the_codes_order() -> None:
    assert first_column(section(ROLES, "Transitions")) == list(TRANSITIONS)


# --- Read API ---


def test_addresses_are_the_apis() -> None:
    documented = first_column((REFERENCE / "read-api.md").read_text().split("## Pages")[0])
    patterns = [route for route in api_urls.urlpatterns if isinstance(route, URLPattern)]
    assert len(documented) == len(patterns)
    for address in documented:
        concrete = address.removeprefix("/api/").replace("{slug}", "exchange-2021").replace("{number}", "2")
        assert any(route.pattern.match(concrete) for route in patterns), address


def test_every_member_of_the_proof_is_named() -> None:
    assert first_column(section(REFERENCE / "read-api.md", "Proof")) == list(ProofSerializer().fields)


# --- Formats ---


def test_kinds_stand_in_the_manifests_order() -> None:
    assert tuple(first_column(section(REFERENCE / "formats.md", "Kinds"))) == formats.KIND_ORDER


@pytest.mark.parametrize(
    ("heading", "name", "definition"), [("`manifest`", "casefile", "manifest"), ("An item", "item", "")]
)
def test_members_are_the_schemas(heading: str, name: str, definition: str) -> None:
    schema = formats.schema(name)
    schema = schema["$defs"][definition] if definition else schema
    table = {code(row[0])[0]: row[1] for row in rows(section(REFERENCE / "formats.md", heading))}
    assert set(table) == set(schema["properties"])
    assert {member for member, required in table.items() if required == "yes"} == set(schema["required"])


def test_kinds_of_editions_are_the_codes() -> None:
    told = {code(row[0])[0]: row[2] for row in rows(section(REFERENCE / "formats.md", "`manifest`"))}
    assert code(told["kind"]) == list(formats.EDITION_KINDS) == EditionKind.values
    later = [row[0] for row in rows((DOCS / "how-to" / "correct-a-published-case.md").read_text())]
    assert later == EditionKind.values[1:]


# --- The archive ---


def test_every_outcome_is_explained() -> None:
    assert set(first_column((DOCS / "how-to" / "archive-a-page-by-hand.md").read_text())) == OUTCOMES


# --- Commands ---


def ours() -> set[str]:
    return {name for name, app in get_commands().items() if str(app).startswith(("casefiles", "config"))}


def test_every_command_of_ours_is_documented() -> None:
    told = re.findall(r"`manage\.py (\w+)", section(REFERENCE / "management-commands.md", "Of casefiles"))
    assert set(told) == ours()


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.name)
def test_commands_that_papers_name_exist(paper: Path) -> None:
    text = paper.read_text()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.M)) <= targets


# --- Rights ---


def sections() -> dict[str, list[str]]:
    """The tables of each section of the file."""
    found = tomllib.loads(grants.FILE.read_text())
    return {name: list(tables) for name, tables in found.items() if name not in {"same_as", "withheld"}}


def test_the_most_of_each_section_is_the_files() -> None:
    rights = grants.read()
    told = {code(name)[0]: cells for name, *cells in rows(section(REFERENCE / "grants.md", "Rights"))}
    assert list(told) == list(sections())
    for name, tables in sections().items():
        for surfaces, said in zip(COLUMNS, told[name], strict=True):
            for surface in surfaces:
                most = frozenset().union(*(rights[table].get(surface, frozenset()) for table in tables))
                assert said == (" ".join(each for each in grants.PRIVILEGES if each in most) or "–")


def test_what_is_withheld_is_told() -> None:
    for table, row in grants.read_withheld().items():
        for surface, columns in row.items():
            (line,) = [line for line in (REFERENCE / "grants.md").read_text().splitlines() if f"`{table}`" in line]
            assert {f"casefiles_{surface}", *columns} <= set(code(line))


def test_logins_are_named() -> None:
    told = first_column(section(REFERENCE / "grants.md", "Logins"))
    assert sorted(told) == sorted(f"casefiles_{surface}" for surface in grants.SURFACES)
