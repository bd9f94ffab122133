"""Somebody at the desk, who finds everything by the words that stand there."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.browser.windows import Windows

PATIENCE = 60.0
"""Seconds to wait for what a worker does."""


@dataclass
class Person:
    """A window in which somebody is logged in."""

    page: Page
    desk: str

    @classmethod
    def at_desk(cls, windows: Windows, name: str, **options: object) -> "Person":
        person = cls(windows.open(name, **options), windows.running.desk)
        person.goes_to("/")
        return person

    def goes_to(self, path: str) -> None:
        answer = self.page.goto(self.desk + path)
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"

    def follows(self, words: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("link", name=words, exact=True).first.click()

    def writes(self, **fields: str) -> None:
        """Fill in fields: their labels, with ``_`` for a space."""
        for label, words in fields.items():
            self.field(label).fill(words)

    def selects(self, **fields: str) -> None:
        for label, option in fields.items():
            self.field(label).select_option(label=option)

    def looks_up(self, label: str, *, typing: str, choosing: str = "") -> None:
        """Choose an item by typing a part of its name."""
        self.page.get_by_role("combobox", name=label, exact=True).click()
        self.page.get_by_role("searchbox").fill(typing)
        self.page.get_by_role("option", name=choosing or typing, exact=bool(choosing)).first.click()

    def field(self, label: str) -> Locator:
        words = label.replace("_", " ")
        return self.page.locator(".content").get_by_label(re.compile(rf"^{re.escape(words)}\W*$", re.IGNORECASE))

    def presses(self, words: str) -> None:
        """A button; the page that follows has been loaded then."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def saves(self) -> None:
        """Save and stay: the item's page then says where it stands."""
        self.presses("Save and continue editing")
        assert not self.page.locator(".errornote").count(), self.page.locator(".errorlist").all_inner_texts()
        self.page.locator(".standing .state").wait_for()

    @property
    def state(self) -> str:
        """Where the item at hand stands, in words."""
        return self.page.locator(".standing .state").inner_text().split(maxsplit=1)[1]

    @property
    def told(self) -> str:
        """What the desk says about what was just done."""
        return self.page.locator(".messagelist").inner_text()

    def sees(self, words: str) -> bool:
        return words in self.page.locator("main").inner_text()

    def looks_again_until(self, words: str) -> None:
        """Load the page again until it says so: what it tells of is done by a worker."""
        deadline = time.monotonic() + PATIENCE
        while not self.sees(words):
            assert time.monotonic() < deadline, self.page.locator("main").inner_text()
            self.page.wait_for_timeout(200)
            self.page.reload()
