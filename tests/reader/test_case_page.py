"""The case page: every part of the document can be found on it."""

import html
import re

import pytest
from django.test import Client

from tests.editions.documents import NOTE, SECOND_AT, Exchange, publish_exchange
from tests.editions.drafts import small_case
from tests.editions.removals import withhold

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> str:
    """The page's source, entities resolved."""
    response = client.get(path)
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


def seen(page: str) -> str:
    """What a reader sees: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace(" .", ".").replace(" ,", ",").replace(" :", ":")


ROWS = {
    1: ["Unclear: The sentence is garbled", "employing criminal gangs that employed hackers"],
    2: ["Eight accusers by the report’s count", "“Eight accusers” is the report’s count"],
    3: ["We acknowledge national statements by Allies", "acknowledges or supports others’ attribution to China"],
    4: ["30,000 organisations, in the US alone", "no source named"],
    5: ["Microsoft attributes it to HAFNIUM", "HAFNIUM is sponsored by China", "“high confidence”"],
    6: ["a senior White House official", "Confidence as stated: high", "Financial Times"],
    8: ["from the territory of China", "The EU names no organ of the state"],
    10: ["National Cyber Security Centre attributes it to APT31", "the NCSC had named APT30"],
    11: ["Paul Chichester, director of operations", "Quoted by the source, in its rendering"],
    12: ["Charges are allegations.", "Indictment unsealed", "It is not about Exchange."],
    13: ["No sanctions were announced with the accusation"],
    14: ["Russia was blamed for the SolarWinds attack", "The report does not say who blames."],
    16: ["China: replied in public, 20 July 2021", "China rejects the claim", "中方坚决反对"],
    17: ["Its “masterminding” is in no official text"],
}


def test_what_the_case_says_can_be_found(client: Client) -> None:
    publish_exchange()
    text = seen(read(client, "/cases/exchange-2021/"))
    assert [(row, words) for row, sought in ROWS.items() for words in sought if words not in text] == []


def test_a_correction_stands_first(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/")
    assert page.index(NOTE) < page.index("<h1>")
    assert "Correction, 21 July 2021" in seen(page)


def test_byline_and_dates(client: Client) -> None:
    publish_exchange()
    text = seen(read(client, "/cases/exchange-2021/"))
    for words in (
        "Compiled by Anna Lind and Tom Okafor",
        "Approved by Ruth Meyer",
        "First published 19 July 2021, 18:30 UTC",
        "Last changed 21 July 2021, 09:05 UTC",
        "Version 2 (correction), all versions",
        "What is established Servers were broken into",
        "What is not established Who paid whom.",
    ):
        assert words in text, words


def test_claims_say_how_sure_and_by_what_route(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/")
    text = seen(page)
    for words in (
        "Likelihood and confidence: none stated",
        "Likelihood: almost certain (PHIA: 95–100 %) (“almost certain”)",
        "Responsibility of the state, as put: state-ordered",
        "S3 repeats S1",
        "Archived 19 July 2021, 14:02 UTC, whole page.",
        "Not archived: the outlet keeps it behind a payment.",
        "as reported by S3",
        "own words, S4",
        "Translation: the desk",
        "No evidence was published with it ( E2 )",
    ):
        assert words in text, words
    assert 'href="https://copies.example/captures/' in page


def test_every_numbered_item_has_its_place_once(client: Client) -> None:
    _, _, second = publish_exchange()
    page = read(client, "/cases/exchange-2021/")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    numbers = set(second.rows.exclude(number="").values_list("number", flat=True))
    assert numbers <= set(ids)


def test_every_link_on_the_page_leads_somewhere(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/")
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    for target in set(re.findall(r'href="([^"]+)"', page)):
        if target.startswith("#"):
            assert target[1:] in ids, target
        elif target.startswith("/") and not target.startswith("/static/"):
            assert client.get(target.split("#")[0]).status_code == 200, target


def test_a_statement_under_two_operations_has_one_anchor(client: Client) -> None:
    draft = Exchange()
    draft.change(draft.a_eu31, operation=draft.parliament)
    draft.publish()
    page = read(client, "/cases/exchange-2021/")
    assert page.count("The EU linked these and other attacks") == 2
    assert page.count('id="Q5"') == 1


def test_narrative_references_lead_to_items(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/")
    assert re.search(r'<a href="#A1"[^>]*>in many voices</a>', page)
    assert "<h3>What was said</h3>" in page


def test_an_earlier_edition_says_outside_the_document_that_it_was_corrected(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/editions/1/")
    banner, article = page.split('<article id="top">')
    assert "This is version 1 of 2." in seen(banner)
    assert NOTE in banner
    assert "attributes it to APT30" in seen(article)
    assert "APT31 attacked" not in seen(article)
    assert NOTE not in article
    assert 'content="noindex"' in banner


def test_the_current_edition_has_its_own_address(client: Client) -> None:
    publish_exchange()
    page = read(client, "/cases/exchange-2021/editions/2/")
    assert "This is version" not in page
    assert NOTE in page


def test_a_retraction_removes_nothing(client: Client) -> None:
    draft = Exchange()
    draft.publish()
    draft.publish("retraction", "This case cannot be stood up.", SECOND_AT)
    text = seen(read(client, "/cases/exchange-2021/"))
    assert "Retraction, 21 July 2021. This case cannot be stood up." in text
    assert "United States formally accuses China" in text


def test_a_withheld_item_is_said_and_its_words_are_gone(client: Client) -> None:
    _, _, second = publish_exchange()
    name = withhold(second, "Q3")
    page = read(client, "/cases/exchange-2021/")
    assert "another serious example" not in page
    assert name in page
    assert "A court order." in page
    assert "The words this rests on are withheld." in page


def test_withheld_actors_and_introduction_leave_a_readable_page(client: Client) -> None:
    draft, _, second = publish_exchange()
    for item_id in (draft.china, draft.text, draft.report, draft.exchange):
        withhold(second, item_id)
    text = seen(read(client, "/cases/exchange-2021/"))
    assert "an actor that is withheld" in text
    assert "exchange-2021" in text


def test_a_withheld_actor_leaves_no_hole_in_a_sentence(client: Client) -> None:
    draft = small_case(1)
    actors = [key for key, body in draft.bodies.items() if body["kind"] == "actor"]
    statement = next(key for key, body in draft.bodies.items() if body["kind"] == "statement")
    draft.add("actor_link", subject=actors[0], relation="sponsored_by", object=actors[1], statement=statement)
    edition = draft.publish()
    said = "an actor that is withheld attributes it to A group"
    assert said not in seen(read(client, "/cases/case-1/"))
    withhold(edition, actors[0])
    for path in ("/cases/case-1/", f"/actors/{actors[1]}/"):
        page = read(client, path)
        assert said in seen(page), path
        assert "<strong></strong>" not in page
    assert "an actor that is withheld is sponsored by A group" in seen(page)


def test_a_case_with_almost_nothing_is_a_page(client: Client) -> None:
    draft = small_case(1)
    for item_id, body in list(draft.bodies.items()):
        if body["kind"] != "case_text":
            draft.withdraw(item_id)
    draft.publish()
    text = seen(read(client, "/cases/case-1/"))
    assert "No claim has been published in this case." in text
    assert "No source has been published in this case." in text


def test_proof_is_closed_and_complete(client: Client) -> None:
    _, first, second = publish_exchange()
    page = read(client, "/cases/exchange-2021/")
    assert '<details class="proof">' in page
    for words in (second.digest, first.digest, "verify_casefile.py", "document.json"):
        assert words in page
    assert "curl https://cases.example/api/v1/cases/exchange-2021/editions/2/ | python3 verify_casefile.py" in page
