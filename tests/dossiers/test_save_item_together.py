"""Two people edit one statement: the second is told, and nobody's work is lost."""

import threading
from typing import Any

import pytest

from casefiles.dossiers import actions
from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Item, Statement
from casefiles.lib.errors import Conflict
from tests.at_once import at_once
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db(transaction=True)
PASSAGES = ["They did it, he said.", "They did it, she said."]


def edit_at_once(room: Newsroom, statement: Statement) -> list[Any]:
    """Both open the same draft, both write, both save at the same moment."""
    people = [room.author, room.teammate]
    version = current(statement).version
    opened = threading.Barrier(2)

    def edit(number: int) -> Statement:
        row = Statement.objects.get(pk=statement.pk)
        row.passage = PASSAGES[number]
        opened.wait(timeout=10)
        return save_item(user=people[number], row=row, expected_version=version, fields=["passage"])

    return at_once(2, edit)


def test_the_second_is_told_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom.open()
    statement = room.statement()
    results = edit_at_once(room, statement)
    told = [result for result in results if isinstance(result, Conflict)]
    (saved,) = (result for result in results if isinstance(result, Statement))
    assert len(told) == 1
    assert "you saw draft 1, it is now 2" in str(told[0])
    stored = Statement.objects.get()
    winner = PASSAGES.index(stored.passage)
    assert saved.passage == stored.passage
    assert [row.user for row in current(statement).contributions.order_by("id")] == [
        room.author,
        [room.author, room.teammate][winner],
    ]
    assert list(stored.history.order_by("pgh_id").values_list("passage", flat=True)) == [
        "They did it.",
        stored.passage,
    ]
    # What the second one wrote is still theirs, and saves on the version that they have now seen.
    stored.passage = PASSAGES[1 - winner]
    save_item(user=room.teammate, row=stored, expected_version=2, fields=["passage"])

    # The negative control: without comparing versions both are told that they saved, and one's words are gone.
    def lock_without_looking(item_id: Any, _: int) -> Item:
        return Item.objects.select_for_update(of=("self",)).select_related("case").get(pk=item_id)

    monkeypatch.setattr(actions, "lock_item", lock_without_looking)
    assert [type(result) for result in edit_at_once(room, statement)] == [Statement, Statement]
