"""Changing an item: what is named is saved, by whoever may, on the version that they saw."""

import datetime

import pytest

from casefiles.accounts.models import User
from casefiles.archive.models import Capture
from casefiles.dossiers.actions import save_item
from casefiles.dossiers.models import Attribution, Item, Operation, Source, Statement
from casefiles.dossiers.vocabularies import Kind
from casefiles.lib.errors import Conflict, NotAllowed, Refused
from tests.dossiers.conftest import STRANGERS, WRITERS, refuses
from tests.dossiers.rows import sound
from tests.newsroom import Newsroom, current

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation(room: Newsroom) -> Operation:
    return room.add(Operation(name="Exchange", operation_type="campaign", dates="2021"))


def rename(row: Operation, name: str, user: User, version: int = 1) -> Operation:
    row.name = name
    return save_item(user=user, row=row, expected_version=version, fields=["name"])


def test_what_is_named_is_saved_and_nothing_else(room: Newsroom, operation: Operation) -> None:
    operation.description = "Not named among the fields."
    rename(operation, "Exchange Server", room.author)
    stored = Operation.objects.get()
    assert (stored.name, stored.description) == ("Exchange Server", "")
    item = current(operation)
    assert (item.version, item.label) == (2, "Exchange Server")
    assert item.changed_at > item.created_at


def test_bounds_follow_their_date_also_when_it_becomes_unknown(room: Newsroom, operation: Operation) -> None:
    operation.dates = "2021-01/2021-03"
    save_item(user=room.author, row=operation, expected_version=1, fields={"dates"})
    operation.refresh_from_db()
    assert (operation.dates_earliest, operation.dates_latest) == (datetime.date(2021, 1, 1), datetime.date(2021, 3, 31))
    operation.dates = ""
    save_item(user=room.author, row=operation, expected_version=2, fields={"dates"})
    operation.refresh_from_db()
    assert (operation.dates_earliest, operation.dates_latest) == (None, None)


@pytest.mark.parametrize("name", WRITERS)
def test_members_who_write_may_and_are_noted(room: Newsroom, operation: Operation, name: str) -> None:
    user: User = getattr(room, name)
    rename(operation, "Another name", user)
    assert [(row.version, row.user) for row in current(operation).contributions.order_by("id")] == [
        (1, room.author),
        (2, user),
    ]


@pytest.mark.parametrize("name", STRANGERS)
def test_others_may_not(room: Newsroom, operation: Operation, name: str) -> None:
    with refuses(NotAllowed):
        rename(operation, "Another name", getattr(room, name))
    assert Operation.objects.get().name == "Exchange"


def test_who_left_the_case_may_not(room: Newsroom, operation: Operation) -> None:
    room.case.memberships.filter(user=room.teammate).delete()
    with refuses(NotAllowed):
        rename(operation, "Another name", room.teammate)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_another_version_than_the_current_is_refused(room: Newsroom, operation: Operation, version: int) -> None:
    with refuses(Conflict, saying=f"you saw draft {version}, it is now 1"):
        rename(operation, "Another name", room.author, version)
    assert Operation.objects.get().name == "Exchange"


def test_a_version_is_good_for_one_save(room: Newsroom, operation: Operation) -> None:
    rename(operation, "Exchange Server", room.author)
    with refuses(Conflict):
        rename(operation, "Exchange hack", room.author)
    assert Operation.objects.get().name == "Exchange Server"


def test_saving_what_is_already_so_raises_no_version(room: Newsroom, operation: Operation) -> None:
    rename(operation, "Exchange", room.teammate)
    save_item(user=room.teammate, row=operation, expected_version=1, fields=[])
    item = current(operation)
    assert item.version == 1
    assert not item.contributions.filter(user=room.teammate).exists()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "blank"),
        ("name", "  ", "blank"),
        ("name", "Ex\x00change", "NUL"),
        ("description", "\udc00", "surrogate"),
        ("dates", "2021-00", "no month 00"),
        ("countries", ["XXX"], "at most 2"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    room: Newsroom, operation: Operation, field: str, value: object, reason: str
) -> None:
    before = Operation.objects.values().get(), Item.objects.values().get()
    setattr(operation, field, value)
    with refuses(Refused, field=field, saying=reason):
        save_item(user=room.author, row=operation, expected_version=1, fields=[field])
    assert (Operation.objects.values().get(), Item.objects.values().get()) == before


def test_a_reference_into_another_case_is_refused(room: Newsroom) -> None:
    statement = room.statement()
    other = room.another_case()
    statement.source = room.add(sound(room, Kind.SOURCE), case=other)  # type: ignore[assignment]
    with refuses(Refused, field="source", saying="choose one of this case"):
        save_item(user=room.author, row=statement, expected_version=1, fields=["source"])


def test_a_claim_keeps_its_statement(room: Newsroom) -> None:
    claim = room.attribution()
    claim.statement_id = None  # type: ignore[assignment]
    with refuses(Refused, field="statement"):
        save_item(user=room.author, row=claim, expected_version=1, fields=["statement"])
    assert Attribution.objects.get().statement == Statement.objects.get()


def test_our_own_confidence_is_saved_whole(room: Newsroom) -> None:
    claim = room.attribution()
    claim.our_confidence = "moderate"
    with refuses(Refused, field="our_confidence", saying="signed and dated"):
        save_item(user=room.author, row=claim, expected_version=1, fields=["our_confidence"])
    claim.our_confidence_by, claim.our_confidence_on = room.author, datetime.date(2021, 7, 20)
    fields = ["our_confidence", "our_confidence_by", "our_confidence_on"]
    save_item(user=room.author, row=claim, expected_version=1, fields=fields)
    assert current(claim).version == 2


def test_a_long_passage_is_known_by_its_beginning(room: Newsroom) -> None:
    statement = room.statement(passage="word " * 200)
    assert len(current(statement).label) == 200
    assert current(statement).label.startswith("An official: word word")


def test_of_what_is_not_named_nothing_is_believed(room: Newsroom) -> None:
    statement = room.statement(speaker=room.actor("An agency"))
    other = room.actor("Another agency")
    statement.passage, statement.speaker, statement.locator = "They did not.", other, "Page 3"
    save_item(user=room.author, row=statement, expected_version=1, fields=["locator"])
    stored = Statement.objects.get()
    assert (stored.passage, stored.speaker, stored.locator) == ("They did it.", statement.speaker, "Page 3")
    assert stored.speaker != other
    assert (statement.passage, current(statement).label) == ("They did it.", "An official (An agency): They did it.")


def test_what_is_not_named_is_not_judged_either(room: Newsroom, operation: Operation) -> None:
    operation.name, operation.description = "", "What it was."
    save_item(user=room.author, row=operation, expected_version=1, fields=["description"])
    assert (operation.name, operation.description) == ("Exchange", "What it was.")


def test_an_address_that_is_not_named_is_not_cited(room: Newsroom) -> None:
    source = room.source(url="https://good.example/", archiving="hold")
    source.url, source.archiving = "https://bad.example/", "now"
    save_item(user=room.author, row=source, expected_version=1, fields=["archiving"])
    stored = Source.objects.select_related("cited_url").get()
    assert (stored.url, stored.archiving) == ("https://good.example/", "now")
    assert stored.cited_url is not None
    assert stored.cited_url.url == "https://good.example/"
    assert [capture.cited_url for capture in Capture.objects.all()] == [stored.cited_url]
