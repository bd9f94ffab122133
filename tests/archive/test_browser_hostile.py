"""A page whose files are all hostile: the browser's copy ends in time, its record is whole, and the next is fine."""

import socket
import time

import pytest

from casefiles.archive.engines.browser import Machine
from tests.archive.conftest import Browse
from tests.archive.origin import Origin, Script, answer, brotli, endless, hang_up, redirect, silent
from tests.archive.sentences import is_understandable
from tests.archive.warcs import records

pytestmark = [pytest.mark.slow, pytest.mark.browser]
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"


def _many_headers(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(_OK + b"X: y\r\n" * 100_000 + b"\r\n")


HOSTILE: dict[str, bytes | Script] = {
    "/bomb": answer(b"\0" * 40_000_000, packed=True, kind="image/png"),
    "/bombs": answer(answer(b"\0" * 40_000_000, packed=True), packed=True, headers=("Content-Encoding: gzip",)),
    "/broken-brotli": answer(brotli(b"x")[:3] + b"\xff" * 100, headers=("Content-Encoding: br",)),
    "/no-zstd": answer(b"\x28\xb5\x2f\xfd" + b"\xff" * 100, headers=("Content-Encoding: zstd",)),
    "/too-long": answer(b"x" * 3_000_000, kind="image/png"),
    "/wrong-length": hang_up(_OK + b"Content-Length: 99999\r\n\r\nshort"),
    "/two-lengths": hang_up(_OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy"),
    "/endless-chunks": endless(b"5\r\nabcde\r\n" * 100, head=_CHUNKED, pause=0.001),
    "/endless": endless(b"x" * 10_000, head=_OK + b"\r\n"),
    "/huge-chunk": hang_up(_CHUNKED + b"ffffffffffffffff\r\nx"),
    "/drip": endless(b"x", head=_OK + b"Content-Length: 99\r\n\r\n", pause=0.3),
    "/silent": silent(),
    "/headers-for-ever": endless(b"X-Header: and on\r\n" * 100, head=_OK),
    "/many-headers": _many_headers,
    "/garbage": hang_up(b"\x00\xff" * 500),
    "/old": hang_up(b"<html>an answer without a head"),
    "/wait": endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "/switched": hang_up(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    "/loop": redirect("/loop"),
    "/nowhere": redirect("http://10.0.0.1/"),
    "/split": hang_up(b"HTTP/1.1 302 Found\r\nLocation: /a\x00\x0bb\r\nContent-Length: 0\r\n\r\n"),
}


def test_the_copy_ends_in_time_and_the_next_is_fine(origin: Origin, browse: Browse, machine: Machine) -> None:
    script = f"for (const path of {list(HOSTILE)!r}) {{ new Image().src = path;"
    script += "fetch(path + '?f').then(answer => answer.text()).catch(() => 0); }"
    routes = HOSTILE | {f"{path}?f": said for path, said in HOSTILE.items()}
    origin.routes = {"/": answer(f"<title>T</title><p>words</p><script>{script}</script>".encode()), **routes}
    machine.seconds.update(load=4.0, settle=1.0)
    began = time.monotonic()
    copy = browse(origin.url(), requisite_bytes=1_000_000, silence_seconds=1.0, connect_seconds=2.0, page_seconds=3.0)
    assert time.monotonic() - began < 30
    assert (copy.engine, copy.outcome, copy.text) == ("browser", "partial", "words")
    assert is_understandable(copy.sentence)
    missing = {each["url"].removeprefix(origin.url("")): each["why"] for each in copy.report["missing"]}
    assert "It unpacks to something absurdly large" in missing["/bomb?f"]
    assert all(map(is_understandable, missing.values()))
    kept = {record.url.removeprefix(origin.url("")): record for record in records(copy) if record.kind == "response"}
    assert kept["/too-long?f"].headers["WARC-Truncated"] == "length"
    assert kept["/wrong-length?f"].headers["WARC-Truncated"] == "disconnect"
    assert not {"/garbage", "/old", "/wait", "/switched", "/many-headers", "/silent"} & set(kept)
    origin.routes = {"/": answer(b"<title>T</title><p id=x>by http</p><script>x.textContent = 'fine'</script>")}
    assert browse(origin.url()).text == "fine"
