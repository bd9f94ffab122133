"""Answers kept in front of Django: what nobody has published anew need not be drawn anew.

A WSGI layer for the public surface alone. Its pages are the same for everybody, set no cookie, and change only
when something is published or removed, which ``reading.generation`` tells. Each process keeps its own answers,
up to a number of bytes, the least recently asked for going first.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, close_old_connections
from django.http.request import split_domain_port, validate_host
from django.utils.http import parse_etags

from casefiles.editions import reading

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
_LARGEST_SHARE = 8
"""An answer that would take more than this part of the room is not kept."""
_NOT_OURS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
_SAID_OF_304 = {"etag", "cache-control", "vary", "expires", "content-location", "date"}  # RFC 9110, 15.4.5


@dataclass(frozen=True)
class Kept:
    """A whole answer with status 200."""

    generation: str
    headers: Headers
    body: bytes

    @property
    def etag(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "etag"), "")


class KeptAnswers:
    """Wraps the public WSGI application. See the module.

    ``hosts`` are the exact host names that are served; any other request is Django's to refuse. ``most_bytes``
    of bodies are kept, none if it is 0. What is published shows after ``look_seconds`` at the latest.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        hosts: Sequence[str],
        most_bytes: int,
        look_seconds: float,
        generation: Callable[[], str] = reading.generation,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._hosts = hosts
        self._most_bytes = most_bytes
        self._look_seconds = look_seconds
        self._read_generation = generation
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._generation = ""
        self._looked_at = float("-inf")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        generation = self._current() if self._may_answer(environ) else ""
        if not generation:
            return self._application(environ, start_response)
        key = _key(environ)
        answer = self._find(key, generation)
        if answer is not None:
            return _given(answer, environ, start_response)
        return self._drawn(environ, start_response, key, generation)

    def _may_answer(self, environ: "WSGIEnvironment") -> bool:
        if not self._most_bytes or environ["REQUEST_METHOD"] != "GET":
            return False
        if any(name in environ for name in _NOT_OURS):
            return False  # rare, and Django's to judge
        host, _ = split_domain_port(environ.get("HTTP_HOST", ""))
        return bool(host) and validate_host(host, self._hosts)

    def _current(self) -> str:
        """What is published now, looked up not oftener than the setting says; "" if it cannot be told."""
        now = self._clock()
        with self._lock:
            if now - self._looked_at < self._look_seconds:
                return self._generation
        close_old_connections()  # outside a request nobody else looks after them
        try:
            found = self._read_generation()
        except DatabaseError:
            return ""
        with self._lock:
            if found != self._generation:
                self._kept.clear()
                self._bytes = 0
            self._generation, self._looked_at = found, now
        return found

    def _find(self, key: tuple[str, ...], generation: str) -> Kept | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is None or answer.generation != generation:
                return None
            self._kept.move_to_end(key)
            return answer

    def _drawn(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: tuple[str, ...], generation: str
    ) -> Iterable[bytes]:
        """Ask Django without the condition, so that there is a whole answer to keep."""
        said: list[Any] = []

        def noted(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            said[:] = [status, headers, exc_info]
            return lambda _: None

        plain = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        chunks = self._application(plain, noted)
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        status, headers, exc_info = said
        if not _keepable(status, headers) or len(body) * _LARGEST_SHARE > self._most_bytes:
            start_response(status, headers, exc_info)
            return [body]
        answer = Kept(generation, headers, body)
        self._keep(key, answer)
        return _given(answer, environ, start_response)

    def _keep(self, key: tuple[str, ...], answer: Kept) -> None:
        with self._lock:
            if answer.generation != self._generation:
                return  # something was published while it was drawn
            before = self._kept.pop(key, None)
            self._kept[key] = answer
            self._bytes += len(answer.body) - (len(before.body) if before else 0)
            while self._bytes > self._most_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest.body)


def _key(environ: "WSGIEnvironment") -> tuple[str, ...]:
    """What an answer may depend on. A redirect to HTTPS is Django's, by what the proxy says."""
    names = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return (*(str(environ.get(name, "")) for name in names), str(environ.get("HTTP_ACCEPT", "")))


def _keepable(status: str, headers: Headers) -> bool:
    """A whole answer that says itself that everybody may keep it."""
    named = {name.lower(): value for name, value in headers}
    control = {part.strip().lower() for part in named.get("cache-control", "").split(",")}
    varies = named.get("vary", "").lower() in {"", "accept"}
    return status.startswith("200 ") and "public" in control and varies and "set-cookie" not in named


def _given(answer: Kept, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    asked = parse_etags(environ.get("HTTP_IF_NONE_MATCH", ""))
    if answer.etag and (answer.etag in asked or f"W/{answer.etag}" in asked or "*" in asked):
        start_response("304 Not Modified", [each for each in answer.headers if each[0].lower() in _SAID_OF_304])
        return [b""]
    start_response("200 OK", list(answer.headers))
    return [answer.body]
