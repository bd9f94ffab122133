"""What is waiting for somebody: their own work by state, what they can approve, their cases."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.accounts.roles import DOSSIER_ROLES, Role
from casefiles.archive import room as room_for_copies
from casefiles.archive.models import Capture
from casefiles.archive.states import OUTCOMES
from casefiles.archive.states import State as CopyState
from casefiles.desk import room
from casefiles.desk.copy_rights import visible_captures
from casefiles.desk.live import troubled
from casefiles.desk.marks import ORDER
from casefiles.dossiers.models import Case, Contribution, Item
from casefiles.dossiers.policy import WRITERS
from casefiles.editions.models import Edition, LiveState
from casefiles.publishing.models import Observation
from casefiles.review.states import left_alone_by, with_state
from casefiles.review.transitions import State

MOST_ROWS = 12
_REVIEWERS = (Role.REVIEWER, Role.PUBLISHING_EDITOR)


@dataclass(frozen=True)
class CaseLine:
    """A case with how many of its items stand where."""

    case: Case
    counts: list[tuple[State, int]]
    edition: int | None


@dataclass(frozen=True)
class Work:
    """The first page of the desk."""

    mine: list[tuple[State, int]]
    to_approve: Sequence[Item]
    to_approve_count: int
    cases: list[CaseLine]
    copies_waiting: int
    copies_failed: Sequence[Capture]
    reads_dossiers: bool
    reviews: bool
    writes: bool
    live: Sequence[Observation]
    live_count: int
    room: str
    room_is_short: bool


def of(user: User) -> Work:
    """What waits for ``user``, in a number of queries that does not grow."""
    items = Item.objects.visible_to(user)
    own: QuerySet[Any] = with_state(items.filter(Exists(Contribution.objects.filter(item=OuterRef("pk"), user=user))))
    waiting = approvable(user)
    marked = troubled(user).exclude(state=LiveState.AS_ARCHIVED)
    captures = visible_captures(user)
    failed = captures.filter(recheck_copy=None, state__in=[CopyState.FAILED, CopyState.BLOCKED_BY_SITE, CopyState.GONE])
    newer = Capture.objects.filter(cited_url=OuterRef("cited_url"), requested_at__gt=OuterRef("requested_at"))
    forecast = room_for_copies.forecast(timezone.now())
    return Work(
        mine=_counts(own.values_list("state", flat=True)),
        to_approve=list(waiting.select_related("case").order_by("changed_at")[:MOST_ROWS]),
        to_approve_count=waiting.count(),
        cases=_cases(user),
        copies_waiting=captures.exclude(state__in=OUTCOMES).count(),
        copies_failed=list(failed.filter(~Exists(newer)).select_related("cited_url")[:MOST_ROWS]),
        reads_dossiers=user.has_role(*DOSSIER_ROLES),
        reviews=user.has_role(*_REVIEWERS),
        writes=user.has_role(*WRITERS),
        live=list(marked[:MOST_ROWS]),
        live_count=marked.count(),
        room=room.words(forecast) if forecast else "",
        room_is_short=forecast is not None and room.is_urgent(forecast),
    )


def approvable(user: User) -> QuerySet[Item]:
    """Items that wait for review and that ``user`` may approve: never what they wrote since its release."""
    items: QuerySet[Any] = with_state(Item.objects.visible_to(user))
    submitted = items.filter(state=State.SUBMITTED)
    return left_alone_by(submitted, user.pk) if user.has_role(*_REVIEWERS) else submitted.none()


def _counts(states: Iterable[str]) -> list[tuple[State, int]]:
    counted = Counter(states)
    return [(state, counted[state.value]) for state in ORDER if counted[state.value]]


def _cases(user: User) -> list[CaseLine]:
    cases = list(Case.objects.visible_to(user))
    states: dict[object, list[str]] = {case.pk: [] for case in cases}
    items: QuerySet[Any] = with_state(Item.objects.filter(case__in=cases))
    for case_id, state in items.values_list("case_id", "state"):
        states[case_id].append(state)
    numbers = dict(
        Edition.objects.filter(case_id__in=[case.pk for case in cases])
        .values_list("case_id")
        .annotate(editions=Count("pk"))
    )
    return [CaseLine(case, _counts(states[case.pk]), numbers.get(case.pk)) for case in cases]
