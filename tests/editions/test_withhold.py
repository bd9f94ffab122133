"""A recorded removal: it takes two, says why, and nothing of the item is left where readers look."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connection, transaction

from casefiles.editions import actions, reading
from casefiles.editions.models import Blob, CaseCard, Edition, Removal
from casefiles.lib.errors import Conflict, Refused
from tests.at_once import PATIENCE
from tests.editions.documents import SECOND_AT
from tests.editions.drafts import Draft, small_case

pytestmark = pytest.mark.django_db


def text_of(edition: Edition) -> str:
    """The digest of the case text."""
    return edition.rows.get(kind="case_text").digest


def withhold(digest: str, **given: Any) -> Removal:
    asked = {"reason": "A court order.", "decided_by": uuid.uuid4(), "seconded_by": uuid.uuid4(), "at": SECOND_AT}
    return actions.withhold(digest=digest, **asked | given)


def card(draft: Draft) -> CaseCard:
    return CaseCard.objects.get(case_id=draft.case_id)


def test_bytes_go_and_decision_digest_and_reason_stay() -> None:
    edition = small_case(1).publish()
    digest = edition.rows.get(number="S1").digest
    one, two = uuid.uuid4(), uuid.uuid4()
    withhold(digest, reason=" A court order. ", decided_by=one, seconded_by=two)
    assert not Blob.objects.filter(pk=digest).exists()
    removal = Removal.objects.get(pk=digest)
    assert (removal.reason, removal.decided_by, removal.seconded_by, removal.at) == (
        "A court order.",
        one,
        two,
        SECOND_AT,
    )
    assert edition.rows.filter(digest=digest).exists()
    assert Blob.objects.count() == edition.rows.count() - 1


def test_the_card_no_longer_says_what_the_case_text_said() -> None:
    draft, other = small_case(1), small_case(2)
    edition = draft.publish()
    other.publish()
    assert card(draft).title == "Case 1"
    withhold(text_of(edition))
    assert (card(draft).title, card(draft).standfirst) == ("case-1", "")
    assert card(other).title == "Case 2"


def test_an_old_edition_withheld_leaves_the_card_of_the_new_one() -> None:
    draft = small_case(1)
    first = draft.publish()
    draft.change(str(first.rows.get(kind="case_text").item_id), title="Another title")
    second = draft.publish("update", "News.", SECOND_AT)
    withhold(text_of(first))
    assert card(draft).title == "Another title"
    assert "Another title" in reading.document_bytes(second).decode()


def test_what_cases_share_is_withheld_in_all_of_them() -> None:
    drafts = [small_case(1), small_case(2)]
    shared = next(body for body in drafts[0].bodies.values() if body["kind"] == "actor")
    drafts[1].bodies[shared["id"]] = shared
    editions = [draft.publish() for draft in drafts]
    withhold(editions[0].rows.get(item_id=shared["id"]).digest)
    for edition in editions:
        assert [item.id for item in reading.Document.of(edition).withheld] == [shared["id"]]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "A\x00"}, "reason"),
        ({"decided_by": uuid.UUID(int=1), "seconded_by": uuid.UUID(int=1)}, "seconded_by"),
        ({"digest": "0" * 64}, "digest"),
        ({"digest": "rubbish"}, "digest"),
    ],
)
def test_what_is_refused_stores_nothing(given: dict[str, Any], field: str) -> None:
    edition = small_case(1).publish()
    with pytest.raises(Refused) as refusal:
        withhold(**{"digest": text_of(edition)} | given)
    assert refusal.value.field == field
    assert not Removal.objects.exists()
    assert Blob.objects.count() == edition.rows.count()


def test_twice_is_a_conflict() -> None:
    edition = small_case(1).publish()
    withhold(text_of(edition))
    with pytest.raises(Conflict, match="already"):
        withhold(text_of(edition))


def _somebody_waits() -> bool:
    """For this very connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


def _withheld_while_published() -> CaseCard:
    """The card after a removal that began while an edition with the same words was being published."""
    draft = small_case(1)
    first = draft.publish()
    failed: list[BaseException] = []

    def remove() -> None:
        try:
            withhold(text_of(first))
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=remove)
    with transaction.atomic():
        draft.publish("update", "News.", SECOND_AT)
        other.start()
        while other.is_alive() and not _somebody_waits():
            other.join(timeout=0.01)
    other.join(timeout=PATIENCE)
    assert failed == []
    return card(draft)


@pytest.mark.django_db(transaction=True)
def test_a_removal_during_a_publication_finds_its_card() -> None:
    found = _withheld_while_published()
    assert (found.edition_number, found.title) == (2, "case-1")


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_card_would_tell_of_the_edition_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_lock_log", lambda: None)
    assert _withheld_while_published().edition_number == 1
