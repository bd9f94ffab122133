"""From a plan to a document: readers' numbers, and an ``item/1`` object for each item."""

import secrets
from typing import Any, NamedTuple

from casefiles.dossiers.vocabularies import Kind
from casefiles.editions.actions import NewItem
from casefiles.editions.formats import ITEM, sort_key
from casefiles.editions.models import Blob
from casefiles.editions.reading import Document
from casefiles.lib.canonical import canonical, digest, parse
from casefiles.publishing.models import PublicNumber
from casefiles.publishing.plan import Entry, Plan, released_digests

PREFIX = {
    Kind.OPERATION: "O",
    Kind.SOURCE: "S",
    Kind.STATEMENT: "Q",
    Kind.ATTRIBUTION: "A",
    Kind.EVIDENCE: "E",
    Kind.ACTOR_LINK: "K",
    Kind.LEGAL_ACTION: "L",
    Kind.EVENT: "T",
    Kind.IMPACT: "I",
    Kind.REPLY_REQUEST: "R",
    Kind.EDITOR_NOTE: "N",
}
"""Letters of readers' numbers; shared kinds and the case text have none."""


class Numbers(NamedTuple):
    """Readers' numbers by item id, and the rows among them that nobody has stored yet."""

    by_item: dict[str, str]
    new: list[PublicNumber]


def numbers_of(plan: Plan) -> Numbers:
    """Readers' numbers of all items of ``plan``; those that have none yet get the next free ones."""
    given = {str(row.pk): row for row in PublicNumber.objects.filter(case_id=plan.case.pk)}
    highest: dict[str, int] = {}
    for row in given.values():
        highest[row.prefix] = max(highest.get(row.prefix, 0), row.number)
    new = []
    for entry in plan.items:
        prefix = PREFIX.get(entry.kind)
        if prefix is None or entry.id in given:
            continue
        highest[prefix] = highest.get(prefix, 0) + 1
        row = PublicNumber(item=entry.item, case_id=plan.case.pk, prefix=prefix, number=highest[prefix])
        given[entry.id] = row
        new.append(row)
    return Numbers({key: str(row) for key, row in given.items()}, new)


def bodies(plan: Plan, numbers: dict[str, str]) -> list[NewItem]:
    """An ``item/1`` object for each item; one released unchanged is the very blob of its release."""
    released = released_digests(plan.items)
    blobs = {blob.digest: parse(bytes(blob.body)) for blob in Blob.objects.filter(pk__in=released.values())}
    return [
        NewItem(
            id=entry.item.pk,
            kind=entry.item.kind,
            body=blobs.get(released.get(entry.id, "")) or _body(entry, numbers.get(entry.id, "")),
        )
        for entry in plan.items
    ]


def _body(entry: Entry, number: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "format": ITEM,
        "id": entry.id,
        "kind": entry.item.kind,
        "salt": secrets.token_hex(16),
        "refs": sorted(entry.refs),
        "fields": entry.fields,
    }
    if number:
        body["number"] = number
    return body


def preview_document(plan: Plan) -> Document:
    """What readers would get if ``plan`` were published now. Stores nothing; new numbers are provisional."""
    items = bodies(plan, numbers_of(plan).by_item)
    packed: dict[str, bytes] = {}
    lines = []
    for item in sorted(items, key=lambda each: sort_key(each.kind, each.number, str(each.id))):
        body = canonical(item.body)
        packed[digest(body)] = body
        lines.append({"id": str(item.id), "kind": item.kind, "digest": digest(body)})
    case = {"id": str(plan.case.pk), "slug": plan.case.slug}
    return Document.compiled({"case": case, "number": plan.number, "items": lines}, packed)
