"""Where items stand, derived from the journal of decisions: nothing about it is stored twice."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from casefiles.dossiers.models import Contribution, Item
from casefiles.review.models import Decision, Release
from casefiles.review.transitions import State, Verb

_Row = TypeVar("_Row", bound=Model)


def with_state(items: QuerySet[_Row], *, version: str = "version") -> QuerySet[_Row]:
    """``items`` with ``state``, ``decided_version`` and ``released_version`` (null if none).

    Rows of a kind's table do as well, whose primary key is the item's: ``version`` is then ``item__version``.
    """
    latest = Decision.objects.filter(item=OuterRef("pk")).order_by("-id")
    released = Release.objects.filter(item=OuterRef("pk")).order_by("-version")
    stated: QuerySet[_Row] = items.annotate(
        last_verb=Subquery(latest.values("verb")[:1]),
        decided_version=Subquery(latest.values("version")[:1]),
        released_version=Subquery(released.values("version")[:1]),
    ).annotate(
        state=Case(
            When(Q(last_verb=Verb.APPROVED) & ~Q(decided_version=F(version)), then=Value(State.LAPSED.value)),
            When(last_verb=Verb.APPROVED, released_version=F(version), then=Value(State.PUBLISHED.value)),
            When(Q(last_verb__isnull=True) | Q(last_verb=Verb.REOPENED), then=Value(State.DRAFT.value)),
            default=F("last_verb"),
            output_field=CharField(),
        )
    )
    return stated


def state_of(item: Item) -> State:
    """Where ``item`` stands now."""
    row = with_state(Item.objects.filter(pk=item.pk)).get()
    return State(row.state)  # type: ignore[attr-defined]


def left_alone_by(items: QuerySet[Item], user_id: UUID) -> QuerySet[Item]:
    """Those of ``items`` that this person did not write in since they were last released: what they may approve.

    The database asks the same again, for each decision.
    """
    released = Release.objects.filter(item=OuterRef("item")).order_by("-version").values("version")[:1]
    wrote = Contribution.objects.filter(
        item=OuterRef("pk"), user_id=user_id, version__gt=Coalesce(Subquery(released), 0)
    )
    return items.filter(~Exists(wrote))


def approvable_by(item: Item, user_id: UUID) -> bool:
    """Did this person leave ``item`` alone since it was last released?"""
    return left_alone_by(Item.objects.filter(pk=item.pk), user_id).exists()
