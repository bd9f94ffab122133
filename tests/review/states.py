"""Items that stand somewhere: each state, reached by the actions that people use."""

from collections.abc import Callable

from casefiles.accounts.models import User
from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Actor, Item, Operation
from casefiles.review.actions import decide
from casefiles.review.models import Decision, Release
from casefiles.review.transitions import State
from tests.newsroom import Newsroom, current


def act(room: Newsroom, transition: str, row: Operation | Actor, user: User | None = None) -> Decision:
    """Decide on the current version: as the reviewer, or as the author where that is a writer's."""
    writers = {"submit", "withdraw", "reopen"}
    by = user or (room.author if transition in writers else room.reviewer)
    item = current(row)
    return decide(transition=transition, user=by, item=item, version=item.version, note="Because.")


def edit(room: Newsroom, row: Operation | Actor, user: User | None = None) -> None:
    row.name = f"{row.name}, edited"
    save_item(user=user or room.author, row=row, expected_version=current(row).version, fields=["name"])


def release(row: Operation | Actor) -> Release:
    item = current(row)
    return Release.objects.create(item=item, version=item.version, digest="0" * 64)


def _submitted(room: Newsroom) -> Operation:
    row = room.operation()
    act(room, "submit", row)
    return row


def _then(transition: str) -> Callable[[Newsroom], Operation]:
    def make(room: Newsroom) -> Operation:
        row = _submitted(room)
        act(room, transition, row)
        return row

    return make


def _lapsed(room: Newsroom) -> Operation:
    row = _then("approve")(room)
    edit(room, row)
    return row


def _published(room: Newsroom) -> Operation:
    row = _then("approve")(room)
    release(row)
    return row


STANDING: dict[State, Callable[[Newsroom], Operation]] = {
    State.DRAFT: Newsroom.operation,
    State.SUBMITTED: _submitted,
    State.CHANGES_REQUESTED: _then("request_changes"),
    State.APPROVED: _then("approve"),
    State.LAPSED: _lapsed,
    State.PUBLISHED: _published,
    State.REJECTED: _then("reject"),
    State.WITHDRAWN: _then("withdraw"),
}


def standing(room: Newsroom, state: State) -> Item:
    """A new item that stands in ``state``; only the author wrote it."""
    return current(STANDING[state](room))
