"""Start-up checks: a misconfiguration is an error with a hint, never a surprise at night."""

import ipaddress

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def surface_is_known(**_: object) -> list[CheckMessage]:
    """SURFACE must be one of those there are."""
    if settings.SURFACE in settings.SURFACES:
        return []
    return [
        Error(
            f"SURFACE is {settings.SURFACE!r}, which is no surface of casefiles.",
            hint=f"Set SURFACE to one of: {', '.join(settings.SURFACES)}.",
            id="config.E001",
        )
    ]


@register()
def archive_keeps_out_of_private_networks(**_: object) -> list[CheckMessage]:
    """Fetching loopback is for the demonstration alone."""
    found: list[CheckMessage] = []
    for text in settings.ARCHIVE_ALLOWED_NETWORKS:
        try:
            network = ipaddress.ip_network(text)
        except ValueError as error:
            found.append(
                Error(
                    f"ARCHIVE_ALLOWED_NETWORKS has {text!r}: {error}.",
                    hint="Write networks such as 192.0.2.0/24, separated by commas.",
                    id="config.E003",
                )
            )
            continue
        if network.is_loopback and not settings.DEMO:
            found.append(
                Error(
                    f"ARCHIVE_ALLOWED_NETWORKS has {text}, which lets a cited address reach this machine itself.",
                    hint="Take it out; only the demonstration may fetch from loopback.",
                    id="config.E004",
                )
            )
    return found
