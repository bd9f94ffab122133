"""Review and publication of a chapter, by those who did not write it."""

from collections.abc import Iterable

from django.utils import timezone

from casefiles.accounts.models import User
from casefiles.archive.models import moment
from casefiles.demonstration.errors import BuildStopped
from casefiles.demonstration.newsroom import Say
from casefiles.demonstration.people import GRETA, SAMUEL, Person
from casefiles.demonstration.scenario.rows import Chapter, Row, item_id
from casefiles.dossiers.models import Case, Item
from casefiles.editions.models import Edition
from casefiles.publishing.actions import preview, publish_case
from casefiles.publishing.plan import Plan
from casefiles.review.actions import approve, submit
from casefiles.review.states import with_state
from casefiles.review.transitions import State

_TO_SUBMIT = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.LAPSED})


def review(rows: Iterable[Row], *, users: dict[Person, User], say: Say) -> None:
    """Authors submit, the reviewer approves, whatever is not approved yet."""
    authors = {item_id(row.key): users[row.by] for row in rows}
    items = with_state(Item.objects.filter(pk__in=authors).select_related("case"))
    for item in _standing(items, _TO_SUBMIT):
        submit(user=authors[item.pk], item=item, version=item.version)
    waiting = _standing(items.all(), {State.SUBMITTED})
    for item in waiting:
        approve(user=users[GRETA], item=item, version=item.version)
    say(f"  Approved: {len(waiting)} items." if waiting else "  Approved before.")


def _standing(items: Iterable[Item], states: Iterable[State]) -> list[Item]:
    wanted = set(states)
    return [item for item in items if item.state in wanted]  # type: ignore[attr-defined]


def publish(chapter: Chapter, *, case: Case, users: dict[Person, User], say: Say) -> Edition:
    """The publishing editor looks at the preview, and publishes just that. Raises ``BuildStopped`` if it lacks
    anything but what was withdrawn."""
    plan = preview(user=users[SAMUEL], case=case)
    if reasons := _missing(plan):
        raise BuildStopped(" ".join(["The preview is not as it should be:", *reasons]))
    edition = publish_case(
        user=users[SAMUEL], case=case, kind=chapter.kind, note=_note(chapter, plan), confirmed=plan.confirmation
    )
    say(
        f"  Published: edition {edition.number} ({edition.kind}), {len(plan.items)} items, "
        f"{len(plan.withdrawn)} withdrawn."
    )
    return edition


def _missing(plan: Plan) -> list[str]:
    withdrawn = {item.pk for item in _standing(with_state(Item.objects.filter(case=plan.case)), {State.WITHDRAWN})}
    left = [f"{out.item}: {' '.join(out.reasons)}" for out in plan.left_out if out.item.pk not in withdrawn]
    return plan.blockers + left


def _note(chapter: Chapter, plan: Plan) -> str:
    if plan.previous is None:
        return chapter.note
    return chapter.note.format(since=moment(plan.previous.published_at), until=moment(timezone.now()))
