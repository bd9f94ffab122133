"""The record: every byte both ways, in a file that tools of others read and find whole."""

import datetime
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from warcio.exceptions import ArchiveLoadFailed

from casefiles.archive.engines.base import Copy
from tests.archive.conftest import Visit
from tests.archive.origin import PNG, Origin, answer, hang_up, redirect
from tests.archive.warcs import Record, check, records, responses, sha256, warc_bytes

BODY = "<title>T</title><p>Grüße</p><link rel=stylesheet href=/site.css><img src=/x.png>".encode()
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this"


@pytest.fixture
def copy(origin: Origin, visit: Visit) -> Copy:
    """A page by way of a redirect, with every framing and packing there is, a missing file and a cut one."""
    origin.routes = {
        "/": redirect("/page"),
        "/page": answer(BODY, packed=True, chunks=11),
        "/site.css": answer(b"@import '/more.css'; a { background: url(/gone.png) }", kind="text/css", packed=True),
        "/more.css": answer(b"a { background: url(/cut.png) }", kind="text/css", chunks=9),
        "/x.png": answer(PNG, kind="image/png"),
        "/gone.png": answer(b"no such file", status="404 Not Found"),
        "/cut.png": hang_up(CUT),
    }
    made = visit()
    assert made.outcome == "partial"
    assert sorted(origin.paths) == sorted(origin.routes)
    return made


def exchanges(copy: Copy) -> list[tuple[Record, Record]]:
    """Each answer with its request."""
    found = records(copy)
    assert [record.kind for record in found] == ["warcinfo", *["response", "request"] * 7, "resource", "metadata"]
    return list(zip(found[1:-2:2], found[2:-2:2], strict=True))


def test_blocks_are_what_the_server_said_and_heard(origin: Origin, copy: Copy) -> None:
    for (answered, asked), request in zip(exchanges(copy), origin.requests, strict=True):
        path = answered.url.removeprefix(origin.url()[:-1])
        said = origin.routes[path]
        assert answered.block == (said if isinstance(said, bytes) else CUT)
        assert (asked.block, asked.url) == (request, answered.url)


def test_digests_are_those_of_the_bytes(copy: Copy) -> None:
    for record in records(copy):
        assert record.headers["WARC-Block-Digest"] == sha256(record.block)
        assert record.headers["Content-Length"] == str(len(record.block))


def test_payload_digests_are_given_where_tools_agree_on_them(copy: Copy) -> None:
    """Chunked answers have none: checkers compute it over other bytes than the standard says."""
    for answered, asked in exchanges(copy):
        if b"chunked" in answered.block.partition(b"\r\n\r\n")[0]:
            assert "WARC-Payload-Digest" not in answered.headers
        else:
            assert answered.headers["WARC-Payload-Digest"] == sha256(answered.body)
        assert asked.headers["WARC-Payload-Digest"] == sha256(b"")


def test_only_what_is_cut_says_so(origin: Origin, copy: Copy) -> None:
    truncated = {record.url: record.headers["WARC-Truncated"] for record in records(copy) if _is_cut(record)}
    assert truncated == {origin.url("/cut.png"): "disconnect"}


def _is_cut(record: Record) -> bool:
    return "WARC-Truncated" in record.headers


def test_headers_are_those_of_the_standard(copy: Copy) -> None:
    found = records(copy)
    ids = [record.headers["WARC-Record-ID"] for record in found]
    assert len(set(ids)) == len(ids)
    info = found[0]
    assert info.headers["Content-Type"] == "application/warc-fields"
    assert b"format: WARC File Format 1.1\r\n" in info.block
    assert b"http-header-user-agent: test-archiver/1\r\n" in info.block
    for record in found:
        moment = datetime.datetime.fromisoformat(record.headers["WARC-Date"])
        assert abs(datetime.datetime.now(datetime.UTC) - moment) < datetime.timedelta(minutes=1)
    for record in found[1:]:
        assert record.headers["WARC-Warcinfo-ID"] == ids[0]
    for answered, asked in exchanges(copy):
        assert answered.headers["Content-Type"] == "application/http;msgtype=response"
        assert asked.headers["Content-Type"] == "application/http;msgtype=request"
        assert asked.headers["WARC-Concurrent-To"] == answered.headers["WARC-Record-ID"]
        for record in (answered, asked):
            assert record.headers["WARC-IP-Address"] == "127.0.0.1"
            assert record.headers["WARC-Protocol"] == "http/1.1"


def test_the_report_is_in_it(origin: Origin, copy: Copy) -> None:
    last = records(copy)[-1]
    assert (last.kind, last.url, last.headers["Content-Type"]) == ("metadata", origin.url(), "application/json")
    assert b'"missing_count": 2' in last.block


def test_the_text_is_in_it(origin: Origin, copy: Copy) -> None:
    """As public tools name it: beside the page's own address, so that neither is taken for the other."""
    text = records(copy)[-2]
    assert (text.kind, text.url, text.block) == ("resource", f"urn:text:{origin.url('/page')}", "Grüße".encode())
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_one_gzip_member_a_record(copy: Copy) -> None:
    """So that a record can be read from its offset without the ones before it."""
    left, members = warc_bytes(copy), []
    while left:
        unpacker = zlib.decompressobj(31)
        members.append(unpacker.decompress(left))
        left = unpacker.unused_data
    assert len(members) == len(records(copy))
    assert all(member.startswith(b"WARC/1.1\r\nWARC-Type: ") and member.endswith(b"\r\n\r\n") for member in members)


def test_the_public_checker_finds_nothing(copy: Copy, tmp_path: Path) -> None:
    (tmp_path / "copy.warc.gz").write_bytes(warc_bytes(copy))
    done = _warcio_check(tmp_path / "copy.warc.gz")
    assert (done.returncode, done.stdout.count("digest pass")) == (0, len(records(copy)))


def test_the_public_checker_would_find_a_changed_byte(copy: Copy, tmp_path: Path) -> None:
    """The negative control."""
    whole = b"".join(
        b"WARC/1.1\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in record.headers.items()).encode()
        + b"\r\n"
        + record.block.replace(b"only this", b"only that")
        + b"\r\n\r\n"
        for record in records(copy)
    )
    with pytest.raises(ArchiveLoadFailed, match="digest failed"):
        check(whole)
    (tmp_path / "changed.warc").write_bytes(whole)
    assert _warcio_check(tmp_path / "changed.warc").returncode == 1


def test_a_failure_after_a_redirect_keeps_the_redirect(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": redirect("/there"), "/there": hang_up()}
    made = visit()
    assert (made.outcome, made.status) == ("failed", None)
    assert [record.block for record in responses(made)] == [origin.routes["/"]]


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "403 No", "500 Oops", "204 No Content", "304 Same"])
def test_whatever_the_status_the_answer_is_kept(origin: Origin, visit: Visit, status: str) -> None:
    body = b"" if status[0] in "23" else b"<p>words"
    origin.routes = {"/": answer(body, status=status)}
    assert responses(visit())[0].block == origin.routes["/"]


def test_the_record_is_hardly_larger_than_the_wire(origin: Origin, visit: Visit) -> None:
    """At most a tenth more, for a page of pictures, which do not pack."""
    noise = b"".join(sha256(b"%d" % number).encode() for number in range(2_000))
    pictures = {f"/{number}.png": answer(zlib.compress(noise[number:]), kind="image/png") for number in range(37)}
    origin.routes = {"/": answer(b"<title>T</title>" + b"".join(b"<img src=%s>" % path.encode() for path in pictures))}
    origin.routes |= pictures
    made = visit()
    assert made.outcome == "succeeded"
    assert len(warc_bytes(made)) < 1.1 * made.bytes_on_wire


def test_addresses_cannot_break_out_of_their_header(origin: Origin, visit: Visit) -> None:
    origin.routes = {"/": answer(b'<title>T</title><img src="/a\r\nWARC-Type: x\r\n\r\n%0d%0aY: z">')}
    for record in records(visit()):
        assert record.kind in {"warcinfo", "response", "request", "resource", "metadata"}
        assert "Y" not in record.headers


def _warcio_check(path: Path) -> "subprocess.CompletedProcess[str]":
    program = "import sys; from warcio.cli import main; main()"
    return subprocess.run([sys.executable, "-c", program, "check", "-v", path], capture_output=True, text=True)
