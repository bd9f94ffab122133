"""Tickets by which the desk lets somebody see a sealed copy on the surface of archived pages, for a short while.

The two surfaces have secrets of their own, and share one key for this alone.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

SECONDS = 300
"""How long a ticket is good for."""


def is_possible() -> bool:
    """Is there a key to sign tickets with?"""
    return bool(settings.ARCHIVE_LINK_KEY)


def ticket_for(capture_id: UUID) -> str:
    """A ticket for one copy, to be put into a path."""
    return _signer().sign(capture_id.hex)


def admits(ticket: str, capture_id: UUID) -> bool:
    """Is ``ticket`` one for this copy, and still good?"""
    if not is_possible():
        return False
    try:
        return _signer().unsign(ticket, max_age=SECONDS) == capture_id.hex
    except BadSignature:
        return False


def _signer() -> TimestampSigner:
    return TimestampSigner(key=settings.ARCHIVE_LINK_KEY, salt="a sealed copy")
