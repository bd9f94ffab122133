"""Answers kept in front of Django: the same bytes, never older than the setting says, never anybody else's."""

import threading
import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from pytest_django.fixtures import Settings

from casefiles.reader.kept import Answer, KeptAnswers
from tests.editions.drafts import FIRST_AT, Draft, small_case

PUBLIC = [("Cache-Control", "max-age=15, public"), ("ETag", '"one"'), ("Content-Type", "text/html")]


class Behind:
    """A WSGI application that counts how often it is asked, and says what a test wants."""

    def __init__(self, status: str = "200 OK", headers: list[tuple[str, str]] = PUBLIC, body: bytes = b"page") -> None:
        self.status, self.headers, self.body = status, headers, body
        self.asked: list[dict[str, Any]] = []
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        self.asked.append(environ)
        start_response(self.status, self.headers)
        return self._body()

    def _body(self) -> Iterator[bytes]:
        try:
            yield self.body[:2]
            yield self.body[2:]
        finally:
            self.closed += 1


class World:
    """What is published, and what time it is."""

    def __init__(self) -> None:
        self.generation, self.now, self.looks = "g1", 100.0, 0

    def read(self) -> str:
        self.looks += 1
        if not self.generation:
            raise OperationalError("the database is away")
        return self.generation


def layer(behind: Any, world: World, *, most_bytes: int = 1_000_000) -> KeptAnswers:
    return KeptAnswers(
        behind,
        hosts=["cases.example"],
        most_bytes=most_bytes,
        look_seconds=0.5,
        generation=world.read,
        clock=lambda: world.now,
    )


def ask(application: Any, path: str = "/", method: str = "GET", **extra: str) -> tuple[str, dict[str, str], bytes]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "HTTP_HOST": "cases.example",
        "SERVER_NAME": "cases.example",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    } | extra
    said: list[Any] = []
    chunks = application(environ, lambda status, headers, _=None: said.extend([status, dict(headers)]))
    body = b"".join(chunks)
    getattr(chunks, "close", lambda: None)()
    return said[0], said[1], body


def test_a_page_is_drawn_once_and_given_to_everybody() -> None:
    behind, world = Behind(), World()
    kept = layer(behind, world)
    answers = [ask(kept) for _ in range(5)]
    assert len(behind.asked) == 1
    assert behind.closed == 1
    assert answers == [("200 OK", dict(PUBLIC), b"page")] * 5
    assert world.looks == 1, "the database is not asked each time"


def test_what_is_published_shows_after_the_next_look() -> None:
    behind, world = Behind(), World()
    kept = layer(behind, world)
    ask(kept)
    world.generation, behind.body = "g2", b"news"
    world.now += 0.4
    assert ask(kept)[2] == b"page"
    world.now += 0.2
    assert ask(kept)[2] == b"news"


def test_without_the_look_it_would_never_show() -> None:
    behind, world = Behind(), World()
    kept = KeptAnswers(
        behind, hosts=["cases.example"], most_bytes=1_000_000, look_seconds=0.5, generation=lambda: "always"
    )
    ask(kept)
    behind.body = b"news"
    world.now += 100
    assert ask(kept)[2] == b"page"


def test_who_has_it_already_is_told_so() -> None:
    behind = Behind()
    kept = layer(behind, World())
    assert ask(kept, HTTP_IF_NONE_MATCH='"one"')[0] == "304 Not Modified", "also when it had to be drawn first"
    assert "HTTP_IF_NONE_MATCH" not in behind.asked[0]
    status, headers, body = ask(kept, HTTP_IF_NONE_MATCH='W/"zero", W/"one"')
    assert (status, body) == ("304 Not Modified", b"")
    assert headers == {"Cache-Control": "max-age=15, public", "ETag": '"one"'}
    assert ask(kept, HTTP_IF_NONE_MATCH='"two"')[0] == "200 OK"
    assert len(behind.asked) == 1


@pytest.mark.parametrize(
    "extra",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "cases.example:80@evil.example"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 19 Jul 2021 00:00:00 GMT"},
    ],
)
def test_what_is_djangos_stays_djangos(extra: dict[str, str]) -> None:
    behind = Behind()
    kept = layer(behind, World())
    ask(kept)
    for _ in range(2):
        ask(kept, **extra)
    assert len(behind.asked) == 3


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", PUBLIC),
        ("301 Moved Permanently", PUBLIC),
        ("500 Internal Server Error", PUBLIC),
        ("200 OK", [("Cache-Control", "private")]),
        ("200 OK", []),
        ("200 OK", [*PUBLIC, ("Set-Cookie", "a=b")]),
        ("200 OK", [*PUBLIC, ("Vary", "Cookie")]),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(status: str, headers: list[tuple[str, str]]) -> None:
    behind = Behind(status, headers)
    kept = layer(behind, World())
    for _ in range(2):
        assert ask(kept) == (status, dict(headers), b"page")
    assert len(behind.asked) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"PATH_INFO": "/other/"},
        {"QUERY_STRING": "page=2"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_another_address_is_another_answer(other: dict[str, str]) -> None:
    behind = Behind()
    kept = layer(behind, World())
    ask(kept)
    behind.body = b"other"
    assert ask(kept, **other)[2] == b"other"
    assert ask(kept)[2] == b"page"


def test_the_room_is_bounded_and_the_oldest_goes_first() -> None:
    behind = Behind(body=b"x" * 100)
    room = 10 * Answer("200 OK", PUBLIC, behind.body).size
    kept = layer(behind, World(), most_bytes=room)
    for number in range(10):
        ask(kept, f"/{number}/")
    ask(kept, "/0/")  # asked for again: now the youngest
    ask(kept, "/10/")
    before = len(behind.asked)
    ask(kept, "/0/")
    assert len(behind.asked) == before
    ask(kept, "/1/")
    assert len(behind.asked) == before + 1, "the least recently asked for was given up"
    assert kept._bytes <= room


def test_an_answer_too_large_is_passed_on_whole() -> None:
    behind = Behind(body=b"x" * 500)
    kept = layer(behind, World(), most_bytes=2_000)
    for _ in range(2):
        assert ask(kept)[2] == b"x" * 500
    assert len(behind.asked) == 2
    assert ask(kept, HTTP_IF_NONE_MATCH='"one"')[0] == "304 Not Modified"


def test_nobody_fills_the_memory_with_addresses() -> None:
    behind, world = Behind(body=b""), World()
    kept = layer(behind, world, most_bytes=100_000)
    tracemalloc.start()
    try:
        for number in range(3_000):
            ask(kept, QUERY_STRING=f"{number}&" + "x" * 8_000, HTTP_ACCEPT=f"{number}" + "y" * 7_000)
            ask(kept, f"/static/{number}")
            ask(kept, QUERY_STRING=f"{number}", HTTP_ACCEPT=f"text/{number}")
            behind.asked.clear()
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()
    assert len(kept._kept) < 100


def test_browsers_share_a_page_that_is_the_same_for_all_of_them() -> None:
    behind = Behind()
    kept = layer(behind, World())
    for accept in ("text/html", "*/*", ""):
        ask(kept, HTTP_ACCEPT=accept)
    assert len(behind.asked) == 1
    varied = Behind(headers=[*PUBLIC, ("Vary", "Accept")])
    by_type = layer(varied, World())
    for accept in ("application/json", "text/html", "application/json"):
        ask(by_type, HTTP_ACCEPT=accept)
    assert len(varied.asked) == 2, "where the answer depends on it, each type has its own"


def test_nothing_is_kept_when_told_so_or_while_the_database_is_away() -> None:
    behind, world = Behind(), World()
    off = layer(behind, world, most_bytes=0)
    ask(off)
    ask(off)
    assert len(behind.asked) == 2
    world.generation = ""
    kept = layer(behind, world)
    ask(kept)
    ask(kept)
    assert len(behind.asked) == 4


def test_what_was_drawn_while_something_was_published_is_not_kept() -> None:
    behind, world = Behind(), World()
    kept = layer(behind, world)

    class Publishing(Behind):
        def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
            world.generation, world.now = "g2", world.now + 1
            ask(kept, "/elsewhere/")  # another request looks meanwhile
            return super().__call__(environ, start_response)

    kept._application = Publishing(body=b"old?")  # type: ignore[assignment]
    first = kept._application
    kept._application = lambda environ, start: (  # type: ignore[assignment, return-value]
        behind(environ, start) if environ["PATH_INFO"] == "/elsewhere/" else first(environ, start)
    )
    ask(kept)
    kept._application = Behind(body=b"new")  # type: ignore[assignment]
    assert ask(kept)[2] == b"new"


def test_many_threads_see_whole_pages() -> None:
    behind, world = Behind(body=b"abcdef" * 20), World()
    kept = layer(behind, world, most_bytes=20_000)
    wrong: list[bytes] = []

    def reader(number: int) -> None:
        for turn in range(200):
            body = ask(kept, f"/{(number + turn) % 7}/")[2]
            if body != b"abcdef" * 20:
                wrong.append(body)
            if turn % 50 == number:
                world.generation, world.now = f"g{turn}-{number}", world.now + 1

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert kept._bytes == sum(answer.size for answer in kept._kept.values())


@pytest.mark.django_db(transaction=True)
def test_pages_are_the_same_to_the_byte_with_and_without_it(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["cases.example"]
    draft: Draft = small_case(1)
    draft.publish()
    django = get_wsgi_application()
    kept = KeptAnswers(django, hosts=["cases.example"], most_bytes=10_000_000, look_seconds=0)
    for path in ("/", "/cases/case-1/", "/cases/case-1/editions/1/document.json", "/api/v1/cases/", "/nothing/"):
        plain = ask(django, path)
        assert [ask(kept, path), ask(kept, path)] == [plain, plain], path
    draft.change(next(iter(draft.bodies)), name="Another name")
    draft.publish("correction", "It was wrong.", at=FIRST_AT.replace(day=20))
    page = ask(kept, "/cases/case-1/")
    assert page == ask(django, "/cases/case-1/")
    assert b"It was wrong." in page[2]
