"""The main job, by hand: from a cited page to a published, corrected case file, each step by whoever does it.

Nora Whitfield compiles, Greta Holm reviews, Samuel Okafor publishes; everybody uses the desk in a browser. The
page that is cited is served by the press desk and archived by the demonstration's worker.
"""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.person import Person
from tests.browser.windows import Windows

RUN = secrets.token_hex(3)  # so that it can be run again in the same demonstration
TITLE, SLUG = f"Supo on the parliament ({RUN})", f"parliament-{RUN}"
HEADLINE = f"Who was in Finland’s parliament ({RUN})"
PASSAGE = "Supo gives APT31 as the group behind the intrusion"
WRONG = "APT30"
"""What is said in the first version of the case's text; another group is right."""
KEPT_AT_MOST = 20.0
"""Seconds until readers have a new version."""


@dataclass
class Newsroom:
    nora: Person
    greta: Person
    samuel: Person
    reader: Page
    press_desk: str
    public: str


@pytest.fixture
def newsroom(windows: Windows) -> Iterator[Newsroom]:
    nora, greta, samuel = (Person.at_desk(windows, name) for name in ("nora", "greta", "samuel"))
    yield Newsroom(nora, greta, samuel, windows.open(), windows.running.press_desk, windows.running.public)
    assert windows.watch.complaints == []


def test_from_a_cited_page_to_a_corrected_case(newsroom: Newsroom) -> None:
    nora, greta, samuel = newsroom.nora, newsroom.greta, newsroom.samuel

    opens_a_case(nora)
    cites_a_page(nora, f"{newsroom.press_desk}/supo-parliament/?read={RUN}")
    names_the_operation(nora)
    copies_the_passage(nora)
    says_who_blames_whom(nora)
    introduces_the_case(nora)

    approves_everything(greta, count=5)
    previews(samuel)
    publishes(samuel, version=1)
    reads_the_first_version(newsroom.reader, newsroom.public)

    corrects_the_text(nora)
    approves_everything(greta, count=1)
    publishes(samuel, version=2, kind="Correction: what we said was wrong", note="We said APT30. Supo says APT31.")
    reads_the_correction(newsroom.reader, newsroom.public)


def opens_a_case(nora: Person) -> None:
    nora.follows("Cases", within="nav")
    nora.follows("Add case")
    nora.writes(Working_title=TITLE, Slug=SLUG)
    nora.presses("Save and continue editing")
    assert nora.sees("It has not been published.")


def cites_a_page(nora: Person, address: str) -> None:
    """The page is archived by the time the source has been submitted."""
    nora.follows("Add source")
    nora.writes(Title="Finland’s Supo, 18 March 2021", Address_of_the_page=address)
    nora.writes(When_it_was_published="2021-03-18")
    nora.looks_up("Outlet or issuer", typing="Supo")
    nora.page.get_by_label("Show readers the whole archived page").check()
    nora.saves()
    assert nora.state == "Draft"
    nora.looks_again_until("whole page.")
    submits(nora)


def names_the_operation(nora: Person) -> None:
    adds(nora, "operation")
    nora.writes(Name="The intrusion into Finland’s parliament", Dates="2020")
    nora.selects(Type="Incident")
    nora.saves()
    submits(nora)


def copies_the_passage(nora: Person) -> None:
    """The desk finds the passage in the archived text while she writes."""
    adds(nora, "statement")
    nora.looks_up("Read in which source", typing="Finland’s Supo, 18")
    nora.writes(**{"The passage, to the letter": PASSAGE, "When it was said": "2021-03-18"})
    nora.looks_up("Who speaks, or for whom", typing="Finnish Security")
    nora.saves()
    assert nora.sees("The passage stands in the archived text, to the letter.")
    submits(nora)


def says_who_blames_whom(nora: Person) -> None:
    adds(nora, "attribution")
    nora.looks_up("The statement that says so", typing="Supo gives APT31")
    nora.looks_up("Who accuses", typing="Finnish Security")
    nora.looks_up("Who is accused", typing="APT31", choosing="APT31")
    nora.looks_up("Of which operation", typing="The intrusion into")
    nora.selects(Where_the_speaker_stands="accuses", How_strongly_it_is_said="attributes")
    nora.writes(The_verb_itself="gives as the group behind")
    nora.saves()
    submits(nora)


def introduces_the_case(nora: Person) -> None:
    adds(nora, "case text")
    nora.writes(
        Title=HEADLINE,
        Standfirst=f"Finland’s security service names {WRONG}.",
        Who_compiled_it="Nora Whitfield",
        Which_editor_answers_for_it="Samuel Okafor",
    )
    nora.saves()
    submits(nora)


def corrects_the_text(nora: Person) -> None:
    """An edit of what readers have makes the approval lapse; nothing changes for readers."""
    nora.goes_to("/")
    nora.follows(TITLE)
    nora.follows("Case text")
    nora.follows(HEADLINE)
    assert nora.state == "Published"
    nora.writes(Standfirst="Finland’s security service names APT31.")
    nora.saves()
    assert nora.state == "Approval lapsed: changed since"
    assert nora.sees("Changed since it was published")
    submits(nora)


def adds(nora: Person, kind: str) -> None:
    nora.goes_to("/")
    nora.follows(TITLE)
    nora.follows(f"Add {kind}")


def submits(nora: Person) -> None:
    nora.presses("Submit for review")
    assert nora.state == "Submitted"
    assert not nora.page.get_by_role("button", name="Approve", exact=True).count()


def approves_everything(greta: Person, *, count: int) -> None:
    """One after the other, from what waits for her."""
    for left in range(count, 0, -1):
        greta.goes_to("/")
        waiting = greta.page.get_by_role("region", name="Waiting for you to approve").get_by_role("listitem")
        waiting = waiting.filter(has_text=TITLE)
        assert waiting.count() == left
        waiting.first.get_by_role("link").click()
        greta.presses("Approve")
        assert greta.state == "Approved"


def previews(samuel: Person) -> None:
    """The page as readers will see it, which no reader sees yet."""
    to_publish(samuel)
    samuel.follows("See the page as readers will")
    assert samuel.sees("nothing on this page is published")
    assert samuel.sees(f"Finland’s security service names {WRONG}.")
    samuel.follows("Back to the desk")


def publishes(samuel: Person, *, version: int, kind: str = "", note: str = "") -> None:
    to_publish(samuel)
    assert samuel.sees("Nothing: everything in the case is approved.")
    if kind:
        samuel.page.get_by_label(kind).check()
        samuel.page.get_by_label("Note to readers").fill(note)
    samuel.presses(f"Publish version {version}")
    assert f"Published as version {version}" in samuel.told


def to_publish(samuel: Person) -> None:
    samuel.goes_to("/")
    samuel.follows(TITLE)
    samuel.page.get_by_role("region", name="Publishing").get_by_role("link").first.click()


def reads_the_first_version(reader: Page, public: str) -> None:
    """From the home page to the case, its source and the archived copy."""
    reader.goto(public)
    finds(reader, HEADLINE)
    assert f"Finland’s security service names {WRONG}." in reader.inner_text("main")
    assert PASSAGE in reader.inner_text("main")
    reader.get_by_role("link", name="Finland’s Supo, 18 March 2021").first.click()
    reader.get_by_role("link", name="Read the archived copy").click()
    assert reader.url.startswith("http://localhost:")
    assert PASSAGE in reader.inner_text("main")


def reads_the_correction(reader: Page, public: str) -> None:
    """The case says what was wrong; the first version stands as it was, and says that it was corrected."""
    reader.goto(public)
    finds(reader, HEADLINE)
    reloads_until(reader, "We said APT30. Supo says APT31.")
    assert "Finland’s security service names APT31." in reader.inner_text("main")
    reader.goto(f"{public}/cases/{SLUG}/editions/1/")
    reloads_until(reader, "This is version 1 of 2.")
    assert "We said APT30. Supo says APT31." in reader.inner_text("main")
    assert "Finland’s security service names APT30." in reader.inner_text("main")


def finds(reader: Page, title: str) -> None:
    reloads_until(reader, title)
    reader.get_by_role("link", name=title, exact=True).click()
    reader.get_by_role("heading", name=title, level=1).wait_for()


def reloads_until(reader: Page, words: str) -> None:
    """Readers' pages are kept for moments."""
    deadline = time.monotonic() + KEPT_AT_MOST
    while words not in reader.inner_text("main"):
        assert time.monotonic() < deadline, reader.inner_text("main")
        reader.wait_for_timeout(100)
        reader.reload()
