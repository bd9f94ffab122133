"""Making documents for tests: a draft that numbers its items and finds their references, and small cases."""

import copy
import datetime
import random
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from casefiles.editions.actions import NewItem, record_edition
from casefiles.editions.models import Edition

PREFIXES = {
    "operation": "O",
    "source": "S",
    "statement": "Q",
    "attribution": "A",
    "evidence": "E",
    "actor_link": "K",
    "legal_action": "L",
    "event": "T",
    "impact": "I",
    "reply_request": "R",
    "editor_note": "N",
}
FIRST_AT = datetime.datetime(2021, 7, 19, 18, 30, tzinfo=datetime.UTC)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


class Draft:
    """A document in the making. ``add`` gives ids; references are found in the fields by themselves."""

    def __init__(self, slug: str, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.slug = slug
        self.case_id = self.new_id()
        self.bodies: dict[str, dict[str, Any]] = {}
        self._counts: dict[str, int] = {}

    def new_id(self) -> uuid.UUID:
        return uuid.UUID(int=self._random.getrandbits(128), version=4)

    def add(self, kind: str, **fields: Any) -> str:
        body: dict[str, Any] = {
            "format": "item/1",
            "id": str(self.new_id()),
            "kind": kind,
            "salt": f"{self._random.getrandbits(128):032x}",
            "fields": fields,
        }
        if prefix := PREFIXES.get(kind):
            self._counts[kind] = self._counts.get(kind, 0) + 1
            body["number"] = f"{prefix}{self._counts[kind]}"
        self.bodies[body["id"]] = body
        return str(body["id"])

    def change(self, item_id: str, **fields: Any) -> None:
        """A new version of an item: other fields, another salt. A field set to "" is left out."""
        body = copy.deepcopy(self.bodies[item_id])
        body["fields"] = {name: value for name, value in (body["fields"] | fields).items() if value != ""}
        body["salt"] = f"{self._random.getrandbits(128):032x}"
        self.bodies[item_id] = body

    def withdraw(self, item_id: str) -> None:
        del self.bodies[item_id]

    def items(self) -> list[NewItem]:
        return [
            NewItem(uuid.UUID(item_id), body["kind"], body | {"refs": self._refs(body)})
            for item_id, body in self.bodies.items()
        ]

    def _refs(self, body: dict[str, Any]) -> list[str]:
        return sorted({found for found in _ID.findall(str(body["fields"])) if found in self.bodies})

    def publish(self, kind: str = "first", note: str = "", at: datetime.datetime = FIRST_AT) -> Edition:
        with of_no_newsroom():
            return record_edition(
                case_id=self.case_id, slug=self.slug, kind=kind, note=note, items=self.items(), published_at=at
            )


@contextmanager
def of_no_newsroom() -> Iterator[None]:
    """Editions whose items nobody wrote, approved and released: lifts the guard that asks for it, for that long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editions_edition DISABLE TRIGGER guard_released")
        yield
        cursor.execute("ALTER TABLE editions_edition ENABLE ALWAYS TRIGGER guard_released")


def archived(draft: Draft, title: str, *, at: str = "2021-07-19T14:02:11Z", whole: bool = True) -> dict[str, Any]:
    """What a source says about its archived copy."""
    digest = f"{random.Random(title).getrandbits(256):064x}"
    return {
        "capture": str(uuid.UUID(int=random.Random(title).getrandbits(128), version=4)),
        "state": "succeeded" if whole else "partial",
        "captured_at": at,
        "final_url": "http://127.0.0.1:8003/pages/" + re.sub(r"\W+", "-", title.lower()),
        "status": 200,
        "title": title,
        "engine": "http",
        "whole_copy": whole,
        "words": "Archived 19 July 2021, 14:02 UTC, "
        + ("whole page." if whole else "without two of its pictures, which did not answer."),
        "files": [
            {"role": "wacz", "sha256": digest, "size": 18_304, "media_type": "application/wacz"},
            {"role": "text", "sha256": digest[::-1], "size": 2_210, "media_type": "text/plain"},
        ],
    }


def small_case(seed: int) -> Draft:
    """A case of a few items, for lists and query counts."""
    draft = Draft(f"case-{seed}", seed)
    accuser = draft.add("actor", name=f"Country {seed}", actor_type="country")
    accused = draft.add("actor", name="A group", actor_type="threat_group")
    operation = draft.add("operation", name=f"Operation {seed}", operation_type="incident")
    add_claims(draft, 2, operation=operation, accuser=accuser, accused=accused)
    draft.add("case_text", title=f"Case {seed}", standfirst="Short.", byline="The desk")
    return draft


def add_claims(draft: Draft, number: int, *, operation: str, accuser: str, accused: str) -> None:
    """So many claims, each with a source and a statement of its own."""
    for index in range(number):
        source = draft.add(
            "source", title=f"Source {index}", source_type="news_report", archived=archived(draft, f"Source {index}")
        )
        statement = draft.add(
            "statement",
            source=source,
            passage=f"They did it, {index} times.",
            speech="direct",
            said_by="A country",
            speaker=accuser,
        )
        draft.add(
            "attribution",
            statement=statement,
            operation=operation,
            accuser=accuser,
            accused=accused,
            stance="accuses",
            words="attributes",
        )
