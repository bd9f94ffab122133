"""Recording an edition: what it appends, and what it refuses."""

import datetime
import itertools
import uuid

import pytest

from casefiles.editions import actions, formats
from casefiles.editions.actions import NewItem, log_digest, record_edition
from casefiles.editions.models import Blob, CaseCard, Edition, LogEntry, Removal
from casefiles.lib.canonical import canonical, digest, parse
from casefiles.lib.errors import Conflict, Refused
from tests.editions.documents import NOTE, SECOND_AT, Exchange, publish_exchange
from tests.editions.drafts import FIRST_AT, Draft, small_case

pytestmark = pytest.mark.django_db


def test_first_edition_is_manifest_blobs_log_line_and_card() -> None:
    draft = small_case(1)
    edition = draft.publish()
    manifest = parse(bytes(edition.manifest))
    assert (edition.number, edition.kind, edition.note, edition.previous_digest) == (1, "first", "", "")
    assert manifest["case"] == {"id": str(draft.case_id), "slug": "case-1"}
    assert manifest["published_at"] == "2021-07-19T18:30:00Z"
    assert "note" not in manifest
    assert "previous" not in manifest
    assert digest(bytes(edition.manifest)) == edition.digest
    assert Blob.objects.count() == len(draft.bodies) == edition.rows.count()
    entry = LogEntry.objects.get()
    assert (entry.index, entry.edition_digest, entry.previous) == (0, edition.digest, actions.FIRST_PREVIOUS)
    card = CaseCard.objects.get()
    assert (card.title, card.edition_number, card.first_published_at) == ("Case 1", 1, FIRST_AT)


def test_items_stand_by_kind_then_number_then_id() -> None:
    edition = Exchange().publish()
    rows = [formats.sort_key(row.kind, row.number, str(row.item_id)) for row in edition.rows.all()]
    assert rows == sorted(rows)
    assert [row.number for row in edition.rows.filter(kind="statement")][-2:] == ["Q10", "Q11"]


def test_next_edition_names_the_one_before() -> None:
    _, first, second = publish_exchange()
    manifest = parse(bytes(second.manifest))
    assert (second.number, second.previous_digest, manifest["previous"]) == (2, first.digest, first.digest)
    assert manifest["note"] == NOTE
    card = CaseCard.objects.get()
    assert (card.edition_number, card.edition_kind, card.last_published_at) == (2, "correction", SECOND_AT)
    assert card.first_published_at == FIRST_AT


def test_unchanged_items_are_the_same_blob() -> None:
    draft, first, second = publish_exchange()
    before = dict(first.rows.values_list("item_id", "digest"))
    after = dict(second.rows.values_list("item_id", "digest"))
    changed = {item for item, name in after.items() if before.get(item, name) != name}
    assert changed == {
        uuid.UUID(item) for item in (draft.q_ncsc, draft.a_ncsc, draft.q_nato, draft.a_nato, draft.q_eu, draft.a_eu)
    }
    assert Blob.objects.count() == len(set(before.values()) | set(after.values()))


def test_log_lines_name_each_other() -> None:
    publish_exchange()
    small_case(1).publish()
    lines = list(LogEntry.objects.all())
    assert [line.index for line in lines] == [0, 1, 2]
    for before, line in itertools.pairwise(lines):
        assert line.previous == before.digest
    for line in lines:
        assert line.digest == log_digest(
            index=line.index, edition_digest=line.edition_digest, previous=line.previous, at=line.at
        )


def test_times_are_whole_seconds_in_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=3))
    edition = small_case(1).publish(at=datetime.datetime(2021, 7, 19, 12, 0, 0, 999_999, tzinfo=zone))
    assert edition.published_at == datetime.datetime(2021, 7, 19, 9, 0, tzinfo=datetime.UTC)


def _broken(draft: Draft, fault: str) -> None:
    """Put one fault into a draft."""
    first = next(iter(draft.bodies.values()))
    match fault:
        case "another kind":
            first["kind"] = "rumour"
        case "null":
            first["fields"]["description"] = None
        case "float":
            first["fields"]["description"] = 0.5
        case "nul":
            first["fields"]["name"] = "A\x00B"
        case "surrogate":
            first["fields"]["name"] = "\ud800"
        case "blank":
            first["fields"]["name"] = ""
        case "no salt":
            del first["salt"]
        case "no case text":
            draft.bodies = {key: body for key, body in draft.bodies.items() if body["kind"] != "case_text"}
        case "bad date":
            draft.add("event", date="July", title="Something")
        case _:
            raise AssertionError(fault)


@pytest.mark.parametrize(
    "fault",
    ["another kind", "null", "float", "nul", "surrogate", "blank", "no salt", "no case text", "bad date"],
)
def test_unsound_documents_are_refused_whole(fault: str) -> None:
    draft = small_case(1)
    _broken(draft, fault)
    with pytest.raises(Refused) as refused:
        draft.publish()
    assert refused.value.reasons
    assert not Edition.objects.exists()
    assert not Blob.objects.exists()


def test_a_reference_to_what_is_left_out_is_refused() -> None:
    draft = small_case(1)
    items = [item for item in draft.items() if item.kind != "operation"]
    with pytest.raises(Refused, match=r"attribution A1 refers to .* which is not in the document"):
        record_edition(case_id=draft.case_id, slug="case-1", kind="first", note="", items=items, published_at=FIRST_AT)


def test_an_item_twice_or_under_another_name_is_refused() -> None:
    draft = small_case(1)
    items = draft.items()
    with pytest.raises(Refused, match="stands twice"):
        record_edition(
            case_id=draft.case_id, slug="c", kind="first", note="", items=[*items, items[0]], published_at=FIRST_AT
        )
    items[0] = NewItem(uuid.uuid4(), items[0].kind, items[0].body)
    with pytest.raises(Refused, match="says another id"):
        record_edition(case_id=draft.case_id, slug="c", kind="first", note="", items=items, published_at=FIRST_AT)


@pytest.mark.parametrize(("kind", "note"), [("update", "News."), ("first", "A note."), ("opinion", "")])
def test_a_first_edition_is_first_and_has_no_note(kind: str, note: str) -> None:
    with pytest.raises(Refused):
        small_case(1).publish(kind, note)


@pytest.mark.parametrize(("kind", "note"), [("first", ""), ("update", ""), ("correction", "")])
def test_a_later_edition_says_why(kind: str, note: str) -> None:
    draft = small_case(1)
    draft.publish()
    with pytest.raises(Refused):
        draft.publish(kind, note, SECOND_AT)
    assert Edition.objects.count() == 1


def test_an_address_stays_with_its_case() -> None:
    draft = small_case(1)
    draft.publish()
    draft.slug = "elsewhere"
    with pytest.raises(Refused, match="its address cannot change"):
        draft.publish("update", "News.", SECOND_AT)
    other = small_case(2)
    other.slug = "case-1"
    with pytest.raises(Conflict, match="Another case"):
        other.publish()


def test_what_was_removed_cannot_come_back() -> None:
    draft = small_case(1)
    edition = draft.publish()
    row = edition.rows.get(kind="source", number="S1")
    Removal.objects.create(
        digest=row.digest, reason="A court order.", decided_by=uuid.uuid4(), seconded_by=uuid.uuid4(), at=SECOND_AT
    )
    with pytest.raises(Refused, match="source S1 was withheld"):
        draft.publish("update", "News.", SECOND_AT)


def test_bytes_are_canonical_json() -> None:
    edition = Exchange().publish()
    for blob in Blob.objects.all():
        assert canonical(parse(bytes(blob.body))) == bytes(blob.body)
        assert digest(bytes(blob.body)) == blob.digest
    assert canonical(parse(bytes(edition.manifest))) == bytes(edition.manifest)


def test_cards_can_be_made_anew() -> None:
    publish_exchange()
    small_case(1).publish()
    before = list(CaseCard.objects.order_by("slug").values())
    CaseCard.objects.update(title="Something else", edition_number=9)
    CaseCard.objects.filter(slug="case-1").delete()
    assert actions.rebuild_cards() == 2
    assert list(CaseCard.objects.order_by("slug").values()) == before
