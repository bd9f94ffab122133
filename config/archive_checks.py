"""Start-up checks of the archive's settings: what each capture would fail by is found out before the first."""

import math
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def archiver_introduces_itself(**_: object) -> list[CheckMessage]:
    """A line break would be a header of its own, and other letters than ASCII's cannot be sent at all."""
    agent = settings.ARCHIVE_USER_AGENT
    if agent.strip() and agent.isascii() and agent.isprintable():
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
