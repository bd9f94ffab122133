"""The process that drives a browser through one page: ``python -m casefiles.archive.browsing.drive``.

It is told what to do as JSON on standard input, and says each step that it begins or ends as a line of JSON. What it
makes lies in the folder it was given. It knows no secret and no database; whoever started it holds it to its time and
ends it, browser and all, by force.
"""

import contextlib
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Dialog, Error, Frame, Page, Request, Response, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow

from casefiles.archive.browsing.job import DOM, PDF, SCREENSHOT, Job

_DIES_WITH_PARENT, _ADOPTS = 1, 36
"""prctl(2): PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER."""
_CALM = 0.25
"""Seconds without a request under way after which a page has come to rest."""
_GLANCE = 25
"""Milliseconds between two looks."""
_PAUSE = 40
"""Milliseconds at each part of the page, for what is loaded when it is looked at."""
_UNENDING = frozenset({"eventsource", "media", "ping", "websocket"})
"""Kinds of request that a page at rest may have under way."""
_MEASURE = """() => {
  const root = document.documentElement, body = document.body;
  return [Math.max(root.scrollWidth, 1), Math.max(root.scrollHeight, body ? body.scrollHeight : 0, 1)];
}"""
_SCROLL = "top => window.scrollTo({top, behavior: 'instant'})"


@dataclass
class _Drive:
    job: Job
    page: Page
    under_way: set[Request] = field(default_factory=set)
    answers: dict[str, int] = field(default_factory=dict)
    """Addresses that the window was led to, with the status of each; some may have been downloads."""
    document: str = ""
    """Which of them it shows."""

    def __post_init__(self) -> None:
        self.page.on("dialog", _dismiss)
        self.page.on("request", self._began)
        self.page.on("requestfinished", self._ended)
        self.page.on("requestfailed", self._ended)
        self.page.on("response", self._answered)
        self.page.on("framenavigated", self._arrived)

    def run(self) -> None:
        """Every step in turn. One that fails leaves out what it would have made, and those that need it."""
        with _step("load"):
            self._load()
        with _step("settle"):
            self._settle()
        with _step("dom"):
            self._dom()
        with _step("screenshot"):
            self._screenshot()
        with _step("pdf"):
            self.page.pdf(path=self._path(PDF), print_background=True, format="A4")
            _say(made=PDF)

    def _load(self) -> None:
        loaded = True
        try:
            self.page.goto(self.job.url, wait_until="load", timeout=self.job.seconds["load"] * 1000)
        except TooSlow:
            loaded = False
            if self.page.url == "about:blank":
                raise
        _say(loaded=loaded)

    def _settle(self) -> None:
        """Let it come to rest, look at every part of it once, let it rest again, and go back to its top."""
        ends = time.monotonic() + self.job.seconds["settle"]
        calm = self._calm(ends)
        top = self.job.height
        while top < min(self._size()[1], self.job.most_pixels) and time.monotonic() < ends:
            self.page.evaluate(_SCROLL, top)
            self.page.wait_for_timeout(_PAUSE)
            top += self.job.height
        if top > self.job.height:
            calm = self._calm(ends)
            self.page.evaluate(_SCROLL, 0)
        _say(calm=calm, shown=self.page.url[:4000])

    def _calm(self, ends: float) -> bool:
        since = time.monotonic()
        while (now := time.monotonic()) < ends:
            if self.under_way:
                since = now
            elif now - since >= _CALM:
                return True
            self.page.wait_for_timeout(_GLANCE)
        return False

    def _dom(self) -> None:
        self._arrived(self.page.main_frame)
        _say(main=self.document[:8000], status=self.answers.get(self.document, 0))
        markup = self.page.content()
        if len(markup) > self.job.most_markup:
            raise Error(f"it is {len(markup)} characters long")
        Path(self._path(DOM)).write_bytes(markup.encode("utf-8", "replace"))
        _say(made=DOM)

    def _screenshot(self) -> None:
        width, height = self._size()
        seen = {"width": min(width, 2 * self.job.width), "height": min(height, self.job.most_pixels)}
        self.page.screenshot(
            path=self._path(SCREENSHOT),
            full_page=True,
            clip={"x": 0, "y": 0, "width": seen["width"], "height": seen["height"]},
            animations="disabled",
            timeout=self.job.seconds["screenshot"] * 1000,
        )
        _say(made=SCREENSHOT, pixels=seen, cut=height > seen["height"])

    def _size(self) -> tuple[int, int]:
        """Width and height, whatever the page says of itself."""
        width, height = (each if isinstance(each, int) and each > 0 else 1 for each in self.page.evaluate(_MEASURE))
        return width, height

    def _path(self, name: str) -> str:
        return str(Path(self.job.folder) / name)

    def _began(self, request: Request) -> None:
        if request.resource_type not in _UNENDING:
            self.under_way.add(request)

    def _ended(self, request: Request) -> None:
        self.under_way.discard(request)

    def _answered(self, response: Response) -> None:
        with contextlib.suppress(Error):  # of a page or frame that is gone
            if response.request.is_navigation_request() and response.frame == self.page.main_frame:
                self.answers[_without_fragment(response.url)] = response.status

    def _arrived(self, frame: Frame) -> None:
        """At a document, or at an address that a script gave it without asking for it."""
        address = _without_fragment(frame.url)
        if frame == self.page.main_frame and address in self.answers:
            self.document = address


def main() -> None:
    _belong()
    job = Job(**json.load(sys.stdin))
    with sync_playwright() as playwright:
        with _step("start"):
            browser = playwright.chromium.launch(
                executable_path=job.program,
                args=[*job.flags, f"--user-agent={job.user_agent}"],  # what else it says of itself stays true
                chromium_sandbox=job.sandbox,
                timeout=job.seconds["start"] * 1000,
                env=dict(os.environ),
            )
            context = browser.new_context(
                viewport={"width": job.width, "height": job.height},
                accept_downloads=False,
                service_workers="block",
                reduced_motion="reduce",
                locale="en",
                timezone_id="UTC",
            )
            context.grant_permissions([])  # none, without asking
            page = context.new_page()
            _say(browser=browser.version)
        _keep_alone(context, page)
        _Drive(job, page).run()
        _say(done=True)
        signal.pause()  # there is nothing to save: we are ended, which is quicker than ending


def _keep_alone(context: BrowserContext, page: Page) -> None:
    def close(other: Page) -> None:
        if other != page:
            with contextlib.suppress(Error):
                other.close()

    context.on("page", close)


@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    _say(begins=name)
    try:
        yield
    except Error as error:
        _say(failed=name, why=str(error)[:8000])
        if name in {"start", "load"}:
            _say(done=True)
            signal.pause()


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _dismiss(dialog: Dialog) -> None:
    with contextlib.suppress(Error):
        dialog.dismiss()


def _belong() -> None:
    """On Linux: die when the worker dies, and keep the browser ours even when what stands between us dies."""
    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        prctl = ctypes.CDLL(None).prctl
        prctl(_DIES_WITH_PARENT, signal.SIGKILL)
        prctl(_ADOPTS, 1)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main()
