"""Without JavaScript everything can be read and checked, and what is written can be reviewed and published."""

import secrets

import pytest
from playwright.sync_api import Page

from tests.browser.person import Person
from tests.browser.running import CASE
from tests.browser.windows import Windows

NO_SCRIPT = {"java_script_enabled": False}


@pytest.fixture
def reader(windows: Windows) -> Page:
    page = windows.open(**NO_SCRIPT)
    page.goto(windows.running.public)
    return page


def test_readers_go_from_home_to_the_archived_copy(reader: Page) -> None:
    reader.locator(f'a[href="/cases/{CASE}/"]').click()
    for heading in ("Who blames whom", "The case", "The claims, in their words", "Right of reply", "Sources"):
        assert reader.get_by_role("heading", name=heading, exact=True).is_visible()
    reader.get_by_role("link", name="A news report on the Exchange attack and those who blame China").first.click()
    reader.get_by_role("link", name="Read the archived copy").click()
    assert "An archived copy, not the page itself." in reader.inner_text("main")
    assert "It names eight accusers" in reader.inner_text("main")


def test_a_narrow_screen_shows_the_matrix_as_a_list(reader: Page) -> None:
    reader.set_viewport_size({"width": 360, "height": 900})
    reader.locator(f'a[href="/cases/{CASE}/"]').click()
    assert reader.get_by_role("link", name="attributes it to Hafnium").first.is_visible()


def test_the_proof_opens_and_tells_how_to_check(reader: Page) -> None:
    reader.goto(f"{reader.url}cases/{CASE}/")
    command = reader.get_by_text("python3 verify_casefile.py")
    assert not command.is_visible()
    reader.get_by_text("Digests, downloads and how to verify").click()
    assert command.is_visible()
    assert reader.get_by_role("link", name="document.json").first.is_visible()


def test_what_changed_opens_and_closes(reader: Page) -> None:
    reader.goto(f"{reader.url}cases/{CASE}/editions/")
    newest = reader.get_by_role("listitem").filter(has=reader.get_by_role("heading", level=2)).first
    changes = newest.locator(".difference")
    assert changes.is_visible()
    newest.locator("summary").click()
    assert not changes.is_visible()


def test_a_note_is_written_approved_and_published(windows: Windows) -> None:
    nora, greta, samuel = (Person.at_desk(windows, name, **NO_SCRIPT) for name in ("nora", "greta", "samuel"))
    words = f"Read again without scripts ({secrets.token_hex(4)})."
    path = writes_a_note(nora, words)
    nora.presses("Submit for review")
    assert nora.state == "Submitted"

    greta.goes_to(path)
    greta.page.get_by_text("Ask for changes …").click()
    greta.page.locator("#note-request_changes").fill("Say when.")
    greta.presses("Ask for changes")
    assert greta.state == "Changes requested"

    nora.goes_to(path)
    assert nora.sees("Say when.")
    nora.writes(Text=f"{words} On a Tuesday.")
    nora.saves()
    nora.presses("Submit for review")
    greta.goes_to(path)
    greta.presses("Approve")
    assert greta.state == "Approved"

    publishes(samuel, words)


def writes_a_note(nora: Person, words: str) -> str:
    """The path of a new editor's note of the demonstration's case."""
    nora.goes_to("/dossiers/editornote/add/")
    nora.follows("Microsoft Exchange, 2021")
    nora.writes(Text=words)
    nora.field("Resolved").check()  # readers get what was settled
    nora.saves()
    return nora.page.url.removeprefix(nora.desk)


def publishes(samuel: Person, words: str) -> None:
    samuel.goes_to("/")
    samuel.follows("Microsoft Exchange, 2021")
    samuel.follows("Publish the next version …")
    assert samuel.sees(words)
    samuel.page.get_by_label("Update: there is news").check()
    samuel.page.get_by_label("Note to readers").fill(words)
    samuel.page.get_by_role("button", name="Publish version").click()
    assert "Published as version" in samuel.told
