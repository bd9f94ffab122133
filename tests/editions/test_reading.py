"""Documents opened: bytes, proof, look-ups, withheld items, and how many queries they take."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from casefiles.editions import formats, reading
from casefiles.editions.models import CaseCard, Edition
from casefiles.editions.reading import Document
from casefiles.lib.canonical import canonical, digest, parse
from tests.editions.documents import NOTE, SECOND_AT, Exchange, publish_exchange
from tests.editions.drafts import add_claims, small_case
from tests.editions.removals import withhold

pytestmark = pytest.mark.django_db


def test_a_document_is_the_same_before_and_after_the_next_edition() -> None:
    draft = Exchange()
    first = draft.publish()
    before = reading.document_bytes(first)
    draft.correct()
    draft.publish("correction", NOTE, SECOND_AT)
    assert reading.document_bytes(Edition.objects.get(pk=first.pk)) == before


def test_a_document_is_canonical_and_fits_its_schema() -> None:
    _, first, second = publish_exchange()
    for edition in (first, second):
        document = reading.document_bytes(edition)
        assert canonical(parse(document)) == document
        Draft202012Validator(formats.schema("casefile")).validate(parse(document))
        for item in parse(document)["items"]:
            Draft202012Validator(formats.schema("item")).validate(item)


def test_the_proof_holds() -> None:
    _, first, _ = publish_exchange()
    document, proof = reading.document_bytes(first), reading.proof(first)
    opened = parse(document)
    assert proof["document_sha256"] == digest(document)
    assert proof["document_bytes"] == len(document)
    assert proof["manifest_sha256"] == digest(canonical(opened["manifest"])) == first.digest
    line = dict(proof["log"])
    assert line.pop("sha256") == digest(canonical(line))
    assert line["edition"] == first.digest
    for listed, item in zip(opened["manifest"]["items"], opened["items"], strict=True):
        assert digest(canonical(item)) == listed["digest"]


def test_document_and_proof_are_one_canonical_object() -> None:
    edition = small_case(1).publish()
    body = reading.edition_bytes(edition)
    assert canonical(parse(body)) == body
    assert parse(body)["document"] == parse(reading.document_bytes(edition))


def test_a_withheld_item_leaves_digest_and_reason_and_the_rest_verifies() -> None:
    draft, first, _ = publish_exchange()
    name = withhold(first, "S2")
    document = parse(reading.document_bytes(first))
    gone = [item for item in document["items"] if "withheld" in item]
    assert gone == [{"withheld": {"digest": name, "reason": "A court order.", "at": "2021-07-21T09:05:00Z"}}]
    for listed, item in zip(document["manifest"]["items"], document["items"], strict=True):
        assert listed["digest"] == (name if item in gone else digest(canonical(item)))
    opened = Document.of(first)
    assert opened.get(draft.bloomberg) is None
    assert [item.digest for item in opened.withheld] == [name]
    assert name not in {item.digest for item in opened.of_kind("source")}


def test_look_ups() -> None:
    draft, first, second = publish_exchange()
    document = Document.of(second)
    statement = document.get(draft.q_ncsc)
    assert statement is not None
    assert "APT31" in statement["passage"]
    assert statement["prefix"] == ""
    assert document.numbered("S3") is document.get(draft.report)
    assert document.text["title"] == "Who hacked Microsoft Exchange?"
    assert [item.id for item in document.referring(draft.q_us, "attribution")] == [draft.a_us]
    assert document.get(draft.apt30) is None
    assert Document.of(first).get(draft.apt30) is not None


def test_an_attribute_is_not_taken_for_a_field() -> None:
    item = Document.of(small_case(1).publish()).numbered("S1")
    assert item is not None
    with pytest.raises(KeyError):
        item["number"]


def test_a_document_that_is_not_published_reads_alike() -> None:
    draft = small_case(1)
    edition = draft.publish()
    bodies = {digest(canonical(item.body)): canonical(item.body) for item in draft.items()}
    compiled = Document.compiled(parse(bytes(edition.manifest)), bodies)
    assert compiled.items == Document.of(edition).items


def test_current_is_the_newest_edition_of_each_case() -> None:
    draft, _, second = publish_exchange()
    small = small_case(1).publish()
    assert set(Edition.objects.current()) == {second, small}
    assert reading.current("exchange-2021") == second
    assert reading.current("nothing") is None
    assert not Edition.objects.current().containing(uuid.UUID(draft.apt30)).exists()
    assert Edition.objects.containing(uuid.UUID(draft.apt30)).count() == 1


def test_documents_of_several_editions_keep_their_order_and_what_is_withheld() -> None:
    _, first, second = publish_exchange()
    withhold(first, "S2")
    documents = reading.documents_of([first, second])
    assert [document.manifest["number"] for document in documents] == [1, 2]
    assert [item.id for item in documents[0].items] == [item.id for item in Document.of(first).items]
    assert len(documents[1].withheld) == 1


def _queries(read: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read()
    return len(queries)


@pytest.mark.parametrize("read", [Document.of, reading.document_bytes, reading.edition_bytes, reading.proof])
def test_queries_do_not_grow_with_the_document(read: Any) -> None:
    counts = []
    for seed, claims in ((1, 5), (2, 50)):
        draft = small_case(seed)
        ids = {body["kind"]: key for key, body in reversed(draft.bodies.items())}
        actors = [key for key, body in draft.bodies.items() if body["kind"] == "actor"]
        add_claims(draft, claims, operation=ids["operation"], accuser=actors[0], accused=actors[1])
        edition = draft.publish()
        counts.append(_queries(lambda edition=edition: read(edition)))
    assert counts[0] == counts[1] <= 3


def test_generation_changes_with_editions_and_removals() -> None:
    seen = [reading.generation()]
    draft = small_case(1)
    edition = draft.publish()
    seen.append(reading.generation())
    draft.publish("update", "News.", SECOND_AT)
    seen.append(reading.generation())
    withhold(edition, "S1")
    seen.append(reading.generation())
    assert len(set(seen)) == 4


def test_generations_change_with_cards_made_anew() -> None:
    small_case(1).publish()
    small_case(2).publish()
    before = reading.generation(), reading.case_generation("case-1"), reading.case_generation("case-2")
    CaseCard.objects.filter(slug="case-1").update(standfirst="Other words.")
    after = reading.generation(), reading.case_generation("case-1"), reading.case_generation("case-2")
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert before[2] == after[2]


def test_generations_are_cheap() -> None:
    small_case(1).publish()
    assert _queries(reading.generation) == 1
    assert _queries(lambda: reading.case_generation("case-1")) == 2


def test_readers_are_not_told_who_withheld() -> None:
    edition = small_case(1).publish()
    withhold(edition, "S1")
    with CaptureQueriesContext(connection) as queries:
        reading.edition_bytes(edition)
        reading.generation()
    assert "editions_removal" in str(queries.captured_queries)
    assert "decided_by" not in str(queries.captured_queries)
