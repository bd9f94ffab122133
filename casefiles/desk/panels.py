"""What stands beside an item's form: where it stands, what may be done, who did what, what readers have."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from casefiles.accounts.models import User
from casefiles.desk import copies, live, passages, released
from casefiles.desk.copies import CopyPanel
from casefiles.desk.live import LivePanel
from casefiles.desk.passages import Passage
from casefiles.desk.released import Released
from casefiles.dossiers.models import Contribution, Item, KindModel, Source, Statement
from casefiles.review.actions import available
from casefiles.review.models import Comment, Decision
from casefiles.review.states import approvable_by, state_of
from casefiles.review.transitions import State, Transition

MOST_EVENTS = 60


@dataclass(frozen=True)
class Event:
    """Somebody did something to the item."""

    at: datetime.datetime
    who: str
    did: str
    said: str = ""


@dataclass
class Panel:
    """See the module."""

    item: Item
    state: State
    transitions: list[Transition]
    own_work: bool
    """A reviewer wrote part of it, and so cannot approve it."""
    events: list[Event] = field(default_factory=list)
    released: Released | None = None
    copy: CopyPanel | None = None
    live: LivePanel | None = None
    passage: Passage | None = None

    @property
    def main(self) -> Transition | None:
        """The one thing to do next."""
        return next((row for row in self.transitions if row.name in {"submit", "approve", "reopen"}), None)

    @property
    def others(self) -> list[Transition]:
        """What else may be done, dangerous things last."""
        others = [row for row in self.transitions if row is not self.main]
        return sorted(others, key=lambda row: row.dangerous)


def of(row: KindModel, user: User) -> Panel:
    """The panel of ``row`` for ``user``, who may read it."""
    item = row.item
    transitions = available(user=user, item=item)
    state = state_of(item)
    waits = state == State.SUBMITTED and not any(each.name == "approve" for each in transitions)
    return Panel(
        item=item,
        state=state,
        transitions=transitions,
        own_work=waits and any(each.name == "reject" for each in transitions) and not approvable_by(item, user.pk),
        events=events_of(item),
        released=released.of(row, state),
        live=live.of(row, user),
        copy=copies.of(row, state, user) if isinstance(row, Source) else None,
        passage=passages.of(row, user) if isinstance(row, Statement) else None,
    )


def events_of(item: Item) -> list[Event]:
    """Saves, decisions and comments, newest first; saves of one person in a row are told once."""
    told = [
        *(
            Event(each.decided_at, each.decided_by.display_name, each.get_verb_display().lower(), each.note)
            for each in Decision.objects.filter(item=item).select_related("decided_by")[:MOST_EVENTS]
        ),
        *(
            Event(each.at, each.author.display_name, "commented", each.text)
            for each in Comment.objects.filter(item=item).select_related("author")[:MOST_EVENTS]
        ),
        *_saves(item),
    ]
    in_order = sorted(told, key=lambda event: event.at, reverse=True)
    return list(_joined(in_order))[:MOST_EVENTS]


def _saves(item: Item) -> Iterator[Event]:
    rows = Contribution.objects.filter(item=item).select_related("user").order_by("-version")
    for row in rows[: 5 * MOST_EVENTS]:
        yield Event(row.at, row.user.display_name, f"saved draft {row.version}")


def _joined(events: list[Event]) -> Iterator[Event]:
    """``events`` without the older ones of several saves of one person in a row."""
    before: Event | None = None
    for event in events:
        saved_again = (
            before is not None
            and before.who == event.who
            and before.did.startswith("saved")
            and event.did.startswith("saved")
        )
        if not saved_again:
            yield event
        before = event
