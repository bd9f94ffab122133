"""Every page: it fits each screen, keeps quiet, asks nobody else for anything, and stands in nobody's way.

The last is judged by axe (axe-core 4), by day and by night.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page

from tests.browser.places import EVERYWHERE, FORMS, PUBLIC, REPLAY, Place
from tests.browser.windows import HEIGHT, NARROW, WIDE, Windows, settled

WIDTHS = (NARROW, 768, WIDE)  # pixels: a phone, a tablet, a desk
SCREENS = tuple(product((WIDE, NARROW), ("light", "dark")))
ON_ALL_SCREENS = {"home", "source", "archived copy", "login", "my work", "publish", "case at the desk", FORMS[3].name}
"""The others are made of the same parts and colours: axe sees them on two screens that differ in both."""
ON_ONE_SCREEN = {"first edition", "preview"}
"""These have what the case page has."""
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.mark.parametrize("place", EVERYWHERE, ids=lambda place: place.name)
def test_a_page_fits_keeps_quiet_and_stands_in_nobodys_way(windows: Windows, prepared: None, place: Place) -> None:
    page = windows.open(place.login)
    policy = place.answer(page, windows.running).headers["content-security-policy"]
    assert STRICT.items() <= dict(rule.split(" ", 1) for rule in policy.split("; ")).items()
    assert list(too_wide(page)) == []
    assert windows.watch.complaints == []
    assert windows.watch.foreign == []
    assert windows.watch.asked, "the watch sees what a page asks for: its style sheet at least"
    assert [fault for screen in screens(place) for fault in faults(page, *screen)] == []  # axe breaks the policy


@pytest.mark.parametrize("place", [*PUBLIC, *REPLAY], ids=lambda place: place.name)
def test_readers_get_no_cookie_and_leave_nothing_behind(windows: Windows, prepared: None, place: Place) -> None:
    page = windows.open_fresh()
    place.answer(page, windows.running)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_desk_s_cookies_are_out_of_reach_of_scripts_and_other_hosts(windows: Windows) -> None:
    page = windows.open("nora")
    page.goto(windows.running.desk)
    kept = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(kept) == {"casefiles_desk", "casefiles_csrf"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in kept.values())
    assert page.context.cookies(windows.running.replay) == []


def test_the_control_hears_what_a_page_should_not_do(windows: Windows) -> None:
    """Something too wide, an error, a foreign picture, a script that the policy forbids."""
    page = windows.open_fresh()
    page.goto(windows.running.public)
    page.evaluate("document.body.style.width = '2000px'")
    assert list(too_wide(page))
    with pytest.raises(Error, match="Content Security Policy"):
        page.add_script_tag(content="document.title = 'taken over'")
    page.evaluate("new Image().src = 'http://127.0.0.1:9/pixel.png'")
    page.evaluate("setTimeout(() => { throw new Error('nobody catches it') })")
    page.wait_for_timeout(0)
    assert page.title() != "taken over"
    assert any("Content Security Policy" in each for each in windows.watch.complaints)
    assert any("nobody catches it" in each for each in windows.watch.complaints)


def test_the_control_hears_of_a_request_elsewhere(windows: Windows) -> None:
    page = windows.open(bypass_csp=True)
    page.goto(windows.running.public)
    assert windows.watch.foreign == []
    with page.expect_request("**/pixel.png"):
        page.evaluate("new Image().src = 'http://127.0.0.1:9/pixel.png'")
    assert windows.watch.foreign == ["http://127.0.0.1:9/pixel.png"]


def test_the_control_sees_a_picture_without_words_and_pale_letters(windows: Windows) -> None:
    page = windows.open_fresh()
    pale = '<p style="color: #ccc">Pale letters</p>'
    page.set_content(f'<html lang="en"><title>A</title><main><h1>A page</h1><img src="data:,">{pale}</main>')
    assert {fault["rule"] for fault in faults(page, WIDE, "light")} == {"image-alt", "color-contrast"}


def too_wide(page: Page) -> Iterator[str]:
    """The screens that the page is wider than."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if (beyond := page.evaluate(BEYOND)) > 0:
            yield f"{beyond} pixels too wide at {width}"


def screens(place: Place) -> tuple[tuple[int, str], ...]:
    if place.name in ON_ALL_SCREENS:
        return SCREENS
    return SCREENS[:1] if place.name in ON_ONE_SCREEN else (SCREENS[0], SCREENS[-1])


def faults(page: Page, width: int, scheme: Any) -> list[dict[str, Any]]:
    """What axe finds on the page as it stands, on such a screen."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    settled(page)
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate('axe.run({resultTypes: ["violations"]})')
    return [
        {"rule": each["id"], "screen": f"{width} {scheme}", "where": node["target"], "why": node["failureSummary"]}
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]
