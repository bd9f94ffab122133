"""What saving a source means for the archive: ask for a copy, hold the site, or wait for an upload."""

from casefiles.accounts.models import User
from casefiles.archive import actions as archive
from casefiles.archive.models import Capture, moment
from casefiles.archive.policy import citable
from casefiles.archive.states import OUTCOMES, PAGES, State
from casefiles.dossiers.models import Source
from casefiles.dossiers.policy import WRITERS, may_write
from casefiles.dossiers.vocabularies import Archiving
from casefiles.lib.errors import NotAllowed, Refused

FIELDS = frozenset({"url", "archiving"})
"""Fields of a source whose change matters to the archive."""
SET = frozenset({"cited_url", "capture"})
"""Fields of a source that ``prepare`` may set."""
_REASON = "Cited as a source."
"""No title of it: others cite the same address."""


def prepare(source: Source) -> bool:
    """Set the source's cited address and hold or release its site; says whether to ask for a copy.

    Raises ``Refused`` naming the field for an address that cannot be archived.
    """
    before = source.cited_url_id
    archive.release_site(holder=source.item_id)
    if source.archiving == Archiving.UPLOAD and _is_of_its_address(source):
        return False  # what it cites already stays until something better is there
    if not source.url or source.archiving == Archiving.UPLOAD:
        source.cited_url = None
        source.capture = None
        return False
    if source.archiving == Archiving.HOLD:
        archive.hold_site(url=source.url, holder=source.item_id)
        source.cited_url = archive.cited_url_for(source.url)
    else:
        if archive.is_held(source.url):
            raise Refused(
                "Somebody on the desk asks not to contact this site yet; ask a publishing editor, "
                "or choose “Do not contact this site yet” here too.",
                field="archiving",
            )
        source.cited_url = archive.cited_url_for(source.url)
    if source.cited_url_id != before:
        source.capture = None
    return source.archiving == Archiving.NOW and not _has_copy_or_will(source)


def rest(source: Source) -> None:
    """``source`` is out of its case: its site is free again."""
    archive.release_site(holder=source.item_id)


def resume(source: Source) -> None:
    """``source`` is back in its case: if it asks for silence, its site is left alone again."""
    if source.url and source.archiving == Archiving.HOLD:
        archive.hold_site(url=source.url, holder=source.item_id)


def ask(source: Source, user: User) -> Capture:
    """Ask the archive for a copy of the source's page."""
    return archive.request_capture(url=source.url, requested_by=user, reason=_REASON, asked_for=source.pk)


def may_take_back(user: User, capture: Capture) -> bool:
    """May ``user`` end the request ``capture``? Who made it may, and whoever compiles the case it was made for.

    Others who cite the same address may not: it is not theirs.
    """
    if not user.has_role(*WRITERS):
        return False
    asking = Source.objects.filter(pk=capture.asked_for).select_related("item__case")
    return capture.requested_by_id == user.pk or any(may_write(user, source.item.case) for source in asking)


def take_back(*, user: User, capture: Capture) -> Capture:
    """End a request that has no outcome yet. Raises ``NotAllowed``, ``Conflict`` if it has ended meanwhile."""
    if not may_take_back(user, capture):
        raise NotAllowed("Only whoever asked for this copy, or works on the case that it is for, may cancel it.")
    return archive.cancel_capture(capture=capture, user=user)


def copy_to_cite(source: Source, user: User) -> Capture | None:
    """The capture that ``source`` is to cite when ``user`` submits it. ``None``: nothing came of its address yet.

    Raises ``Refused`` where there is no copy of the page and one may be there soon.
    """
    if source.cited_url is None:
        return None
    best = archive.best_outcome(source.cited_url)
    if _chosen_later(source, best):
        return source.capture
    if best is None or best.state not in PAGES:
        for capture in archive.captures_of(source.cited_url).exclude(state__in=OUTCOMES):
            _check_not_awaited(capture, user)
    return best


def _chosen_later(source: Source, best: Capture | None) -> bool:
    """Does the source cite a copy that a re-check asked for, which somebody chose, and is it newer than ``best``?"""
    cited = source.capture
    if cited is None or not hasattr(cited, "recheck_copy"):
        return False
    return best is None or best.requested_at < cited.requested_at


def _check_not_awaited(capture: Capture, user: User) -> None:
    tried = capture.state == State.WAITING and capture.attempt > 0
    theirs = not may_take_back(user, capture)
    if tried and theirs:
        return  # it may take a day, and is not theirs to end
    when = "The page is still being archived. Try again in a minute."
    if tried:
        when = f"The page could not be archived yet; it is tried again {moment(capture.next_at)}."
    out = (
        "" if theirs else " To submit the source without a copy, open the request under “Archived copy” and cancel it."
    )
    raise Refused(when + out, field="capture")


def _is_of_its_address(source: Source) -> bool:
    """Is the cited address still the one that the source names, however it is spelt?"""
    if source.cited_url is None:
        return False
    try:
        return citable(source.url).href == source.cited_url.url
    except Refused:
        return False


def _has_copy_or_will(source: Source) -> bool:
    """Is there a copy of the page, or a request for one under way?"""
    assert source.cited_url is not None  # noqa: S101 (set by prepare)
    captures = archive.captures_of(source.cited_url).prefetch_related("files")
    return any(not row.is_finished or (row.has_copy and row.state in PAGES) for row in captures)
