"""An archived page and its files as they can be shown, made from the stored copy."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from casefiles.archive import store
from casefiles.archive.cdxj import plain_type
from casefiles.archive.engines import reading
from casefiles.archive.models import Capture, CaptureFile
from casefiles.archive.playback import Playback, Unreadable
from casefiles.archive.states import FileRole
from casefiles.replay import rebuild

POLICY = (
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "media-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""What an archived page may do in a browser: look like itself. No script, no request to anywhere else, no form."""
MARKUP = frozenset({"text/html", "application/xhtml+xml"})
_MOST_MARKUP = 10_000_000
_AS_IT_IS = ("image/", "font/", "audio/", "video/", "application/font-", "application/x-font-")
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each page being rebuilt takes a process; a crowd of readers must not take the machine."""
_PATIENCE = 20.0
"""Seconds that a reader waits for others' pages."""


class Busy(Exception):
    """Too many pages are being rebuilt."""


@dataclass(frozen=True)
class Shown:
    """A file of a page. ``media_type`` is one that a browser does nothing dangerous with."""

    media_type: str
    body: bytes


def has_page(capture: Capture) -> bool:
    """Is there a page that can be rebuilt?"""
    return plain_type(capture.content_type) in MARKUP and file_of(capture, FileRole.WACZ) is not None


def page(capture: Capture) -> bytes:
    """The page as HTML in UTF-8, with addresses relative to two steps below the copy's own.

    Raises ``Unreadable``, ``store.Damaged``, ``Busy``.
    """
    record = file_of(capture, FileRole.WACZ)
    if record is None or not has_page(capture):
        raise Unreadable("It has no page.")
    rendered = file_of(capture, FileRole.DOM)
    return _page(record.digest, record.size, capture.final_url, rendered.digest if rendered else "")


@lru_cache(maxsize=8)
def _page(digest: str, size: int, url: str, rendered: str) -> bytes:
    """``rendered`` is what a browser made of the page, which shows more of it than what was sent."""
    playback = Playback(digest, size)
    markup = store.read(rendered).decode("utf-8", "replace") if rendered else _sent(playback, url)
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        places = _places(playback, "../../files/")
        made = rebuild.rebuilt(markup[:_MOST_MARKUP], base=url, places=places, rendered=bool(rendered))
    finally:
        _AT_ONCE.release()
    if made is None:
        raise Unreadable("Its markup is too tangled to be shown.")
    return made


def _sent(playback: Playback, url: str) -> str:
    number = playback.contents.places.get(url)
    if number is None:
        raise Unreadable("Its page is not in its record.")
    answer = playback.answer(number)
    return reading.decode(answer.body[:_MOST_MARKUP], answer.content_type)


def file(capture: Capture, number: int) -> Shown:
    """The file of one entry of the copy's index. Raises ``Unreadable``, ``store.Damaged``."""
    record = file_of(capture, FileRole.WACZ)
    if record is None:
        raise Unreadable("It has no record.")
    playback = Playback(record.digest, record.size)
    answer = playback.answer(number)
    kind = answer.media_type
    if kind == "text/css":
        css = reading.decode(answer.body, answer.content_type)
        shown = rebuild.restyled(css, base=answer.url, places=_places(playback, "../"))
        return Shown("text/css; charset=utf-8", shown.encode())
    return Shown(kind if kind.startswith(_AS_IT_IS) else "application/octet-stream", answer.body)


def _places(playback: Playback, up: str) -> Mapping[str, str]:
    return {url: f"{up}{number}/" for url, number in playback.contents.places.items()}


def file_of(capture: Capture, role: str) -> CaptureFile | None:
    """The stored file of that role, if there is one."""
    return next((stored for stored in capture.files.all() if stored.role == role), None)
