"""Documents and proofs to the byte."""

import pytest
from django.test import Client

from casefiles.editions import reading
from casefiles.lib.canonical import canonical, digest, parse
from tests.editions.documents import NOTE, SECOND_AT, Exchange
from tests.editions.removals import withhold

pytestmark = pytest.mark.django_db

BASE = "/api/v1/cases/exchange-2021/editions/1/"


def test_a_document_is_the_same_before_and_after_a_correction_here_and_on_the_page(client: Client) -> None:
    draft = Exchange()
    first = draft.publish()
    before = client.get(f"{BASE}document.json")
    assert before.headers["Content-Type"] == "application/json"
    draft.correct()
    draft.publish("correction", NOTE, SECOND_AT)
    after = client.get(f"{BASE}document.json").content
    assert after == before.content == reading.document_bytes(first)
    assert client.get("/cases/exchange-2021/editions/1/document.json").content == after


def test_document_and_proof(client: Client) -> None:
    first = Exchange().publish()
    response = client.get(BASE)
    body = response.json()
    assert set(body) == {"document", "proof"}
    assert canonical(body) == response.content
    assert body["proof"]["manifest_sha256"] == first.digest
    assert body["proof"]["document_sha256"] == digest(client.get(f"{BASE}document.json").content)


def test_superseded_is_said_outside_the_document(client: Client) -> None:
    draft = Exchange()
    draft.publish()
    draft.publish("update", "News of the day.", SECOND_AT)
    body = client.get(BASE).content.decode()
    assert "News of the day." not in body
    assert "superseded" not in body


def test_a_removal_withholds_one_item(client: Client) -> None:
    first = Exchange().publish()
    name = withhold(first, "S2")
    items = parse(client.get(f"{BASE}document.json").content)["items"]
    assert [item["withheld"]["digest"] for item in items if "withheld" in item] == [name]
