"""Windows of one browser. Each remembers who is logged in there, and its cache; the others know nothing of it."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.browser.running import Running
from tests.browser.watching import Watch

WIDE, NARROW = 1280, 360  # pixels
HEIGHT = 900  # pixels
PATIENCE = 30_000.0  # milliseconds for a page or an element, on a busy machine

Kept = dict[tuple[Any, ...], BrowserContext]
"""Windows that stay open from test to test, by who is logged in there and how they differ from others."""


@dataclass
class Windows:
    """Opens pages for one test, watches them, and closes them."""

    browser: Browser
    running: Running
    kept: Kept
    watch: Watch = field(default_factory=Watch)
    _pages: list[Page] = field(default_factory=list)
    _own: list[BrowserContext] = field(default_factory=list)

    def open(self, login: str = "", **options: Any) -> Page:
        """An empty page in a window that somebody is logged in at; ``options`` are Playwright's for a context."""
        key = (login, *sorted(options.items()))
        if key not in self.kept:
            self.kept[key] = self._window(storage_state=self._logged_in(login) if login else None, **options)
        page = self.watch.over(self.kept[key].new_page())
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        self._pages.append(page)
        return page

    def open_fresh(self) -> Page:
        """An empty page in a window where nobody has been."""
        window = self._window()
        self._own.append(window)
        return self.watch.over(window.new_page())

    def close(self) -> None:
        for page in self._pages:
            page.close()
        for window in self._own:
            window.close()

    def _window(self, **options: Any) -> BrowserContext:
        window = self.browser.new_context(**options)
        window.set_default_timeout(PATIENCE)
        return window

    def _logged_in(self, name: str) -> StorageState:
        window = self._window()
        page = window.new_page()
        page.goto(f"{self.running.desk}/login/")
        log_in(page, name)
        state = window.storage_state()
        window.close()
        return state


def log_in(page: Page, name: str) -> None:
    """Fill in the login form as somebody of the demonstration, and wait for the first page."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(f"press-desk-{name}")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="My work").wait_for()


def settled(page: Page) -> None:
    """Bring whatever moves to where it goes: the admin fades its colours."""
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
