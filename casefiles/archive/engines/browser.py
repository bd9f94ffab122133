"""The ``browser`` engine: what ``http`` gets, then the page once more as a browser shows it, its scripts run.

What the browser asks goes through the recording proxy, by the same core and the same limits, into the same WARC.
Where there is no page to show, or the browser does not bring it, the copy is what ``http`` got, and says so.
"""

import dataclasses
import datetime
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casefiles.archive.browsing import chromium
from casefiles.archive.browsing.chromium import Chromium
from casefiles.archive.browsing.driving import Driven, drive
from casefiles.archive.browsing.job import DOM, PDF, SCREENSHOT, STEPS, Job
from casefiles.archive.browsing.questions import Questions
from casefiles.archive.browsing.slots import NoSlot, slot
from casefiles.archive.engines import markup
from casefiles.archive.engines.base import Copy, Rules, View
from casefiles.archive.engines.http import Visit
from casefiles.archive.engines.verdict import on_answer
from casefiles.archive.fetching.address import Address, parse
from casefiles.archive.fetching.budget import Budget, Spent
from casefiles.archive.fetching.errors import FetchError
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.recording.certificates import Certificates
from casefiles.archive.recording.proxy import RecordingProxy
from casefiles.archive.recording.recorder import Recorder
from casefiles.archive.states import FileRole, State

logger = logging.getLogger(__name__)
_RESERVED = 10.0
"""Seconds of a capture that a browser needs at least; nobody waits for a free one beyond that."""
_VIEWS = (
    (DOM, FileRole.DOM, "text/html; charset=utf-8"),
    (SCREENSHOT, FileRole.SCREENSHOT, "image/png"),
    (PDF, FileRole.PDF, "application/pdf"),
)
_WITHOUT = "It is a copy made without a browser."


@dataclass(frozen=True)
class Machine:
    """What this machine has for browsers. ``folder`` is shared by all its workers."""

    chromium: Chromium
    folder: Path
    at_once: int = 2
    most_memory: int = 2_000_000_000
    """Bytes, for all processes of one browser."""
    most_pixels: int = 16_000
    """Height of the highest picture."""
    seconds: dict[str, float] = field(default_factory=lambda: dict(STEPS))


class BrowserEngine:
    """See the module."""

    name = "browser"

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def capture(self, address: Address, *, rules: Rules, budget: Budget) -> Copy:
        """A copy of ``address``. Every failure is an outcome; only ``Abandoned`` is raised."""
        visit = Visit(address, rules, budget, by=f"browser: {self.machine.chromium.named}")
        copy = None
        try:
            copy = visit.copy()
            copy.engine = "http"
            if _is_for_a_browser(visit):
                _Browsing(visit, copy, self.machine).run()
            visit.seal(copy)
        except BaseException:
            if copy is not None:
                copy.close()
            raise
        finally:
            visit.close()
        return copy


def _is_for_a_browser(visit: Visit) -> bool:
    """Is there a page to show? A document, a download and an error are kept as they came."""
    page = visit.page
    if page is None or not visit.is_html or page.truncated or not 200 <= page.status < 300:
        return False
    return not page.header("content-disposition").lower().startswith("attachment")


class _Browsing:
    """The browser's part of one capture."""

    def __init__(self, visit: Visit, copy: Copy, machine: Machine) -> None:
        self._visit, self._copy, self._machine = visit, copy, machine
        self._budget = visit.budget
        self._recorder = Recorder(visit.writer, saw=visit.saw)
        self._full = False
        self._began = time.monotonic()

    def run(self) -> None:
        """Add to the copy what a browser shows; else say in it why that is missing."""
        try:
            with slot(self._machine.folder, self._machine.at_once, seconds=self._seconds_to_wait) as folder:
                if folder is None:
                    self._without("No browser was free in time.", {})
                else:
                    self._look(folder)
        except NoSlot as error:
            logger.warning("No browser for %s: %s", self._visit.address.href, error)
            self._without("No browser could be used; the administrator’s log says why.", {})

    def _look(self, folder: Path) -> None:
        driven = self._driven(folder)
        if self._recorder.broken:
            raise self._recorder.broken
        page = self._page(driven)
        if page is None:
            self._without(" ".join(driven.problems) or self._turned_away(driven), driven.facts)
        else:
            self._show(driven, page, folder)

    def _seconds_to_wait(self) -> float:
        try:
            return self._budget.seconds_left(float("inf")) - _RESERVED
        except Spent:
            return 0.0

    def _driven(self, folder: Path) -> Driven:
        rules, machine = self._visit.rules, self._machine
        questions = Questions(rules.guard.held)
        certificates = Certificates(folder)
        try:
            with RecordingProxy(
                guard=dataclasses.replace(rules.guard, held=questions.is_held),
                budget=self._budget,
                ports=rules.ports,
                recorder=self._recorder,
                certificates=certificates,
                page=self._visit.address,
            ) as proxy:
                job = Job(
                    url=self._visit.address.href,
                    program=machine.chromium.program,
                    flags=chromium.flags(proxy_port=proxy.port, pin=certificates.pin),
                    sandbox=chromium.is_sandboxed(),
                    user_agent=rules.user_agent,
                    folder=str(folder),
                    most_pixels=machine.most_pixels,
                    seconds=machine.seconds,
                )
                driven = drive(job, questions=questions, budget=self._budget, most_memory=machine.most_memory)
                self._full = proxy.is_full
                questions.close()
                return driven
        finally:
            questions.close()
            self._recorder.close()

    def _page(self, driven: Driven) -> Exchange | None:
        """The answer that the browser shows, if it is a page and could be read."""
        if DOM not in driven.made:
            return None
        try:
            address = parse(str(driven.facts.get("main", "")), ports=self._visit.rules.ports)
        except FetchError:
            return None
        answer = self._recorder.answer(address.href)
        return answer if answer is not None and 200 <= answer.status < 300 else None

    def _turned_away(self, driven: Driven) -> str:
        status = driven.facts.get("status")
        return f"The site answered the browser with status {status}." if status else "The browser was shown no page."

    def _without(self, why: str, facts: dict[str, Any]) -> None:
        self._copy.sentence = f"{self._copy.sentence} {why} {_WITHOUT}".strip()
        self._report(facts, why)

    def _show(self, driven: Driven, page: Exchange, folder: Path) -> None:
        """The copy is now the browser's: its outcome, its text, its files."""
        copy = self._copy
        views = [View(role, kind, (folder / name).read_bytes()) for name, role, kind in _VIEWS if name in driven.made]
        written = views[0].data.decode()
        found = self._read(written)
        known = found or markup.Page(copy.title, copy.text or "")
        now = datetime.datetime.now(datetime.UTC)
        verdict = on_answer(page, now=now, title=known.title, text=known.text, markup=written)
        copy.engine, copy.views, copy.outcome, copy.sentence = "browser", views, verdict.outcome, verdict.sentence
        copy.final_url, copy.status, copy.content_type = page.address.href, page.status, page.media_type
        copy.title, copy.text = known.title, known.text
        losses = self._losses(driven, page)
        if losses:
            copy.sentence = " ".join([copy.sentence, *losses]).strip()
            copy.outcome = State.PARTIAL if copy.outcome == State.SUCCEEDED else copy.outcome
        self._report(driven.facts, " ".join(driven.problems))

    def _read(self, written: str) -> markup.Page | None:
        try:
            return markup.read(written, seconds=self._budget.seconds_left(float("inf")))
        except Spent:
            return None

    def _losses(self, driven: Driven, page: Exchange) -> list[str]:
        said = list(driven.problems)
        if page.trouble:
            said.append("The page itself is not whole.")
        if not driven.facts.get("loaded"):
            said.append("The page had not finished loading when it was copied.")
        missing = self._recorder.missing.count
        if missing:
            verb = "is" if missing == 1 else "are"
            said.append(f"{missing} of the {self._recorder.files} files that the page asked for {verb} missing.")
        if self._full:
            said.append(f"It asks for more than {self._budget.limits.requisites} files; the others were left out.")
        return said

    def _report(self, facts: dict[str, Any], problem: str) -> None:
        machine, recorder = self._machine, self._recorder
        told = {"main": "answered_by", "shown": "shown_address", "pixels": "screenshot_pixels", "cut": "screenshot_cut"}
        self._copy.report["browser"] = {
            "program": machine.chromium.version,
            "version": facts.get("browser", ""),
            "playwright": machine.chromium.playwright,
            "sandbox": chromium.is_sandboxed(),
            "viewport": {"width": Job.width, "height": Job.height},
            "answers": recorder.count,
            "files": recorder.files,
            "missing": recorder.missing.first,
            "missing_count": recorder.missing.count,
            "refused": recorder.refused.first,
            "refused_count": recorder.refused.count,
            "problem": problem,
            "milliseconds": round((time.monotonic() - self._began) * 1000),
            **{name: facts[key] for key, name in told.items() if key in facts},
        }
        # The desk's page names what the copy itself lacks: the browser's, where it is the browser's copy.
        if self._copy.engine == "browser":
            self._copy.report |= {"missing": recorder.missing.first, "missing_count": recorder.missing.count}
