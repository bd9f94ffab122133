"""What readers are told of live pages: where the source stands, where its words stand, and in the API."""

import uuid

import pytest
from django.test import Client

from casefiles.editions.models import Edition, LiveState, SourceState
from casefiles.editions.reading import Document
from tests.editions.documents import publish_exchange
from tests.editions.live import SINCE, told
from tests.editions.removals import withhold
from tests.reader.test_case_page import read, seen

pytestmark = pytest.mark.django_db

CASE = "/cases/exchange-2021/"
SAID = {
    LiveState.DIFFERS: "The live page differs from the archived copy since 3 December 2026",
    LiveState.MOVED: "The address leads to another page since 3 December 2026",
    LiveState.GONE: "Gone since 3 December 2026",
    LiveState.UNREACHABLE: "could not be reached since 3 December 2026",
}


@pytest.fixture
def edition() -> Edition:
    publish_exchange()
    return Edition.objects.current().get()


def number_of(state: SourceState) -> str:
    edition = Edition.objects.current().get()
    return Document.of(edition).by_id[str(state.source_id)].number


@pytest.mark.parametrize("state", SAID)
def test_a_page_that_is_not_as_archived_is_told_at_its_source(client: Client, edition: Edition, state: str) -> None:
    changes = {"statements": []} if state == LiveState.UNREACHABLE else {}
    row = told(edition, state=state, **changes)
    for path in (f"{CASE}sources/{number_of(row)}/", CASE, f"{CASE}editions/{edition.number}/"):
        assert SAID[LiveState(state)] in seen(read(client, path))


def test_nothing_is_told_where_nothing_was_found(client: Client, edition: Edition) -> None:
    told(edition)
    row = told(edition, state=LiveState.AS_ARCHIVED, statements=[])
    for path in (f"{CASE}sources/{number_of(row)}/", CASE):
        assert "Live page" not in seen(read(client, path))


def test_the_words_are_marked_that_no_longer_stand_and_no_others(client: Client, edition: Edition) -> None:
    quoted = Document.of(edition).of_kind("statement")[0]
    source = Document.of(edition).by_id[quoted["source"]]
    assert source["archived"]
    ids = {"source_id": uuid.UUID(source.id), "copy_id": uuid.UUID(source["archived"]["capture"])}
    told(edition, **ids, statements=[uuid.UUID(quoted.id)])
    figures = [part.partition("</figure>")[0] for part in read(client, CASE).split("<figure")[1:]]
    marked = [figure for figure in figures if "in these words, or beside them, since" in figure]
    assert 0 < len(marked) < len(figures)
    assert all(f'href="#{quoted.number}"' in figure for figure in marked)


def test_an_edition_that_cites_another_copy_is_not_spoken_of(client: Client, edition: Edition) -> None:
    first, newest = (
        {item.id: item["archived"]["capture"] for item in Document.of(each).of_kind("source") if item["archived"]}
        for each in (Edition.objects.get(number=1), edition)
    )
    for source, copy in newest.items():
        told(edition, source_id=uuid.UUID(source), copy_id=uuid.UUID(copy), statements=[])
    common = set(first.items()) & set(newest.items())
    assert 0 < len(common) < len(newest)
    for number, told_of in ((1, common), (2, newest)):
        assert read(client, f"{CASE}editions/{number}/").count("caveat live") == len(told_of)


def test_answers_that_are_kept_are_made_anew(client: Client, edition: Edition) -> None:
    paths = (CASE, "/", f"/api/v1{CASE}")
    before = [client.get(path).headers["ETag"] for path in paths]
    told(edition)
    assert all(
        client.get(path, headers={"If-None-Match": tag}).status_code == 200
        for path, tag in zip(paths, before, strict=True)
    )


def test_of_a_source_that_is_withheld_nothing_is_told(client: Client, edition: Edition) -> None:
    row = told(edition)
    withhold(edition, str(row.source_id))
    assert "Live page" not in seen(read(client, CASE))
    assert client.get(f"/api/v1{CASE}").json()["live_pages"] == []


def test_the_api_tells_the_facts(client: Client, edition: Edition) -> None:
    assert client.get(f"/api/v1{CASE}").json()["live_pages"] == []
    row = told(edition)
    assert client.get(f"/api/v1{CASE}").json()["live_pages"] == [
        {
            "source": str(row.source_id),
            "capture": str(row.copy_id),
            "state": "differs",
            "since": SINCE.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "statements": [str(each) for each in row.statements],
        }
    ]
