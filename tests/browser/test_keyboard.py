"""Everything can be done by keyboard, and whoever does it sees where they are."""

import secrets
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.person import Person
from tests.browser.places import DESK, FORMS, PUBLIC, REPLAY, Place
from tests.browser.test_without_script import writes_a_note
from tests.browser.windows import HEIGHT, NARROW, WIDE, Windows

PLACES = (*PUBLIC, *REPLAY[:3], *DESK, FORMS[0], FORMS[3], FORMS[4], FORMS[10])
MOST_STOPS = 120
FOCUSED = "(document.activeElement.innerText || document.activeElement.value || '').trim()"
STOPS = """() => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  return stops.filter(each => each.tabIndex >= 0).map(each => {
    each.focus();
    if (document.activeElement !== each) return null; // closed, hidden or disabled: nobody gets there
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    return {
      what: each.outerHTML.slice(0, 120),
      ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      there: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
    };
  }).filter(Boolean);
}"""


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_first_stop_skips_to_the_text_and_every_stop_can_be_seen(
    windows: Windows, prepared: None, place: Place
) -> None:
    page = place.visit(windows)
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")  # some forms begin in their first field
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED).startswith("Skip to")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == "main"
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert [stop["what"] for stop in stops(page) if not (stop["ringed"] and stop["there"])] == []


def test_the_control_sees_a_ring_that_was_taken_away(windows: Windows) -> None:
    page = PUBLIC[0].visit(windows)
    page.evaluate(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('* { outline: none !important }');"
        "document.adoptedStyleSheets = [sheet]"
    )
    assert not any(stop["ringed"] for stop in stops(page))


def test_a_note_is_approved_and_published_by_keyboard_alone(windows: Windows) -> None:
    nora, greta, samuel = (Person.at_desk(windows, name) for name in ("nora", "greta", "samuel"))
    words = f"Typed, not clicked ({secrets.token_hex(4)})."
    path = writes_a_note(nora, words)
    tabs_to(nora.page, "Submit for review")
    enters(nora.page)
    assert nora.state == "Submitted"

    greta.goes_to(path)
    tabs_to(greta.page, "Approve")
    enters(greta.page)
    assert greta.state == "Approved"

    tabs_to(samuel.page, "Microsoft Exchange, 2021")
    enters(samuel.page)
    tabs_to(samuel.page, "Publish the next version …")
    enters(samuel.page)
    tabs_to(samuel.page, "update")
    samuel.page.keyboard.press("Space")
    samuel.page.keyboard.press("Tab")
    samuel.page.keyboard.type(words)
    samuel.page.keyboard.press("Tab")
    enters(samuel.page)
    assert "Published as version" in samuel.told


def stops(page: Page) -> list[dict[str, Any]]:
    """Every element that the Tab key stops at, with whether it is ringed and to be seen when it does."""
    found: list[dict[str, Any]] = page.evaluate(STOPS)
    assert found
    return found


def tabs_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus reads so."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == words:
            return
    raise AssertionError(f"“{words}” is not reached in {MOST_STOPS} stops of {page.url}")


def enters(page: Page) -> None:
    """Press Enter, and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
