"""The list of cases and a case."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.editions.documents import SECOND_AT, publish_exchange
from tests.editions.drafts import add_claims, small_case

pytestmark = pytest.mark.django_db

BASE = "/api/v1/cases/"


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_nothing_published_is_an_empty_list(client: Client) -> None:
    assert client.get(BASE).json() == {"count": 0, "next": None, "previous": None, "results": []}


def test_cases_newest_first(client: Client) -> None:
    small_case(1).publish()
    publish_exchange()
    found = client.get(BASE).json()
    assert [case["slug"] for case in found["results"]] == ["exchange-2021", "case-1"]
    case = found["results"][0]
    assert case["title"] == "Who hacked Microsoft Exchange?"
    assert (case["edition_number"], case["edition_kind"]) == (2, "correction")
    assert case["page"] == "https://cases.example/cases/exchange-2021/"
    assert case["current"] == "https://cases.example/api/v1/cases/exchange-2021/editions/2/"


def test_a_case_has_its_editions(client: Client) -> None:
    draft, first, second = publish_exchange()
    case = client.get(f"{BASE}exchange-2021/").json()
    assert case["id"] == str(draft.case_id)
    assert [(each["number"], each["kind"]) for each in case["editions"]] == [(2, "correction"), (1, "first")]
    newest, oldest = case["editions"]
    assert (newest["superseded_by"], newest["corrected_by"]) == (None, None)
    assert (oldest["superseded_by"], oldest["corrected_by"]) == (2, 2)
    assert (newest["digest"], newest["previous_digest"]) == (second.digest, first.digest)
    assert client.get(f"{BASE}exchange-2021/editions/").json() == case["editions"]


def test_an_update_supersedes_and_corrects_nothing(client: Client) -> None:
    draft = small_case(1)
    draft.publish()
    draft.publish("update", "News.", SECOND_AT)
    oldest = client.get(f"{BASE}case-1/editions/").json()[-1]
    assert (oldest["superseded_by"], oldest["corrected_by"]) == (2, None)


def test_pages(client: Client) -> None:
    for seed in range(25):
        small_case(seed).publish()
    first = client.get(BASE).json()
    assert (first["count"], len(first["results"])) == (25, 20)
    second = client.get(first["next"].removeprefix("https://cases.example")).json()
    assert (len(second["results"]), second["next"]) == (5, None)
    assert len(client.get(f"{BASE}?page_size=25").json()["results"]) == 25


def test_links_to_pages_are_the_public_address_whoever_asks(client: Client) -> None:
    for seed in range(5):
        small_case(seed).publish()
    by_page = {
        page: client.get(f"{BASE}?page_size=2&page={page}&q=%26", headers={"Host": "127.0.0.1:666"}).json()
        for page in (1, 2, 3)
    }
    here = f"https://cases.example{BASE}?"
    assert {page: (each["previous"], each["next"]) for page, each in by_page.items()} == {
        1: (None, f"{here}page=2&page_size=2&q=%26"),
        2: (f"{here}page_size=2&q=%26", f"{here}page=3&page_size=2&q=%26"),
        3: (f"{here}page=2&page_size=2&q=%26", None),
    }


def test_the_list_takes_as_many_queries_for_50_cases_as_for_5(client: Client) -> None:
    counts = []
    for number in (5, 45):
        for seed in range(number):
            small_case(number * 100 + seed).publish()
        counts.append(queries_of(client, f"{BASE}?page_size=50"))
    assert counts[0] == counts[1] <= 4


def test_a_case_takes_as_many_queries_for_50_editions_as_for_5(client: Client) -> None:
    draft = small_case(1)
    draft.publish()
    counts = []
    for number in range(2, 51):
        draft.publish("update", f"News {number}.", SECOND_AT)
        if number in {5, 50}:
            paths = ("", "editions/", "editions/1/", "editions/1/document.json")
            counts.append({path: queries_of(client, f"{BASE}case-1/{path}") for path in paths})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 7


@pytest.mark.parametrize("path", ["", "editions/1/", "editions/1/document.json"])
def test_a_case_takes_as_many_queries_for_50_claims_as_for_5(client: Client, path: str) -> None:
    counts = []
    for seed, claims in ((1, 5), (2, 50)):
        draft = small_case(seed)
        accuser, accused = (key for key, body in draft.bodies.items() if body["kind"] == "actor")
        operation = next(key for key, body in draft.bodies.items() if body["kind"] == "operation")
        add_claims(draft, claims, operation=operation, accuser=accuser, accused=accused)
        draft.publish()
        counts.append(queries_of(client, f"{BASE}case-{seed}/{path}"))
    assert counts[0] == counts[1] <= 7


def test_unchanged_lists_are_not_sent_twice(client: Client) -> None:
    draft = small_case(1)
    draft.publish()
    for path in (BASE, f"{BASE}case-1/", f"{BASE}case-1/editions/", f"{BASE}case-1/editions/1/"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["Cache-Control"]) == (304, "public, max-age=15")
    before = client.get(BASE).headers["ETag"]
    draft.publish("update", "News.", SECOND_AT)
    assert client.get(BASE).headers["ETag"] != before


def test_answers_may_be_kept_by_everybody(client: Client) -> None:
    small_case(1).publish()
    response = client.get(BASE)
    assert "public" in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
