"""The ``http`` engine: the page and what it needs to look as it did. No script is run."""

import datetime
import json
from dataclasses import dataclass, field

from casefiles.archive.engines import markup, reading, requisites
from casefiles.archive.engines.base import Copy, Rules, scratch
from casefiles.archive.engines.kinds import is_html, is_text
from casefiles.archive.engines.needed import Needed, Wanted
from casefiles.archive.engines.verdict import Verdict, on_answer, on_failure
from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.browse import ANYTHING, PAGE, Visitor
from casefiles.archive.fetching.budget import Budget, Spent
from casefiles.archive.fetching.errors import FetchError
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.recording.recorder import MOST_REPORTED
from casefiles.archive.states import State
from casefiles.archive.warc import SOFTWARE, WarcWriter

_MOST_MARKUP = 10_000_000
"""Bytes of a page that are read for text and links; the record has them all."""
_DEEPEST = 3
"""Frames within frames, imports within imports."""
_TANGLED = "Its markup is too tangled to be read"


class HttpEngine:
    """See the module."""

    name = "http"

    def __init__(self, *, without: str = "") -> None:
        self.without = without
        """Why there is no browser, for those who wonder what is missing; "" if nobody asked for one."""

    def capture(self, address: Address, *, rules: Rules, budget: Budget) -> Copy:
        """A copy of ``address``. Every failure is an outcome; only ``Abandoned`` is raised."""
        visit = Visit(address, rules, budget, without=self.without)
        try:
            copy = visit.copy()
            visit.seal(copy)
            return copy
        finally:
            visit.close()


@dataclass
class Visit:
    """One capture while it is made. ``by`` names what else may add to its WARC, for the record at its beginning."""

    address: Address
    rules: Rules
    budget: Budget
    by: str = ""
    without: str = ""
    """Why no browser is used."""
    page: Exchange | None = None
    """The answer at the end of the redirects; once there is a copy, its body aside."""
    verdict: Verdict | None = None
    """Of the page alone, whatever it lacks."""
    is_html: bool = False
    redirects: list[str] = field(default_factory=list)
    servers: dict[str, dict[str, object]] = field(default_factory=dict)
    fetched: int = 0
    cut: str = ""

    def __post_init__(self) -> None:
        self.visitor = Visitor(
            guard=self.rules.guard, budget=self.budget, ports=self.rules.ports, user_agent=self.rules.user_agent
        )
        self.warc = scratch()
        self.writer = WarcWriter(
            self.warc,
            about=[
                ("software", f"{SOFTWARE} (http{self.by and f', {self.by}'})"),
                ("format", "WARC File Format 1.1"),
                ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
                ("http-header-user-agent", self.rules.user_agent),
            ],
        )
        self.needed = Needed(self.rules.ports)

    def copy(self) -> Copy:
        """The page and what it needs. More may be recorded until it is sealed."""
        try:
            self.page = self._page()
            copy = self._of_answer(self.page)
        except FetchError as error:
            copy = self._judged(on_failure(error))
        except BaseException:
            self.warc.close()
            if self.page is not None:
                self.page.close()
            raise
        if self.page is not None:
            self.page.raw.close()
            if copy.document is None:
                self.page.entity.close()
        copy.report = {
            "user_agent": self.rules.user_agent,
            "redirects": self.redirects,
            "servers": self.servers,
            "files": len(self.needed.asked),
            "missing": self.needed.missing[:MOST_REPORTED],
            "missing_count": len(self.needed.missing),
        }
        if self.rules.guard.egress:
            copy.report["by_proxy"] = True
        if self.is_html and self.without:
            copy.report["browser"] = {"problem": self.without}
        copy.warc = self.warc
        return copy

    def close(self) -> None:
        self.visitor.close()

    def _page(self) -> Exchange:
        """The answer at the end of the redirects. Raises ``FetchError``; what came before is recorded."""
        limits, last = self.budget.limits, None
        try:
            for exchange in self.visitor.follow(
                self.address, accept=PAGE, most=limits.wire_bytes, seconds=limits.page_seconds
            ):
                self._record(exchange)
                self.redirects.append(exchange.address.href)
                if last is not None:
                    last.close()
                last = exchange
        except BaseException:
            if last is not None:
                last.close()
            raise
        assert last is not None  # noqa: S101 (follow gives an exchange or raises)
        return last

    def _of_answer(self, page: Exchange) -> Copy:
        now = datetime.datetime.now(datetime.UTC)
        self.is_html = is_html(page)
        if not self.is_html:
            copy = self._judged(on_answer(page, now=now), page)
            if is_text(page):
                copy.text = reading.plain_text(page.entity_bytes(_MOST_MARKUP), page.header("content-type"))
            page.entity.seek(0)
            copy.document = page.entity
            return copy
        written, found = self._read(page)
        known = found or markup.Page()
        verdict = on_answer(page, now=now, title=known.title, text=known.text, markup=written)
        if not verdict.again:
            self.visitor.referrer = f"{page.address.scheme}://{page.address.authority}/"
            self.needed.by_page(known, page.address, depth=0)
            self._requisites()
        if not found and not page.packed:
            self.cut = f"{_TANGLED}; its text and the files it uses are missing."
        copy = self._judged(verdict, page)
        copy.text, copy.title = found.text if found else None, known.title
        return copy

    def _read(self, page: Exchange) -> tuple[str, markup.Page | None]:
        """The markup of a document and what it holds; ``None`` if that cannot be read."""
        if page.packed:
            return "", None
        written = reading.decode(page.entity_bytes(_MOST_MARKUP), page.header("content-type"))
        try:
            return written, markup.read(written, seconds=self.budget.seconds_left(float("inf")))
        except Spent:
            return written, None

    def _judged(self, verdict: Verdict, page: Exchange | None = None) -> Copy:
        self.verdict = verdict
        copy = Copy(
            verdict.outcome, verdict.sentence, again=verdict.again, wait=verdict.wait, slow_down=verdict.slow_down
        )
        if page is not None:
            copy.final_url, copy.status, copy.content_type = page.address.href, page.status, page.media_type
            if losses := self._losses(page):
                copy.sentence = f"{copy.sentence} {losses}".strip()
                copy.outcome = State.PARTIAL if copy.outcome == State.SUCCEEDED else copy.outcome
        return copy

    def _losses(self, page: Exchange) -> str:
        """What the copy lacks, as sentences; "" if it is whole."""
        said = []
        if page.trouble:
            said.append(f"The page itself is not whole: {_within(page.trouble)}")
        if self.needed.missing:
            of = len(self.needed.asked)
            verb = "is" if len(self.needed.missing) == 1 else "are"
            said.append(f"{len(self.needed.missing)} of the {of} files that the page uses {verb} missing.")
        if self.cut:
            said.append(self.cut)
        return " ".join(said)

    def _requisites(self) -> None:
        limits = self.budget.limits
        while self.needed.queue:
            if self.fetched >= limits.requisites:
                self.cut = f"It uses more than {limits.requisites} files; the others were left out."
                return
            wanted = self.needed.queue.popleft()
            self.fetched += 1
            self._requisite(wanted)
            try:
                self.budget.spend_wire(0)
                self.budget.spend_decoded(0, this_decoded=0, this_raw=0)
                self.budget.seconds_left(float("inf"))
            except Spent as spent:
                if self.needed.queue:
                    self.cut = f"The rest was left out. {spent.sentence}"
                return

    def _requisite(self, wanted: Wanted) -> None:
        limits, last = self.budget.limits, None
        try:
            for exchange in self.visitor.follow(
                wanted.address, accept=ANYTHING, most=limits.requisite_bytes, seconds=limits.page_seconds
            ):
                self._record(exchange)
                if last is not None:
                    last.close()
                last = exchange
        except FetchError as error:
            self.needed.miss(wanted.address.href, error.sentence)
        else:
            if last is not None:
                self._use(last, wanted)
        finally:
            if last is not None:
                last.close()

    def _use(self, answer: Exchange, wanted: Wanted) -> None:
        if not 200 <= answer.status < 300:
            self.needed.miss(wanted.address.href, f"The server answered with status {answer.status}.")
        elif answer.trouble:
            self.needed.miss(wanted.address.href, answer.trouble)
        if wanted.depth >= _DEEPEST:
            return
        if wanted.kind == "frame" and is_html(answer):
            if found := self._read(answer)[1]:
                self.needed.by_page(found, answer.address, depth=wanted.depth + 1)
            elif 200 <= answer.status < 300 and not answer.trouble:
                self.needed.miss(wanted.address.href, f"{_TANGLED}.")
        elif wanted.kind == "style" or answer.media_type == "text/css":
            css = reading.decode(answer.entity_bytes(requisites.MOST_CSS), answer.header("content-type"))
            self.needed.add(requisites.in_css(css), answer.address.href, depth=wanted.depth + 1)

    def _record(self, exchange: Exchange) -> None:
        try:
            self.writer.add(exchange)
        except BaseException:
            exchange.close()
            raise
        self.saw(exchange)

    def saw(self, exchange: Exchange) -> None:
        """Remember for the report who answered."""
        server = f"{exchange.address.scheme}://{exchange.address.host}:{exchange.address.port}"
        if server not in self.servers:
            tls = exchange.tls
            self.servers[server] = {"address": exchange.ip, "resolved": list(exchange.resolved)} | (
                {
                    "tls": tls.version,
                    "cipher": tls.cipher,
                    "certificates": list(tls.chain),
                    "verified": not tls.problem,
                    "problem": tls.problem,
                }
                if tls
                else {}
            )

    def seal(self, copy: Copy) -> None:
        """Record what we made of the answers, and the report; nothing can be added after that."""
        copy.bytes_on_wire = self.budget.wire
        if not self.redirects:
            self.warc.close()
            copy.warc = None
            return
        for view in copy.views:
            self.writer.add_resource(f"{view.urn}{copy.final_url}", view.data, media_type=view.media_type)
        if copy.text is not None:
            text = copy.text.encode()
            self.writer.add_resource(f"urn:text:{copy.final_url}", text, media_type="text/plain; charset=utf-8")
        block = json.dumps(copy.report, ensure_ascii=False, indent=1).encode()
        self.writer.add_metadata(self.address.href, block, media_type="application/json")
        copy.entries = self.writer.entries


def _within(sentence: str) -> str:
    """A sentence as the second half of another."""
    first, rest = sentence[:1], sentence[1:]
    return (first.lower() if sentence.startswith(("It ", "The ")) else first) + rest
