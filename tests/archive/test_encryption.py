"""Encryption as evidence: a bad certificate is recorded and not refused, and nobody can stall the handshake."""

import hashlib
import socket
import ssl
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casefiles.archive.engines.base import Copy
from casefiles.archive.fetching import wire
from tests.archive.conftest import Visit
from tests.archive.origin import PNG, Origin, answer, greeting, hang_up, serving
from tests.archive.sentences import is_understandable
from tests.archive.warcs import responses

FOLDER = Path(__file__).with_name("certificates")
BAD = {
    "self": "self-signed certificate",
    "expired": "certificate has expired",
    "elsewhere": "IP address mismatch, certificate is not valid for '127.0.0.1'.",
}


def server_context(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / f"{name}.pem")
    return context


def fingerprint(name: str) -> str:
    """The SHA-256 of a certificate, as every browser shows it."""
    text = (FOLDER / f"{name}.pem").read_text()
    start = text.index("-----BEGIN CERTIFICATE")
    first = text[start : text.index("-----END CERTIFICATE-----", start) + 26]
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(first)).hexdigest()


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The test's own authority is one that browsers know."""
    context = ssl.create_default_context(cafile=FOLDER / "authority.pem")
    monkeypatch.setattr(wire, "careful", lambda: context)
    return context


def server(copy: Copy) -> dict[str, object]:
    (found,) = copy.report["servers"].values()
    return dict(found)


@pytest.mark.usefixtures("trusting")
def test_a_good_certificate_is_recorded_as_verified(visit: Visit) -> None:
    with serving(tls=server_context("good")) as origin:
        origin.routes = {
            "/": answer(b"<title>T</title><img src=/x.png>"),
            "/x.png": answer(PNG, kind="image/png"),
        }
        copy = visit(origin.url())
    assert copy.outcome == "succeeded"
    seen = server(copy)
    assert (seen["verified"], seen["problem"], seen["address"]) == (True, "", "127.0.0.1")
    assert str(seen["tls"]).startswith("TLSv1.")
    assert seen["certificates"] == [fingerprint("good"), fingerprint("authority")]
    for record in responses(copy):
        assert record.headers["WARC-Cipher-Suite"] == seen["cipher"]


@pytest.mark.parametrize(("name", "problem"), BAD.items(), ids=BAD)
def test_a_bad_certificate_is_recorded_not_refused(
    trusting: ssl.SSLContext, visit: Visit, name: str, problem: str
) -> None:
    with serving(tls=server_context(name)) as origin:
        origin.routes = {"/": answer(b"<p>evidence all the same")}
        copy = visit(origin.url())
    assert (copy.outcome, copy.text) == ("succeeded", "evidence all the same")
    seen = server(copy)
    assert (seen["verified"], seen["problem"]) == (False, problem)
    assert seen["certificates"][0] == fingerprint(name)  # type: ignore[index]


def test_without_the_second_try_it_would_be_refused(
    trusting: ssl.SSLContext, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: verification is really on, and only the lenient second try lets it in."""
    monkeypatch.setattr(wire, "lenient", lambda: trusting)
    with serving(tls=server_context("self")) as origin, pytest.raises(ssl.SSLCertVerificationError):
        visit(origin.url())


def says_nothing(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


def speaks_plainly(connection: socket.socket) -> None:
    connection.sendall(answer(b"<p>plain"))


def hangs_up(connection: socket.socket) -> None:
    connection.recv(10)


def resets(connection: socket.socket) -> None:
    """Hangs up as rudely as one can: the other side gets an error, not an end."""
    connection.recv(10)
    resets_at_once(connection)


def resets_at_once(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def half_a_handshake(connection: socket.socket) -> None:
    connection.sendall(b"\x16\x03\x03\x00\x7a\x02")
    says_nothing(connection)


def drops(connection: socket.socket) -> None:
    """A first record that is announced as 16 KB and comes a byte at a time."""
    connection.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb")
    while True:
        connection.sendall(b"\x03")
        time.sleep(0.05)


@pytest.mark.parametrize("talk", [says_nothing, speaks_plainly, hangs_up, resets, half_a_handshake, drops])
def test_a_handshake_that_comes_to_nothing_is_said_in_time(
    origin: Origin, visit: Visit, talk: Callable[[socket.socket], None]
) -> None:
    origin.routes = {"/next": answer(b"<p>fine")}
    began = time.monotonic()
    with greeting(talk) as port:
        copy = visit(f"https://127.0.0.1:{port}/", silence_seconds=0.3)
    assert time.monotonic() - began < 1.5
    assert (copy.outcome, copy.again) == ("failed", True)
    assert copy.sentence == "No encrypted connection to 127.0.0.1 could be set up."
    assert is_understandable(copy.sentence)
    assert visit("/next").outcome == "succeeded"


def test_a_connection_that_is_gone_before_the_handshake_is_said(visit: Visit) -> None:
    for _ in range(20):  # at whichever moment it is noticed
        with greeting(resets_at_once) as port:
            copy = visit(f"https://127.0.0.1:{port}/")
        assert (copy.outcome, copy.again) == ("failed", True)
        assert copy.sentence.startswith(("No encrypted connection", "127.0.0.1 does not accept connections"))


def test_encryption_that_breaks_off_in_the_middle_is_said(visit: Visit) -> None:
    with serving(tls=server_context("self")) as origin:
        origin.routes = {"/": hang_up(answer(b"<p>whole")[:-3])}
        copy = visit(origin.url())
    assert (copy.outcome, responses(copy)[0].headers["WARC-Truncated"]) == ("partial", "disconnect")
