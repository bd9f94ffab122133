"""Publishing a case: see it, confirm exactly that, and it is an edition, in one transaction."""

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
from casefiles.editions.actions import NewItem, record_edition, repeat_edition
from casefiles.editions.models import Edition, EditionKind
from casefiles.lib.canonical import canonical, digest
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.lib.text import unstorable
from casefiles.publishing.compiling import bodies, numbers_of
from casefiles.publishing.models import PublicNumber
from casefiles.publishing.plan import Plan, plan_edition
from casefiles.publishing.retraction import Retraction, plan_retraction
from casefiles.review.models import Release

_CHANGED = "Something changed since you looked. Nothing was published; look again and confirm what is there now."
_FIRST_IS_FIRST = (
    "The first edition of a case is “first”; every later one says what it is: "
    "an update, a clarification, a correction or a retraction."
)
_NO_NOTE = "Tell readers what was wrong or new, what is right, and for how long it stood."


def may_publish(user: User, case: Case) -> bool:
    """May ``user`` publish ``case``?"""
    return user.has_role(Role.PUBLISHING_EDITOR) and may_read(user, case)


def preview(*, user: User, case: Case) -> Plan:
    """What the next edition would be, for the publishing editor to confirm. Stores nothing."""
    if not may_publish(user, case):
        raise NotAllowed("Only a publishing editor who may see this case can publish it.")
    return plan_edition(case)


def preview_retraction(*, user: User, case: Case) -> Retraction | None:
    """What a retraction of ``case`` would be, to confirm; ``None`` while nothing is published. Stores nothing."""
    if not may_publish(user, case):
        raise NotAllowed("Only a publishing editor who may see this case can publish it.")
    return plan_retraction(case)


def publish_case(*, user: User, case: Case, kind: str, note: str, confirmed: str) -> Edition:
    """Publish exactly what ``confirmed`` (of a ``Plan``, or of a ``Retraction``) names as the next edition.

    A retraction has what the edition before it has, and asks nothing of the drafts. Raises ``Conflict`` with what
    is different now, ``Refused`` with every blocker, ``NotAllowed``. Nothing is stored unless all is.
    """
    if not may_publish(user, case):
        raise NotAllowed("Only a publishing editor who may see this case can publish it.")
    note = note.strip()
    if reason := unstorable(note):
        raise Refused(reason, field="note")
    with acting(user):
        if kind == EditionKind.RETRACTION:
            return _retract(case, note, confirmed)
        plan = _locked_plan(case)
        if plan.confirmation != confirmed:
            raise Conflict(*_what_differs(plan))
        if plan.blockers:
            raise Refused(*plan.blockers)
        _check_kind(plan, kind, note)
        numbers = numbers_of(plan)
        PublicNumber.objects.bulk_create(numbers.new)
        items = bodies(plan, numbers.by_item)
        _release(plan, items)  # first: the database refuses an edition of what is not released
        edition = record_edition(
            case_id=plan.case.pk,
            slug=plan.case.slug,
            kind=kind,
            note=note,
            items=items,
            published_at=timezone.now(),
        )
        _open_copies(plan, user)
    return edition


def _retract(case: Case, note: str, confirmed: str) -> Edition:
    retraction = plan_retraction(Case.objects.select_for_update().get(pk=case.pk))
    if retraction is None:
        raise Refused(_FIRST_IS_FIRST, field="kind")
    if retraction.confirmation != confirmed:
        raise Conflict(_CHANGED, _newest(retraction.previous))
    if not note:
        raise Refused(_NO_NOTE, field="note")
    return repeat_edition(
        previous=retraction.previous, kind=EditionKind.RETRACTION, note=note, published_at=timezone.now()
    )


def _locked_plan(case: Case) -> Plan:
    """The plan as it is while nobody else can change it: the case is locked first, then items by id."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    reached = plan_edition(locked).reached
    list(Item.objects.filter(pk__in=reached).order_by("pk").select_for_update().values_list("pk"))
    return plan_edition(locked)


def _what_differs(plan: Plan) -> list[str]:
    reasons = [_CHANGED]
    if plan.previous:
        reasons.append(_newest(plan.previous))
    reasons += [f"Left out: {left.item}. {' '.join(left.reasons)}" for left in plan.left_out]
    return reasons + plan.blockers


def _newest(edition: Edition) -> str:
    return f"The newest edition is number {edition.number}, of {edition.published_at:%d %B %Y, %H:%M} UTC."


def _check_kind(plan: Plan, kind: str, note: str) -> None:
    if kind not in EditionKind.values:
        raise Refused("Choose what kind of edition this is.", field="kind")
    if (kind == EditionKind.FIRST) != (plan.number == 1):
        raise Refused(_FIRST_IS_FIRST, field="kind")
    if kind != EditionKind.FIRST and not note:
        raise Refused(_NO_NOTE, field="note")
    if kind == EditionKind.FIRST and note:
        raise Refused("A first edition has no note: there is nothing before it to explain.", field="note")
    if not plan.has_changes:
        raise Refused(f"Nothing has changed since edition {plan.number - 1}.", field="kind")


def _release(plan: Plan, items: list[NewItem]) -> None:
    by_id: dict[uuid.UUID, dict[str, Any]] = {item.id: item.body for item in items}
    before = set(
        Release.objects.filter(item__in=[entry.item for entry in plan.items]).values_list("item_id", "version")
    )
    Release.objects.bulk_create(
        Release(item=entry.item, version=entry.item.version, digest=digest(canonical(by_id[entry.item.pk])))
        for entry in plan.items
        if (entry.item.pk, entry.item.version) not in before
    )


def _open_copies(plan: Plan, user: User) -> None:
    for entry in plan.items:
        if archived := entry.fields.get("archived"):
            level = Access.PUBLIC if archived["whole_copy"] else Access.PRIVATE
            open_capture(capture_id=uuid.UUID(archived["capture"]), level=level, user=user)
