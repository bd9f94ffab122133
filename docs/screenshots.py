"""``make screenshots``: the pictures of the README, taken from a running demonstration.

Start it first (``make demo``; ``CASEFILES_PORT`` as there). Chromium is found on PATH, or named by ``CHROMIUM``.
``python docs/screenshots.py case desk-item`` takes those whose names begin so.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from small_png import smaller

PICTURES = Path(__file__).parent / "pictures"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PORT = int(os.environ.get("CASEFILES_PORT", "8000"))
PUBLIC, DESK, REPLAY = f"http://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT + 1}", f"http://localhost:{PORT + 2}"
CASE = f"{PUBLIC}/cases/exchange-2021"
EDITOR = "samuel"  # of the demonstration's people, the one who publishes
WIDE, NARROW = 1280, 360  # pixels
SHORTEST, TALLEST = 400, 1600  # pixels: what is below is cut off

Go = Callable[[Page], object]
"""Brings a page to what is to be seen."""


@dataclass(frozen=True)
class View:
    """Something to take a picture of."""

    name: str
    go: Go
    login: str = ""


@dataclass(frozen=True)
class Screen:
    """How somebody looks at it."""

    name: str
    width: int
    dark: bool = False


SCREENS = (Screen("wide", WIDE), Screen("narrow", NARROW), Screen("dark", WIDE, dark=True))


def at(address: str) -> Go:
    return lambda page: page.goto(address)


def follow(address: str, *links: str) -> Go:
    """Go there and follow links: each is the first that matches a selector on the page before."""

    def go(page: Page) -> None:
        page.goto(address)
        for link in links:
            target = page.locator(link).first.evaluate("link => link.href")
            page.goto(target)

    return go


VIEWS = (
    View("home", at(f"{PUBLIC}/")),
    View("case", at(f"{CASE}/")),
    View("edition-1", at(f"{CASE}/editions/1/")),
    View("versions", at(f"{CASE}/editions/")),
    View("source", at(f"{CASE}/sources/S1/")),
    View("archived", follow(f"{CASE}/sources/S1/", f'a[href^="{REPLAY}/captures/"]')),
    View("desk-work", at(f"{DESK}/"), login=EDITOR),
    View("desk-list", at(f"{DESK}/dossiers/attribution/"), login=EDITOR),
    View("desk-item", follow(f"{DESK}/dossiers/statement/", "#result_list tbody th a"), login=EDITOR),
    View(
        "desk-publish",
        follow(f"{DESK}/dossiers/case/", "#result_list tbody th a", 'a[href$="/publish/"]'),
        login=EDITOR,
    ),
)


def main(wanted: list[str]) -> int:
    """Take every picture, or those whose names begin as asked. 1 when something is missing, and it has been said."""
    program = browser_program()
    if program is None:
        sys.stderr.write(f"No Chromium was found ({', '.join(BROWSERS)}). Install one, or name it in CHROMIUM.\n")
        return 1
    PICTURES.mkdir(exist_ok=True)
    chosen = [view for view in VIEWS if not wanted or view.name.startswith(tuple(wanted))]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program)
            for screen in SCREENS:
                _take(browser, chosen, screen)
    except Error as error:
        sys.stderr.write(f"{error.message}\nDoes the demonstration run? (make demo; CASEFILES_PORT is {PORT} here.)\n")
        return 1
    return 0


def browser_program() -> str | None:
    """The Chromium to use: ``CHROMIUM``, else the first that PATH has."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)


def _take(browser: Browser, views: Iterable[View], screen: Screen) -> None:
    contexts: dict[str, BrowserContext] = {}
    blank = browser.new_page()
    for view in views:
        if view.login not in contexts:
            contexts[view.login] = _context(browser, screen, view.login)
        page = contexts[view.login].new_page()
        view.go(page)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": screen.width, "height": min(height, TALLEST)})
        page.evaluate("scrollTo(0, 0)")
        path = PICTURES / f"{view.name}-{screen.name}.png"
        path.write_bytes(smaller(blank, page.screenshot()))
        sys.stdout.write(f"{path.name:<28}{path.stat().st_size:>10,} bytes\n")
        page.close()
    for context in contexts.values():
        context.close()
    blank.close()


def _context(browser: Browser, screen: Screen, login: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": screen.width, "height": SHORTEST},
        color_scheme="dark" if screen.dark else "light",
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    if login:
        page = context.new_page()
        page.goto(f"{DESK}/login/")
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", f"press-desk-{login}")
        page.click("[type=submit]")
        page.close()
    return context


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
