"""Where items stand, derived from the journal of decisions: nothing about it is stored twice."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Case, CharField, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When

from casefiles.dossiers.models import Item
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


def approvable_by(item: Item, user_id: UUID) -> bool:
    """Did this person leave the item alone since it was last released? The database asks the same again."""
    released = Release.objects.filter(item=item).order_by("-version").values_list("version", flat=True).first() or 0
    return not item.contributions.filter(user_id=user_id, version__gt=released).exists()
