"""What saving a source means for the archive: ask for a copy, hold the site, or wait for an upload."""

from casefiles.accounts.models import User
from casefiles.archive import actions as archive
from casefiles.archive.models import Capture
from casefiles.dossiers.models import Source
from casefiles.dossiers.vocabularies import Archiving
from casefiles.lib.errors import Refused

FIELDS = frozenset({"url", "archiving"})
"""Fields of a source whose change matters to the archive."""
SET = frozenset({"cited_url", "capture"})
"""Fields of a source that ``prepare`` may set."""


def prepare(source: Source) -> bool:
    """Set the source's cited address and hold or release its site; says whether to ask for a copy.

    Raises ``Refused`` naming the field for an address that cannot be archived.
    """
    before = source.cited_url_id
    archive.release_site(holder=source.item_id)
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
                "Another source asks not to contact this site yet. Choose “Do not contact this site yet” here too, "
                "or lift it there first.",
                field="archiving",
            )
        source.cited_url = archive.cited_url_for(source.url)
    if source.cited_url_id != before:
        source.capture = None
    return source.archiving == Archiving.NOW and not _has_copy_or_will(source)


def ask(source: Source, user: User) -> Capture:
    """Ask the archive for a copy of the source's page."""
    return archive.request_capture(url=source.url, requested_by=user, reason=f"Cited in “{source.title}”"[:500])


def _has_copy_or_will(source: Source) -> bool:
    """Is there a copy of the page, or a request for one under way?"""
    assert source.cited_url is not None  # noqa: S101 (set by prepare)
    captures = archive.captures_of(source.cited_url).prefetch_related("files")
    return any(capture.has_copy or not capture.is_finished for capture in captures)
