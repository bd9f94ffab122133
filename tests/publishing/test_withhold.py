"""``manage.py withhold``, and what becomes of a withheld item in the editions after."""

import io
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.models import Attribution
from casefiles.editions.models import Blob, CaseCard, Edition, Removal
from casefiles.publishing import plan as planning
from casefiles.publishing.plan import plan_edition
from tests.newsroom import Newsroom, person
from tests.publishing.shortcuts import body_of, change, publish


@pytest.fixture
def first(room: Newsroom, claim: Attribution) -> Edition:
    return publish(room)


def digest_of(edition: Edition, item_id: uuid.UUID) -> str:
    return edition.rows.get(item_id=item_id).digest


def withhold(digest: str, **given: Any) -> str:
    """What the command says, with the publishing editor deciding and counsel seconding unless told otherwise."""
    said = io.StringIO()
    options = {"reason": "A court order.", "decided_by": "publisher", "seconded_by": "counsel"} | given
    call_command("withhold", digest, stdout=said, **options)
    return said.getvalue()


def test_two_people_withhold_an_item(room: Newsroom, claim: Attribution, first: Edition) -> None:
    digest = digest_of(first, claim.statement_id)
    said = withhold(digest.upper())
    assert digest in said
    assert f"{room.case.slug}, edition 1" in said
    assert not Blob.objects.filter(pk=digest).exists()
    removal = Removal.objects.get(pk=digest)
    assert (removal.decided_by, removal.seconded_by) == (room.publisher.pk, room.counsel.pk)


def test_another_publishing_editor_may_second(room: Newsroom, claim: Attribution, first: Edition) -> None:
    person("second", Role.PUBLISHING_EDITOR)
    withhold(digest_of(first, claim.statement_id), seconded_by="second")
    assert Removal.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"decided_by": "counsel", "seconded_by": "publisher"}, "--decided-by: counsel is no active publishing editor"),
        ({"decided_by": "superuser"}, "--decided-by"),
        ({"decided_by": "nobody"}, "--decided-by"),
        ({"seconded_by": "reviewer"}, "--seconded-by: reviewer is no active publishing editor or counsel"),
        ({"seconded_by": "publisher"}, "It takes two people"),
        ({"reason": " "}, "Say why"),
        ({"digest": "0" * 64}, "No published item"),
        ({"digest": "\x00"}, "Nothing was withheld"),
    ],
)
def test_what_is_refused_withholds_nothing(
    room: Newsroom, claim: Attribution, first: Edition, given: dict[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words) as refusal:
        withhold(**{"digest": digest_of(first, claim.statement_id)} | given)
    assert str(refusal.value).endswith("Nothing was withheld.")
    assert not Removal.objects.exists()


@pytest.mark.parametrize("name", ["publisher", "counsel"])
def test_who_has_left_decides_nothing(room: Newsroom, claim: Attribution, first: Edition, name: str) -> None:
    User.objects.filter(username=name).update(is_active=False)
    with pytest.raises(CommandError, match=f"{name} is no active"):
        withhold(digest_of(first, claim.statement_id))


def test_what_is_withheld_stays_out_of_the_next_edition(room: Newsroom, claim: Attribution, first: Edition) -> None:
    withhold(digest_of(first, claim.statement_id))
    reasons = {left.item.pk: left.reasons for left in plan_edition(room.case).left_out}
    assert reasons[claim.statement_id] == [planning._WITHHELD]
    assert "stays out" in reasons[claim.pk][0]


def test_changed_and_approved_anew_it_is_published_with_other_bytes(
    room: Newsroom, claim: Attribution, first: Edition
) -> None:
    digest = digest_of(first, claim.statement_id)
    withhold(digest)
    change(room, claim.statement, passage="They may have done it.")
    room.approve(claim.statement)
    second = publish(room, kind="correction", note="A passage was withheld.")
    assert digest_of(second, claim.statement_id) != digest
    assert body_of(second, claim.statement)["fields"]["passage"] == "They may have done it."


def test_a_withheld_text_keeps_its_title_from_the_card(room: Newsroom, claim: Attribution, first: Edition) -> None:
    withhold(first.rows.get(kind="case_text").digest)
    assert CaseCard.objects.get(pk=room.case.pk).title == room.case.slug
    assert "There is no approved case text, so readers would have no title." in plan_edition(room.case).blockers


def test_without_the_plan_the_same_words_would_be_tried_again(
    room: Newsroom, claim: Attribution, first: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    withhold(digest_of(first, claim.statement_id))
    monkeypatch.setattr(planning, "_drop_withheld", lambda *_: None)
    assert claim.statement_id in {entry.item.pk for entry in plan_edition(room.case).items}
