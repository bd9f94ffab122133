"""The life of items in the hands of people who do anything at any time: what is published was approved by another.

A model says of each move whether it is made or why not; the database is asked, after each, whether what must hold
holds. The model is then left away and the guards lifted, to see that the questions can be answered otherwise.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from casefiles.accounts.models import User
from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Item, KindModel
from casefiles.editions.models import Edition
from casefiles.lib.errors import ActionError, Conflict, NotAllowed, Refused
from casefiles.review import actions
from casefiles.review.models import Decision, Release
from casefiles.review.states import with_state
from casefiles.review.transitions import TRANSITIONS, State
from tests.newsroom import Newsroom, current
from tests.raw_sql import without

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(400)]
PEOPLE = st.sampled_from(["author", "teammate", "reviewer", "publisher"])
ITEMS = st.sampled_from(["operation", "text"])
REVIEWERS = {"reviewer", "publisher"}
STANDING = {State.APPROVED, State.PUBLISHED}


@dataclass
class Life:
    """What is known of one item without asking the database."""

    version: int = 1
    verb: str = ""
    decided: int = 0
    released: int = 0
    wrote: list[tuple[int, str]] = field(default_factory=lambda: [(1, "author")])

    @property
    def state(self) -> State:
        if self.verb in {"", "reopened"}:
            return State.DRAFT
        if self.verb != "approved":
            return State(self.verb)
        if self.decided != self.version:
            return State.LAPSED
        return State.PUBLISHED if self.released == self.version else State.APPROVED

    def wrote_since(self, name: str) -> bool:
        return any(version > self.released and who == name for version, who in self.wrote)

    def answer(self, move: str, name: str, seen: int) -> type[ActionError] | None:
        """How ``move`` is answered; ``None``: it is made."""
        if move in {"approve", "request_changes", "reject"} and name not in REVIEWERS:
            return NotAllowed
        if seen != self.version or self.state not in TRANSITIONS[move].sources:
            return Conflict
        return NotAllowed if move == "approve" and self.wrote_since(name) else None


class AnyoneDoesAnything(RuleBasedStateMachine):
    """Edits, decisions and publications at random, in one newsroom; each life is a transaction of its own."""

    room: Newsroom
    has_model = True
    is_guarded = True

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.rows: dict[str, KindModel] = {"operation": self.room.operation(), "text": self.room.text()}
        self.lives = {name: Life() for name in self.rows}
        if not self.is_guarded:
            without("review_decision", "guard_decision")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def person(self, name: str) -> User:
        user: User = getattr(self.room, name)
        return user

    @rule(item=ITEMS, name=PEOPLE)
    def edit(self, item: str, name: str) -> None:
        row, life = self.rows[item], self.lives[item]
        text = "name" if item == "operation" else "title"
        setattr(row, text, f"Version {life.version + 1}")
        save_item(user=self.person(name), row=row, expected_version=life.version, fields=[text])
        life.version += 1
        life.wrote.append((life.version, name))

    @rule(item=ITEMS, name=PEOPLE, move=st.sampled_from(sorted(TRANSITIONS)), behind=st.sampled_from([0, 0, 0, 1]))
    def decide(self, item: str, name: str, move: str, behind: int) -> None:
        row, life = self.rows[item], self.lives[item]
        seen = life.version - behind
        expected = life.answer(move, name, seen)
        try:
            made = actions.decide(
                transition=move, user=self.person(name), item=current(row), version=seen, note="Because."
            )
        except ActionError as error:
            answer: Any = type(error)
        else:
            answer = None
            life.verb, life.decided = made.verb, made.version
            assert made.version == current(row).version, "a decision is on the version as it is"
            assert move != "approve" or not self.approved_own(row, made), "nobody approves what they wrote"
        assert answer == expected or not self.has_model

    @rule(item=ITEMS, writer=PEOPLE, submitter=PEOPLE, approver=PEOPLE)
    def hand_in(self, item: str, writer: str, submitter: str, approver: str) -> None:
        """The usual way of a change, with whomever in each part."""
        self.edit(item=item, name=writer)
        self.decide(item=item, name=submitter, move="submit", behind=0)
        self.decide(item=item, name=approver, move="approve", behind=0)

    @rule(first=PEOPLE, second=PEOPLE)
    def press_day(self, first: str, second: str) -> None:
        """Everything that waits is handed in and approved by whoever may, then published."""
        for item, life in self.lives.items():
            if life.state in {State.REJECTED, State.WITHDRAWN}:
                self.decide(item=item, name=first, move="reopen", behind=0)
            self.decide(item=item, name=first, move="submit", behind=0)
            for approver in (second, *sorted(REVIEWERS)):
                self.decide(item=item, name=approver, move="approve", behind=0)
        self.publish()

    @rule()
    def publish(self) -> None:
        lives = self.lives.values()
        expected = all(life.state in STANDING for life in lives) and any(life.state == State.APPROVED for life in lives)
        first = not Edition.objects.exists()
        try:
            self.room.publish("first" if first else "update", "" if first else "News.")
        except Refused:
            assert not expected or not self.has_model
            return
        assert expected or not self.has_model
        for name, life in self.lives.items():
            life.released = current(self.rows[name]).version
            self.check_release(self.rows[name])

    def approved_own(self, row: KindModel, made: Decision) -> bool:
        """Asked of the database: did the decider write any of it since it was last released?"""
        released = Release.objects.filter(item=row.pk).order_by("-version").first()
        since = current(row).contributions.filter(version__gt=released.version if released else 0)
        return since.filter(user=made.decided_by).exists()

    def check_release(self, row: KindModel) -> None:
        """What went out is the current version, approved as it is by somebody who wrote none of what is new."""
        newest = Release.objects.filter(item=row.pk).order_by("-version")[0]
        decision = Decision.objects.filter(item=row.pk).first()
        assert decision is not None
        assert (decision.verb, decision.version) == ("approved", newest.version)
        assert newest.version == current(row).version
        edition = Edition.objects.order_by("-number")[0]
        assert edition.rows.get(item_id=row.pk).digest == newest.digest
        # What was out when it was decided on (and was withdrawn, perhaps) had its approval by another then.
        out = Release.objects.filter(item=row.pk, released_at__lt=decision.decided_at).order_by("-version").first()
        new = current(row).contributions.filter(version__gt=out.version if out else 0)
        assert not new.filter(user=decision.decided_by).exists(), "what is published was approved by another"

    @invariant()
    def each_item_stands_where_the_journal_says(self) -> None:
        items = with_state(Item.objects.filter(pk__in=[row.pk for row in self.rows.values()]))
        found = {item.pk: (item.version, item.state) for item in items}  # type: ignore[attr-defined]
        assert found == {self.rows[name].pk: (life.version, life.state) for name, life in self.lives.items()}


@pytest.fixture(autouse=True)
def newsroom(room: Newsroom) -> None:
    AnyoneDoesAnything.room = room


def live(machine: type[AnyoneDoesAnything], lives: int, **how: Any) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            **how,
        ),
    )


def test_what_is_published_was_approved_by_another() -> None:
    live(AnyoneDoesAnything, 25, stateful_step_count=30)


class WithoutGuards(AnyoneDoesAnything):
    """The database lets every decision pass, and only what must hold is asked."""

    has_model = is_guarded = False
    press_day = publish = None  # type: ignore[assignment] # it happens long before


class WithoutActionsOwnCheck(AnyoneDoesAnything):
    """The database's guard alone holds it; its refusal is an error of another kind, so the model is left out."""

    has_model = False
    press_day = publish = None  # type: ignore[assignment]


def test_without_the_guards_somebody_approves_their_own_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: neither the action nor the database looks who wrote it."""
    monkeypatch.setattr(actions, "approvable_by", lambda *_: True)
    with pytest.raises(AssertionError, match="nobody approves what they wrote"):
        live(WithoutGuards, 50, stateful_step_count=20, phases=[Phase.generate])
    with pytest.raises(IntegrityError, match="nobody approves what they wrote"):
        live(WithoutActionsOwnCheck, 50, stateful_step_count=20, phases=[Phase.generate])
