"""What tests of publishing do again and again."""

from typing import Any

from django.db.models import Q

from casefiles.accounts.actor import acting
from casefiles.accounts.models import User
from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Item, KindModel
from casefiles.editions.models import Blob, CaseCard, Edition, EditionItem, LogEntry
from casefiles.lib.canonical import parse
from casefiles.publishing.actions import publish_case
from casefiles.publishing.models import PublicNumber
from casefiles.publishing.plan import plan_edition
from casefiles.publishing.retraction import plan_retraction
from casefiles.review.actions import withdraw
from casefiles.review.models import Decision, Release
from casefiles.review.states import with_state
from casefiles.review.transitions import State, Verb
from tests.newsroom import Newsroom, current

STORED = (Edition, EditionItem, Blob, LogEntry, CaseCard, Release, PublicNumber)
"""Everything that publishing writes, but for how far captures are open."""


def stored() -> dict[str, list[Any]]:
    """Every row of it."""
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in STORED}


def publish(room: Newsroom, user: User | None = None, *, confirmed: str = "", **given: str) -> Edition:
    """What the publishing editor does, or ``user``: a first edition, of what is there now, unless told otherwise."""
    asked = {"kind": "first", "note": ""} | given
    seen = plan_retraction(room.case) if asked["kind"] == "retraction" else plan_edition(room.case)
    confirmed = confirmed or (seen.confirmation if seen else "")
    return publish_case(user=user or room.publisher, case=room.case, confirmed=confirmed, **asked)


def change(room: Newsroom, row: KindModel, **values: Any) -> None:
    """The author saves other values, which nobody has approved."""
    for name, value in values.items():
        setattr(row, name, value)
    save_item(user=room.author, row=row, expected_version=current(row).version, fields=list(values))


def withdrawn(room: Newsroom, row: KindModel) -> None:
    """The author takes ``row`` out of the case."""
    item = current(row)
    withdraw(user=room.author, item=item, version=item.version, note="Nobody stands by it.")


def decide_all(room: Newsroom) -> None:
    """What ``approve_all`` does, for hundreds of drafts: the same decisions, in two statements."""
    items = list(with_state(Item.objects.filter(Q(case=room.case) | Q(case=None))).filter(state=State.DRAFT))
    _decide(items, Verb.SUBMITTED, room.author)
    _decide(items, Verb.APPROVED, room.reviewer)


def _decide(items: list[Item], verb: Verb, user: User) -> None:
    with acting(user):
        Decision.objects.bulk_create(
            Decision(item=item, version=item.version, verb=verb, decided_by=user) for item in items
        )


def body_of(edition: Edition, row: KindModel) -> dict[str, Any]:
    """The ``item/1`` object of ``row`` in ``edition``."""
    return parse(bytes(Blob.objects.get(pk=edition.rows.get(item_id=row.pk).digest).body))
