"""The index: public tools find a record by the key that they themselves make of an address."""

import json

import pytest

from casefiles.archive.cdxj import Entry, answered, index, plain_type, surt


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://news.example/", "example,news)/"),
        ("http://www.news.example/Page", "example,news)/page"),
        ("https://www2.news.example/a/", "example,news)/a"),
        ("https://wwwnews.example/", "example,wwwnews)/"),
        ("https://news.example/a?z=1&B=2", "example,news)/a?b=2&z=1"),
        ("https://news.example/a?", "example,news)/a"),
        ("https://news.example:8080/", "example,news:8080)/"),
        ("http://news.example:443/", "example,news:443)/"),
        ("http://127.0.0.1:8003/a", "1,0,0,127:8003)/a"),
        ("http://[2001:db8::1]/a", "2001:db8::1)/a"),
        ("https://news.example/%7Ea//b%2F/?x=%C3%BC%2f%20", "example,news)/~a/b?x=%c3%bc/%20"),
        ("urn:text:https://news.example/A", "urn:text:https://news.example/a"),
    ],
)
def test_keys(url: str, key: str) -> None:
    assert surt(url) == key


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=x\r\n\r\nbody", ("200", "text/html")),
        (b"HTTP/1.0 404\r\nX: y\r\n\r\nContent-Type: text/css\r\n\r\n", ("404", "unk")),
        (b"HTTP/1.1 200 OK\ncontent-type:image/png\n\nContent-Type: a/b", ("200", "image/png")),
        (b"HTTP/1.1 200 OK\r\nX-Content-Type: a/b\r\nContent-Type: t/\xff \x00x\r\n\r\n", ("200", "t/\xffx")),
        (b"rubbish", ("", "unk")),
    ],
)
def test_what_an_answer_says_is_read_from_its_head_alone(start: bytes, said: tuple[str, str]) -> None:
    assert answered(start) == said


def test_lines_are_sorted_and_say_where_a_record_lies() -> None:
    later = Entry("https://b.example/", "2026-11-24T10:20:30.123456Z", "text/html", "200", "sha256:1", 300, 40)
    ours = Entry("urn:text:https://b.example/", "2026-11-24T10:20:31.5Z", plain_type("Text/Plain;x"), "", "d", 340, 9)
    first = Entry("https://a.example/", "2026-11-24T10:20:31.000000Z", "unk", "301", "sha256:2", 10, 290)
    lines = index([later, ours, first], "data.warc.gz").decode().splitlines()
    assert [line.split(" ")[:2] for line in lines] == [
        ["example,a)/", "20261124102031"],
        ["example,b)/", "20261124102030"],
        ["urn:text:https://b.example/", "20261124102031"],
    ]
    assert json.loads(lines[1].split(" ", 2)[2]) == {
        "url": "https://b.example/",
        "mime": "text/html",
        "status": "200",
        "digest": "sha256:1",
        "offset": "300",
        "length": "40",
        "filename": "data.warc.gz",
    }
    assert json.loads(lines[2].split(" ", 2)[2]).keys() == {"url", "mime", "digest", "offset", "length", "filename"}
