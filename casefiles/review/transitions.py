"""The transition table: who may move an item from where to where. Buttons, API and docs are made from it.

The database holds the same table (``guard_decision`` in the migrations); a test compares the two.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from casefiles.accounts.roles import Role


class Verb(TextChoices):
    """What somebody decided about an item, in the past tense of the journal."""

    SUBMITTED = "submitted", "Submitted for review"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REOPENED = "reopened", "Reopened"


class State(TextChoices):
    """Where an item stands. Lapsed and published are derived: see ``review.states``."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    LAPSED = "lapsed", "Approval lapsed: changed since"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


@dataclass(frozen=True)
class Transition:
    """One row of the table. ``roles`` may do it; ``note`` says whether a reason is needed.

    ``shared_roles``, where there are any, may do it alone to what all cases share and readers have.
    """

    name: str
    verb: Verb
    label: str
    sources: frozenset[State]
    roles: frozenset[Role]
    note: bool = False
    dangerous: bool = False
    shared_roles: frozenset[Role] = frozenset()


_WRITERS = frozenset({Role.JOURNALIST, Role.REVIEWER, Role.PUBLISHING_EDITOR})
_REVIEWERS = frozenset({Role.REVIEWER, Role.PUBLISHING_EDITOR})

TRANSITIONS: dict[str, Transition] = {
    row.name: row
    for row in (
        Transition(
            "submit",
            Verb.SUBMITTED,
            "Submit for review",
            frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.LAPSED}),
            _WRITERS,
        ),
        Transition("approve", Verb.APPROVED, "Approve", frozenset({State.SUBMITTED}), _REVIEWERS),
        Transition(
            "request_changes",
            Verb.CHANGES_REQUESTED,
            "Ask for changes",
            frozenset({State.SUBMITTED}),
            _REVIEWERS,
            note=True,
        ),
        Transition(
            "reject", Verb.REJECTED, "Reject", frozenset({State.SUBMITTED}), _REVIEWERS, note=True, dangerous=True
        ),
        Transition(
            "withdraw",
            Verb.WITHDRAWN,
            "Withdraw",
            frozenset(set(State) - {State.REJECTED, State.WITHDRAWN}),
            _WRITERS,
            note=True,
            dangerous=True,
            shared_roles=_REVIEWERS,
        ),
        Transition(
            "reopen", Verb.REOPENED, "Reopen as a draft", frozenset({State.REJECTED, State.WITHDRAWN}), _WRITERS
        ),
    )
}
