"""One look at a watched page: a conditional request, its text read, and what that means beside the cited copy.

A bot wall, a paywall, a log-in and an answer that was cut are never taken for a change of the page.
"""

import datetime
import hashlib
import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings

from casefiles.archive import policy, store
from casefiles.archive.engines import markup, reading
from casefiles.archive.engines.base import Rules
from casefiles.archive.engines.kinds import is_html, is_text
from casefiles.archive.engines.verdict import on_answer
from casefiles.archive.fetching.address import BadAddress, parse
from casefiles.archive.fetching.browse import PAGE, Visitor
from casefiles.archive.fetching.budget import Budget
from casefiles.archive.fetching.errors import BlockedByPolicy, FetchError
from casefiles.archive.fetching.exchange import Exchange
from casefiles.archive.models import Capture, Recheck, Watch
from casefiles.archive.states import FileRole, Seen, State
from casefiles.lib.compare import MOST_TEXT, PageText, similarity

_MOST_MARKUP = 10_000_000
"""Bytes of a page that are read for its text."""
_WHOLE_EACH = 4
"""Each so-manyth look asks without a condition: a server that says “nothing new” for ever is not believed for ever."""
_FEW = 1_500
"""Characters: so little text, unlike the copy’s, that asks for something is a wall and not the page."""
_UNLIKE = 0.3
_ASKS = re.compile(
    r"javascript|cookies?\b|subscri|sign ?in|log ?in|captcha|robot|unusual traffic|access (?:is )?denied|verify you",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"/(?:log-?in|sign-?in|signin|sso|oauth\w*|auth|consent|captcha|challenge|subscribe|paywall)\b", re.I
)
_AWAY_HOST = re.compile(r"^(?:consent|login|accounts|auth|sso|id|signin)\.")
_CONDITION = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,400}"')
_DATE = re.compile(r"[A-Za-z0-9 ,:+-]{10,60}")


@dataclass(frozen=True)
class Look:
    """What one look found. ``digest`` is "" and ``text`` ``None`` where the page was not read."""

    result: str
    sentence: str = ""
    status: int | None = None
    final_url: str = ""
    text: str | None = None
    digest: str = ""
    similarity: float | None = None
    etag: str = ""
    last_modified: str = ""
    conditional: bool = False
    wait: float | None = None
    """Seconds that the site asked us to wait."""
    slow_down: bool = False
    bytes_on_wire: int = 0


def look_at(watch: Watch, budget: Budget) -> Look:
    """Look at the page of ``watch``. Every failure is a result; only ``Abandoned`` is raised."""
    last = None
    if Recheck.objects.filter(watch=watch).count() % _WHOLE_EACH:
        last = Recheck.objects.filter(watch=watch).read().order_by("-pk").first()
    conditions = _conditions(last)
    rules = Rules(policy.guard(), settings.ARCHIVE_ALLOWED_PORTS, settings.ARCHIVE_USER_AGENT)
    visitor = Visitor(guard=rules.guard, budget=budget, ports=rules.ports, user_agent=rules.user_agent)
    visitor.conditions = {last.final_url: conditions} if last and conditions else {}
    exchange: Exchange | None = None
    try:
        address = parse(watch.cited_url.url, ports=rules.ports)
        limits = budget.limits
        for each in visitor.follow(address, accept=PAGE, most=limits.wire_bytes, seconds=limits.page_seconds):
            if exchange is not None:
                exchange.close()
            exchange = each
        assert exchange is not None  # noqa: S101 (follow gives an exchange or raises)
        look = _of_answer(watch, exchange, last if conditions else None, budget)
    except BadAddress as error:
        look = Look(Seen.NOT_CONTACTED, error.sentence)
    except BlockedByPolicy as error:
        look = Look(Seen.NOT_CONTACTED, error.sentence)
    except FetchError as error:
        look = Look(Seen.UNREACHABLE, error.sentence)
    finally:
        visitor.close()
        if exchange is not None:
            exchange.close()
    return replace(look, conditional=bool(conditions), bytes_on_wire=budget.wire)


def _of_answer(watch: Watch, page: Exchange, last: Recheck | None, budget: Budget) -> Look:
    about = Look("", status=page.status, final_url=page.address.href, etag=_etag(page), last_modified=_modified(page))
    if page.status == 304 and last is not None:
        same = replace(about, etag=about.etag or last.etag, last_modified=about.last_modified or last.last_modified)
        return _beside(watch, replace(same, text=last.seen_text, digest=last.digest))
    if page.truncated or page.packed:
        return replace(about, result=Seen.UNREACHABLE, sentence=page.trouble or "The answer was not whole.")
    read = _read(page, budget)
    if read is None:
        return replace(about, result=Seen.WALLED, sentence="Its markup is too tangled to be read.")
    title, text, written = read
    verdict = on_answer(page, now=datetime.datetime.now(datetime.UTC), title=title, text=text or "", markup=written)
    about = replace(about, sentence=verdict.sentence, wait=verdict.wait, slow_down=verdict.slow_down)
    match verdict.outcome:
        case State.GONE:
            return replace(about, result=Seen.GONE)
        case State.BLOCKED_BY_SITE:
            down = page.status == 503 and page.header("cf-mitigated").lower() != "challenge"
            return replace(about, result=Seen.UNREACHABLE if down else Seen.WALLED)
        case State.FAILED:
            return replace(about, result=Seen.UNREACHABLE)
    seen = _beside(watch, replace(about, text=text, digest=_digest(page, text)))
    if seen.result == Seen.OK or verdict.outcome == State.SUCCEEDED:
        return seen
    return replace(seen, result=Seen.WALLED, sentence=verdict.sentence)


def _read(page: Exchange, budget: Budget) -> tuple[str, str | None, str] | None:
    """Title, text (``None`` where a page has none) and markup; ``None`` if it cannot be read within its limits."""
    if not is_html(page):
        text = reading.plain_text(page.entity_bytes(_MOST_MARKUP), page.header("content-type"))
        return "", text[:MOST_TEXT] if is_text(page) else None, ""
    written = reading.decode(page.entity_bytes(_MOST_MARKUP), page.header("content-type"))
    found = markup.read(written, seconds=max(1.0, budget.limits.page_seconds))
    return (found.title, found.text[:MOST_TEXT], written) if found else None


def _digest(page: Exchange, text: str | None) -> str:
    if text is not None:
        return PageText(text).digest
    page.entity.seek(0)
    return hashlib.file_digest(page.entity, "sha256").hexdigest()  # type: ignore[arg-type]


def _beside(watch: Watch, look: Look) -> Look:
    """What was read, beside the copy that is cited."""
    copy = watch.copy
    alike: float | None = None
    if look.text is None:
        same = look.digest == _document(copy)
    else:
        now, then = PageText(look.text), PageText(_text(copy))
        alike, same = similarity(then, now), then.digest == now.digest
        if alike < _UNLIKE and len(look.text) < _FEW and _ASKS.search(look.text):
            return Look(Seen.WALLED, "Instead of the page it asked for something first.", look.status, look.final_url)
    if leads_elsewhere(look.final_url, copy.final_url or watch.cited_url.url):
        if not same and _is_a_gate(look.final_url):
            return Look(Seen.WALLED, "It sent us to a log-in or consent page.", look.status, look.final_url)
        return replace(look, result=Seen.MOVED, similarity=alike, sentence=f"It leads to {look.final_url} now.")
    return replace(look, result=Seen.OK if same else Seen.CHANGED, similarity=alike)


def _text(copy: Capture) -> str:
    try:
        return copy.extracted_text()
    except store.Damaged:  # said where the store is checked; here every page differs from it
        return ""


def _document(copy: Capture) -> str:
    """The digest of a copy that is a document of its own, "" if it is a page."""
    return next((stored.digest for stored in copy.files.all() if stored.role == FileRole.DOCUMENT), "")


def leads_elsewhere(now: str, then: str) -> bool:
    """Do two addresses differ in more than scheme, ``www.`` and a last slash?"""
    return _plain(now) != _plain(then)


def _plain(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def _is_a_gate(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_AWAY.search(parts.path) or _AWAY_HOST.match(parts.hostname or ""))


def _conditions(last: Recheck | None) -> list[tuple[str, str]]:
    """By which the server may say that nothing is new since ``last``."""
    if last is None:
        return []
    said = [("If-None-Match", last.etag), ("If-Modified-Since", last.last_modified)]
    return [(name, value) for name, value in said if value]


def _etag(page: Exchange) -> str:
    """The answer's entity tag, "" if it has none of the form that may be sent back."""
    value = page.header("etag")
    return value if _CONDITION.fullmatch(value) else ""


def _modified(page: Exchange) -> str:
    value = page.header("last-modified")
    return value if _DATE.fullmatch(value) else ""
