"""States by word and mark, in the order in which the desk always shows them."""

import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from casefiles.review.transitions import State

ORDER = (
    State.DRAFT,
    State.SUBMITTED,
    State.CHANGES_REQUESTED,
    State.APPROVED,
    State.LAPSED,
    State.PUBLISHED,
    State.REJECTED,
    State.WITHDRAWN,
)
_MARKS = {
    State.DRAFT: "○",
    State.SUBMITTED: "◔",
    State.CHANGES_REQUESTED: "↩",
    State.APPROVED: "✓",
    State.LAPSED: "!",
    State.PUBLISHED: "●",
    State.REJECTED: "✕",
    State.WITHDRAWN: "–",
}


def moment(at: datetime.datetime | None) -> str:
    """A point in time for a list: "24 Nov 2026, 14:02", in UTC, which the desk keeps throughout."""
    return f"{at.astimezone(datetime.UTC):%-d %b %Y, %H:%M}" if at else ""


def state_mark(value: str) -> SafeString:
    """A state as its mark and its words."""
    state = State(value)
    return format_html(
        '<span class="state state-{}"><span class="mark" aria-hidden="true">{}</span> {}</span>',
        state.value,
        _MARKS[state],
        state.label,
    )
