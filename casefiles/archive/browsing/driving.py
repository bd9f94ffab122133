"""Running ``drive`` and holding it to its time: whatever a page does to its browser, this ends, and so do they."""

import contextlib
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from casefiles.archive.browsing.job import DOM, PDF, SCREENSHOT, Job
from casefiles.archive.browsing.processes import Family
from casefiles.archive.browsing.questions import Questions
from casefiles.archive.fetching.budget import Budget, Spent

logger = logging.getLogger(__name__)
_GRACE = 3.0
"""Seconds that a step may take beyond what it was told."""
_GLANCE = 0.4
"""Seconds between two looks at memory and lease."""
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What an interpreter and a browser may need to start at all. Nothing else of ours is for them to know."""
_PROJECT = Path(__file__).resolve().parents[3]
_STUCK = {
    "start": "The browser did not start in time.",
    "load": "The page did not open in the browser in time.",
    "settle": "The page kept the browser too busy to be looked at.",
    "dom": "The page kept the browser too busy to be read.",
    "screenshot": "The page kept the browser too busy for a picture to be taken.",
    "pdf": "The page kept the browser too busy to be printed.",
}
_FAILED = {
    "start": "The browser could not be started; the administrator’s log says why.",
    "load": "The page did not open in the browser.",
    "settle": "The page could not be looked at to its end.",
    "dom": "What its scripts made of the page could not be read.",
    "screenshot": "No picture of the page could be taken.",
    "pdf": "The page could not be printed.",
}


@dataclass
class Driven:
    """What came of it: ``facts`` as ``drive`` says them, ``made`` the files that are whole."""

    facts: dict[str, Any] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What did not work, as sentences."""


def drive(job: Job, *, questions: Questions, budget: Budget, most_memory: int) -> Driven:
    """Do ``job``, answering ``questions`` meanwhile. ``most_memory`` in bytes, for all processes together.

    Every failure is a problem of what is given back; only ``Abandoned`` is raised. No process is left behind.
    """
    with _started(job) as (process, family):
        assert process.stdout is not None  # noqa: S101 (for the type)
        lines = questions.listen(process.stdout)
        watch = _Watch(job, budget, most_memory, family)
        try:
            watch.follow(questions)
        finally:
            if not family.end():
                logger.error("A process of the browser for %s could not be ended", job.url)
            lines.join(_GRACE)
        if watch.driven.problems:
            said = (Path(job.folder) / "log").read_text(errors="replace")[-2000:]
            logger.warning("Browser for %s: %s %s %s", job.url, watch.driven.problems, watch.why, said)
        return watch.driven


@contextlib.contextmanager
def _started(job: Job) -> Iterator[tuple["subprocess.Popen[str]", Family]]:
    home = {"HOME": job.folder, "TMPDIR": job.folder, "LANG": "C.UTF-8", "TZ": "UTC"}
    with (Path(job.folder) / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-Es", "-m", "casefiles.archive.browsing.drive"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=_PROJECT,
            env=home | {name: os.environ[name] for name in _KEPT if name in os.environ},
            start_new_session=True,
            text=True,
        )
    family = Family(process)
    with process:
        try:
            assert process.stdin is not None  # noqa: S101 (for the type)
            with contextlib.suppress(BrokenPipeError):  # it has died already, and its end is seen as such
                process.stdin.write(json.dumps(asdict(job)))
                process.stdin.close()
            yield process, family
        finally:
            family.end()


class _Watch:
    """Follows what the process says, and stops when it is done or has had its share of anything."""

    def __init__(self, job: Job, budget: Budget, most_memory: int, family: Family) -> None:
        self._job, self._budget, self._most_memory, self._family = job, budget, most_memory, family
        self._step = "start"
        self._ends = self._look_at = time.monotonic()
        self.driven = Driven()
        self.why = ""
        self._begin("start")

    def follow(self, questions: Questions) -> None:
        while True:
            line = questions.next_line(_GLANCE)
            if line == "":
                return self._problem(_FAILED[self._step])
            if line and self._take(line):
                return None
            if problem := self._spent():
                return self._problem(problem)

    def _take(self, line: str) -> bool:
        """Is it done?"""
        try:
            said = dict(json.loads(line))
        except ValueError:
            return False
        if step := said.pop("begins", ""):
            self._begin(str(step))
        if "browser" in said:
            self._family.know()  # at once: from now on the browser is found even when who started it dies
        if step := said.pop("failed", ""):
            self.why = f"{self.why} {said.pop('why', '')}"
            self._problem(_FAILED[str(step)])
        if (made := said.pop("made", "")) in {DOM, SCREENSHOT, PDF}:
            self.driven.made.append(made)
        self.driven.facts |= said
        return bool(said.get("done"))

    def _begin(self, step: str) -> None:
        self._step, self._ends = step, time.monotonic() + self._job.seconds[step] + _GRACE

    def _spent(self) -> str:
        """What there is no more of, as a sentence; "" while there is."""
        now = time.monotonic()
        try:
            self._budget.seconds_left(float("inf"))
        except Spent:
            return "The time for the copy was up before the browser was done."
        if now > self._ends:
            return _STUCK[self._step]
        if now < self._look_at:
            return ""
        self._look_at = now + _GLANCE
        if self._family.memory() > self._most_memory:
            return "The page took more memory than a browser is given here."
        return ""

    def _problem(self, sentence: str) -> None:
        self.driven.problems.append(sentence)
