"""Publishing is refused, with the reasons, and then nothing is stored."""

import pytest

from casefiles.accounts.models import User
from casefiles.accounts.roles import Role
from casefiles.dossiers.models import Attribution
from casefiles.editions.models import Edition
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from casefiles.publishing.actions import preview
from tests.newsroom import Newsroom, person
from tests.publishing.shortcuts import change, publish, stored, withdrawn

WRONG = ("author", "teammate", "reviewer", "counsel", "outsider", "administrator", "superuser")


@pytest.mark.parametrize("who", [*WRONG, "a publishing editor of other cases"])
def test_nobody_else_may(room: Newsroom, claim: Attribution, who: str) -> None:
    user = getattr(room, who) if who in WRONG else person("elsewhere", Role.PUBLISHING_EDITOR)
    before = stored()
    with pytest.raises(NotAllowed) as refused:
        preview(user=user, case=room.case)
    assert "exchange" not in str(refused.value).lower(), "it does not even say which case"
    with pytest.raises(NotAllowed):
        publish(room, user)
    assert stored() == before


def test_an_account_that_was_closed_may_not(room: Newsroom, claim: Attribution) -> None:
    User.objects.filter(pk=room.publisher.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        publish(room, User.objects.get(pk=room.publisher.pk))


def test_nothing_approved_is_refused_with_the_list(room: Newsroom) -> None:
    room.attribution()
    before = stored()
    with pytest.raises(Refused) as refused:
        publish(room)
    assert refused.value.reasons == [
        "There is no approved case text, so readers would have no title.",
        "Nothing is approved that could be published.",
    ]
    assert stored() == before


def test_what_changed_since_the_confirmation_is_told(room: Newsroom, claim: Attribution) -> None:
    confirmed = preview(user=room.publisher, case=room.case).confirmation
    withdrawn(room, claim)
    room.operation("Another")
    before = stored()
    with pytest.raises(Conflict) as conflict:
        publish(room, confirmed=confirmed)
    assert conflict.value.reasons == [
        "Something changed since you looked. Nothing was published; look again and confirm what is there now.",
        "Left out: United States attributes: China, Exchange. It was withdrawn.",
        "Left out: Another. It is a draft that nobody has submitted for review.",
    ]
    assert stored() == before


def test_a_new_blocker_is_told_with_it(room: Newsroom, claim: Attribution) -> None:
    confirmed = preview(user=room.publisher, case=room.case).confirmation
    room.approve(room.text(title="A second text"))
    with pytest.raises(Conflict, match="There are two approved case texts; withdraw one"):
        publish(room, confirmed=confirmed)


def test_what_somebody_else_published_meanwhile_is_told(room: Newsroom, claim: Attribution) -> None:
    confirmed = preview(user=room.publisher, case=room.case).confirmation
    first = publish(room)
    with pytest.raises(Conflict) as conflict:
        publish(room, confirmed=confirmed)
    assert f"The newest edition is number 1, of {first.published_at:%d %B %Y, %H:%M} UTC." in conflict.value.reasons


@pytest.mark.parametrize("confirmed", ["0" * 64, "nothing of the kind"])
def test_a_confirmation_of_something_else_is_a_conflict(room: Newsroom, claim: Attribution, confirmed: str) -> None:
    with pytest.raises(Conflict):
        publish(room, confirmed=confirmed)
    assert not Edition.objects.exists()


FIRST = [
    ("update", "News.", "The first edition of a case is “first”", "kind"),
    ("retraction", "No.", "The first edition of a case is “first”", "kind"),
    ("opinion", "", "Choose what kind of edition this is.", "kind"),
    ("", "", "Choose what kind of edition this is.", "kind"),
    ("first", "A note.", "A first edition has no note", "note"),
    ("first", "A \x00.", "NUL", "note"),
    ("first", "\ud800", "surrogate", "note"),
]


@pytest.mark.parametrize(("kind", "note", "said", "field"), FIRST)
def test_a_first_edition_is_first_and_has_no_note(
    room: Newsroom, claim: Attribution, kind: str, note: str, said: str, field: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        publish(room, kind=kind, note=note)
    assert refused.value.field == field
    assert not Edition.objects.exists()


LATER = [
    ("first", "", "The first edition of a case is “first”", "kind"),
    ("correction", "", "Tell readers what was wrong or new", "note"),
    ("update", " \n ", "Tell readers what was wrong or new", "note"),
]


@pytest.mark.parametrize(("kind", "note", "said", "field"), LATER)
def test_a_later_edition_says_what_it_is_and_why(
    room: Newsroom, claim: Attribution, kind: str, note: str, said: str, field: str
) -> None:
    publish(room)
    change(room, claim, caveat="Perhaps.")
    room.approve(claim)
    with pytest.raises(Refused, match=said) as refused:
        publish(room, kind=kind, note=note)
    assert refused.value.field == field
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("kind", ["update", "clarification", "correction"])
def test_nothing_changed_is_no_new_edition(room: Newsroom, claim: Attribution, kind: str) -> None:
    publish(room)
    with pytest.raises(Refused, match="Nothing has changed since edition 1"):
        publish(room, kind=kind, note="News.")


def test_a_published_address_does_not_move(room: Newsroom, claim: Attribution) -> None:
    publish(room)
    room.case.slug = "elsewhere"
    room.case.save(update_fields=["slug"])
    with pytest.raises(Refused, match="published at “exchange”; its address cannot change"):
        publish(room, kind="update", note="News.")
