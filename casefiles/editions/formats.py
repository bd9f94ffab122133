"""The public formats ``casefile/1`` and ``item/1``: their names, their order and their JSON Schemas."""

import datetime
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

CASEFILE = "casefile/1"
ITEM = "item/1"
LOG_ENTRY = "casefile-log/1"
PROOF = "casefile-proof/1"

KIND_ORDER = (
    "case_text",
    "operation",
    "source",
    "statement",
    "attribution",
    "evidence",
    "actor_link",
    "legal_action",
    "event",
    "impact",
    "reply_request",
    "editor_note",
    "actor",
    "alias",
    "publisher",
)
"""Items stand in a manifest by kind in this order, then by reader's number, then by id."""

EDITION_KINDS = ("first", "update", "clarification", "correction", "retraction")

_NUMBER = re.compile(r"[A-Z](\d{1,9})")
_SCHEMAS = Path(__file__).parent / "schemas"


def rfc3339(moment: datetime.datetime) -> str:
    """``moment`` in UTC, whole seconds, with Z; the year has four digits, which ``strftime`` does not promise."""
    return moment.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def sort_key(kind: str, number: str, item_id: str) -> tuple[int, int, str]:
    """Where an item stands in its manifest. Raises ``ValueError`` for a kind that there is not."""
    match = _NUMBER.fullmatch(number)
    return KIND_ORDER.index(kind), int(match[1]) if match else 0, item_id


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) called ``name``: "casefile" or "item"."""
    loaded: dict[str, Any] = json.loads((_SCHEMAS / f"{name}-1.json").read_text())
    return loaded


@cache
def _validator(name: str, definition: str) -> Draft202012Validator:
    document = schema(name)
    if not definition:
        return Draft202012Validator(document)
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": document["$defs"]})


def _sentences(errors: Iterator[ValidationError], what: str) -> list[str]:
    return [f"{what}, {error.json_path}: {error.message[:300]}" for error in errors]


def item_faults(body: dict[str, Any]) -> list[str]:
    """What keeps ``body`` from being an ``item/1`` object, as sentences; none if it is one."""
    what = f"{body.get('kind', 'item')} {body.get('number') or body.get('id', '')}".strip()
    return _sentences(_validator("item", "").iter_errors(body), what)


def manifest_faults(manifest: dict[str, Any]) -> list[str]:
    """What keeps ``manifest`` from being a ``casefile/1`` manifest, as sentences."""
    return _sentences(_validator("casefile", "manifest").iter_errors(manifest), "manifest")
