"""What the scenario is written in: rows with keys, references by key, and what changes later."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from casefiles.demonstration.people import Person
from casefiles.dossiers.models import KindModel
from casefiles.dossiers.vocabularies import SHARED_KINDS

_LINK = re.compile(r"\(item:([a-z0-9-]+)\)")


def item_id(key: str) -> uuid.UUID:
    """The same id for the same key in every run, in the form of a version 4 UUID.

    A build that was cut short finds by it what it made; the form is what every other item's id has.
    """
    return uuid.UUID(bytes=hashlib.sha256(f"casefiles demonstration: {key}".encode()).digest()[:16], version=4)


def linked(text: str) -> str:
    """``text`` with its ``(item:key)`` links leading to the items' ids."""
    return _LINK.sub(lambda match: f"(item:{item_id(match[1])})", text)


@dataclass(frozen=True)
class Ref:
    """The item of another row."""

    key: str


@dataclass(frozen=True)
class Row:
    """An item as somebody first saved it."""

    model: type[KindModel]
    key: str
    by: Person
    fields: Mapping[str, Any]

    @property
    def shared(self) -> bool:
        """Is it an actor, an alias or an outlet, which belong to no single case?"""
        return self.model.KIND in SHARED_KINDS


@dataclass(frozen=True)
class Relation:
    """A row of a through table; the first of ``fields`` is the item that owns it."""

    through: type[models.Model]
    by: Person
    fields: Mapping[str, Any]

    @property
    def owner(self) -> Ref:
        owner: Ref = next(iter(self.fields.values()))
        return owner


@dataclass(frozen=True)
class Revision:
    """Fields that somebody changed after the first edition."""

    key: str
    by: Person
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Withdrawal:
    """An item that the next edition leaves out, and why."""

    key: str
    by: Person
    note: str


@dataclass(frozen=True)
class Chapter:
    """What leads to one edition, in the order in which it is done."""

    kind: str
    rows: tuple[Row, ...]
    relations: tuple[Relation, ...]
    revisions: tuple[Revision, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    note: str = ""


def row(model: type[KindModel], key: str, author: Person, /, **fields: Any) -> Row:
    """A row with its fields as keywords, among them perhaps ``by``."""
    return Row(model, key, author, fields)


def relation(through: type[models.Model], author: Person, /, **fields: Any) -> Relation:
    """A row of a through table with its fields as keywords, the owner first."""
    return Relation(through, author, fields)


def resolved(fields: Mapping[str, Any]) -> dict[str, Any]:
    """``fields`` as a model takes them: references as ids, links in text resolved."""
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Ref):
            values[f"{name}_id"] = item_id(value.key)
        else:
            values[name] = linked(value) if isinstance(value, str) else value
    return values
