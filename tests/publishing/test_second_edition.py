"""What a second edition keeps of the first to the byte, and what it may never take back."""

import re

import pytest

from casefiles.dossiers.models import Attribution, Case
from casefiles.editions import reading
from casefiles.editions.models import Edition
from casefiles.publishing.models import PublicNumber
from casefiles.review.actions import reopen
from tests.newsroom import Newsroom, current
from tests.publishing.shortcuts import body_of, change, publish, withdrawn


def digests(edition: Edition) -> dict[str, str]:
    return {str(row.item_id): row.digest for row in edition.rows.all()}


def numbers(edition: Edition) -> dict[str, str]:
    return {str(row.item_id): row.number for row in edition.rows.exclude(number="")}


@pytest.fixture
def first(room: Newsroom, claim: Attribution) -> Edition:
    return publish(room)


def test_what_did_not_change_is_the_same_to_the_byte(room: Newsroom, claim: Attribution, first: Edition) -> None:
    salt = body_of(first, claim.operation)["salt"]
    change(room, claim, caveat="Perhaps.")
    room.approve(claim)
    second = publish(room, kind="correction", note="It is perhaps so.")
    differ = {key for key, name in digests(second).items() if digests(first)[key] != name}
    assert differ == {str(claim.pk)}
    assert body_of(second, claim.operation)["salt"] == salt


def test_what_changed_has_other_bytes_and_another_salt(room: Newsroom, claim: Attribution, first: Edition) -> None:
    before = body_of(first, claim)
    change(room, claim, caveat="Perhaps.")
    room.approve(claim)
    after = body_of(publish(room, kind="correction", note="It is perhaps so."), claim)
    assert after["fields"] == before["fields"] | {"caveat": "Perhaps."}
    assert after["salt"] != before["salt"]
    assert (after["id"], after["number"], after["refs"]) == (before["id"], before["number"], before["refs"])


def test_what_was_changed_back_has_another_salt_all_the_same(
    room: Newsroom, claim: Attribution, first: Edition
) -> None:
    for caveat in ("Perhaps.", ""):
        change(room, claim, caveat=caveat)
    room.approve(claim)
    second = publish(room, kind="update", note="We looked again.")
    assert body_of(second, claim)["fields"] == body_of(first, claim)["fields"]
    assert digests(second)[str(claim.pk)] != digests(first)[str(claim.pk)]


def test_salts_are_16_random_bytes_each(room: Newsroom, claim: Attribution, first: Edition) -> None:
    salts = {body_of(first, row)["salt"] for row in (claim, claim.statement, claim.operation, claim.accused)}
    assert len(salts) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", salt) for salt in salts)


def test_two_items_with_the_same_words_have_different_digests(room: Newsroom, claim: Attribution) -> None:
    one, other = room.operation("Alike"), room.operation("Alike")
    room.approve(one, other)
    found = digests(publish(room))
    assert found[str(one.pk)] != found[str(other.pk)], "whoever knows the words cannot guess what is withheld"


def test_the_first_document_is_the_same_before_and_after(room: Newsroom, claim: Attribution, first: Edition) -> None:
    before = reading.document_bytes(first)
    change(room, claim.accused, name="Somewhere else")
    withdrawn(room, claim)
    room.approve(claim.accused, room.operation("Another"))
    publish(room, kind="correction", note="It was not they.")
    assert reading.document_bytes(Edition.objects.get(pk=first.pk)) == before
    publish(room, kind="retraction", note="None of it stands.")
    assert reading.document_bytes(Edition.objects.get(pk=first.pk)) == before


def test_numbers_go_on_and_are_never_given_again(room: Newsroom, claim: Attribution, first: Edition) -> None:
    gone, kept = room.source("Gone"), room.source("Kept")
    room.approve(gone, kept)
    second = publish(room, kind="update", note="Two sources more.")
    assert {numbers(second)[str(gone.pk)], numbers(second)[str(kept.pk)]} == {"S2", "S3"}
    withdrawn(room, gone)
    new = room.source("New")
    room.approve(new)
    third = publish(room, kind="update", note="Another instead.")
    assert numbers(third)[str(new.pk)] == "S4"
    assert numbers(third)[str(kept.pk)] == numbers(second)[str(kept.pk)]


def test_what_comes_back_has_its_own_number(room: Newsroom, claim: Attribution, first: Edition) -> None:
    withdrawn(room, claim)
    other = room.attribution(statement=claim.statement, operation=claim.operation)
    room.approve(other.accuser, other.accused, other)
    second = publish(room, kind="update", note="Another claim.")
    assert numbers(second)[str(other.pk)] == "A2"
    item = current(claim)
    reopen(user=room.author, item=item, version=item.version)
    room.approve(claim)
    third = publish(room, kind="update", note="Both.")
    assert (numbers(third)[str(claim.pk)], numbers(third)[str(other.pk)]) == ("A1", "A2")
    assert digests(third)[str(claim.pk)] == digests(first)[str(claim.pk)]


def test_each_case_counts_for_itself(room: Newsroom, claim: Attribution, first: Edition) -> None:
    room.case = Case.objects.get(slug="empty")
    room.text()
    mine = room.attribution()
    room.approve_all()
    assert numbers(publish(room))[str(mine.pk)] == "A1"
    assert PublicNumber.objects.filter(prefix="A", number=1).count() == 2


def test_a_shared_item_is_one_blob_in_both_cases(room: Newsroom, claim: Attribution, first: Edition) -> None:
    room.case = Case.objects.get(slug="empty")
    room.text()
    room.attribution(accuser=claim.accuser, accused=claim.accused)
    room.approve_all()
    second = publish(room)
    assert digests(second)[str(claim.accused_id)] == digests(first)[str(claim.accused_id)]
