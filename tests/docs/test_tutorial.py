"""docs/tutorial/first-case.md is walked in a browser: what it says to press is there, and does what it says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.config.demonstration import Demonstration, free_ports
from tests.docs.papers import DOCS, PROJECT, blocks

TUTORIAL = (DOCS / "tutorial" / "first-case.md").read_text()
BROWSERS = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, filter(None, BROWSERS))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(420),
    pytest.mark.skipif(CHROMIUM is None, reason=f"no Chromium on PATH ({', '.join(filter(None, BROWSERS))})"),
]
ORGAN, GROUP = "Finnish Security and Intelligence Service", "APT31"
CASE = "Finland’s parliament, 2020"


def told(words: str) -> str:
    """``words``, which the tutorial must have in bold: what a reader of it looks for on the page."""
    assert f"**{words}**" in TUTORIAL, words
    return words


def given(words: str) -> str:
    """``words``, which the tutorial must have to be typed or copied."""
    assert f"`{words}`" in TUTORIAL or f"> {words}\n" in TUTORIAL, words
    return words


class Desk:
    """The desk as one of its people sees it."""

    def __init__(self, browser: Browser, demonstration: Demonstration, person: str) -> None:
        self.demonstration = demonstration
        self.page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        self.open("/login/")
        self.page.get_by_label("Username").fill(told(person))
        self.page.get_by_label("Password").fill(f"press-desk-{person}")
        self.page.get_by_role("button", name="Log in").click()

    def open(self, path: str = "/") -> Page:
        self.page.goto(f"http://127.0.0.1:{self.demonstration.port + 1}{path}")
        return self.page

    def case(self) -> Page:
        self.open("/dossiers/case/")
        self.page.get_by_role("link", name=CASE).first.click()
        return self.page

    def add(self, kind: str) -> Page:
        """Begin an item in the case."""
        self.case().get_by_role("link", name=told(f"Add {kind}")).click()
        return self.page

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(f"{told(label)}:", exact=True)

    def choose(self, label: str, words: str) -> None:
        """Pick from a list that is searched as one types."""
        self.page.locator(f'.select2-selection[aria-label="{told(label)}"]').click()
        self.page.locator(".select2-search__field").fill(words)
        self.page.locator(".select2-results__option", has_text=words).first.click()

    def save(self, button: str = "Save") -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=told(button), exact=True).click()
        expect(self.page.locator(".errornote")).to_have_count(0)

    def state(self) -> Locator:
        return self.page.locator(".standing")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with Demonstration(tmp_path_factory.mktemp("tutorial"), free_ports()) as running:
        running.until_ready(300)
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM)
        yield running
        running.close()


@pytest.fixture(scope="module")
def people(browser: Browser, demonstration: Demonstration) -> Callable[[str], Desk]:
    """Somebody at the desk, logged in once."""
    there: dict[str, Desk] = {}
    return lambda person: there.setdefault(person, there.get(person) or Desk(browser, demonstration, person))


def test_from_a_cited_page_to_a_corrected_case(people: Callable[[str], Desk], demonstration: Demonstration) -> None:
    nora = people("nora")
    start_a_case(nora)
    cite_a_page(nora)
    quote(nora)
    blame(nora)
    submit(nora, 5)
    approve(people("greta"))
    publish(people("samuel"), "Publish …", "1")
    assert verified(demonstration)
    before = demonstration.get(0, "/cases/finland-2020/editions/1/document.json")
    correct(nora)
    approve(people("greta"))
    publish(people("samuel"), "Publish the next version …", "2", kind="Correction", note="It said 2020. It was autumn.")
    assert demonstration.get(0, "/cases/finland-2020/editions/1/document.json") == before
    status, page = demonstration.get(0, "/cases/finland-2020/")
    assert status == 200
    assert "Correction" in page
    assert "autumn 2020" in page
    assert verified(demonstration)


def start_a_case(nora: Desk) -> None:
    nora.open("/dossiers/case/").get_by_role("link", name=told("Add case")).click()
    nora.field("Working title").fill(given(CASE))
    nora.field("Slug").fill(given("finland-2020"))
    nora.save()


def cite_a_page(nora: Desk) -> None:
    page = nora.add("source")
    address = given("http://127.0.0.1:8003/supo-parliament/")
    nora.field("Title").fill(given("Finland’s Supo on the attack on parliament"))
    nora.field("Address of the page").fill(address.replace("8003", str(nora.demonstration.port + 3)))
    expect(nora.field("How to archive").locator("option:checked")).to_have_text(told("Archive it now"))
    nora.field("When it was published").fill(given("2021-03-18"))
    page.get_by_label(told("Show readers the whole archived page")).check()
    nora.save("Save and continue editing")
    for _ in range(60):
        if page.get_by_text(re.compile(rf"{told('Archived')} \d+ \w+ \d+")).count():
            return
        page.get_by_role("link", name=told("Look again")).click()
    raise AssertionError(page.locator(".panel").inner_text())


def quote(nora: Desk) -> None:
    nora.add("operation")
    nora.field("Name").fill(given("The attack on Finland’s parliament, 2020"))
    nora.field("Type").select_option(label=told("Incident"))
    nora.field("Dates").fill(given("2020"))
    nora.save()
    page = nora.add("statement")
    nora.choose("Read in which source", "Finland’s Supo on the attack on parliament")
    passage = re.search(r"^> (.+)$", TUTORIAL, re.M)
    assert passage
    nora.field("The passage, to the letter").fill(passage[1])
    nora.choose("Who speaks, or for whom", ORGAN)
    nora.field("When it was said").fill(given("2021-03-18"))
    nora.save("Save and continue editing")
    expect(page.locator("mark")).to_have_text(passage[1])
    nora.field("The passage, to the letter").fill(passage[1].replace("gives", "names"))
    nora.save("Save and continue editing")
    expect(page.locator("mark")).to_have_count(0)
    nora.field("The passage, to the letter").fill(passage[1])
    nora.save("Save and continue editing")
    expect(page.locator("mark")).to_have_text(passage[1])


def blame(nora: Desk) -> None:
    nora.add("attribution")
    nora.choose("The statement that says so", "Supo gives APT31")
    nora.choose("Who accuses", ORGAN)
    nora.choose("Who is accused", GROUP)
    nora.choose("Of which operation", "The attack on Finland’s parliament, 2020")
    nora.field("How strongly it is said").select_option(label="attributes")
    nora.save()
    nora.add("case text")
    nora.field("Title").fill(given("Who attacked Finland’s parliament?"))
    nora.field("Standfirst").fill("Finland’s security service names a group.")
    nora.field("Who compiled it").fill("Nora Whitfield")
    nora.save()


def submit(nora: Desk, count: int) -> None:
    page = nora.open("/dossiers/item/")
    page.get_by_role("link", name=CASE, exact=True).first.click()
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label=told("Submit for review"))
    page.get_by_role("button", name="Go").click()
    expect(page.locator("#result_list").get_by_text(told("Submitted"))).to_have_count(count)
    page.locator("#result_list tbody th a, #result_list tbody td a").first.click()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)


def approve(greta: Desk) -> None:
    page = greta.open()
    waiting = page.get_by_role("region", name="Waiting for you to approve").get_by_role("listitem")
    expect(waiting).not_to_have_count(0)
    while waiting.count():
        waiting.first.get_by_role("link").click()
        with page.expect_navigation():
            page.get_by_role("button", name=told("Approve"), exact=True).click()
        greta.open()


def publish(samuel: Desk, link: str, number: str, *, kind: str = "", note: str = "") -> None:
    page = samuel.case()
    page.get_by_role("link", name=told(link)).click()
    if number == "1":
        page.get_by_role("link", name=told("See the page as readers will")).click()
        expect(page.get_by_role("heading", name="Who attacked Finland’s parliament?")).to_be_visible()
        page.go_back()
    else:
        page.get_by_label(re.compile(f"^{told(kind)}")).check()
        page.get_by_label(re.compile("^Note to readers")).fill(note)
    page.get_by_role("button", name=f"Publish version {number}").click()
    expect(page.get_by_text(f"Published as version {number}")).to_be_visible()


def correct(nora: Desk) -> None:
    page = nora.open("/dossiers/operation/")
    page.get_by_role("link", name="The attack on Finland’s parliament, 2020").first.click()
    nora.field("Dates").fill(given("2020-23"))
    nora.save("Save and continue editing")
    expect(nora.state()).to_contain_text(told("Approval lapsed: changed since"))
    with page.expect_navigation():
        page.get_by_role("button", name="Submit for review").click()


def verified(demonstration: Demonstration) -> bool:
    """The tutorial's own line on a terminal."""
    line = next(
        each
        for block in blocks(DOCS / "tutorial" / "first-case.md", "sh")
        for each in block.splitlines()
        if "curl" in each
    )
    line = line.replace("8000", str(demonstration.port)).replace("python3", sys.executable)
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", line], cwd=PROJECT, capture_output=True, text=True)
    return done.returncode == 0 and "hold" in done.stdout
