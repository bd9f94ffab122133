"""What one capture may take: bytes and seconds, counted while they pass."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from casefiles.archive.fetching.errors import Abandoned


@dataclass(frozen=True)
class Limits:
    """The limits of a capture; sizes in bytes, times in seconds. See ``ARCHIVE_LIMITS`` in the settings."""

    redirects: int = 10
    requisites: int = 300
    wire_bytes: int = 100_000_000
    requisite_bytes: int = 25_000_000
    post_bytes: int = 1_000_000
    """Of what a page's script sends with one request."""
    decoded_bytes: int = 200_000_000
    decoded_ratio: int = 200
    header_bytes: int = 65_536
    header_count: int = 256
    interim_answers: int = 8
    connect_seconds: float = 10.0
    silence_seconds: float = 15.0
    page_seconds: float = 60.0
    capture_seconds: float = 90.0
    ratio_from: int = 10_000_000
    """The ratio of decoded to sent bytes is looked at above so many decoded bytes."""


class Spent(Exception):
    """A limit is reached: stop here and keep what there is. ``reason`` is WARC's: ``length`` or ``time``."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


class Budget:
    """What is left of a capture's limits. ``ours`` says whether the capture is still this worker's.

    Several threads may spend of it at once.
    """

    def __init__(self, limits: Limits, *, ours: Callable[[], bool] = lambda: True) -> None:
        self.limits = limits
        self.started = time.monotonic()
        self.wire = 0
        self.decoded = 0
        self._ours = ours
        self._counting = threading.Lock()

    def seconds_left(self, deadline: float) -> float:
        """Seconds until ``deadline`` (by the monotonic clock) or the capture's end. Raises ``Spent``."""
        if not self._ours():
            raise Abandoned
        left = min(deadline, self.started + self.limits.capture_seconds) - time.monotonic()
        if left <= 0:
            raise Spent("time", "The time for it was up.")
        return left

    def spend_wire(self, count: int) -> None:
        """Count bytes sent or received. Raises ``Spent`` when the capture has had its share."""
        with self._counting:
            self.wire += count
            spent = self.wire > self.limits.wire_bytes
        if spent:
            raise Spent("length", f"The copy reached the limit of {_megabytes(self.limits.wire_bytes)}.")

    def spend_decoded(self, count: int, *, this_decoded: int, this_raw: int) -> None:
        """Count unpacked bytes; ``this_…`` are the totals of the one answer. Raises ``Spent`` on a bomb."""
        with self._counting:
            self.decoded += count
            spent = self.decoded > self.limits.decoded_bytes
        if spent:
            raise Spent("length", f"Unpacked, it is larger than {_megabytes(self.limits.decoded_bytes)}.")
        if this_decoded > self.limits.ratio_from and this_decoded > this_raw * self.limits.decoded_ratio:
            raise Spent("length", "It unpacks to something absurdly large, as a trap would.")


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB" if count >= 1_000_000 else f"{count:,} bytes"
