"""Publishing a case: see it, confirm exactly that, and it is an edition, in one transaction."""

import secrets
import uuid
from typing import Any

from django.utils import timezone

from casefiles.accounts.actor import acting
from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.archive.actions import open_capture
from casefiles.archive.states import Access
from casefiles.dossiers.models import Case, Item
from casefiles.dossiers.policy import may_read
from casefiles.dossiers.vocabularies import Kind
from casefiles.editions.actions import NewItem, record_edition
from casefiles.editions.formats import ITEM
from casefiles.editions.models import Blob, Edition, EditionKind
from casefiles.lib.canonical import canonical, digest, parse
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.lib.text import unstorable
from casefiles.publishing.models import PublicNumber
from casefiles.publishing.plan import Entry, Plan, plan_edition
from casefiles.review.models import Release

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


def may_publish(user: User, case: Case) -> bool:
    """May ``user`` publish ``case``?"""
    return user.has_role(Role.PUBLISHING_EDITOR) and may_read(user, case)


def preview(*, user: User, case: Case) -> Plan:
    """What the next edition would be, for the publishing editor to confirm. Stores nothing."""
    if not may_publish(user, case):
        raise NotAllowed("Only a publishing editor who may see this case can publish it.")
    return plan_edition(case)


def publish_case(*, user: User, case: Case, kind: str, note: str, confirmed: str) -> Edition:
    """Publish exactly what ``confirmed`` (``Plan.confirmation``) names as the next edition.

    Raises ``Conflict`` with what is different now, ``Refused`` with every blocker, ``NotAllowed``.
    Nothing is stored unless all is.
    """
    if not may_publish(user, case):
        raise NotAllowed("Only a publishing editor who may see this case can publish it.")
    note = note.strip()
    if reason := unstorable(note):
        raise Refused(reason, field="note")
    with acting(user):
        plan = _locked_plan(case)
        if plan.confirmation != confirmed:
            raise Conflict(*_what_differs(plan))
        if plan.blockers:
            raise Refused(*plan.blockers)
        _check_kind(plan, kind, note)
        numbers = _numbers(plan)
        items = _bodies(plan, numbers)
        edition = record_edition(
            case_id=plan.case.pk,
            slug=plan.case.slug,
            kind=kind,
            note=note,
            items=items,
            published_at=timezone.now(),
        )
        _release(plan, items)
        _open_copies(plan)
    return edition


def _locked_plan(case: Case) -> Plan:
    """The plan as it is while nobody else can change it: the case is locked first, then items by id."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    reached = plan_edition(locked).reached
    list(Item.objects.filter(pk__in=reached).order_by("pk").select_for_update().values_list("pk"))
    return plan_edition(locked)


def _what_differs(plan: Plan) -> list[str]:
    reasons = ["Something changed since you looked. Nothing was published; look again and confirm what is there now."]
    if plan.previous:
        reasons.append(
            f"The newest edition is number {plan.previous.number}, of {plan.previous.published_at:%d %B %Y, %H:%M} UTC."
        )
    reasons += [f"Left out: {left.item}. {' '.join(left.reasons)}" for left in plan.left_out]
    return reasons + plan.blockers


def _check_kind(plan: Plan, kind: str, note: str) -> None:
    if kind not in EditionKind.values:
        raise Refused("Choose what kind of edition this is.", field="kind")
    if (kind == EditionKind.FIRST) != (plan.number == 1):
        raise Refused(
            "The first edition of a case is “first”; every later one says what it is: "
            "an update, a clarification, a correction or a retraction.",
            field="kind",
        )
    if kind != EditionKind.FIRST and not note:
        raise Refused("Tell readers what was wrong or new, what is right, and for how long it stood.", field="note")
    if kind == EditionKind.FIRST and note:
        raise Refused("A first edition has no note: there is nothing before it to explain.", field="note")
    if not plan.has_changes and kind != EditionKind.RETRACTION:
        raise Refused(f"Nothing has changed since edition {plan.number - 1}.", field="kind")


def _numbers(plan: Plan) -> dict[str, str]:
    """Readers' numbers of all items, new ones for those that have none yet."""
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
    PublicNumber.objects.bulk_create(new)
    return {key: str(row) for key, row in given.items()}


def _bodies(plan: Plan, numbers: dict[str, str]) -> list[NewItem]:
    """An ``item/1`` object for each item; one released unchanged is the very blob of its release."""
    versions = {entry.item.pk: entry.item.version for entry in plan.items}
    released = {
        row.item_id: row.digest
        for row in Release.objects.filter(item__in=versions)
        if row.version == versions[row.item_id]
    }
    blobs = {blob.digest: parse(bytes(blob.body)) for blob in Blob.objects.filter(pk__in=released.values())}
    return [
        NewItem(
            id=entry.item.pk,
            kind=entry.item.kind,
            body=blobs.get(released.get(entry.item.pk, "")) or _body(entry, numbers.get(entry.id, "")),
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


def _release(plan: Plan, items: list[NewItem]) -> None:
    bodies: dict[uuid.UUID, dict[str, Any]] = {item.id: item.body for item in items}
    before = set(
        Release.objects.filter(item__in=[entry.item for entry in plan.items]).values_list("item_id", "version")
    )
    Release.objects.bulk_create(
        Release(item=entry.item, version=entry.item.version, digest=digest(canonical(bodies[entry.item.pk])))
        for entry in plan.items
        if (entry.item.pk, entry.item.version) not in before
    )


def _open_copies(plan: Plan) -> None:
    for entry in plan.items:
        if archived := entry.fields.get("archived"):
            level = Access.PUBLIC if archived["whole_copy"] else Access.PRIVATE
            open_capture(capture_id=uuid.UUID(archived["capture"]), level=level)
