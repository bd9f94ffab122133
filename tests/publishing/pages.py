"""Published sources whose pages stand on a test's own server, looked at again as workers and the clock do it."""

from dataclasses import dataclass, replace
from typing import Any

from casefiles.archive import rechecks, work
from casefiles.archive.models import Capture, HostGap, Recheck, Watch
from casefiles.archive.states import OUTCOMES
from casefiles.dossiers.actions import add_member
from casefiles.dossiers.models import Attribution, Source, Statement
from casefiles.editions.models import SourceState
from casefiles.jobs.models import from_now
from casefiles.publishing.following import follow, renew_watches
from casefiles.publishing.models import Observation
from tests.archive.origin import Origin, answer
from tests.newsroom import Newsroom

PAGE = """<title>A page</title>
<p class=date>Published 3 December 2026, 14:02 UTC</p>
<p class=ad>Buy our boots.</p>
<p>It began in May. "It was APT31," the minister said. Three hundred offices were hit.</p>
<p>The embassy denied it.</p>
"""


@dataclass
class Followed:
    """A published source that is quoted twice, and its page."""

    room: Newsroom
    origin: Origin
    source: Source
    claim: Attribution
    denial: Statement
    path: str = "/"

    def becomes(self, old: str = "", new: str = "", **said: object) -> None:
        """The page as it is served from now on; ``said`` is what else the server says."""
        assert old in PAGE
        body = PAGE.replace(old, new) if old else PAGE
        self.origin.routes[self.path] = answer(body.encode(), **said)  # type: ignore[arg-type]

    def look(self) -> str:
        """A worker looks at the page; what it found."""
        (watch,) = Watch.objects.filter(cited_url=self.source.cited_url)
        HostGap.objects.all().delete()
        Watch.objects.filter(pk=watch.pk).update(next_at=from_now(-1))
        assert rechecks.perform(watch.pk)
        return Recheck.objects.filter(watch=watch).latest("pk").result

    def pass_week(self) -> str:
        """A worker looks, the clock judges, workers make the copies it asks for, the clock judges again."""
        found = self.look()
        follow()
        make_copies()
        follow()
        return found

    @property
    def observed(self) -> Observation:
        return Observation.objects.get(pk=self.source.pk)

    @property
    def touched(self) -> set[object]:
        return set(self.observed.touched.values_list("statement_id", flat=True))

    @property
    def told(self) -> list[tuple[str, set[object]]]:
        """What readers were told, in order: state and statements."""
        rows = SourceState.objects.filter(source_id=self.source.pk).order_by("pk")
        return [(row.state, set(row.statements)) for row in rows]


def visiting(origin: Origin) -> dict[str, Any]:
    """Settings by which the archive may visit ``origin``, as often as it likes."""
    return {
        "ARCHIVE_ALLOWED_NETWORKS": ["127.0.0.0/8"],
        "ARCHIVE_ALLOWED_PORTS": [80, 443, origin.port],
        "ARCHIVE_STORE": "",
        "ARCHIVE_BROWSER": "off",
        "ARCHIVE_HOST_GAP": 0.0,
        "ARCHIVE_LIMITS": {"connect_seconds": 2.0, "silence_seconds": 1.0, "page_seconds": 4.0},
    }


def make_copies() -> None:
    """Workers make every copy that is asked for."""
    for capture in Capture.objects.exclude(state__in=OUTCOMES):
        HostGap.objects.all().delete()
        Capture.objects.filter(pk=capture.pk).update(next_at=from_now(-1))
        assert work.perform(capture.pk)


def published_source(room: Newsroom, origin: Origin, *, path: str = "/", body: bytes = b"", kind: str = "") -> Followed:
    """A first edition with a source on ``origin`` and two statements; its page is watched."""
    origin.routes[path] = answer(body or PAGE.encode(), kind=kind or "text/html; charset=utf-8")
    source = room.source("A page", url=origin.url(path), archiving="now")
    make_copies()
    room.text()
    claim = room.attribution(statement=room.statement(source, "“It was APT31,” the minister said."))
    denial = room.statement(source, "The embassy denied it.")
    room.approve_all()
    room.publish()
    renew_watches()
    source.refresh_from_db()
    return Followed(room, origin, source, claim, denial, path)


def at_another_case(room: Newsroom) -> Newsroom:
    """The same people, at a case of their own that is empty yet."""
    other = replace(room, case=room.another_case())
    for member in (other.reviewer, other.publisher):
        add_member(user=other.author, case=other.case, member=member)
    return other
