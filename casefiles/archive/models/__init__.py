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
from casefiles.archive.models.custody import CustodyEvent, CustodyWithheld, HandlingEvent, Link
from casefiles.archive.models.stamps import DueStamp, TimestampToken
from casefiles.archive.models.watching import Recheck, RecheckCopy, Watch, day

__all__ = [
    "Capture",
    "CaptureAttempt",
    "CaptureFile",
    "CaptureQuerySet",
    "CitedURL",
    "CustodyEvent",
    "CustodyWithheld",
    "DueStamp",
    "HandlingEvent",
    "HostGap",
    "Link",
    "Recheck",
    "RecheckCopy",
    "SiteHold",
    "TimestampToken",
    "Watch",
    "day",
    "moment",
]
