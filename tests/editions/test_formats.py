"""The public formats: fixed by what was published under them."""

import datetime
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from casefiles.dossiers.vocabularies import Kind
from casefiles.editions import formats
from casefiles.editions.models import EditionKind
from casefiles.lib.canonical import canonical, digest, parse
from tests.editions.documents import Exchange
from tests.editions.drafts import PREFIXES, Draft

FIXTURES = Path(__file__).parent / "fixtures"


def test_kinds_are_those_of_the_dossiers() -> None:
    assert list(formats.KIND_ORDER) == Kind.values
    assert list(formats.EDITION_KINDS) == EditionKind.values


@pytest.mark.parametrize("name", ["casefile", "item"])
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(formats.schema(name))


def test_the_item_schema_knows_every_kind() -> None:
    schema = formats.schema("item")
    assert set(schema["properties"]["kind"]["enum"]) == set(formats.KIND_ORDER) <= set(schema["$defs"])


def test_every_sound_item_is_one() -> None:
    for item in Exchange().items():
        assert formats.item_faults(item.body) == []


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("attribution", "accuser", "NATO"),
        ("statement", "passage", ""),
        ("source", "published", "July 2021"),
        ("source", "accessed", "2021"),
        ("evidence", "sources", []),
        ("editor_note", "resolved", "yes"),
    ],
)
def test_a_fault_names_its_place(kind: str, field: str, value: object) -> None:
    body = next(item.body for item in Exchange().items() if item.kind == kind)
    body["fields"][field] = value
    (fault,) = formats.item_faults(body)
    assert f"fields.{field}" in fault


def test_unknown_members_are_no_fault() -> None:
    body = Exchange().items()[0].body
    body["fields"]["something_new"] = "of a later issue of the format"
    assert formats.item_faults(body) == []


def test_numbers_fit_the_schema() -> None:
    draft = Draft("numbers")
    for kind in PREFIXES:
        item_id = draft.add(kind)
        faults = formats.item_faults(draft.bodies[item_id] | {"refs": []})
        assert not [fault for fault in faults if "$.number" in fault]


@pytest.mark.parametrize("name", ["exchange-1", "exchange-2"])
def test_documents_once_published_stay_readable(name: str) -> None:
    """Never change these files: they are what readers have in their hands."""
    data = (FIXTURES / f"{name}.json").read_bytes()
    document = parse(data)
    assert canonical(document) == data
    assert formats.manifest_faults(document["manifest"]) == []
    for line, item in zip(document["manifest"]["items"], document["items"], strict=True):
        assert digest(canonical(item)) == line["digest"]
        assert formats.item_faults(item) == []


def test_fixtures_are_listed_with_their_digests() -> None:
    listed = json.loads((FIXTURES / "digests.json").read_text())
    assert listed == {path.name: digest(path.read_bytes()) for path in FIXTURES.glob("exchange-*.json")}


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime.datetime(2021, 7, 19, 14, 2, 11, 999_999, datetime.UTC), "2021-07-19T14:02:11Z"),
        (datetime.datetime(1, 1, 1, tzinfo=datetime.UTC), "0001-01-01T00:00:00Z"),
        (datetime.datetime(987, 6, 5, 4, 3, 2, tzinfo=datetime.UTC), "0987-06-05T04:03:02Z"),
        (
            datetime.datetime(2021, 1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
            "2020-12-31T23:00:00Z",
        ),
    ],
)
def test_a_moment_has_four_digits_for_its_year(moment: datetime.datetime, written: str) -> None:
    assert formats.rfc3339(moment) == written
