"""What a page says to the console, asks of the network and pops up, noted for as long as it is open."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Error, Page, Request

_BAD = {"error", "warning"}


@dataclass
class Watch:
    """Everything of some pages that nobody wanted."""

    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the console, and errors that no script caught."""
    dialogs: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """The page's origin and the address, for every request that a page made for itself."""

    def over(self, page: Page) -> Page:
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.on("dialog", self._popped_up)
        page.on("request", self._asked)
        return page

    @property
    def foreign(self) -> list[str]:
        """Addresses elsewhere than where the page that asked for them came from."""
        return [address for page, address in self.asked if origin(address) != page]

    def _said(self, message: ConsoleMessage) -> None:
        # A page that answers 404 is told to the console as a resource that could not be loaded.
        of_itself = message.page is not None and message.location["url"] == message.page.url
        if message.type in _BAD and not (of_itself and message.text.startswith("Failed to load resource")):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _popped_up(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.is_navigation_request() and not request.url.startswith("data:"):
            self.asked.append((origin(request.frame.url), request.url))


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
