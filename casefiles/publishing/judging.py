"""What became of a cited page, judged by what is quoted from it. Nothing is read from or written to the database.

Two readings have to agree before anything is said: the look's own, and that of a whole copy made in the usual way,
which then shows it. So a page that only a browser can read, a page in two versions and a passing fault mark nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from casefiles.archive.look import leads_elsewhere
from casefiles.archive.models import Capture, Recheck
from casefiles.archive.states import PAGES, FileRole, Seen, State
from casefiles.editions.models import LiveState
from casefiles.lib.compare import PageText, Quoted, Standing, notice, standing

Quotes = Mapping[UUID, Quoted]
"""What is quoted from a page, by statement."""


@dataclass(frozen=True)
class Reading:
    """One text of the page beside the cited copy's."""

    touched: frozenset[UUID] = frozenset()
    unknown: int = 0
    notice: str = ""
    same: bool = True

    @property
    def marks(self) -> bool:
        return bool(self.touched or self.notice)


@dataclass(frozen=True)
class Finding:
    """What is to be said of the page now. ``state`` is ``None`` where nothing new can be said."""

    state: LiveState | None = None
    touched: frozenset[UUID] = field(default_factory=frozenset)
    elsewhere: bool = False
    notice: str = ""
    unknown: int = 0
    wants_copy: bool = False
    """A copy has to be made before it can be said."""


@dataclass(frozen=True)
class Cited:
    """The copy that an edition cites, and what is quoted from it."""

    copy: Capture
    text: PageText
    quotes: Quotes

    def read(self, text: str) -> Reading:
        """``text`` of the live page, beside the copy's."""
        now = PageText(text)
        if now.digest == self.text.digest:
            return Reading()
        found = {key: standing(quoted, self.text, now) for key, quoted in self.quotes.items()}
        said = notice(self.text, now)
        gone = frozenset(key for key, what in found.items() if what is Standing.TOUCHED)
        return Reading(
            frozenset(self.quotes) if said else gone,
            sum(what is Standing.UNKNOWN for what in found.values()),
            said[:500],
            same=False,
        )


def judged(cited: Cited, look: Recheck, evidence: Capture | None) -> Finding:
    """What ``look`` says of the page. ``evidence`` is the finished copy that was made because of it, if any is."""
    if look.result == Seen.GONE:
        gone = evidence is not None and evidence.state == State.GONE
        return Finding(LiveState.GONE, frozenset(cited.quotes)) if gone else Finding(wants_copy=True)
    if _document(cited.copy):
        return _of_document(cited, look, evidence)
    first = cited.read(look.seen_text or "")
    moved = look.result == Seen.MOVED
    if not first.marks and not moved:
        return Finding(LiveState.AS_ARCHIVED, elsewhere=not first.same, unknown=first.unknown)
    if evidence is None or evidence.state not in PAGES or leads_elsewhere(evidence.final_url, look.final_url):
        return Finding(wants_copy=True)
    second = cited.read(evidence.extracted_text())
    touched = first.touched & second.touched
    if moved:
        return Finding(LiveState.MOVED, touched, notice=second.notice, unknown=second.unknown)
    if touched or (first.notice and second.notice):
        return Finding(LiveState.DIFFERS, touched, notice=second.notice, unknown=second.unknown)
    return Finding(LiveState.AS_ARCHIVED, elsewhere=not second.same, unknown=second.unknown, wants_copy=True)


def _of_document(cited: Cited, look: Recheck, evidence: Capture | None) -> Finding:
    """A document has no text of ours: it is the same file or another. One that is made anew each time says nothing."""
    unknown = len(cited.quotes)
    if look.digest == _document(cited.copy):
        return Finding(LiveState.MOVED if look.result == Seen.MOVED else LiveState.AS_ARCHIVED)
    if evidence is None or evidence.state not in PAGES:
        return Finding(wants_copy=True)
    if look.text is None and look.seen_text is None and _document(evidence) != look.digest:
        return Finding(LiveState.AS_ARCHIVED, elsewhere=True, unknown=unknown)
    return Finding(LiveState.MOVED if look.result == Seen.MOVED else LiveState.DIFFERS, unknown=unknown)


def _document(capture: Capture) -> str:
    """The digest of a copy that is a document without a text, "" otherwise."""
    files = {stored.role: stored.digest for stored in capture.files.all()}
    return "" if FileRole.TEXT in files else files.get(FileRole.DOCUMENT, "")
