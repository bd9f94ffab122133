"""Dating copies by timestamp authorities: the WARC before it is packed, the WACZ whenever the authority answers.

No capture waits for an authority that is slow or down. What is missing then is a row that a worker takes until the
token is there.
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from casefiles.archive import authorities, custody
from casefiles.archive.authorities import NoToken
from casefiles.archive.dispatch import nudge_stamp
from casefiles.archive.models import Capture, DueStamp, TimestampToken
from casefiles.archive.states import Custody, StampState
from casefiles.archive.stored_zip import blocks
from casefiles.archive.tokens import Token
from casefiles.jobs.models import from_now

logger = logging.getLogger(__name__)
MOST_SENT = 500
"""Stamps that one sweep tells workers of."""
WARC, WACZ = "WARC", "WACZ"
_LATELY = 300.0
"""Seconds for which an authority that failed is not asked by captures, which would have to wait for it."""


@dataclass
class Stamps:
    """The tokens over a WARC, by authority, and why others gave none."""

    digest: str = ""
    given: dict[str, Token] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        """What the capture's report says of them; nothing where no authority is configured."""
        if not (self.given or self.missing):
            return {}
        given = [{"authority": token.authority, "time": token.time} for token in self.given.values()]
        return {"stamps": given, "unstamped": self.missing}

    def record(self, capture: Capture) -> None:
        """Tell the custody record of the tokens."""
        for token in self.given.values():
            _record(capture, WARC, self.digest, token)


def over_warc(warc: IO[bytes] | None) -> Stamps:
    """Tokens over a WARC that is about to be packed, as far as they are to be had in ``ARCHIVE_TIMESTAMP_WAIT``.

    An authority that has just failed others is not asked: every capture would wait for it.
    """
    names = list(authorities.configured())
    if warc is None or not names:
        return Stamps()
    sha = hashlib.sha256()
    for block in blocks(warc):
        sha.update(block)
    failing = set(_failing(names))
    found = Stamps(sha.hexdigest(), missing=[f"{name} has not answered lately, and was not asked." for name in failing])
    asked = [name for name in names if name not in failing]
    for name, said in authorities.at_once(asked, found.digest, seconds=settings.ARCHIVE_TIMESTAMP_WAIT).items():
        if isinstance(said, NoToken):
            logger.warning("The WARC %s was packed without a token: %s", found.digest, said)
            found.missing.append(str(said))
        else:
            found.given[name] = said
    return found


def want(capture: Capture, digest: str) -> None:
    """Have every authority date the WACZ of a capture, whenever it answers. Call it in the capture's transaction."""
    rows = [DueStamp(capture=capture, authority=name, digest=digest) for name in authorities.configured()]
    for row in DueStamp.objects.bulk_create(rows):
        nudge_stamp(row.pk)


def perform(pk: int, *, worker: str) -> bool:
    """Ask for the token of a row that is due and in nobody's hands. True: this call ended or put off a try."""
    row = DueStamp.objects.filter(pk=pk).claim(worker=worker, lease=settings.ARCHIVE_LEASE)
    if row is None:
        return False
    if row.authority not in authorities.configured():
        return DueStamp.objects.finish(row, state=StampState.DROPPED, said="It is no longer in the settings.")
    try:
        token = authorities.token(row.authority, row.digest, seconds=settings.ARCHIVE_TIMESTAMP_SECONDS)
    except NoToken as error:
        return _put_off(row, str(error))
    return _keep(row, token)


def sweep() -> list[int]:
    """Put rows of dead workers back; those to tell workers of."""
    with transaction.atomic():
        DueStamp.objects.sweep()
    due = DueStamp.objects.all().due().order_by("next_at")
    return list(due.values_list("pk", flat=True)[:MOST_SENT])


def _failing(names: Iterable[str]) -> Iterable[str]:
    """Those that have been asked in vain just now."""
    owing = DueStamp.objects.filter(authority__in=names, state=StampState.WAITING, tried_at__gt=from_now(-_LATELY))
    return owing.values_list("authority", flat=True).distinct().order_by()


def _put_off(row: DueStamp, said: str) -> bool:
    logger.warning("Capture %s has no token yet: %s", row.capture_id, said)
    waits = [float(seconds) for seconds in settings.ARCHIVE_RETRIES] or [3600.0]
    wait = waits[min(row.attempt, len(waits)) - 1]
    return DueStamp.objects.finish(row, state=StampState.WAITING, next_at=from_now(wait), tried_at=Now(), said=said)


def _keep(row: DueStamp, token: Token) -> bool:
    with transaction.atomic():
        if not DueStamp.objects.finish(row, state=StampState.STAMPED, said=""):
            return False
        TimestampToken.objects.create(
            capture=row.capture, authority=row.authority, over=row.digest, at=token.at, answer=token.answer
        )
        _record(row.capture, WACZ, row.digest, token)
    return True


def _record(capture: Capture, over: str, digest: str, token: Token) -> None:
    detail = {
        "authority": token.authority,
        "over": over,
        "sha256": digest,
        "time": token.time,
        "serial": token.serial,
        "token": token.digest,
    }
    custody.record(capture, Custody.STAMPED, detail)
