"""What a site's answer means: the outcome and the sentence, from status, headers and text alone."""

import datetime
import email.utils
import re
from dataclasses import dataclass

from casefiles.archive.fetching.errors import BlockedByPolicy, FetchError
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.states import State

LONGEST_WAIT = 86_400.0
"""Seconds of a Retry-After that are honoured; a site that says more is asked after a day."""

_WALLS = re.compile(
    r"just a moment|attention required|are you (?:a robot|human)|verify(?:ing)? you are human|access (?:to this page"
    r" has been )?denied|pardon our interruption|security check|ddos-guard|robot or human|checking your browser",
    re.I,
)
_FEW = 1_500
"""Characters: a page with so little text and such a title is a bot wall, not an article about one."""
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false"?', re.I)


@dataclass(frozen=True)
class Verdict:
    """An outcome, why, and whether and when to come again."""

    outcome: str
    sentence: str = ""
    again: bool = False
    wait: float | None = None
    slow_down: bool = False


def on_failure(error: FetchError) -> Verdict:
    """There was no answer at the end of the way."""
    if isinstance(error, BlockedByPolicy):
        return Verdict(State.BLOCKED_POLICY, error.sentence)
    return Verdict(State.FAILED, error.sentence, again=error.again)


def on_answer(
    exchange: Exchange, *, now: datetime.datetime, title: str = "", text: str = "", markup: str = ""
) -> Verdict:
    """There was an answer. ``succeeded`` here means only that the page itself is what it should be."""
    status = exchange.status
    if status in {404, 410}:
        return Verdict(State.GONE, f"The server said “{status} {'not found' if status == 404 else 'gone'}”.")
    if status == 402:
        return Verdict(State.PAYWALLED, "The server asks for payment (402).")
    if status in {429, 503}:
        said = "too many requests" if status == 429 else "service unavailable"
        return Verdict(
            State.BLOCKED_BY_SITE,
            f"The server said “{status} {said}”.",
            again=True,
            wait=retry_after(exchange.header("retry-after"), now=now),
            slow_down=status == 429,
        )
    if status in {401, 403, 451}:
        return Verdict(State.BLOCKED_BY_SITE, _TURNED_AWAY[status])
    if not 200 <= status < 300:
        return Verdict(State.FAILED, f"The server answered with status {status}.", again=status >= 500)
    if _is_wall(exchange, title, text):
        return Verdict(State.BLOCKED_BY_SITE, "The site showed a check against robots instead of the page.")
    if _NOT_FREE.search(markup):
        return Verdict(State.PAYWALLED, "The page says of itself that not all of it is free to read.")
    return Verdict(State.SUCCEEDED)


_TURNED_AWAY = {
    401: "The server asks for a user name and password (401).",
    403: "The server said “403 forbidden”.",
    451: "The server said “451 unavailable for legal reasons”.",
}


def retry_after(value: str, *, now: datetime.datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3), ``None`` if it says nothing usable."""
    if re.fullmatch(r"[0-9]{1,9}", value):
        return min(float(value), LONGEST_WAIT)
    try:
        at = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    return min(max(0.0, (at - now).total_seconds()), LONGEST_WAIT)


def _is_wall(exchange: Exchange, title: str, text: str) -> bool:
    if exchange.header("cf-mitigated").lower() == "challenge":
        return True
    return len(text) < _FEW and bool(_WALLS.search(title))
