"""Dating copies: no capture waits for an authority, and what is missing comes later."""

import hashlib
import io
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from casefiles.archive import authorities, custody, dispatch, signing, stamps, store, tokens
from casefiles.archive.authorities import NoToken, name_of
from casefiles.archive.models import Capture, DueStamp, TimestampToken
from casefiles.archive.states import Custody, StampState
from casefiles.archive.verify import verify
from casefiles.jobs.models import from_now
from tests.archive.authority import Authority, Behaviour, send, serving
from tests.archive.warcs import warc_in
from tests.copies import archived
from tests.raw_sql import refusal, without

pytestmark = pytest.mark.django_db
DIGEST = hashlib.sha256(b"the file").hexdigest()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture
def authority(keys: Path, settings: Settings) -> Iterator[Authority]:
    with serving(Authority(keys)) as running:
        settings.ARCHIVE_TIMESTAMP_URLS = [running.url]
        settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = str(running.roots)
        authorities._roots.cache_clear()
        yield running


@pytest.fixture
def nobody(settings: Settings, keys: Path) -> str:
    """The name of an authority where nobody listens."""
    settings.ARCHIVE_TIMESTAMP_URLS = ["http://127.0.0.1:9/tsr"]
    settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = str(Authority(keys / "nobody").roots)
    authorities._roots.cache_clear()
    return "127.0.0.1:9/tsr"


def wacz_of(capture: Capture) -> bytes:
    return store.read(capture.files.get(role="wacz").digest)


def stamp_all() -> None:
    for pk in stamps.sweep():
        stamps.perform(pk, worker="test")


def verified(what: object, *options: str) -> str:
    out = StringIO()
    call_command("verify_capture", str(what), *options, stdout=out)
    return out.getvalue()


def refused(what: object, *options: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_capture", str(what), *options, stdout=out)
    return "\n".join(line for line in out.getvalue().splitlines() if line.startswith("WRONG"))


# An authority that answers


def test_a_copy_is_dated_before_it_is_packed_and_after(authority: Authority) -> None:
    capture = archived()
    assert capture.report["stamps"][0]["authority"] == "Test authority"
    assert capture.report["unstamped"] == []
    stamp_all()
    packed = wacz_of(capture)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        inner = opened.read("stamps/1.tsr")
    assert authority.accepts(inner, hashlib.sha256(warc_in(packed)).hexdigest())
    outer = TimestampToken.objects.get()
    assert authority.accepts(bytes(outer.answer), hashlib.sha256(packed).hexdigest())
    assert not authority.accepts(bytes(outer.answer), DIGEST)
    kinds = [event.kind for event in capture.custody.order_by("number")]
    assert kinds == ["requested", "tried", "stamped", "finished", "stamped"]
    assert [each.event["detail"]["over"] for each in capture.custody.filter(kind=Custody.STAMPED)] == ["WARC", "WACZ"]
    assert capture.custody.get(number=5).event["detail"]["token"] == hashlib.sha256(bytes(outer.answer)).hexdigest()
    assert list(custody.faults(capture)) == []
    assert stamps.sweep() == []


def test_tokens_are_checked_with_the_copy(authority: Authority, tmp_path: Path) -> None:
    capture = archived()
    assert "open   token of 127.0.0.1" in verified(capture.pk)
    stamp_all()
    said = verified(capture.pk)
    assert "ok     token stamps/1.tsr: Test authority dated the WARC: 20" in said
    assert f"ok     token of {name_of(authority.url)}: Test authority dated the WACZ: 20" in said
    assert "ok     custody record: 6 events" in said
    assert capture.custody.filter(kind=Custody.VERIFIED).count() == 2
    file = tmp_path / "copy.wacz"
    file.write_bytes(wacz_of(capture))
    (tmp_path / "copy.wacz.1.tsr").write_bytes(bytes(TimestampToken.objects.get().answer))
    said = verified(file, "--trusted", str(authority.roots))
    assert "ok     token copy.wacz.1.tsr: Test authority dated the WACZ: 20" in said
    assert "open   token copy.wacz.1.tsr: Test authority would have dated the WACZ" in verified(file)
    stranger = Authority(tmp_path / "stranger")
    wrong = refused(file, "--trusted", str(stranger.roots))
    assert "WRONG  token stamps/1.tsr: it is not signed by an authority" in wrong
    assert "WRONG  token copy.wacz.1.tsr: it is not signed by an authority" in wrong


def test_a_changed_token_or_copy_is_named(authority: Authority, tmp_path: Path) -> None:
    capture = archived()
    stamp_all()
    trust = ("--trusted", str(authority.roots))
    file, beside = tmp_path / "copy.wacz", tmp_path / "copy.wacz.1.tsr"
    packed, token = bytearray(wacz_of(capture)), bytearray(TimestampToken.objects.get().answer)
    file.write_bytes(packed)
    token[-1] ^= 1
    beside.write_bytes(token)
    assert refused(file, *trust).startswith("WRONG  token copy.wacz.1.tsr: it is not signed by")
    token[-1] ^= 1
    beside.write_bytes(token)
    assert "WRONG" not in verified(file, *trust)
    place = packed.index(b"stamps/1.tsr") + len("stamps/1.tsr") + 200
    packed[place] ^= 1
    file.write_bytes(packed)
    said = refused(file, *trust)
    assert "WRONG  stamps/1.tsr: from byte " in said
    assert "WRONG  token stamps/1.tsr: " in said
    assert "WRONG  token copy.wacz.1.tsr: it is over " in said


def test_one_changed_byte_anywhere_in_a_dated_copy_is_found(authority: Authority) -> None:
    packed = bytearray(wacz_of(archived()))
    roots = tokens.trusted(authority.roots)
    for place in range(0, len(packed), 41):
        packed[place] ^= 1
        assert any(not finding.right for finding in verify(io.BytesIO(packed), roots)), place
        packed[place] ^= 1
    assert all(finding.right for finding in verify(io.BytesIO(packed), roots))


def test_a_token_row_changed_past_the_guards_is_named(authority: Authority) -> None:
    capture = archived()
    stamp_all()
    assert "only ever added" in refusal("UPDATE archive_timestamptoken SET at = now()")
    assert "only ever added" in refusal("DELETE FROM archive_timestamptoken")
    without("archive_timestamptoken", "guard_update_delete")
    TimestampToken.objects.update(over=DIGEST)
    assert "which is not the stored WACZ" in refused(capture.pk)
    TimestampToken.objects.update(over=capture.files.get(role="wacz").digest, answer=b"words")
    assert "it is no answer of a timestamp authority" in refused(capture.pk)


def test_a_list_of_trusted_keys_decides_whose_signature_counts(
    authority: Authority, tmp_path: Path, settings: Settings
) -> None:
    signing.make(tmp_path / "key.pem")
    settings.ARCHIVE_SIGNING_KEY_FILE = str(tmp_path / "key.pem")
    capture = archived()
    mine = tmp_path / "trusted"
    assert "open   signer: whose key it is, is not known" in verified(capture.pk)
    mine.write_text(f"{capture.report['signed_by']}  # the newsroom's\n")
    assert "ok     signer: the key is on the list" in verified(capture.pk, "--trusted", str(mine))
    mine.write_text("0" * 64)
    assert "WRONG  signer: the key" in refused(capture.pk, "--trusted", str(mine))
    mine.write_text("words")
    with pytest.raises(CommandError, match="neither a certificate nor a SHA-256"):
        verified(capture.pk, "--trusted", str(mine))


def test_without_an_authority_a_copy_says_that_nobody_dated_it() -> None:
    capture = archived()
    assert "stamps" not in capture.report
    assert not DueStamp.objects.exists()
    assert "open   time: no authority dated the WARC" in verified(capture.pk)


def test_every_authority_dates_a_copy(authority: Authority, settings: Settings, tmp_path: Path) -> None:
    with serving(Authority(tmp_path / "second", name="Second")) as second:
        bundle = tmp_path / "roots.pem"
        bundle.write_text(authority.roots.read_text() + second.roots.read_text())
        settings.ARCHIVE_TIMESTAMP_URLS = [authority.url, second.url]
        settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = str(bundle)
        capture = archived()
        stamp_all()
    said = verified(capture.pk)
    for words in ("token stamps/1.tsr", "token stamps/2.tsr", "Second dated the WACZ", "Test authority dated the WACZ"):
        assert words in said


# One that does not


def test_a_capture_goes_on_without_an_authority_and_is_dated_later(
    nobody: str, settings: Settings, keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    capture = archived()
    assert capture.state == "succeeded"
    assert capture.report["unstamped"][0].startswith(f"{nobody} gave no token. 127.0.0.1 does not accept connections")
    assert "was packed without a token" in caplog.text
    stamp_all()
    due = DueStamp.objects.get()
    assert (due.state, due.attempt) == (StampState.WAITING, 1)
    assert "does not accept connections" in due.said
    assert stamps.sweep() == [], "it waits its time"
    assert f"open   token of {nobody}: it is not there yet. {nobody} gave no token." in verified(capture.pk)
    with serving(Authority(keys / "later")) as late:
        settings.ARCHIVE_TIMESTAMP_URLS = [late.url]
        settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = str(late.roots)
        DueStamp.objects.update(next_at=from_now(-1), authority=name_of(late.url))
        stamp_all()
    assert TimestampToken.objects.get().over == capture.files.get(role="wacz").digest
    assert DueStamp.objects.get().state == StampState.STAMPED
    assert "ok     token of" in verified(capture.pk)


def test_an_authority_that_has_just_failed_is_not_waited_for(nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    archived("https://one.example/")
    stamp_all()
    monkeypatch.setattr(authorities, "token", lambda *_a, **_k: pytest.fail("it was asked"))
    second = archived("https://two.example/")
    assert second.report["unstamped"] == [f"{nobody} has not answered lately, and was not asked."]
    assert DueStamp.objects.count() == 2


def test_tries_come_further_and_further_apart(nobody: str, settings: Settings) -> None:
    settings.ARCHIVE_RETRIES = [60, 300]
    archived()
    waits = []
    for _ in range(3):
        DueStamp.objects.update(next_at=from_now(-1))
        stamp_all()
        due = DueStamp.objects.get()
        assert due.tried_at is not None
        waits.append(round((due.next_at - due.tried_at).total_seconds()))
    assert waits == [60, 300, 300]


def test_an_authority_taken_out_of_the_settings_is_asked_no_more(nobody: str, settings: Settings) -> None:
    archived()
    settings.ARCHIVE_TIMESTAMP_URLS = []
    stamp_all()
    assert DueStamp.objects.get().state == StampState.DROPPED
    assert stamps.sweep() == []


def test_a_token_that_was_being_asked_for_by_a_dead_worker_is_asked_for_again(authority: Authority) -> None:
    archived()
    pk = stamps.sweep()[0]
    assert DueStamp.objects.filter(pk=pk).claim(worker="dead", lease=-1.0) is not None
    assert not stamps.perform(pk, worker="test"), "somebody has it"
    assert stamps.sweep() == [pk]
    assert stamps.perform(pk, worker="test")
    assert not stamps.perform(pk, worker="test")
    assert TimestampToken.objects.count() == 1


def test_workers_are_told_once_the_copy_is_there(
    nobody: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[int] = []
    monkeypatch.setattr(dispatch, "send_stamp", lambda pk, **_: told.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        archived()
        assert told == []
    assert told == [DueStamp.objects.get().pk]


# One that means harm


def _drip(handler: BaseHTTPRequestHandler, _query: bytes) -> None:
    """A byte now and then, so that it is never silent for long."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\n" * 100:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        return


def _endless(handler: BaseHTTPRequestHandler, _query: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "10000000000")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(bytes(65_536))
    except OSError:
        return


def _other_digest(authority: Authority) -> Behaviour:
    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        digest = hashlib.sha256(b"the file").digest()
        send(handler, authority.answer(query.replace(digest, bytes(32))))

    return answer


def _old(authority: Authority) -> Behaviour:
    kept = authority.answer(tokens.query(DIGEST).der)
    return lambda handler, _query: send(handler, kept)


_LONG, _SHORT = 10.0, 0.4
"""Seconds it is given: more than enough, and too few for what never ends."""
HARM: dict[str, tuple[Any, str, float]] = {
    "garbage": (
        lambda _: lambda handler, _query: send(handler, b"words"),
        "it is no answer of a timestamp authority",
        _LONG,
    ),
    "another digest": (_other_digest, "it is over 0000", _LONG),
    "an old answer": (_old, "it answers another query than ours", _LONG),
    "ten gigabytes": (lambda _: _endless, "It is larger than", _LONG),
    "a byte at a time": (lambda _: _drip, "The time for it was up.", _SHORT),
    "silence": (lambda _: lambda _handler, _query: time.sleep(0.6), "", _SHORT),
    "an error": (
        lambda _: lambda handler, _query: send(handler, b"", status=500),
        "It answered with status 500.",
        _LONG,
    ),
    "another place": (
        lambda _: lambda handler, _query: send(handler, b"", status=302),
        "It answered with status 302.",
        _LONG,
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_hostile_authority_is_a_sentence_in_time(harm: str, keys: Path, settings: Settings, tmp_path: Path) -> None:
    make, said, seconds = HARM[harm]
    authority = Authority(tmp_path / "authority")
    with serving(authority, make(authority)):
        settings.ARCHIVE_TIMESTAMP_URLS = [authority.url]
        settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = str(authority.roots)
        began = time.monotonic()
        with pytest.raises(NoToken) as error:
            authorities.token(name_of(authority.url), DIGEST, seconds=seconds)
        assert time.monotonic() - began < _LONG + 5
    assert said in str(error.value)
    assert str(error.value).startswith(name_of(authority.url))


def test_a_capture_does_not_wait_for_a_slow_authority(settings: Settings, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    with serving(authority, _drip):
        settings.ARCHIVE_TIMESTAMP_URLS = [authority.url]
        settings.ARCHIVE_TIMESTAMP_ROOTS_FILE = str(authority.roots)
        settings.ARCHIVE_TIMESTAMP_WAIT = 0.2
        began = time.monotonic()
        capture = archived()
        assert time.monotonic() - began < 5
    assert capture.state == "succeeded"
    assert len(capture.report["unstamped"]) == 1


def test_nothing_secret_of_an_address_is_in_the_name() -> None:
    assert name_of("https://who:word@tsa.example:8443/stamp/?key=secret") == "tsa.example:8443/stamp"
