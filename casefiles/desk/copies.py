"""The archived copy of a source, as a journalist follows it: what happened, and what to do next."""

from dataclasses import dataclass

from casefiles.accounts.models import User
from casefiles.archive.actions import latest_copy
from casefiles.archive.models import Capture, CaptureQuerySet, moment
from casefiles.archive.policy import seen_as
from casefiles.archive.states import PAGES, State
from casefiles.dossiers.models import Source
from casefiles.dossiers.policy import may_write
from casefiles.dossiers.vocabularies import Archiving
from casefiles.review.transitions import State as Standing

_APPROVED = frozenset({Standing.APPROVED, Standing.PUBLISHED})
_SETTLED = _APPROVED | {Standing.SUBMITTED}
"""Where a source keeps the copy that it cites. Elsewhere the newest is taken when it is submitted."""

_NEXT = {
    State.QUEUED: "It is archived as soon as a worker is free; look again in a moment.",
    State.FETCHING: "It is being fetched now; look again in a moment.",
    State.WAITING: "Nothing is to be done: it is tried again by itself {at}.",
    State.SUCCEEDED: "The newest copy becomes the one that is cited when you submit the source.",
    State.PARTIAL: "Look whether the copy has what you cite. If not, ask again.",
    State.BLOCKED_POLICY: "Check the address. Only public web addresses are visited.",
    State.BLOCKED_BY_SITE: "Ask again later, or look for the page elsewhere and cite it there.",
    State.GONE: "Check the address, or look for the page elsewhere and cite it there.",
    State.PAYWALLED: "Look whether the copy has what you cite. If not, look for the page elsewhere and cite it there.",
    State.FAILED: "Check the address and ask again, or look for the page elsewhere and cite it there.",
    State.CANCELLED: "Ask again when you want a copy.",
}

_WITHOUT = "No browser was used: what only scripts add to the page is not in the copy."


@dataclass(frozen=True)
class CopyPanel:
    """Requests for copies of a source's page, newest first, and what can be done."""

    captures: list[Capture]
    cited: Capture | None
    may_ask: bool
    better: Capture | None = None
    """A newer copy of the page than the one cited, which somebody may have it cite by hand."""
    lapses: bool = False
    """An approval lapses by that."""
    why_not: str = ""
    seen_as: str = ""
    writes: bool = False

    @property
    def newest(self) -> Capture | None:
        return self.captures[0] if self.captures else None

    @property
    def may_hurry(self) -> bool:
        return self.writes and self.newest is not None and self.newest.may_be_hurried

    @property
    def next_step(self) -> str:
        if self.newest is None:
            return ""
        if self.newest == self.cited:
            step = "It is what the source cites."
        else:
            step = _NEXT[State(self.newest.state)].format(at=moment(self.newest.next_at))
        return f"{step} {_WITHOUT}" if self.newest.lacks_scripts else step

    @property
    def under_way(self) -> bool:
        return self.newest is not None and not self.newest.is_finished


def of(source: Source, state: Standing, user: User) -> CopyPanel:
    """The panel of ``source``, which stands in ``state``, for ``user``."""
    captures = list(_asked_by_people(source).prefetch_related("files")[:10])
    why_not = ""
    if source.archiving == Archiving.HOLD:
        why_not = "Its site is not to be contacted yet. To archive it, change “how to archive” and save."
    elif source.archiving == Archiving.UPLOAD:
        why_not = "Nothing is fetched for it. To archive the page, change “how to archive” and save."
    writes = may_write(user, source.item.case)
    return CopyPanel(
        captures=captures,
        cited=source.capture,
        may_ask=not why_not and writes,
        better=_better(source) if writes and state in _SETTLED else None,
        lapses=state in _APPROVED,
        why_not=why_not,
        seen_as=seen_as(),
        writes=writes,
    )


def _asked_by_people(source: Source) -> CaptureQuerySet:
    """Requests for copies, but for those of re-checks, which nothing comes to cite by itself."""
    return Capture.objects.filter(cited_url=source.cited_url_id, recheck_copy=None).order_by("-requested_at", "id")


def _better(source: Source) -> Capture | None:
    latest = latest_copy(source.cited_url) if source.cited_url else None
    return latest if latest and latest.state in PAGES and latest.pk != source.capture_id else None
