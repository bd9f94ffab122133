"""Start-up checks of single settings: a value that is none of its kind is found out before it does harm."""

import math
import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def archiver_introduces_itself(**_: object) -> list[CheckMessage]:
    """A line break would be a header of its own, and other letters than ASCII's cannot be sent at all."""
    agent = settings.ARCHIVE_USER_AGENT
    if agent.strip() and _is_plain(agent):
        return []
    return [
        Error(
            f"ARCHIVE_USER_AGENT is {agent!r}, which no site can be told.",
            hint="Set ARCHIVE_USER_AGENT to one line of plain ASCII. Unless it is set it names PUBLIC_URL: "
            "write a host name of other letters there as browsers send it (xn--…).",
            id="config.E032",
        )
    ]


@register()
def archive_has_manners_that_can_be_kept(**_: object) -> list[CheckMessage]:
    """Numbers that are none of their kind, each named."""
    asked: list[tuple[str, list[Any], bool, str]] = [
        ("ARCHIVE_LEASE", [settings.ARCHIVE_LEASE], settings.ARCHIVE_LEASE > 0, "more than 0 seconds"),
        ("ARCHIVE_HOST_GAP", [settings.ARCHIVE_HOST_GAP], settings.ARCHIVE_HOST_GAP >= 0, "0 seconds or more"),
        (
            "ARCHIVE_RETRIES",
            settings.ARCHIVE_RETRIES,
            all(delay >= 0 for delay in settings.ARCHIVE_RETRIES),
            "0 seconds or more each",
        ),
        (
            "ARCHIVE_ALLOWED_PORTS",
            settings.ARCHIVE_ALLOWED_PORTS,
            all(1 <= port <= 65_535 for port in settings.ARCHIVE_ALLOWED_PORTS),
            "from 1 to 65535 each",
        ),
        (
            "ARCHIVE_FULL_PERCENT",
            [settings.ARCHIVE_FULL_PERCENT],
            0 < settings.ARCHIVE_FULL_PERCENT <= 100,
            "more than 0 and at most 100 percent",
        ),
        (
            "ARCHIVE_ORPHAN_SECONDS",
            [settings.ARCHIVE_ORPHAN_SECONDS],
            settings.ARCHIVE_ORPHAN_SECONDS >= 3600,
            "3600 seconds or more: a file is stored before its row is written",
        ),
        ("ARCHIVE_EXPIRE_DAYS", [settings.ARCHIVE_EXPIRE_DAYS], settings.ARCHIVE_EXPIRE_DAYS >= 0, "0 days or more"),
        (
            "RECHECK_DAYS",
            [settings.RECHECK_DAYS],
            settings.RECHECK_DAYS == 0 or 0.04 <= settings.RECHECK_DAYS <= 3650,
            "0 (never), or from 0.04 (an hour) to 3650 days",
        ),
        ("RECHECK_FAILURES", [settings.RECHECK_FAILURES], settings.RECHECK_FAILURES >= 1, "1 or more"),
        (
            "ARCHIVE_CAPTURE_HARD_SECONDS",
            [settings.ARCHIVE_CAPTURE_HARD_SECONDS],
            settings.ARCHIVE_LIMITS.get("capture_seconds", 90) < settings.ARCHIVE_CAPTURE_HARD_SECONDS,
            "more than ARCHIVE_CAPTURE_SECONDS: a capture must be able to end by itself",
        ),
        (
            "ARCHIVE_BROWSERS_AT_ONCE",
            [settings.ARCHIVE_BROWSERS_AT_ONCE],
            settings.ARCHIVE_BROWSERS_AT_ONCE >= 1,
            "1 or more, or ARCHIVE_BROWSER to off",
        ),
        (
            "ARCHIVE_BROWSER_MEMORY",
            [settings.ARCHIVE_BROWSER_MEMORY],
            settings.ARCHIVE_BROWSER_MEMORY >= 200_000_000,
            "200000000 bytes or more: a browser takes as much for an empty page",
        ),
        (
            "ARCHIVE_SCREENSHOT_PIXELS",
            [settings.ARCHIVE_SCREENSHOT_PIXELS],
            1 <= settings.ARCHIVE_SCREENSHOT_PIXELS <= 16_384,
            "from 1 to 16384, which is as high as a browser draws",
        ),
    ]
    return [
        Error(
            f"{name} is {','.join(map(str, values))}.",
            hint=f"Set {name} to {wanted}.",
            id="config.E033",
        )
        for name, values, well, wanted in asked
        if not (well and all(map(math.isfinite, values)))
    ]


@register()
def holes_can_be_reported(**_: object) -> list[CheckMessage]:
    """The contact stands in a file whose lines mean something, so it is one address on one line."""
    contact = settings.SECURITY_CONTACT
    if not contact or (re.fullmatch(r"(mailto:|https://)\S+", contact) and _is_plain(contact)):
        return []
    return [
        Error(
            f"SECURITY_CONTACT is {contact!r}, which is no address to report a hole to.",
            hint="Set SECURITY_CONTACT to one such as mailto:security@newsroom.example or "
            "https://newsroom.example/security, or leave it out.",
            id="config.E034",
        )
    ]


def _is_plain(text: str) -> bool:
    """One line of printable ASCII."""
    return text.isascii() and text.isprintable()
