"""Asking timestamp authorities, which the operator has chosen: the guard of cited addresses is not for them.

An authority is known by a name without anything secret in it: host, port and path of its address.
"""

import datetime
import functools
import ipaddress
import logging
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings

from casefiles.archive import tokens
from casefiles.archive.fetching.address import Address
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import FetchError
from casefiles.archive.fetching.guard import Guard
from casefiles.archive.fetching.http1 import ask
from casefiles.archive.fetching.wire import dial

logger = logging.getLogger(__name__)
_EVERYWHERE = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
_PORTS = {"http": 80, "https": 443}


class NoToken(Exception):
    """An authority gave no token that can be kept; the message is a sentence that begins with its name."""


def configured() -> dict[str, str]:
    """The authorities of the settings: name → address."""
    return {name_of(url): url for url in settings.ARCHIVE_TIMESTAMP_URLS}


def name_of(url: str) -> str:
    """What an authority is called here."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


def token(name: str, digest: str, *, seconds: float) -> tokens.Token:
    """A checked token over ``digest`` by the authority called ``name``, within so many seconds. Raises ``NoToken``."""
    url = configured().get(name)
    if url is None:
        raise NoToken(f"{name} is no longer among the timestamp authorities of the settings.")
    asked = tokens.query(digest)
    answer = _posted(name, url, asked.der, seconds)
    try:
        return tokens.answered(asked, answer, roots(), now=datetime.datetime.now(datetime.UTC))
    except tokens.BadToken as error:
        raise NoToken(f"{name} gave no right token: {error}.") from error


def at_once(names: Sequence[str], digest: str, *, seconds: float) -> Mapping[str, tokens.Token | NoToken]:
    """What each authority says, asked side by side; none is waited for longer than ``seconds``."""
    found: queue.Queue[tuple[str, tokens.Token | NoToken]] = queue.Queue()

    def one(name: str) -> None:
        try:
            found.put((name, token(name, digest, seconds=seconds)))
        except NoToken as error:
            found.put((name, error))

    for name in names:
        threading.Thread(target=one, args=(name,), daemon=True, name="stamp").start()
    given: dict[str, tokens.Token | NoToken] = {}
    until = time.monotonic() + seconds
    while len(given) < len(names):
        try:
            name, said = found.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            break
        given[name] = said
    return {name: given.get(name) or NoToken(f"{name} did not answer in {seconds:g} seconds.") for name in names}


def roots() -> Sequence[x509.Certificate]:
    """Who vouches for the authorities, by the settings; none if no file is set. Raises ``BadList``."""
    return _roots(settings.ARCHIVE_TIMESTAMP_ROOTS_FILE) if settings.ARCHIVE_TIMESTAMP_ROOTS_FILE else ()


@functools.lru_cache(maxsize=4)
def _roots(path: str) -> Sequence[x509.Certificate]:
    return tokens.trusted(Path(path)).roots


def _posted(name: str, url: str, der: bytes, seconds: float) -> bytes:
    """The body of the answer. Raises ``NoToken``."""
    address = _address(url)
    limits = Limits(
        wire_bytes=4 * tokens.MOST_BYTES,
        decoded_bytes=tokens.MOST_BYTES,
        connect_seconds=seconds,
        silence_seconds=seconds,
        capture_seconds=seconds,
    )
    head = (
        f"POST {address.target} HTTP/1.1\r\nHost: {address.authority}\r\nUser-Agent: {settings.ARCHIVE_USER_AGENT}\r\n"
        f"Content-Type: application/timestamp-query\r\nAccept: application/timestamp-reply\r\n"
        f"Content-Length: {len(der)}\r\nConnection: close\r\n\r\n"
    )
    try:
        budget = Budget(limits)
        wire = dial(address, Guard(allowed_networks=_EVERYWHERE), budget, deadline=budget.started + seconds)
        try:
            exchange = ask(wire, head.encode() + der, address, most=tokens.MOST_BYTES, seconds=seconds)
        finally:
            wire.close()
    except FetchError as error:
        raise NoToken(f"{name} gave no token. {error.sentence}") from error
    try:
        if exchange.trouble or exchange.status != 200:
            raise NoToken(f"{name} gave no token. {exchange.trouble or f'It answered with status {exchange.status}.'}")
        return exchange.entity_bytes(tokens.MOST_BYTES)
    finally:
        exchange.close()


def _address(url: str) -> Address:
    parts = urlsplit(url)
    host = parts.hostname or ""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    bracketed = f"[{host}]" if ":" in host else host
    return Address(url, parts.scheme, bracketed, parts.port or _PORTS[parts.scheme], target)
