"""The demonstration as readers find it: every row of its paper, its correction, and archived pages that bear it out."""

import html
import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps

from casefiles.accounts.models import User
from casefiles.archive.models import Capture
from casefiles.archive.states import Access, State
from casefiles.demonstration.people import ADA, GRETA, PEOPLE, SAMUEL, VICTOR
from casefiles.demonstration.press_desk.site import DIGESTS
from casefiles.dossiers.models import Case, Source, Statement
from casefiles.editions import reading
from casefiles.editions.models import Edition
from casefiles.editions.reading import Document, PublicItem
from casefiles.lib.dates import PartialDate
from casefiles.review.models import Decision
from casefiles.review.transitions import Verb
from tests.demonstration.conftest import API, CASE, FIRST, Built, read
from tests.demonstration.rows import EXTERNAL_IDS, OPERATIONS, ROWS
from tests.reader.test_case_page import seen

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def pages() -> Any:
    """What a reader sees of an edition, read once."""
    return cache(lambda number: seen(html.unescape(read(f"{CASE}editions/{number}/").decode())))


@pytest.fixture
def second(built: Built) -> Document:
    return Document.of(built.editions[1])


def named(document: Document, item: PublicItem, field: str) -> str:
    """The name of the actor or operation that a field refers to."""
    return str(document.by_id[item[field]]["name"])


def claims(document: Document, operation: str) -> set[tuple[str, str, str, str]]:
    """Accuser, accused, stance and words of all that is said about an operation."""
    return {
        (named(document, claim, "accuser"), named(document, claim, "accused"), claim["stance"], claim["words"])
        for claim in document.of_kind("attribution")
        if named(document, claim, "operation") == operation
    }


@pytest.mark.parametrize("row", ROWS)
def test_every_numbered_row_can_be_found(built: Built, pages: Any, row: int) -> None:
    for edition, words in ROWS[row]:
        assert words in pages(edition), (edition, words)


def test_all_seventeen_are_looked_for() -> None:
    assert list(ROWS) == list(range(1, 18))


def test_there_are_two_editions_the_second_a_correction(built: Built) -> None:
    assert [(each.number, each.kind) for each in built.editions] == [(1, "first"), (2, "correction")]


def test_the_first_edition_is_the_same_to_the_byte_before_and_after(built: Built) -> None:
    for path in FIRST:
        assert read(path) == built.between[path], path
    page, api, _ = (built.between[path] for path in FIRST)
    assert page == api == reading.document_bytes(built.editions[0])


def test_its_page_says_that_it_was_corrected_and_did_not_before(built: Built, pages: Any) -> None:
    before = seen(html.unescape(built.between[f"{CASE}editions/1/"].decode()))
    note = " ".join(built.editions[1].note.split())
    assert "This is version 1 of 2." in pages(1)
    assert note in pages(1)
    assert note not in before
    assert "Correction" not in before
    article = html.unescape(read(f"{CASE}editions/1/").decode()).split('<article id="top">')[1]
    assert note not in seen(article), "outside the document"


def test_the_case_page_says_apt31_and_shows_the_correction(built: Built, pages: Any) -> None:
    page = read(CASE).decode()
    text = seen(html.unescape(page))
    assert page.index("What was wrong: version 1 said") < page.index("<h1>")
    assert "What is right: the United Kingdom’s own statement of 19 July 2021 and Finland’s Supo" in text
    assert "attributes it to APT31" in text
    assert "attributes it to APT30" not in text
    assert "attributes it to APT30" in seen(html.unescape(built.between[CASE].decode()))


def test_the_correction_says_for_how_long_the_error_stood(built: Built) -> None:
    first, second = built.editions
    assert f"on {first.published_at.day} {first.published_at:%B %Y, %H:%M} UTC, until this version" in second.note
    assert "{" not in second.note


def test_the_api_gives_the_same(built: Built) -> None:
    case = json.loads(read(API))
    assert (case["edition_number"], case["edition_kind"]) == (2, "correction")
    assert [(each["number"], each["corrected_by"]) for each in case["editions"]] == [(2, None), (1, 2)]
    assert read(f"{API}editions/2/document.json") == read(f"{CASE}editions/2/document.json")
    for edition in built.editions:
        document = json.loads(read(f"{API}editions/{edition.number}/"))["document"]
        assert document == json.loads(read(f"{CASE}editions/{edition.number}/document.json"))


def test_six_operations_are_kept_apart(second: Document) -> None:
    assert {item["name"] for item in second.of_kind("operation")} == OPERATIONS


def test_in_march_microsoft_stood_alone(second: Document) -> None:
    exchange = "The attack on Microsoft Exchange servers"
    early = {
        named(second, claim, "accuser")
        for claim in second.of_kind("attribution")
        if named(second, claim, "operation") == exchange
        and str(PartialDate.parse(second.by_id[claim["statement"]]["said"]).earliest) <= "2021-03-02"
    }
    assert early == {"Microsoft"}
    assert ("Microsoft", "Hafnium", "accuses", "attributes") in claims(second, exchange)


def test_in_july_they_are_not_eight_alike(second: Document) -> None:
    found = claims(second, "The attack on Microsoft Exchange servers")
    assert {
        ("United States", "Ministry of State Security", "accuses", "attributes"),
        ("United Kingdom", "China", "accuses", "attributes"),
        ("European Union", "China", "accuses", "links"),
        ("NATO", "China", "supports", "supports_or_acknowledges"),
        ("Japan", "China", "supports", "supports_or_acknowledges"),
        ("China", "China", "denies", "attributes"),
    } <= found
    assert not {accused for _, accused, _, _ in found} & {"APT30", "APT31", "APT40"}
    eight = [each for each in second.of_kind("attribution") if each["basis"] == "contested"]
    assert {named(second, each, "accuser") for each in eight} == {"Australia", "Canada", "New Zealand"}


def test_each_act_stands_under_its_own_operation(second: Document) -> None:
    acts = {named(second, act, "operation"): act["act"] for act in second.of_kind("legal_action")}
    assert acts == {
        "The attack on Microsoft Exchange servers": "none_found",
        "The campaign of the US indictment, 2011 to 2018": "indicted",
        "SolarWinds": "sanction_listed",
    }
    assert all(act["source"] for act in second.of_kind("legal_action"))


def test_two_routes_lead_to_one_origin(second: Document) -> None:
    by_title = {item.id: item["title"] for item in second.of_kind("source")}
    repeats = {
        by_title[item.id]: {by_title[each] for each in item["relays"]}
        for item in second.of_kind("source")
        if item["relays"]
    }
    times, bloomberg, origin = (
        "What an unnamed official is said to have told the Financial Times",
        "What Bloomberg is said to have reported about NATO",
        "What US officials told reporters about the claim, July 2021",
    )
    assert repeats == {
        "A news report on the Exchange attack and those who blame China": {times, bloomberg},
        times: {origin},
        bloomberg: {origin},
    }


def test_groups_have_their_numbers_and_are_never_merged(second: Document) -> None:
    groups = {item["name"]: item["attack_id"] for item in second.of_kind("actor") if item["attack_id"]}
    assert groups == EXTERNAL_IDS
    assert {item["name"] for item in second.of_kind("alias")} == {"ZIRCONIUM", "Leviathan"}


def test_every_passage_stands_to_the_letter_in_the_archived_text(built: Built) -> None:
    statements = Statement.objects.select_related("source__capture").prefetch_related("source__capture__files")
    assert len(statements) == 38
    for statement in statements:
        assert statement.source.capture is not None
        text = " ".join(statement.source.capture.extracted_text().split())
        assert text.count(statement.passage) == 1, statement.passage
        before, _, after = text.partition(statement.passage)
        assert before.rstrip().endswith(statement.prefix), statement.prefix
        assert after.lstrip().startswith(statement.suffix), statement.suffix


def test_nobody_is_quoted_in_words_that_are_the_reports(built: Built, pages: Any) -> None:
    for edition in built.editions:
        document = Document.of(edition)
        assert {item["speech"] for item in document.of_kind("statement")} == {"reported"}
        assert "In the speaker’s own words" not in pages(edition.number)
        assert "own words, S" not in pages(edition.number)


def test_every_archived_page_is_a_digest_of_the_press_desk_and_says_so(built: Built) -> None:
    sources = [each for each in Source.objects.select_related("capture").prefetch_related("capture__files") if each.url]
    assert len(sources) == len(DIGESTS) == 14
    for source in sources:
        assert source.capture is not None
        assert (source.capture.state, source.capture.status_code) == (State.SUCCEEDED, 200)
        assert source.capture.final_url.startswith(f"{built.address}/")
        assert urlsplit(source.url).hostname == "127.0.0.1"
        text = " ".join(source.capture.extracted_text().split())
        assert "casefiles press desk, summarising" in text
        assert "No outlet, government or company wrote, saw or approved them." in text
        assert source.original_address in text
        assert "Archived here is the press desk’s digest, in the project’s own words." in source.note


def test_what_is_cited_is_open_and_one_page_is_not_shown_whole(built: Built) -> None:
    open_to = {capture.title: capture.access for capture in Capture.objects.all()}
    assert len(open_to) == 14
    closed = {title for title, access in open_to.items() if access == Access.PRIVATE}
    assert len(closed) == 1
    assert "Bloomberg" in closed.pop()
    assert set(open_to.values()) == {Access.PRIVATE, Access.PUBLIC}


def test_one_reviewed_what_two_wrote_and_another_published(built: Built) -> None:
    approvals = Decision.objects.filter(verb=Verb.APPROVED)
    assert set(approvals.values_list("decided_by__username", flat=True)) == {GRETA.username}
    document = read(f"{CASE}editions/2/document.json").decode()
    for person in PEOPLE:
        assert person.email not in document
    assert GRETA.full_name not in document
    assert SAMUEL.full_name in document, "who answers for a case is named by its text, because he chose to be"


def test_who_is_no_member_sees_nothing_of_it(built: Built) -> None:
    sees = {person: Case.objects.visible_to(User.objects.get(username=person.username)).count() for person in PEOPLE}
    assert {person for person, count in sees.items() if not count} == {VICTOR, ADA}


def everything() -> dict[str, list[Any]]:
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.app_label not in {"sessions"}
    }


def test_building_again_changes_nothing(built: Built) -> None:
    before, said = everything(), len(built.lines)
    assert built.build() == list(Edition.objects.order_by("number"))
    assert everything() == before
    assert built.lines[said:] == [
        "People: all 7 are there.",
        "Case: it is there.",
        "Edition 1: published before.",
        "Edition 2: published before.",
    ]
