"""Retracting a case: the edition before once more, item for item, whatever became of the drafts."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casefiles.accounts.actor import acting
from casefiles.dossiers.models import Attribution
from casefiles.editions import reading
from casefiles.editions.actions import NewItem, record_edition
from casefiles.editions.models import Blob, CaseCard, Edition, LogEntry
from casefiles.lib.canonical import parse
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.publishing.actions import preview_retraction
from casefiles.publishing.plan import plan_edition
from casefiles.publishing.retraction import plan_retraction
from tests.editions.removals import withhold
from tests.newsroom import Newsroom, current
from tests.publishing.shortcuts import change, publish, stored, withdrawn
from tests.raw_sql import without

NOTE = "None of it stands."
GUARD = "a retraction has exactly the items of the edition before it"


def retract(room: Newsroom) -> Edition:
    return publish(room, kind="retraction", note=f" {NOTE} ")


def items(edition: Edition) -> list[dict[str, str]]:
    """The lines of its manifest."""
    lines: list[dict[str, str]] = parse(bytes(edition.manifest))["items"]
    return lines


def _nothing(room: Newsroom, claim: Attribution) -> None:
    """The drafts are as they were published."""


def _text_changed(room: Newsroom, claim: Attribution) -> None:
    change(room, room.case.items.get(kind="case_text").casetext, title="Who knows")


def _all_withdrawn(room: Newsroom, claim: Attribution) -> None:
    for row in (claim, claim.statement, claim.statement.source, claim.operation):
        withdrawn(room, row)
    withdrawn(room, room.case.items.get(kind="case_text").casetext)


def _approved_anew(room: Newsroom, claim: Attribution) -> None:
    change(room, claim, caveat="Perhaps.")
    room.approve(claim, room.operation("Another"))


def _address_moved(room: Newsroom, claim: Attribution) -> None:
    room.case.slug = "elsewhere"
    room.case.save(update_fields=["slug"])


MEANWHILE: dict[str, Callable[[Newsroom, Attribution], None]] = {
    "nothing": _nothing,
    "the text was changed": _text_changed,
    "everything was withdrawn": _all_withdrawn,
    "there is something new": _approved_anew,
    "the address was moved": _address_moved,
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_it_has_what_the_edition_before_has_whatever_became_of_the_drafts(
    room: Newsroom, claim: Attribution, meanwhile: str
) -> None:
    first = publish(room)
    MEANWHILE[meanwhile](room, claim)
    second = retract(room)
    assert items(second) == items(first)
    assert (second.number, second.kind, second.note, second.slug) == (2, "retraction", NOTE, "exchange")
    assert second.previous_digest == first.digest
    assert list(second.rows.values_list("position", "item_id", "kind", "digest", "number")) == list(
        first.rows.values_list("position", "item_id", "kind", "digest", "number")
    )
    assert reading.Document.of(second).text["title"] == "Who did it"
    assert (CaseCard.objects.get().edition_kind, CaseCard.objects.get().title) == ("retraction", "Who did it")
    assert LogEntry.objects.count() == 2


def test_an_update_would_be_refused_there(room: Newsroom, claim: Attribution) -> None:
    """The control: those drafts can be published as nothing else."""
    publish(room)
    _all_withdrawn(room, claim)
    with pytest.raises(Refused, match="There is no approved case text"):
        publish(room, kind="update", note=NOTE)


def test_what_a_removal_withholds_stays_withheld_and_in_its_place(room: Newsroom, claim: Attribution) -> None:
    first = publish(room)
    gone = withhold(first, "Q1")
    second = retract(room)
    assert items(second) == items(first)
    assert not Blob.objects.filter(pk=gone).exists()
    assert [item.digest for item in reading.Document.of(second).withheld] == [gone]
    assert b"A court order." in reading.document_bytes(second)


def test_a_case_can_be_published_again_after_it(room: Newsroom, claim: Attribution) -> None:
    first = publish(room)
    retract(room)
    change(room, claim, caveat="Perhaps.")
    room.approve(claim)
    third = publish(room, kind="correction", note="It stands, perhaps.")
    assert third.number == 3
    differ = {new["id"] for new, old in zip(items(third), items(first), strict=True) if new != old}
    assert differ == {str(claim.pk)}


def test_it_touches_no_draft_and_no_release(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    change(room, claim, caveat="Perhaps.")
    before, version = stored(), current(claim).version
    retract(room)
    after = stored()
    assert {name for name in after if after[name] != before[name]} == {"Edition", "EditionItem", "LogEntry", "CaseCard"}
    assert current(claim).version == version


def test_before_anything_is_published_there_is_nothing_to_retract(room: Newsroom, claim: Attribution) -> None:
    assert preview_retraction(user=room.publisher, case=room.case) is None
    with pytest.raises(Refused, match="The first edition of a case is “first”"):
        retract(room)
    assert not Edition.objects.exists()


def test_it_needs_its_note(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    with pytest.raises(Refused, match="Tell readers") as refused:
        publish(room, kind="retraction", note=" ")
    assert refused.value.field == "note"
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("who", ["author", "teammate", "reviewer", "counsel", "outsider", "administrator", "superuser"])
def test_nobody_else_may(room: Newsroom, claim: Attribution, who: str) -> None:
    publish(room)
    user = getattr(room, who)
    with pytest.raises(NotAllowed):
        preview_retraction(user=user, case=room.case)
    with pytest.raises(NotAllowed):
        publish(room, user, kind="retraction", note=NOTE)
    assert Edition.objects.count() == 1


def test_its_confirmation_is_its_own_and_of_one_edition(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    retraction = plan_retraction(room.case)
    assert retraction is not None
    for confirmed in (plan_edition(room.case).confirmation, "0" * 64):
        with pytest.raises(Conflict):
            publish(room, kind="retraction", note=NOTE, confirmed=confirmed)
    with pytest.raises(Conflict):
        publish(room, kind="update", note=NOTE, confirmed=retraction.confirmation)
    change(room, claim, caveat="Perhaps.")
    changed = plan_retraction(room.case)
    assert changed is not None
    assert changed.confirmation == retraction.confirmation, "drafts play no part in it"
    room.approve(claim)
    publish(room, kind="update", note="News.")
    with pytest.raises(Conflict, match="The newest edition is number 2"):
        publish(room, kind="retraction", note=NOTE, confirmed=retraction.confirmation)


def written(edition: Edition, *, without_one: bool = False, changed: bool = False) -> list[NewItem]:
    """The items of ``edition``, written straight into the record: all, all but one, or one with other words."""
    found = [
        NewItem(row.item_id, row.kind, parse(bytes(Blob.objects.get(pk=row.digest).body))) for row in edition.rows.all()
    ]
    if without_one:
        found = [item for item in found if item.kind != "attribution"]
    if changed:
        claim = next(item for item in found if item.kind == "attribution")
        claim.body["fields"]["caveat"] = "Perhaps."
    return found


def refusal(room: Newsroom, given: list[NewItem], kind: str = "retraction") -> str:
    """What the database says when it refuses that edition; "" if it takes it."""
    try:
        with transaction.atomic(), acting(room.publisher):
            record_edition(
                case_id=room.case.pk, slug="exchange", kind=kind, note=NOTE, items=given, published_at=timezone.now()
            )
    except IntegrityError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("given", [{"without_one": True}, {"changed": True}], ids=["one left out", "other words"])
def test_the_database_lets_nothing_else_be_a_retraction(
    room: Newsroom, claim: Attribution, given: dict[str, bool]
) -> None:
    first = publish(room)
    assert GUARD in refusal(room, written(first, **given))
    without("editions_edition", "guard_released")
    assert refusal(room, written(first, **given)) == "", "it was the guard that refused"


def test_not_even_what_is_approved_and_released_since(room: Newsroom, claim: Attribution) -> None:
    first = publish(room)
    change(room, claim, caveat="Perhaps.")
    room.approve(claim)
    second = publish(room, kind="update", note="News.")
    assert GUARD in refusal(room, written(first)), "it is the newest edition that is taken back"
    assert refusal(room, written(second)) == ""


def test_and_no_other_edition_of_what_is_no_longer_approved(room: Newsroom, claim: Attribution) -> None:
    first = publish(room)
    withdrawn(room, claim)
    assert "an edition has only what is approved" in refusal(room, written(first), kind="update")
    assert refusal(room, written(first)) == ""
