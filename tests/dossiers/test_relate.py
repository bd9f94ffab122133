"""Relations between items: each is part of the item that owns it, and raises its version."""

import pytest
from django.db import models

from casefiles.accounts.models import User
from casefiles.dossiers.actions import create_case, relate, unrelate
from casefiles.dossiers.models import Evidence, EvidenceSource, Relay
from casefiles.dossiers.vocabularies import Kind
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from tests.dossiers.conftest import STRANGERS, WRITERS, refuses
from tests.dossiers.rows import RELATIONS, related, sound
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db
Through = type[models.Model]


@pytest.mark.parametrize("through", RELATIONS)
def test_relating_and_taking_away_are_writes_to_the_owner(room: Newsroom, through: Through) -> None:
    owner, row = related(room, through)
    relate(user=room.teammate, through_row=row, owner=current(owner))
    assert through._default_manager.count() == 1
    unrelate(user=room.reviewer, through_row=through._default_manager.get(), owner=current(owner))
    assert through._default_manager.count() == 0
    item = current(owner)
    assert item.version == 3
    assert [entry.user for entry in item.contributions.order_by("id")] == [room.author, room.teammate, room.reviewer]


@pytest.mark.parametrize("through", RELATIONS)
def test_the_same_relation_twice_is_refused(room: Newsroom, through: Through) -> None:
    owner, row = related(room, through)
    relate(user=room.author, through_row=row, owner=current(owner))
    row.pk = None
    row._state.adding = True
    with refuses(Refused, saying="twice"):
        relate(user=room.author, through_row=row, owner=current(owner))
    assert current(owner).version == 2


@pytest.fixture
def evidence(room: Newsroom) -> Evidence:
    return room.add(sound(room, Kind.EVIDENCE))  # type: ignore[return-value]


@pytest.mark.parametrize("name", WRITERS)
def test_members_who_write_may(room: Newsroom, evidence: Evidence, name: str) -> None:
    row = EvidenceSource(evidence=evidence, source=room.source())
    relate(user=getattr(room, name), through_row=row, owner=current(evidence))
    unrelate(user=getattr(room, name), through_row=row, owner=current(evidence))
    assert current(evidence).version == 3


@pytest.mark.parametrize("name", STRANGERS)
def test_others_may_not(room: Newsroom, evidence: Evidence, name: str) -> None:
    user: User = getattr(room, name)
    row = EvidenceSource(evidence=evidence, source=room.source())
    with refuses(NotAllowed):
        relate(user=user, through_row=row, owner=current(evidence))
    relate(user=room.author, through_row=row, owner=current(evidence))
    with refuses(NotAllowed):
        unrelate(user=user, through_row=row, owner=current(evidence))


def test_an_item_of_another_case_cannot_be_related(room: Newsroom, evidence: Evidence) -> None:
    foreign = room.add(sound(room, Kind.SOURCE), case=room.another_case())
    with refuses(Refused, field="source", saying="choose one of this case"):
        relate(
            user=room.author,
            through_row=EvidenceSource(evidence=evidence, source=foreign),
            owner=current(evidence),
        )


def test_the_owner_is_the_rows_own_and_not_one_that_the_person_may_write(room: Newsroom, evidence: Evidence) -> None:
    """An outsider names an item of a case of their own as the owner of somebody else's relation."""
    mine = create_case(user=room.outsider, slug="mine", working_title="Mine")
    own = room.add(sound(room, Kind.EVIDENCE), user=room.outsider, case=mine)
    row = EvidenceSource(evidence=evidence, source=room.source())
    with refuses(NotAllowed):
        relate(user=room.outsider, through_row=row, owner=current(own))
    relate(user=room.author, through_row=row, owner=current(evidence))
    with refuses(NotAllowed):
        unrelate(user=room.outsider, through_row=row, owner=current(own))
    row.evidence = own  # type: ignore[assignment]
    with refuses(Conflict):
        unrelate(user=room.outsider, through_row=row, owner=current(own))
    assert EvidenceSource.objects.get().evidence == evidence


def test_a_source_does_not_repeat_itself(room: Newsroom) -> None:
    source = room.source()
    with refuses(Refused, field="relayed", saying="cannot repeat itself"):
        relate(user=room.author, through_row=Relay(source=source, relayed=source), owner=current(source))


def test_something_missing_is_refused_at_its_field(room: Newsroom, evidence: Evidence) -> None:
    with refuses(Refused, field="source"):
        relate(user=room.author, through_row=EvidenceSource(evidence=evidence), owner=current(evidence))


def test_taking_away_twice_is_said(room: Newsroom, evidence: Evidence) -> None:
    row = EvidenceSource(evidence=evidence, source=room.source())
    relate(user=room.author, through_row=row, owner=current(evidence))
    unrelate(user=room.author, through_row=row, owner=current(evidence))
    with refuses(Conflict, saying="already"):
        unrelate(user=room.author, through_row=row, owner=current(evidence))
    assert current(evidence).version == 3
