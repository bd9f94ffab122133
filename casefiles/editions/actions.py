"""Writing the public record: an edition at a time, never twice, never changed."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from casefiles.editions import formats
from casefiles.editions.formats import rfc3339
from casefiles.editions.models import Blob, CaseCard, Edition, EditionItem, EditionKind, LogEntry, Removal
from casefiles.lib.canonical import NotCanonical, canonical, digest, parse
from casefiles.lib.errors import Conflict, Refused
from casefiles.lib.text import unstorable

LOG_LOCK = 0x6361_7365  # "case": the advisory lock under which the record grows; the log's trigger takes it too
FIRST_PREVIOUS = "0" * 64
"""What the log's first line names as the one before."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to publish: ``body`` is the whole ``item/1`` object."""

    id: uuid.UUID
    kind: str
    body: dict[str, Any]

    @property
    def number(self) -> str:
        """The number readers know it by; "" for shared kinds and the case text."""
        return str(self.body.get("number", ""))


@dataclass(frozen=True, slots=True)
class _Line:
    item: NewItem
    body: bytes
    digest: str


@transaction.atomic
def record_edition(
    *,
    case_id: uuid.UUID,
    slug: str,
    kind: str,
    note: str,
    items: Sequence[NewItem],
    published_at: datetime.datetime,
) -> Edition:
    """Append the next edition of a case, its items, its line in the log, and renew its card.

    Order and number are worked out here; a second is the finest time told to readers. Raises
    ``Refused`` if the items are no sound document, ``Conflict`` if the slug is another case's.
    """
    published_at = published_at.astimezone(datetime.UTC).replace(microsecond=0)
    lines = _lines(items)
    _lock_log()  # so early, because a removal meanwhile would leave its words on the card
    previous = Edition.objects.filter(case_id=case_id).order_by("-number").first()
    _refuse_foreign_slug(case_id, slug, previous)
    manifest = _manifest(case_id, slug, kind, note, lines, published_at, previous)
    _store_blobs(lines)
    rows = (
        EditionItem(item_id=line.item.id, kind=line.item.kind, digest=line.digest, number=line.item.number)
        for line in lines
    )
    return _append(manifest, rows, published_at, previous)


@transaction.atomic
def repeat_edition(*, previous: Edition, kind: str, note: str, published_at: datetime.datetime) -> Edition:
    """Append an edition with exactly the items of ``previous``, the newest of its case, those withheld included."""
    published_at = published_at.astimezone(datetime.UTC).replace(microsecond=0)
    manifest = parse(bytes(previous.manifest)) | {
        "number": previous.number + 1,
        "kind": kind,
        "note": note,
        "published_at": rfc3339(published_at),
        "previous": previous.digest,
    }
    rows = (
        EditionItem(item_id=row.item_id, kind=row.kind, digest=row.digest, number=row.number)
        for row in previous.rows.order_by("position")
    )
    return _append(manifest, rows, published_at, previous)


def _append(
    manifest: dict[str, Any], rows: Iterable[EditionItem], published_at: datetime.datetime, previous: Edition | None
) -> Edition:
    """Store the edition that ``manifest`` says, with ``rows`` in its order; log it, and renew the case's card."""
    if faults := formats.manifest_faults(manifest):
        raise Refused(*faults)
    body = canonical(manifest)
    edition = Edition.objects.create(
        case_id=uuid.UUID(manifest["case"]["id"]),
        slug=manifest["case"]["slug"],
        number=manifest["number"],
        kind=EditionKind(manifest["kind"]),
        note=manifest.get("note", ""),
        published_at=published_at,
        manifest=body,
        digest=digest(body),
        previous_digest=previous.digest if previous else "",
    )
    placed = list(rows)
    for position, row in enumerate(placed):
        row.edition, row.position = edition, position
    EditionItem.objects.bulk_create(placed)
    append_to_log(edition)
    renew_card(edition)
    return edition


def _lines(items: Sequence[NewItem]) -> list[_Line]:
    """The items in canonical order and bytes. Raises ``Refused`` with every fault found."""
    known = {str(item.id) for item in items}
    faults: list[str] = []
    if len(known) != len(items):
        faults.append("An item stands twice in the document.")
    if sum(item.kind == "case_text" for item in items) != 1:
        faults.append("A document has exactly one case text.")
    for item in items:
        faults += _item_faults(item, known)
    if faults:
        raise Refused(*faults)
    lines = []
    for item in sorted(items, key=lambda each: formats.sort_key(each.kind, each.number, str(each.id))):
        body = canonical(item.body)
        lines.append(_Line(item, body, digest(body)))
    return lines


def _item_faults(item: NewItem, known: set[str]) -> list[str]:
    what = f"{item.kind} {item.number or item.id}"
    try:
        canonical(item.body)
    except NotCanonical as error:
        return [f"{what}: {error}."]
    faults = formats.item_faults(item.body)
    if item.body.get("id") != str(item.id) or item.body.get("kind") != item.kind:
        faults.append(f"{what} says another id or kind inside than outside.")
    for missing in sorted(set(item.body.get("refs", [])) - known):
        faults.append(f"{what} refers to {missing}, which is not in the document.")
    return faults


def _refuse_foreign_slug(case_id: uuid.UUID, slug: str, previous: Edition | None) -> None:
    if previous and previous.slug != slug:
        raise Refused(f"This case is published at “{previous.slug}”; its address cannot change.", field="slug")
    if Edition.objects.filter(slug=slug).exclude(case_id=case_id).exists():
        raise Conflict(f"Another case is published at “{slug}”.", field="slug")


def _manifest(
    case_id: uuid.UUID,
    slug: str,
    kind: str,
    note: str,
    lines: Sequence[_Line],
    published_at: datetime.datetime,
    previous: Edition | None,
) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "format": formats.CASEFILE,
        "case": {"id": str(case_id), "slug": slug},
        "number": previous.number + 1 if previous else 1,
        "kind": kind,
        "published_at": rfc3339(published_at),
        "items": [{"id": str(line.item.id), "kind": line.item.kind, "digest": line.digest} for line in lines],
    }
    if note:
        manifest["note"] = note
    if previous:
        manifest["previous"] = previous.digest
    return manifest


def _store_blobs(lines: Sequence[_Line]) -> None:
    digests = [line.digest for line in lines]
    withheld = set(Removal.objects.filter(digest__in=digests).values_list("digest", flat=True))
    if withheld:
        names = (f"{line.item.kind} {line.item.number}".strip() for line in lines if line.digest in withheld)
        raise Refused(*(f"{name} was withheld by a recorded removal; leave it out." for name in names))
    Blob.objects.bulk_create(
        (Blob(digest=line.digest, item_id=line.item.id, kind=line.item.kind, body=line.body) for line in lines),
        ignore_conflicts=True,
    )


def log_digest(*, index: int, edition_digest: str, previous: str, at: datetime.datetime) -> str:
    """The digest of a line of the log: SHA-256 of its canonical JSON."""
    return digest(
        canonical(
            {
                "format": formats.LOG_ENTRY,
                "index": index,
                "edition": edition_digest,
                "previous": previous,
                "at": rfc3339(at),
            }
        )
    )


def append_to_log(edition: Edition) -> LogEntry:
    """The next line of the log, for ``edition``. The caller has locked the log."""
    last = LogEntry.objects.order_by("-index").first()
    index = last.index + 1 if last else 0
    previous = last.digest if last else FIRST_PREVIOUS
    return LogEntry.objects.create(
        index=index,
        edition_digest=edition.digest,
        previous=previous,
        digest=log_digest(index=index, edition_digest=edition.digest, previous=previous, at=edition.published_at),
        at=edition.published_at,
    )


def _lock_log() -> None:
    """Nobody else publishes, withholds or makes cards anew until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])


@transaction.atomic
def withhold(
    *, digest: str, reason: str, decided_by: uuid.UUID, seconded_by: uuid.UUID, at: datetime.datetime
) -> Removal:
    """Withhold the item with this digest from readers, for good: two people's decision is recorded, its bytes go.

    Manifests keep the digest; cards no longer say what the item said. ``reason`` is for readers. Raises ``Refused``
    naming the field, ``Conflict`` if it is withheld already.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Say why: readers are told.", field="reason")
    if fault := unstorable(reason):
        raise Refused(fault, field="reason")
    if decided_by == seconded_by:
        raise Refused("It takes two people: one decides, another seconds.", field="seconded_by")
    _lock_log()
    if Removal.objects.filter(pk=digest).exists():
        raise Conflict("That item is withheld already.", field="digest")
    if not Blob.objects.filter(pk=digest).exists():
        raise Refused("No published item has this digest.", field="digest")
    removal = Removal.objects.create(
        digest=digest, reason=reason, decided_by=decided_by, seconded_by=seconded_by, at=at
    )
    Blob.objects.filter(pk=digest).delete()
    having = EditionItem.objects.filter(edition=OuterRef("pk"), digest=digest)
    for edition in Edition.objects.current().filter(Exists(having)):
        renew_card(edition)
    return removal


def renew_card(edition: Edition) -> CaseCard:
    """Make the card of the case of ``edition``, its newest one, say what the edition says."""
    text = (
        Blob.objects.filter(pk__in=edition.rows.filter(kind="case_text").values("digest"))
        .exclude(pk__in=Removal.objects.values("digest"))
        .first()
    )
    return CaseCard.objects.update_or_create(
        case_id=edition.case_id,
        defaults={"slug": edition.slug, **_card_values(edition, text)},
    )[0]


def _card_values(edition: Edition, text: Blob | None) -> dict[str, Any]:
    fields = parse(bytes(text.body))["fields"] if text else {}
    first = Edition.objects.filter(case_id=edition.case_id).order_by("number").values("published_at")[:1]
    return {
        "title": fields.get("title", edition.slug),
        "standfirst": fields.get("standfirst", ""),
        "first_published_at": first.get()["published_at"],
        "last_published_at": edition.published_at,
        "edition_number": edition.number,
        "edition_kind": edition.kind,
    }


@transaction.atomic
def rebuild_cards() -> int:
    """Make every card anew from the editions; the number of cards."""
    _lock_log()
    current = list(Edition.objects.current())
    CaseCard.objects.exclude(pk__in=[edition.case_id for edition in current]).delete()
    for edition in current:
        renew_card(edition)
    return len(current)
