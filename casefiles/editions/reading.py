"""Reading the public record: documents, their bytes and their proof, in a constant number of queries."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from django.db import connection
from django.db.models import Exists, OuterRef

from casefiles.editions import formats
from casefiles.editions.formats import rfc3339
from casefiles.editions.models import Blob, Edition, EditionItem, LiveState, LogEntry, Removal, SourceState
from casefiles.lib.canonical import canonical, digest, parse


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is said in the place of an item whose bytes a recorded removal withholds."""

    digest: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An item as an edition has it. ``fields`` is empty where it is withheld."""

    id: str
    kind: str
    digest: str
    number: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    refs: Sequence[str] = ()
    withheld: Withheld | None = None

    def __getitem__(self, name: str) -> Any:
        """A field, "" where it is blank. Attributes are no fields: templates look here first."""
        if name in self.__slots__:
            raise KeyError(name)
        return self.fields.get(name, "")


class Document:
    """An edition opened: its manifest, its items in order, and look-ups among them."""

    def __init__(self, manifest: Mapping[str, Any], items: Iterable[PublicItem]) -> None:
        self.manifest = manifest
        self.items = list(items)
        self.live: Mapping[str, SourceState] = {}
        """By source: what became of its live page; empty unless it was asked for. No part of the document."""

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """The document of a published edition: two queries, however long it is."""
        manifest = parse(bytes(edition.manifest))
        digests = [line["digest"] for line in manifest["items"]]
        return cls._from_parts(manifest, stored_bodies(digests), removals(digests))

    @classmethod
    def compiled(cls, manifest: Mapping[str, Any], bodies: Mapping[str, bytes]) -> Self:
        """The document of something not published yet: ``bodies`` are canonical bytes by digest."""
        return cls._from_parts(manifest, bodies, {})

    @classmethod
    def _from_parts(
        cls, manifest: Mapping[str, Any], bodies: Mapping[str, bytes], withheld: Mapping[str, Withheld]
    ) -> Self:
        return cls(manifest, (_item(line, bodies, withheld) for line in manifest["items"]))

    @cached_property
    def by_id(self) -> dict[str, PublicItem]:
        return {item.id: item for item in self.items}

    @cached_property
    def _by_kind(self) -> dict[str, list[PublicItem]]:
        kinds: dict[str, list[PublicItem]] = {kind: [] for kind in formats.KIND_ORDER}
        for item in self.items:
            if not item.withheld:
                kinds.setdefault(item.kind, []).append(item)
        return kinds

    def of_kind(self, kind: str) -> Sequence[PublicItem]:
        """Items of a kind in their order, those withheld left out."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _referring(self) -> dict[str, list[PublicItem]]:
        referring: dict[str, list[PublicItem]] = {}
        for item in self.items:
            for target in item.refs:
                referring.setdefault(target, []).append(item)
        return referring

    def referring(self, item_id: str, *kinds: str) -> list[PublicItem]:
        """Items of these kinds (of all, if none is named) that refer to an item, in their order."""
        found = self._referring.get(item_id, ())
        return [item for item in found if not kinds or item.kind in kinds]

    def get(self, item_id: str) -> PublicItem | None:
        """The item, or None where the document has none of that id or withholds it."""
        item = self.by_id.get(item_id)
        return None if item is None or item.withheld else item

    def numbered(self, number: str) -> PublicItem | None:
        """The item that readers know as ``number``."""
        return next((item for item in self.items if item.number == number), None)

    @property
    def text(self) -> PublicItem:
        """The case text; an empty one where it is withheld."""
        found = self.of_kind("case_text")
        return found[0] if found else PublicItem(id="", kind="case_text", digest="")

    @property
    def withheld(self) -> list[PublicItem]:
        return [item for item in self.items if item.withheld]


def _item(line: Mapping[str, str], bodies: Mapping[str, bytes], withheld: Mapping[str, Withheld]) -> PublicItem:
    if gone := withheld.get(line["digest"]):
        return PublicItem(line["id"], line["kind"], line["digest"], withheld=gone)
    body = parse(bodies[line["digest"]])
    return PublicItem(line["id"], line["kind"], line["digest"], body.get("number", ""), body["fields"], body["refs"])


def stored_bodies(digests: Iterable[str]) -> dict[str, bytes]:
    """Canonical bytes of items by digest. One query."""
    return {pk: bytes(body) for pk, body in Blob.objects.filter(pk__in=digests).values_list("pk", "body")}


def removals(digests: Iterable[str]) -> dict[str, Withheld]:
    """Recorded removals by digest. One query."""
    found = Removal.objects.filter(pk__in=digests).values_list("digest", "reason", "at")  # never who decided
    return {digest: Withheld(digest, reason, rfc3339(at)) for digest, reason, at in found}


def live_states(document: Document) -> dict[str, SourceState]:
    """By source of ``document``: since when its live page is otherwise than the copy that it cites. One query.

    A page that is as it was archived is not among them.
    """
    cited = {item.id: item["archived"]["capture"] for item in document.of_kind("source") if item["archived"]}
    rows = SourceState.objects.filter(case_id=document.manifest["case"]["id"]).order_by("source_id", "copy_id", "-id")
    newest = {str(row.source_id): row for row in rows.distinct("source_id", "copy_id") if _is_of(row, cited)}
    return {key: row for key, row in newest.items() if row.state != LiveState.AS_ARCHIVED}


def _is_of(row: SourceState, cited: Mapping[str, str]) -> bool:
    return cited.get(str(row.source_id)) == str(row.copy_id)


def current(slug: str) -> Edition | None:
    """The newest edition of the case at this address, if there is one."""
    return Edition.objects.filter(slug=slug).order_by("-number").first()


def editions_of(slug: str) -> list[Edition]:
    """All editions of the case at this address, oldest first."""
    return list(Edition.objects.filter(slug=slug).order_by("number"))


def edition_of_source(slug: str, number: str) -> int | None:
    """The newest edition that has the source with this number; None where none has, or its bytes are withheld there."""
    rows = EditionItem.objects.filter(edition__slug=slug, kind="source", number=number)
    gone = Exists(Removal.objects.filter(digest=OuterRef("digest")))
    found = rows.annotate(gone=gone).order_by("-edition__number").values_list("edition__number", "gone").first()
    return found[0] if found and not found[1] else None


def shows_actor(actor_id: uuid.UUID) -> bool:
    """Does the newest edition of any case say who this actor is?"""
    rows = EditionItem.objects.filter(item_id=actor_id, kind="actor", edition__in=Edition.objects.current())
    return rows.exclude(digest__in=Removal.objects.values("digest")).exists()


def document_bytes(edition: Edition) -> bytes:
    """The canonical bytes of ``document.json``: the same for ever, unless a removal withholds an item.

    Manifest and items are canonical already, and "items" sorts before "manifest", so they are joined.
    """
    manifest = bytes(edition.manifest)
    digests = [line["digest"] for line in parse(manifest)["items"]]
    bodies, gone = stored_bodies(digests), removals(digests)
    parts = [_withheld_bytes(gone[name]) if name in gone else bodies[name] for name in digests]
    return b'{"items":[' + b",".join(parts) + b'],"manifest":' + manifest + b"}"


def _withheld_bytes(gone: Withheld) -> bytes:
    return canonical({"withheld": {"digest": gone.digest, "reason": gone.reason, "at": gone.at}})


def proof(edition: Edition, document: bytes | None = None) -> dict[str, Any]:
    """What somebody needs to check an edition against: digests, and its line in the log of editions."""
    document = document_bytes(edition) if document is None else document
    entry = LogEntry.objects.get(edition_digest=edition.digest)
    return {
        "format": formats.PROOF,
        "manifest_sha256": edition.digest,
        "document_sha256": digest(document),
        "document_bytes": len(document),
        "log": {
            "format": formats.LOG_ENTRY,
            "index": entry.index,
            "edition": entry.edition_digest,
            "previous": entry.previous,
            "at": rfc3339(entry.at),
            "sha256": entry.digest,
        },
    }


def edition_bytes(edition: Edition) -> bytes:
    """``{"document": …, "proof": …}`` in canonical bytes."""
    document = document_bytes(edition)
    return b'{"document":' + document + b',"proof":' + canonical(proof(edition, document)) + b"}"


def tag(*parts: str) -> str:
    """A short opaque name of ``parts``, for ETags."""
    return digest("|".join(parts).encode())[:32]


# sum, not string_agg: nothing need be sorted. The cards are among it because they can be made anew.
_GENERATION = """
SELECT (SELECT digest FROM "editions_logentry" ORDER BY index DESC LIMIT 1),
       (SELECT count(*) FROM "editions_removal"),
       (SELECT count(*) FROM "editions_sourcestate"),
       (SELECT sum(hashtextextended(card::text, 0)) FROM "editions_casecard" AS card)
"""
_CASE_GENERATION = """
SELECT (SELECT count(*) FROM "editions_removal"),
       (SELECT count(*) FROM "editions_sourcestate" WHERE case_id = %(case)s),
       (SELECT hashtextextended(card::text, 0) FROM "editions_casecard" AS card WHERE case_id = %(case)s)
"""


def generation() -> str:
    """Changes whenever anything that readers see does: head of the log, removals, live states, cards. One query."""
    return _told(_GENERATION)


def case_generation(slug: str) -> tuple[Edition, str] | None:
    """The newest edition of a case, and what changes whenever anything about the case does."""
    newest = current(slug)
    if newest is None:
        return None
    return newest, f"{newest.digest}.{_told(_CASE_GENERATION, {'case': newest.case_id})}"


def _told(sql: str, parameters: Mapping[str, Any] | None = None) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return ".".join(map(str, cursor.fetchone() or ()))


def items_in(
    editions: Iterable[Edition], kinds: Sequence[str], *, withheld: bool = False
) -> dict[uuid.UUID, list[PublicItem]]:
    """Items of some kinds by edition id: two queries for any number of editions.

    An item that stands unchanged in several is opened once. Those withheld are left out unless asked for.
    """
    lines = {
        edition.pk: [line for line in parse(bytes(edition.manifest))["items"] if line["kind"] in kinds]
        for edition in editions
    }
    wanted = {line["digest"]: line for edition_lines in lines.values() for line in edition_lines}
    bodies, gone = stored_bodies(wanted), removals(wanted)
    items = {name: _item(line, bodies, gone) for name, line in wanted.items()}
    return {
        pk: [items[line["digest"]] for line in edition_lines if withheld or line["digest"] not in gone]
        for pk, edition_lines in lines.items()
    }


def documents_of(editions: Sequence[Edition]) -> list[Document]:
    """The documents of several editions in their order: two queries for any number of them."""
    items = items_in(editions, formats.KIND_ORDER, withheld=True)
    return [Document(parse(bytes(edition.manifest)), items[edition.pk]) for edition in editions]
