"""What became of cited pages, as the desk is told: a mark in lists, a panel beside forms, a page of its own."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casefiles.accounts.models import User
from casefiles.archive.models import Capture, Recheck, Watch, day, moment
from casefiles.archive.states import PAGES, WatchState
from casefiles.archive.watching import interval
from casefiles.dossiers.models import Attribution, Item, KindModel, Source, Statement
from casefiles.dossiers.policy import may_write
from casefiles.editions.models import LiveState
from casefiles.publishing.models import Observation

_Row = TypeVar("_Row", bound=Model)
MOST_LOOKS = 10
"""Looks that the panel lists."""

SAID = {
    LiveState.AS_ARCHIVED: "The live page is as it was archived",
    LiveState.DIFFERS: "The live page differs from the archived copy since {since}",
    LiveState.MOVED: "The address leads to another page since {since}",
    LiveState.GONE: "The live page is gone since {since}",
    LiveState.UNREACHABLE: "The live page could not be reached since {since}",
}
_NEXT = {
    LiveState.DIFFERS: "Read the difference. If the claim still stands, tell readers so in an update; if not, publish "
    "a correction. The archived copy stays the one that is cited until somebody chooses another.",
    LiveState.MOVED: "Look where the address leads now. What is quoted stands by the archived copy; if the page has a "
    "new address, cite that one with the next version.",
    LiveState.GONE: "What is quoted stands by the archived copy. Ask the outlet why the page is gone if it matters; "
    "what readers should know of it belongs in the source’s note.",
    LiveState.UNREACHABLE: "Nothing is to be done yet: it is tried again each day.",
}


def with_live(rows: QuerySet[_Row]) -> QuerySet[_Row]:
    """``rows``, whose primary keys are items’, with ``live_state`` and ``live_since`` of the page they rest on.

    Both are null where readers have nothing of it, or the page is as it was archived.
    """
    item = OuterRef("pk")
    affected = Observation.objects.filter(following=True).exclude(state=LiveState.AS_ARCHIVED)
    found = affected.filter(
        Q(source=item) | Q(touched__statement=item) | Q(touched__statement__attributions=item)
    ).order_by("since")
    marked: Any = rows.annotate(
        live_state=Subquery(found.values("state")[:1]), live_since=Subquery(found.values("since")[:1])
    )
    return cast("QuerySet[_Row]", marked)


def named(name: str, row: Any) -> SafeString | str:
    """``name`` in a list, with the mark if there is one."""
    state = getattr(row, "live_state", None)
    if not state:
        return name
    return format_html('{} <span class="live-mark">{}</span>', name, sentence(state, row.live_since))


def sentence(state: str, since: datetime.datetime | None) -> str:
    """A state in words, with its day."""
    return SAID[LiveState(state)].format(since=day(since) if since else "an unknown day")


@dataclass(frozen=True)
class LivePanel:
    """What became of the page that an item rests on, and what to do next."""

    observation: Observation
    quoted: bool = False
    """It is told of words that are quoted, and these are among them."""
    may_write: bool = False
    next_look: datetime.datetime | None = None
    looks: Sequence[Recheck] = ()
    """The last looks at the page, newest first."""

    @property
    def state(self) -> str:
        return self.observation.state

    @property
    def troubled(self) -> bool:
        return self.state != LiveState.AS_ARCHIVED

    @property
    def words(self) -> str:
        """What was found, as a sentence."""
        seen = self.observation
        if seen.checked_at is None and not self.troubled:
            return "Nobody has looked at the live page since it was published."
        said = sentence(self.state, seen.since)
        return f"{said}{'.' if self.troubled else f': looked at {moment(seen.checked_at)}.'}"

    @property
    def next_step(self) -> str:
        return _NEXT.get(LiveState(self.state), "")

    @property
    def more(self) -> Sequence[str]:
        """What else there is to know, a sentence each."""
        seen, told = self.observation, []
        if seen.notice:
            told.append(f"It carries a notice that was not there: “{seen.notice}”")
        if seen.elsewhere and not self.troubled:
            told.append("It differs from the copy elsewhere, but not in what is quoted.")
        if seen.walled_since:
            told.append(
                f"The site has turned our looks away since {day(seen.walled_since)}: look at the page yourself."
            )
        if seen.unknown:
            told.append(
                f"{'One quoted passage stands' if seen.unknown == 1 else f'{seen.unknown} quoted passages stand'} in "
                "no text that we can read there: check the page by eye."
            )
        if (self.troubled or seen.elsewhere) and seen.judged and seen.judged.similarity is not None:
            told.append(f"{int(seen.judged.similarity * 100)} % of the text is the same.")
        if seen.waits_for_id:
            told.append("A copy of the page as it is now is being made; it decides.")
        if self.next_look and interval():
            told.append(f"It is looked at again {moment(self.next_look)}.")
        return told

    @property
    def newer(self) -> Capture | None:
        """A copy of the page as it is now, which could be cited instead."""
        copy = self.observation.evidence
        return copy if copy is not None and copy.state in PAGES else None


def of(row: KindModel, user: User) -> LivePanel | None:
    """The panel of ``row``; ``None`` where readers have nothing that rests on a page that is looked at."""
    found = Observation.objects.filter(following=True).select_related("evidence__cited_url", "copy", "source", "judged")
    match row:
        case Source():
            seen, quoted = found.filter(source=row).first(), False
        case Statement():
            seen, quoted = found.filter(touched__statement=row).first(), True
        case Attribution():
            seen, quoted = found.filter(touched__statement=row.statement_id).first(), True
        case _:
            return None
    if seen is None:
        return None
    watch = Watch.objects.filter(cited_url=seen.copy.cited_url_id, state=WatchState.WAITING).first()
    looks = Recheck.objects.filter(watch__cited_url=seen.copy.cited_url_id).defer("text").order_by("-pk")
    next_look = watch.next_at if watch else None
    return LivePanel(seen, quoted, may_write(user, row.item.case), next_look, list(looks[:MOST_LOOKS]))


def troubled(user: User) -> QuerySet[Observation]:
    """Sources that ``user`` may see whose page is not as it was archived, or cannot be looked at; newest first."""
    visible = Source.objects.filter(item__in=Item.objects.visible_to(user))
    rows = Observation.objects.filter(following=True, source__in=visible)
    found = rows.exclude(state=LiveState.AS_ARCHIVED) | rows.filter(Q(walled_since__isnull=False) | Q(elsewhere=True))
    return found.select_related("source__item__case", "copy", "evidence", "judged").order_by("state", "-since", "pk")
