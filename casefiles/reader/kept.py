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

Key = tuple[str, ...]
_NOT_OURS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
_SAID_OF_304 = {"etag", "cache-control", "vary", "expires", "content-location", "date"}  # RFC 9110, 15.4.5
_LARGEST_SHARE = 8
"""An answer that would take more than this part of the room is not kept."""
_LONGEST_KEY = 1_000
"""Characters of an address, with what else an answer depends on, beyond which it is not kept."""
_BESIDES = 1_000
"""Bytes that an answer takes besides its texts, at most: objects, and its place in the order."""


@dataclass(frozen=True)
class Answer:
    """What the application behind answered, as a whole."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, wanted: str) -> str:
        return next((value for name, value in self.headers if name.lower() == wanted), "")

    @property
    def for_everybody(self) -> bool:
        """Does it say itself that everybody may keep it?"""
        control = {part.strip().lower() for part in self.header("cache-control").split(",")}
        alike = self.header("vary").lower() in {"", "accept"} and not self.header("set-cookie")
        return self.status.startswith("200 ") and "public" in control and alike

    @property
    def size(self) -> int:
        """Bytes that it takes, its key not counted."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + _BESIDES

    def give(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """To whoever has it already, only that it is unchanged."""
        asked, etag = parse_etags(environ.get("HTTP_IF_NONE_MATCH", "")), self.header("etag")
        if self.status.startswith("200 ") and etag and ({etag, f"W/{etag}", "*"} & set(asked)):
            start_response("304 Not Modified", [each for each in self.headers if each[0].lower() in _SAID_OF_304])
            return [b""]
        start_response(self.status, list(self.headers))
        return [self.body]


class KeptAnswers:
    """Wraps the public WSGI application. See the module.

    ``hosts`` are the exact host names that are served; any other request is Django's to refuse. Addresses that
    begin with ``apart`` (static files) are not kept. All that is kept takes about ``most_bytes`` at most; 0 keeps
    nothing. What is published shows after ``look_seconds`` at the latest.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        hosts: Sequence[str],
        most_bytes: int,
        look_seconds: float,
        apart: str = "/static/",
        generation: Callable[[], str] = reading.generation,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._hosts = hosts
        self._most_bytes = most_bytes
        self._look_seconds = look_seconds
        self._apart = apart
        self._read_generation = generation
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._generation = ""
        self._looked_at = float("-inf")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        generation = self._current() if self._may_answer(environ) else ""
        if not generation:
            return self._application(environ, start_response)
        key = _key(environ)
        by_type = (*key, str(environ.get("HTTP_ACCEPT", "")))
        answer = self._find(key) or self._find(by_type)
        if answer is None:
            answer = self._drawn(environ)
            self._keep(by_type if answer.header("vary") else key, answer, generation)
        return answer.give(environ, start_response)

    def _may_answer(self, environ: "WSGIEnvironment") -> bool:
        if not self._most_bytes or environ["REQUEST_METHOD"] != "GET":
            return False
        if environ["PATH_INFO"].startswith(self._apart) or any(name in environ for name in _NOT_OURS):
            return False
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

    def _find(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def _drawn(self, environ: "WSGIEnvironment") -> Answer:
        """Ask Django without the condition, so that there is a whole answer to keep."""
        said: list[Any] = []

        def noted(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:  # noqa: ARG001
            said[:] = [status, headers]
            return lambda _: None

        plain = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        chunks = self._application(plain, noted)
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        return Answer(said[0], said[1], body)

    def _keep(self, key: Key, answer: Answer, generation: str) -> None:
        length = sum(map(len, key))
        if not answer.for_everybody or length > _LONGEST_KEY or answer.size * _LARGEST_SHARE > self._most_bytes:
            return
        with self._lock:
            if generation != self._generation:
                return  # something was published while it was drawn
            self._forget(self._kept.pop(key, None))
            self._kept[key] = answer
            self._bytes += answer.size
            while self._bytes > self._most_bytes:
                self._forget(self._kept.popitem(last=False)[1])

    def _forget(self, answer: Answer | None) -> None:
        self._bytes -= answer.size if answer else 0


def _key(environ: "WSGIEnvironment") -> Key:
    """What every answer may depend on. A redirect to HTTPS is Django's, by what the proxy says."""
    names = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(str(environ.get(name, "")) for name in names)
