"""Publishing a case: exactly what was confirmed, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casefiles.accounts.models import User
from casefiles.dossiers.models import Attribution
from casefiles.editions.models import Blob, CaseCard, Edition, LogEntry
from casefiles.publishing import actions
from casefiles.review.models import Release
from tests.newsroom import Newsroom
from tests.publishing.shortcuts import change, decide_all, publish, stored


def corrected(room: Newsroom, claim: Attribution) -> None:
    """A change of the claim, approved."""
    change(room, claim, caveat="Perhaps.")
    room.approve(claim)


def test_what_is_approved_is_published(room: Newsroom, claim: Attribution) -> None:
    edition = publish(room)
    assert (edition.number, edition.kind, edition.slug, edition.case_id) == (1, "first", "exchange", room.case.pk)
    assert edition.rows.count() == 7
    assert {row.item_id: row.digest for row in edition.rows.all()} == {
        row.item_id: row.digest for row in Release.objects.all()
    }
    assert CaseCard.objects.get().title == "Who did it"
    assert LogEntry.objects.get().edition_digest == edition.digest


def test_readers_get_numbers_by_kind(room: Newsroom, claim: Attribution) -> None:
    assert {row.kind: row.number for row in publish(room).rows.all()} == {
        "case_text": "",
        "operation": "O1",
        "source": "S1",
        "statement": "Q1",
        "attribution": "A1",
        "actor": "",
    }


@pytest.mark.parametrize("kind", ["update", "clarification", "correction"])
def test_every_kind_of_change_is_published_with_its_note(room: Newsroom, claim: Attribution, kind: str) -> None:
    first = publish(room)
    corrected(room, claim)
    second = publish(room, kind=kind, note="  It was perhaps so.  ")
    assert (second.number, second.kind, second.note) == (2, kind, "It was perhaps so.")
    assert second.previous_digest == first.digest


def _fails_after(done: Any) -> Any:
    def failing(*given: Any, **named: Any) -> None:
        done(*given, **named)
        raise RuntimeError("The lights went out.")

    return failing


@pytest.mark.parametrize("step", ["_release", "record_edition", "_open_copies"])
def test_whatever_fails_nothing_is_stored(
    room: Newsroom, claim: Attribution, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    publish(room)
    corrected(room, claim)
    room.approve(room.operation("Another"))
    before = stored()
    with monkeypatch.context() as patch:
        patch.setattr(actions, step, _fails_after(getattr(actions, step)))
        with pytest.raises(RuntimeError):
            publish(room, kind="update", note="News.")
    assert stored() == before
    publish(room, kind="update", note="News.")
    assert all(len(rows) > len(before[name]) for name, rows in stored().items() if name != "CaseCard")


def test_without_the_transaction_half_of_it_would_stay(
    room: Newsroom, claim: Attribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def acting_bit_by_bit(user: User) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('casefiles.actor', %s, true)", [str(user.pk)])
        yield

    before = stored()
    monkeypatch.setattr(actions, "acting", acting_bit_by_bit)
    monkeypatch.setattr(actions, "_open_copies", _fails_after(actions._open_copies))
    with pytest.raises(RuntimeError):
        publish(room)
    assert stored() != before


def test_nobody_who_wrote_or_approved_is_in_an_edition(room: Newsroom, claim: Attribution) -> None:
    edition = publish(room)
    told = bytes(edition.manifest) + b"".join(bytes(blob.body) for blob in Blob.objects.all())
    assert b"China" in told
    for user in User.objects.all():
        for name in (user.username, user.email, str(user.pk), user.first_name):
            assert name.encode() not in told, name


@pytest.mark.slow
def test_publishing_takes_as_many_queries_for_50_claims_as_for_5(room: Newsroom) -> None:
    room.text()
    statement = room.statement()
    common = {"operation": room.operation(), "accuser": room.actor("A"), "accused": room.actor("B")}
    counts = []
    for more, kind, note in ((1, "first", ""), (5, "update", "News."), (50, "update", "More.")):
        for _ in range(more):
            room.attribution(statement=statement, **common)
        decide_all(room)
        with CaptureQueriesContext(connection) as queries:
            publish(room, kind=kind, note=note)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 70
    assert Edition.objects.count() == 3
