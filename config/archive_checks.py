"""Start-up checks of where archived files are kept, and of who dates them."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from casefiles.archive import authorities, store, tokens
from casefiles.archive.browsing import chromium, slots
from casefiles.archive.fetching import egress
from casefiles.archive.store.base import Reachable

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(/[A-Za-z0-9._-]+)*/?")
_NAMES = {
    "endpoint": "ARCHIVE_S3_ENDPOINT",
    "region": "ARCHIVE_S3_REGION",
    "key_id": "ARCHIVE_S3_KEY_ID",
    "secret": "ARCHIVE_S3_SECRET",
}


@register()
def archive_store_is_one(**_: object) -> list[CheckMessage]:
    """Either the folder or a whole address of a bucket; half a set would store where nobody looks."""
    said = {_NAMES[key]: value for key, value in settings.ARCHIVE_S3.items() if value}
    if not settings.ARCHIVE_STORE:
        return [
            Error(
                f"{name} is set, and ARCHIVE_STORE is not: files would be kept in ARCHIVE_ROOT.",
                hint="Set ARCHIVE_STORE to s3://bucket/prefix, or take the ARCHIVE_S3_… settings out.",
                id="config.E040",
            )
            for name in said
        ]
    parts = urlsplit(settings.ARCHIVE_STORE)
    whole = parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc) and _PREFIX.fullmatch(parts.path)
    found: list[CheckMessage] = []
    if not whole or parts.query or parts.fragment:
        found.append(
            Error(
                f"ARCHIVE_STORE is {settings.ARCHIVE_STORE!r}, which is no address of a bucket.",
                hint="Set it to s3://bucket/prefix, or leave it out to keep files in the folder ARCHIVE_ROOT.",
                id="config.E041",
            )
        )
    if len({"ARCHIVE_S3_KEY_ID", "ARCHIVE_S3_SECRET"} & set(said)) == 1:
        found.append(
            Error(
                "Of ARCHIVE_S3_KEY_ID and ARCHIVE_S3_SECRET only one is set.",
                hint="Set both, or neither where this machine has a role of its own.",
                id="config.E042",
            )
        )
    endpoint = urlsplit(settings.ARCHIVE_S3["endpoint"])
    if settings.ARCHIVE_S3["endpoint"] and (endpoint.scheme not in {"http", "https"} or not endpoint.hostname):
        found.append(
            Error(
                f"ARCHIVE_S3_ENDPOINT is {settings.ARCHIVE_S3['endpoint']!r}, which is no address of a server.",
                hint="Set it to one such as https://objects.newsroom.example, or leave it out for Amazon’s own.",
                id="config.E043",
            )
        )
    return found


@register()
def egress_is_a_proxy(**_: object) -> list[CheckMessage]:
    """A newsroom that wants not to be seen must not find out by being seen."""
    try:
        egress.parse(settings.ARCHIVE_EGRESS)
    except ValueError as error:
        return [
            Error(
                f"ARCHIVE_EGRESS names no proxy: {error}.",
                hint="Set it to one such as socks5://user:password@egress.internal:1080 or http://proxy.internal:3128, "
                "or leave it out to fetch straight from here.",
                id="config.E045",
            )
        ]
    return []


@register()
def browser_can_be_used(**_: object) -> list[CheckMessage]:
    """Whoever names a browser wants copies by it, and would find out by what they lack."""
    if settings.SURFACE != "fetch" or settings.ARCHIVE_BROWSER in {"", chromium.OFF}:
        return []
    try:
        chromium.find(settings.ARCHIVE_BROWSER)
        slots.prepare(Path(settings.ARCHIVE_BROWSER_FOLDER))
    except chromium.NoBrowser as error:
        return [
            Error(
                f"No copies can be made by a browser: {error}.",
                hint="Set ARCHIVE_BROWSER to the path of a Chromium and install requirements-browser.txt, or set it to "
                "off to do without.",
                id="config.E046",
            )
        ]
    except OSError as error:
        return [
            Error(
                f"Browsers cannot be given the folder {settings.ARCHIVE_BROWSER_FOLDER}: {error.strerror}.",
                hint="Set ARCHIVE_BROWSER_FOLDER to a folder of the capture workers' user, or ARCHIVE_BROWSER to off.",
                id="config.E047",
            )
        ]
    return []


@register()
def archive_store_can_be_reached(**_: object) -> list[CheckMessage]:
    """A capture worker that cannot store is found out before it contacts anybody."""
    if settings.SURFACE != "fetch" or not settings.ARCHIVE_STORE or archive_store_is_one():
        return []
    place = store.place()
    assert isinstance(place, Reachable)  # noqa: S101 (a bucket is)
    try:
        place.check()
    except OSError as error:
        return [
            Error(
                f"Archived files cannot be stored in {settings.ARCHIVE_STORE}. {error}",
                hint="Look at ARCHIVE_STORE and the ARCHIVE_S3_… settings; the bucket must be there, and the key "
                "of the capture workers may list, read, write and delete in it.",
                id="config.E044",
            )
        ]
    return []


@register()
def timestamp_authorities_can_be_asked(**_: object) -> list[CheckMessage]:
    """Addresses that are none, two of one name, or nobody to vouch for them: no token would ever be kept."""
    urls = settings.ARCHIVE_TIMESTAMP_URLS
    found: list[CheckMessage] = [
        Error(
            f"ARCHIVE_TIMESTAMP_URLS has {url!r}, which is no address of a timestamp authority.",
            hint="Write each as https://host/path or http://host/path, without a user name, separated by commas.",
            id="config.E050",
        )
        for url in urls
        if not _can_be_asked(url)
    ]
    if len({authorities.name_of(url) for url in urls}) < len(urls):
        found.append(
            Error(
                "ARCHIVE_TIMESTAMP_URLS names an authority twice.",
                hint="Name each once: host, port and path tell them apart.",
                id="config.E051",
            )
        )
    if len(urls) > 9:
        found.append(
            Error("ARCHIVE_TIMESTAMP_URLS names more than nine authorities.", hint="Keep the best.", id="config.E052")
        )
    if urls and settings.SURFACE == "fetch" and (why := _nobody_vouches()):
        found.append(
            Error(
                f"No answer of a timestamp authority could be believed: {why}.",
                hint="Put their root certificates (PEM) into a file that the workers may read, and set "
                "ARCHIVE_TIMESTAMP_ROOTS_FILE to its path.",
                id="config.E053",
            )
        )
    return found


def _can_be_asked(url: str) -> bool:
    try:
        parts = urlsplit(url)
        sound = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        return False
    return (
        sound and parts.scheme in {"http", "https"} and "@" not in parts.netloc and url.isascii() and url.isprintable()
    )


def _nobody_vouches() -> str:
    """Why no token could be believed; "" if one could."""
    if not settings.ARCHIVE_TIMESTAMP_ROOTS_FILE:
        return "ARCHIVE_TIMESTAMP_ROOTS_FILE is not set"
    try:
        return "" if authorities.roots() else f"{settings.ARCHIVE_TIMESTAMP_ROOTS_FILE} holds no certificate"
    except tokens.BadList as error:
        return str(error)
