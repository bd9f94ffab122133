"""What is made of a server that does not answer as a web server should: an outcome in time, and a sentence."""

import socket
import time

import pytest

from tests.archive.conftest import Visit
from tests.archive.origin import Origin, Script, answer, endless, hang_up, silent
from tests.archive.sentences import is_understandable
from tests.archive.warcs import records

OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html\r\nContent-Length: 7\r\n\r\n<p>fine"
WAIT = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"

NOT_THE_WEB = "answered, but not as a web server does."
TOO_MANY = "more headers than any page needs."
KEEPS_SAYING_WAIT = "keeps saying “wait” and never answers."
BAD: dict[str, tuple[bytes | Script, bool, str]] = {
    "no HTTP at all": (hang_up(b"220 mail.example ESMTP\r\n"), True, NOT_THE_WEB),
    "HTTP/0.9": (hang_up(b"<html>No headers, as in 1991.</html>"), True, NOT_THE_WEB),
    "HTTP/2": (hang_up(b"HTTP/2 200\r\n\r\n"), True, NOT_THE_WEB),
    "a status that is no number": (hang_up(b"HTTP/1.1 abc OK\r\n\r\n"), True, NOT_THE_WEB),
    "a status of four digits": (hang_up(b"HTTP/1.1 2000 OK\r\n\r\n"), True, NOT_THE_WEB),
    "a status below all": (hang_up(b"HTTP/1.1 099 OK\r\n\r\n"), True, NOT_THE_WEB),
    "bytes": (hang_up(bytes(range(256)) * 40), True, NOT_THE_WEB),
    "NUL for ever": (endless(bytes(1000)), True, NOT_THE_WEB),
    "another protocol": (hang_up(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), True, "not the web."),
    "nothing": (hang_up(), True, "hung up without an answer."),
    "half a status line": (hang_up(b"HTTP/1."), True, "hung up in the middle of its answer."),
    "half its headers": (hang_up(OK + b"Content-Type: text/h"), True, "hung up in the middle of its answer."),
    "silence": (silent(), True, "said nothing for 0.3 seconds."),
    "silence after half a status line": (silent(b"HTTP/1."), True, "said nothing for 0.3 seconds."),
    "a status line without end": (endless(b"a" * 1000, head=b"HTTP/1.1 200 "), False, TOO_MANY),
    "headers for ever": (endless(b"X-Again: and again\r\n" * 50, head=OK), False, TOO_MANY),
    "headers, one byte at a time": (endless(b"a", head=OK, pause=0.05), True, "The time for it was up."),
    "100,000 headers": (hang_up(OK + b"A: b\r\n" * 100_000 + b"\r\n"), False, TOO_MANY),
    "257 headers": (hang_up(OK + b"A: b\r\n" * 257 + b"\r\n"), False, TOO_MANY),
    "one header of 70 KB": (hang_up(OK + b"A: " + b"b" * 70_000 + b"\r\n\r\n"), False, TOO_MANY),
    "a thousand interim answers": (
        hang_up(WAIT * 1000 + answer(b"x")),
        False,
        "keeps saying “wait” and never answers.",
    ),
    "interim answers for ever": (endless(WAIT), False, KEEPS_SAYING_WAIT),
}


@pytest.mark.parametrize(("said", "again", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_answer_is_a_failure_that_is_understood(
    origin: Origin, visit: Visit, said: bytes | Script, again: bool, sentence: str
) -> None:
    origin.routes = {"/": said, "/next": answer(b"<p>fine")}
    began = time.monotonic()
    copy = visit(silence_seconds=0.3, page_seconds=0.5)
    assert time.monotonic() - began < 2.5
    assert (copy.outcome, copy.again) == ("failed", again)
    assert copy.sentence.endswith(sentence), copy.sentence
    assert copy.sentence.startswith(("127.0.0.1", "The site"))
    assert is_understandable(copy.sentence)
    assert (copy.warc, copy.text, copy.status) == (None, None, None)
    assert visit("/next").outcome == "succeeded"


GOOD = {
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>fine",
    "no reason": b"HTTP/1.1 200\r\n" + HTML,
    "bare line ends": b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 7\n\n<p>fine",
    "folded header": OK + b"Content-Type: text/html;\r\n charset=utf-8\r\nContent-Length: 7\r\n\r\n<p>fine",
    "interim answers": WAIT * 3 + answer(b"<p>fine"),
    "lines that are no headers": OK + b"nonsense\r\n: x\r\n" + HTML,
    "256 headers": OK + b"A: b\r\n" * 254 + HTML,
    "bytes in headers": OK + b"Server: \xff\xfe\x01\r\nX: \xc3\xa4\r\n" + HTML,
}


@pytest.mark.parametrize("said", GOOD.values(), ids=GOOD)
def test_an_odd_but_readable_answer_is_read(origin: Origin, visit: Visit, said: bytes) -> None:
    origin.routes = {"/": hang_up(said)}
    copy = visit()
    assert (copy.outcome, copy.text) == ("succeeded", "fine")


def test_interim_answers_are_not_part_of_the_record(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": hang_up(WAIT * 2 + answer(b"<p>fine"))}
    assert [record.block for record in records(visit()) if record.kind == "response"] == [answer(b"<p>fine")]


def test_an_answer_that_comes_byte_by_byte_is_read(origin: Origin, visit: Visit) -> None:
    whole = answer(b"<p>fine")

    def drip(connection: socket.socket, _request: bytes) -> None:
        for at in range(len(whole)):
            connection.sendall(whole[at : at + 1])

    origin.routes = {"/": drip}
    assert visit().text == "fine"


def test_nul_in_headers_reaches_no_row(origin: Origin, visit: Visit) -> None:
    """PostgreSQL refuses NUL: a site could have made the storing fail, again and again."""
    origin.routes = {
        "/": hang_up(OK + b"Content-Type: text/\x00html\r\nContent-Encoding: g\x00zip\r\nContent-Length: 1\r\n\r\nx"),
        "/to": hang_up(b"HTTP/1.1 302 Found\r\nLocation: /a\x00b\r\nContent-Length: 0\r\n\r\n"),
    }
    for copy in (visit(), visit("/to")):
        assert "\x00" not in copy.sentence + copy.content_type + copy.final_url + copy.title + repr(copy.report)
        assert b"\x00" in records(copy)[1].block  # the record keeps what came
