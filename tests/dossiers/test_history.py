"""Row history: every change of what journalists compile stays, with who made it."""

import pghistory
import pytest
from django.apps import apps
from django.db import models

from casefiles.dossiers.actions import add_member, relate, save_case, save_item, unrelate
from casefiles.dossiers.models import Contribution, EvidenceSource, Item, KindModel, Membership
from casefiles.dossiers.vocabularies import Kind
from tests.dossiers.rows import CHANGE, MODELS, RELATIONS, sound
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db


def told(rows: models.QuerySet[models.Model]) -> list[tuple[str, str | None]]:
    """What happened and who did it, oldest first."""
    found = rows.order_by("pgh_id").values_list("pgh_label", "pgh_context")
    return [(label, (context or {}).get("user")) for label, context in found]


def test_everything_that_people_write_has_a_history() -> None:
    written = {model for model in apps.get_app_config("dossiers").get_models() if not hasattr(model, "pgh_id")}
    without = {model for model in written if not hasattr(model, "history")}
    assert without == {Item, Contribution}  # triggers write these two, and never change what happened
    assert {*MODELS.values(), *RELATIONS} <= written


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_keeps_what_it_was_and_who_changed_it(room: Newsroom, kind: Kind) -> None:
    row = room.add(sound(room, kind))
    field, after = CHANGE[kind]
    before = getattr(row, field)
    setattr(row, field, after)
    save_item(user=room.teammate, row=row, expected_version=1, fields=[field])
    history = row.history  # type: ignore[attr-defined]
    assert told(history) == [("insert", str(room.author.pk)), ("update", str(room.teammate.pk))]
    assert list(history.order_by("pgh_id").values_list(field, flat=True)) == [before, after]


def test_a_relation_that_was_taken_away_stays_in_the_history(room: Newsroom) -> None:
    evidence: KindModel = room.add(sound(room, Kind.EVIDENCE))
    row = EvidenceSource(evidence=evidence, source=room.source())
    relate(user=room.author, through_row=row, owner=current(evidence))
    unrelate(user=room.teammate, through_row=row, owner=current(evidence))
    history = apps.get_model("dossiers", "EvidenceSourceHistory").objects.all()
    assert told(history) == [("insert", str(room.author.pk)), ("delete", str(room.teammate.pk))]


def test_cases_and_members_have_one_too(room: Newsroom) -> None:
    room.case.working_title = "Another title"
    save_case(user=room.teammate, case=room.case, seen={"working_title": "The Exchange case"})
    assert told(room.case.history) == [("insert", str(room.author.pk)), ("update", str(room.teammate.pk))]  # type: ignore[attr-defined]
    add_member(user=room.author, case=room.case, member=room.outsider)
    member = Membership.objects.get(user=room.outsider).pk
    room.leaves(room.outsider, user=room.publisher)
    history = apps.get_model("dossiers", "MembershipHistory").objects.filter(pgh_obj_id=member)
    assert told(history) == [("insert", str(room.author.pk)), ("delete", str(room.publisher.pk))]


def test_a_request_is_noted_beside_the_person(room: Newsroom) -> None:
    """As the desk's middleware does it: the address of the request, and who sent it."""
    with pghistory.context(user=str(room.outsider.pk), url="/dossiers/operation/add/"):
        row = room.operation()
    (entry,) = row.history.all()  # type: ignore[attr-defined]
    assert entry.pgh_context == {"user": str(room.author.pk), "url": "/dossiers/operation/add/"}


def test_what_was_refused_is_no_history(room: Newsroom) -> None:
    row = room.operation()
    row.name = ""
    with pytest.raises(Exception, match="blank"):
        save_item(user=room.author, row=row, expected_version=1, fields=["name"])
    assert told(row.history) == [("insert", str(room.author.pk))]  # type: ignore[attr-defined]
