"""Renaming while somebody makes a claim about what is renamed: the label says the new name all the same."""

import threading

import pytest
from django.db import connection

from casefiles.dossiers import labels
from casefiles.dossiers.actions import create_item, save_item
from casefiles.dossiers.models import Actor, Attribution, Item, KindModel
from casefiles.dossiers.vocabularies import Kind
from tests.at_once import PATIENCE
from tests.newsroom import Newsroom

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> bool:
    """Does somebody wait for an advisory lock?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("held", [True, False], ids=["held", "control"])
def test_who_makes_a_label_meanwhile_waits_for_the_name(monkeypatch: pytest.MonkeyPatch, *, held: bool) -> None:
    """A rename stops before it looks for what names it; somebody makes a claim meanwhile."""
    room = Newsroom.open()
    china, statement, us, operation = room.actor("China"), room.statement(), room.actor("US"), room.operation()
    if not held:
        monkeypatch.setattr(labels, "_advise", lambda function: None)
    made = threading.Event()

    def claim() -> None:
        try:
            row = Attribution(statement=statement, operation=operation, accuser=us, accused=china, words="attributes")
            create_item(user=room.author, row=row, case=room.case)
            made.set()
        finally:
            connection.close()

    other = threading.Thread(target=claim, daemon=True)
    follow = labels._follow

    def slowly(row: KindModel) -> None:
        if isinstance(row, Actor):
            follow(row)
            other.start()
            while not made.is_set() and not waiting():
                made.wait(timeout=0.01)

    monkeypatch.setattr(labels, "_follow", slowly)
    china.name = "The PRC"
    save_item(user=room.author, row=china, expected_version=1, fields=["name"])
    other.join(timeout=PATIENCE)
    label = Item.objects.get(kind=Kind.ATTRIBUTION).label
    assert label == f"US attributes: {'The PRC' if held else 'China'}, Exchange"
