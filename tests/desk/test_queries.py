"""Pages of the desk cost the same number of queries for five rows as for fifty."""

from collections.abc import Callable

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from casefiles.archive.actions import request_capture
from casefiles.dossiers.actions import create_case, relate
from casefiles.dossiers.models import (
    Alias,
    Attribution,
    EditorNote,
    Event,
    Evidence,
    EvidenceBearing,
    EvidenceSource,
    EvidenceStatement,
    Impact,
    NoteSubject,
    Relay,
    ReplyRequest,
    ReplyRequestAttribution,
    Source,
    Statement,
)
from casefiles.dossiers.vocabularies import Kind
from casefiles.review.actions import submit
from tests.desk.conftest import at_desk
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.slow


def statements(room: Newsroom, number: int) -> None:
    source = Statement.objects.first().source if Statement.objects.exists() else room.source()
    for index in range(number):
        row = room.statement(source, passage=f"Sentence {index}.", speaker=room.actor(f"Speaker {index}"))
        submit(user=room.author, item=current(row), version=current(row).version)


def attributions(room: Newsroom, number: int) -> None:
    for _ in range(number):
        room.attribution()


def sources(room: Newsroom, number: int) -> None:
    for index in range(number):
        room.source(f"Source {index}", url=f"https://agency.example/{number}/{index}", archiving="now")


def others(room: Newsroom, number: int) -> None:
    claim = Attribution.objects.first() or room.attribution()
    for index in range(number):
        room.add(Alias(actor=claim.accuser, name=f"Name {index}"))
        room.add(Evidence(title=f"Evidence {index}", evidence_type="document", description="A paper."))
        room.add(Event(date="2021", title=f"Event {index}", source=claim.statement.source))
        room.add(Impact(operation=claim.operation, amount="3", unit="people", statement=claim.statement))


def cases(room: Newsroom, number: int) -> None:
    for index in range(number):
        create_case(user=room.author, slug=f"case-{number}-{index}", working_title=f"Case {index}")


def captures(room: Newsroom, number: int) -> None:
    for index in range(number):
        request_capture(url=f"https://c{index}.example/{number}", requested_by=room.author, tell_workers=False)


@pytest.mark.parametrize(
    ("make", "paths"),
    [
        (
            statements,
            ["/", "/dossiers/statement/", "/dossiers/item/", "/dossiers/actor/", "/dossiers/item/?turn=approve"],
        ),
        (attributions, ["/dossiers/attribution/", "/dossiers/operation/", "/dossiers/source/"]),
        (sources, ["/dossiers/source/", "/archive/capture/"]),
        (others, ["/dossiers/alias/", "/dossiers/evidence/", "/dossiers/event/", "/dossiers/impact/"]),
        (cases, ["/dossiers/case/", "/"]),
        (captures, ["/archive/capture/", "/"]),
    ],
    ids=["statements", "attributions", "sources", "others", "cases", "captures"],
)
def test_lists_cost_the_same(room: Newsroom, make: Callable[[Newsroom, int], None], paths: list[str]) -> None:
    client = at_desk(room.author if make is captures or make is cases else room.reviewer)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    make(room, 5)
    for path in paths:
        cost(path)  # what is looked up once in a process
    few = [cost(path) for path in paths]
    make(room, 45)
    assert [cost(path) for path in paths] == few


def test_the_publishing_list_and_the_case_cost_the_same(room: Newsroom) -> None:
    client = at_desk(room.publisher)
    paths = [
        f"/cases/{room.case.pk}/publish/",
        f"/cases/{room.case.pk}/preview/",
        f"/dossiers/case/{room.case.pk}/change/",
    ]

    def costs() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    room.text()
    attributions(room, 3)
    room.approve_all()
    costs()
    few = costs()
    attributions(room, 12)
    room.approve_all()
    assert costs() == few


def _bearings(room: Newsroom, owner: Evidence | ReplyRequest | EditorNote | Source, number: int) -> None:
    """So many rows more of each relation that ``owner`` owns."""
    for index in range(number):
        claim = room.attribution()
        rows: list[models.Model] = []
        match owner:
            case Evidence():
                rows.append(EvidenceBearing(evidence=owner, attribution=claim))
                rows.append(EvidenceSource(evidence=owner, source=claim.statement.source))
                rows.append(EvidenceStatement(evidence=owner, statement=claim.statement))
            case ReplyRequest():
                rows.append(ReplyRequestAttribution(reply_request=owner, attribution=claim))
            case EditorNote():
                rows.append(NoteSubject(note=owner, subject=claim.item if index % 2 else claim.accused.item))
            case Source():
                rows.append(Relay(source=owner, relayed=claim.statement.source))
        for row in rows:
            relate(user=room.author, through_row=row, owner=current(owner))


@pytest.mark.parametrize(
    "make",
    [
        lambda room: Evidence(title="A paper", evidence_type="document", description="A paper."),
        lambda room: ReplyRequest(to=room.actor("China"), allegations="That they did it."),
        lambda _: EditorNote(text="They differ."),
        lambda _: Source(title="A report", archiving="upload"),
    ],
    ids=["evidence", "reply", "note", "source"],
)
@pytest.mark.parametrize("name", ["author", "counsel"])
def test_a_form_costs_the_same_for_3_rows_as_for_15(
    room: Newsroom, make: Callable[[Newsroom], Evidence | ReplyRequest | EditorNote | Source], name: str
) -> None:
    owner = room.add(make(room))
    client = at_desk(getattr(room, name))
    path = f"/dossiers/{owner._meta.model_name}/{owner.pk}/change/"
    words = "A statement" if owner.KIND == Kind.SOURCE else "China"

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path).content.decode()
        assert page.count(words) >= rows
        return len(queries)

    rows = 3
    _bearings(room, owner, 3)
    cost()  # what is looked up once in a process
    few = cost()
    rows = 15
    _bearings(room, owner, 12)
    assert cost() == few <= 40
