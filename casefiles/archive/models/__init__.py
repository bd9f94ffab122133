"""Cited addresses, captures of them, and their custody, one module a subject."""

from casefiles.archive.models.captures import (
    Capture,
    CaptureAttempt,
    CaptureFile,
    CaptureQuerySet,
    CitedURL,
    HostGap,
    SiteHold,
    moment,
)

__all__ = [
    "Capture",
    "CaptureAttempt",
    "CaptureFile",
    "CaptureQuerySet",
    "CitedURL",
    "HostGap",
    "SiteHold",
    "moment",
]
