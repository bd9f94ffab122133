"""Home, versions, sources, actors and what is not there."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casefiles.editions.models import CaseCard
from tests.editions.documents import NOTE, SECOND_AT, publish_exchange
from tests.editions.drafts import Draft, add_claims, small_case
from tests.editions.removals import withhold
from tests.reader.test_case_page import read, seen

pytestmark = pytest.mark.django_db


def test_an_empty_home_says_so(client: Client) -> None:
    text = seen(read(client, "/"))
    assert "No case has been published yet." in text


def test_home_lists_cases_newest_first_with_their_corrections(client: Client) -> None:
    small_case(1).publish()
    draft, _, _ = publish_exchange()
    text = seen(read(client, "/"))
    assert text.index("Who hacked Microsoft Exchange?") < text.index("Case 1")
    assert "Correction, 21 July 2021" in text
    assert text.count("Correction,") == 1
    draft.publish("update", "Something new.", SECOND_AT.replace(day=30))
    assert "Correction, 21 July 2021" in seen(read(client, "/")), "a later update hides no correction"


def test_home_is_cut_into_pages(client: Client) -> None:
    for seed in range(30):
        small_case(seed).publish()
    first, second = read(client, "/"), read(client, "/?page=2")
    assert first.count('<li class="card">') == 25
    assert second.count('<li class="card">') == 5
    assert "Page 2 of 2" in seen(second)
    assert read(client, "/?page=junk").count('<li class="card">') == 25


def test_versions_say_what_changed(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/editions/")
    text = seen(page)
    assert "What changed: 3 added, 2 withdrawn, 6 changed" in text
    assert NOTE in text
    assert "Claim A6 European Union – links – APT31" in text
    assert "removed: </span>APT30</del>" in page
    assert "added: </span>APT31</ins>" in page
    assert text.index("Version 2: correction") < text.index("Version 1: first version")


def test_a_source_page_has_copy_route_and_passages(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/sources/S3/")
    text = seen(page)
    for words in (
        "Source S3 of Who hacked Microsoft Exchange?",
        "Published undated",
        "Archived 19 July 2021, 14:02 UTC, whole page.",
        "Captured 19 July 2021, 14:02 UTC",
        "Repeats S1",
        "an estimated 30,000 organisations in the US alone",
        "Also cited by L2",
    ):
        assert words in text, words
    assert "https://copies.example/captures/" in page
    assert "Is repeated by S3" in seen(read(client, "/cases/exchange-2021/sources/S1/"))
    assert "the outlet keeps it behind a payment" in seen(read(client, "/cases/exchange-2021/sources/S1/"))


def test_a_source_that_is_cited_no_longer_is_kept_and_says_so(client: Client) -> None:
    draft, _, _ = publish_exchange()
    source = draft.add("source", title="A page cited for a day", source_type="other")
    draft.publish("update", "One more source.", SECOND_AT.replace(day=22))
    draft.withdraw(source)
    draft.publish("update", "One source less.", SECOND_AT.replace(day=23))
    number = "S9"
    text = seen(read(client, f"/cases/exchange-2021/sources/{number}/"))
    assert "no longer cites this source" in text
    assert "versions up to 3" in text


def test_an_actor_page_gathers_claims_and_names_and_merges_nothing(client: Client) -> None:
    draft, _, _ = publish_exchange()
    text = seen(read(client, f"/actors/{draft.apt31}/"))
    for words in ("Threat group", "ZIRCONIUM, a name coined by Microsoft", "G0128", "attributes it to APT31"):
        assert words in text, words
    china = seen(read(client, f"/actors/{draft.china}/"))
    assert "HAFNIUM is sponsored by China, says Microsoft" in china
    assert "China rejects the claim" in china


def test_an_actor_of_an_earlier_edition_alone_is_not_shown(client: Client) -> None:
    draft, _, _ = publish_exchange()
    assert client.get(f"/actors/{draft.apt30}/").status_code == 404


MISSING = (
    "/nothing/",
    "/cases/nothing/",
    "/cases/nothing/editions/",
    "/cases/nothing/editions/1/",
    "/cases/nothing/editions/1/document.json",
    "/cases/nothing/sources/S1/",
    "/cases/exchange-2021/editions/3/",
    "/cases/exchange-2021/editions/0/",
    "/cases/exchange-2021/editions/99999999999999999999/",
    "/cases/exchange-2021/editions/3/document.json",
    "/cases/exchange-2021/sources/S99/",
    "/cases/exchange-2021/sources/Q1/",
    "/cases/UPPER%20case/",
    "/actors/not-a-uuid/",
    f"/actors/{uuid.uuid4()}/",
)


def test_everything_that_is_not_there_answers_alike(client: Client) -> None:
    draft, _, second = publish_exchange()
    withhold(second, "S2")
    answers = {}
    item = draft.a_us  # an id that is published, but no actor's
    for path in (*MISSING, "/cases/exchange-2021/sources/S2/", f"/actors/{item}/"):
        response = client.get(path)
        assert response.status_code == 404, path
        answers[path] = (response.content, sorted(response.headers.items()))
    assert len({repr(answer) for answer in answers.values()}) == 1
    assert "There is nothing at this address" in client.get("/nothing/").content.decode()


@pytest.mark.parametrize("name", ["casefile", "item"])
def test_schemas_have_addresses(client: Client, name: str) -> None:
    response = client.get(f"/schemas/{name}/1.json")
    assert response.headers["Content-Type"] == "application/schema+json"
    assert response.json()["title"] == f"{name}/1"


def test_dangerous_text_stays_text(client: Client) -> None:
    draft = Draft("payloads", 7)
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    operation = draft.add("operation", name=evil, operation_type="incident", description=evil)
    accuser = draft.add("actor", name=evil, actor_type="country")
    add_claims(draft, 1, operation=operation, accuser=accuser, accused=accuser)
    draft.add("event", date="2021", title=evil, description=evil)
    draft.add("case_text", title=evil, standfirst=evil, byline=evil, narrative=evil, established=evil)
    draft.publish()
    draft.change(operation, name=evil + " again")
    draft.publish("update", evil, SECOND_AT)
    for path in ("/", "/cases/payloads/", "/cases/payloads/editions/", f"/actors/{accuser}/"):
        content = client.get(path).content.decode()
        assert "<script" not in content, path
        assert "<img" not in content, path


@pytest.mark.slow
def test_home_takes_as_many_queries_for_50_cases_as_for_5(client: Client) -> None:
    counts = []
    for number in (5, 50):
        CaseCard.objects.all().delete()
        for seed in range(number):
            small_case(number * 100 + seed).publish()
        with CaptureQueriesContext(connection) as queries:
            read(client, "/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("path", ["", "editions/", "editions/1/", "sources/S1/", "editions/1/document.json"])
def test_case_pages_take_as_many_queries_for_50_claims_as_for_5(client: Client, path: str) -> None:
    counts = []
    for seed, claims in ((1, 5), (2, 50)):
        draft = small_case(seed)
        actors = [key for key, body in draft.bodies.items() if body["kind"] == "actor"]
        operation = next(key for key, body in draft.bodies.items() if body["kind"] == "operation")
        add_claims(draft, claims, operation=operation, accuser=actors[0], accused=actors[1])
        draft.publish()
        with CaptureQueriesContext(connection) as queries:
            read(client, f"/cases/case-{seed}/{path}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


@pytest.mark.slow
def test_the_actor_page_takes_as_many_queries_for_50_cases_as_for_5(client: Client) -> None:
    counts = []
    for number in (5, 50):
        shared = {"format": "item/1", "kind": "actor", "salt": "0" * 32, "id": str(uuid.uuid4())}
        shared["fields"] = {"name": "Everywhere", "actor_type": "country"}  # type: ignore[assignment]
        for seed in range(number):
            draft = small_case(number * 100 + seed)
            draft.bodies[shared["id"]] = dict(shared)
            draft.publish()
        with CaptureQueriesContext(connection) as queries:
            assert read(client, f"/actors/{shared['id']}/").count('class="actor-case"') == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_versions_take_as_many_queries_for_12_editions_as_for_2(client: Client) -> None:
    counts = []
    draft = small_case(1)
    draft.publish()
    for number in range(1, 12):
        draft.publish("update", f"News {number}.", SECOND_AT)
        if number in {1, 11}:
            with CaptureQueriesContext(connection) as queries:
                read(client, "/cases/case-1/editions/")
            counts.append(len(queries))
    assert counts[0] == counts[1]
