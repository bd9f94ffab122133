"""What a page and its stylesheets need, however it is written, and no more of it than is good for us."""

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from casefiles.archive.engines import needed, requisites
from tests.archive.conftest import Visit
from tests.archive.origin import PNG, Origin, answer, endless, serving


def urls(html: str) -> list[str]:
    return [need.url for need in requisites.in_html(LexborHTMLParser(html))]


@pytest.mark.parametrize(
    ("srcset", "found"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        ("a.png 100w,b.png 200w", ["a.png", "b.png"]),
        ("a,b.png 1x, c.png", ["a,b.png", "c.png"]),
        ("  \n a.png\t1x ,, b.png,", ["a.png", "b.png"]),
        ("data:image/png;base64,AA 1x, b.png 2x", ["b.png"]),
        (",", []),
        ("", []),
    ],
)
def test_srcset(srcset: str, found: list[str]) -> None:
    assert urls(f'<img srcset="{srcset}">') == found
    assert urls(f'<picture><source srcset="{srcset}"></picture>') == found


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("@import 'a.css'; @import url(b.css); @import url('c.css') print;", ["a.css", "b.css", "c.css"]),
        ("a { background: url( 'x y.png' ) } b { src: url(f.woff2) }", ["x y.png", "f.woff2"]),
        ("/* url(no.png) */ a { background: URL(yes.png) }", ["yes.png"]),
        ("a { background: url(data:image/png;base64,AA), url(#here), url('') }", []),
        ("/* never closed url(no.png)", []),
    ],
)
def test_css(css: str, found: list[str]) -> None:
    assert [need.url for need in requisites.in_css(css)] == found
    assert urls(f"<style>{css}</style>") == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<link rel="preload stylesheet" href=a.css><link rel=canonical href=b>', ["a.css"]),
        ('<link rel="SHORTCUT ICON" href=a.ico>', ["a.ico"]),
        ("<input src=a.png><input type=IMAGE src=b.png>", ["b.png"]),
        ("<svg><image href=a.png /><use xlink:href='b.svg#c'></svg>", ["a.png", "b.svg#c"]),
        ("<body background=a.png><table background=b.png>", ["a.png", "b.png"]),
        ("<object data=a.pdf></object><embed src=b.pdf>", ["a.pdf", "b.pdf"]),
        ("<a href=a.html>link</a><img alt=x><script>x</script>", []),
    ],
)
def test_html(html: str, found: list[str]) -> None:
    assert urls(html) == found


CHOKING = [
    '<img srcset="{}">'.format(" " * 19_000 + ",") * 20,
    '<img srcset="{}">'.format("," * 19_000) * 20,
    '<img srcset="{}">'.format("a " * 9_000) * 20,
    "<style>{}</style>".format("/*" * 900_000),
    "<style>@import{}</style>".format(" " * 1_900_000),
    "<style>{}</style>".format("@import " * 200_000),
    "<style>a{{b:url({}</style>".format(" " * 1_900_000),
    "<style>{}</style>".format("url(a " * 300_000),
    "<style>{}</style>".format("url('a \" " * 200_000),
    "<img src=x.png>" * 100_000,
]


@pytest.mark.parametrize("html", CHOKING, ids=range(len(CHOKING)))
def test_no_pattern_takes_the_square_of_the_time(html: str) -> None:
    began = time.monotonic()
    assert len(urls(html)) <= requisites.MOST_FOUND
    assert time.monotonic() - began < 4  # the square would be minutes


def test_only_so_many_addresses_are_looked_at() -> None:
    assert len(urls("".join(f"<img src={number}.png>" for number in range(6_000)))) == requisites.MOST_FOUND


# Limits of the engine


def images(count: int, folder: str = "") -> bytes:
    return b"<title>T</title>" + "".join(f"<img src={folder}/{number}.png>" for number in range(count)).encode()


def test_more_files_than_the_limit_are_left_out_and_said(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer(images(8))}
    origin.routes |= dict.fromkeys((f"/{n}.png" for n in range(8)), answer(PNG))
    copy = visit(requisites=5)
    assert (copy.outcome, copy.sentence) == ("partial", "It uses more than 5 files; the others were left out.")
    assert len(origin.paths) == 6
    assert visit(requisites=8).outcome == "succeeded"


def test_a_file_that_is_too_large_is_missing_and_the_others_come(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": answer(images(2)),
        "/0.png": endless(b"a" * 1000, head=b"HTTP/1.1 200 OK\r\n\r\n"),
        "/1.png": answer(PNG),
    }
    copy = visit(requisite_bytes=10_000)
    assert copy.report["missing"] == [{"url": origin.url("/0.png"), "why": "It is larger than 0.01 MB."}]
    assert copy.report["missing_count"] == 1
    assert origin.paths == ["/", "/0.png", "/1.png"]


def test_when_the_bytes_are_spent_the_rest_is_left_out(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer(images(9))}
    origin.routes |= dict.fromkeys((f"/{n}.png" for n in range(9)), answer(bytes(30_000)))
    copy = visit(wire_bytes=100_000)
    assert copy.outcome == "partial"
    assert copy.sentence.endswith("The rest was left out. The copy reached the limit of 100,000 bytes.")
    assert len(origin.paths) == 5


def test_when_the_time_is_up_the_rest_is_left_out(origin: Origin, visit: Visit) -> None:
    slow = endless(b"a", head=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", pause=0.1)
    origin.routes = {"/": answer(images(9))}
    origin.routes |= dict.fromkeys((f"/{n}.png" for n in range(9)), slow)
    began = time.monotonic()
    copy = visit(capture_seconds=0.6)
    assert time.monotonic() - began < 1.5
    assert copy.outcome == "partial"
    assert copy.sentence.endswith("The rest was left out. The time for it was up.")
    assert 1 < len(origin.paths) < 6


def test_frames_cannot_make_us_remember_millions_of_addresses(
    origin: Origin, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needed, "MOST_ASKED", 50)
    origin.routes = {"/": answer("".join(f"<iframe src=/{n}></iframe>" for n in range(10)).encode())}
    origin.routes |= {f"/{n}": answer(images(30, folder=f"/{n}")) for n in range(10)}
    copy = visit(requisites=20)
    assert copy.report["files"] == 50
    assert copy.outcome == "partial"


def test_the_report_names_a_hundred_missing_files_and_counts_all(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer(images(150))}
    copy = visit()
    assert copy.sentence == "150 of the 150 files that the page uses are missing."
    assert (len(copy.report["missing"]), copy.report["missing_count"]) == (100, 150)


def test_files_of_other_hosts_are_fetched_from_them(origin: Origin, visit: Visit) -> None:
    with serving() as other:
        other.routes = {"/x.png": answer(PNG, kind="image/png")}
        origin.routes = {"/": answer(f'<title>T</title><img src="{other.url("/x.png")}">'.encode())}
        copy = visit()
        assert copy.outcome == "succeeded"
        assert set(copy.report["servers"]) == {origin.url()[:-1], other.url()[:-1]}
        assert f"Referer: {origin.url()}\r\n".encode() in other.requests[0]
