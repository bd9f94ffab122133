"""Tokens: asked for by a digest, and nothing is believed that is not one over it."""

import datetime
import hashlib
from pathlib import Path

import pytest

from casefiles.archive import tokens
from casefiles.archive.tokens import BadList, BadToken, Query, Trusted
from tests.archive.authority import Authority

DIGEST = hashlib.sha256(b"the file").hexdigest()
OTHER = hashlib.sha256(b"another").hexdigest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def asked() -> Query:
    return tokens.query(DIGEST)


@pytest.fixture(scope="module")
def answer(authority: Authority, asked: Query) -> bytes:
    return authority.answer(asked.der)


@pytest.fixture(scope="module")
def roots(authority: Authority) -> Trusted:
    return tokens.trusted(authority.roots)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def test_a_token_says_when_and_by_whom(authority: Authority, asked: Query, answer: bytes, roots: Trusted) -> None:
    token = tokens.answered(asked, answer, roots.roots, now=now())
    assert abs(token.at - now()) < datetime.timedelta(seconds=60)
    assert (token.authority, token.answer) == ("Test authority", answer)
    assert token.digest == hashlib.sha256(answer).hexdigest()
    assert tokens.claimed(answer, DIGEST) == token


def test_openssl_accepts_it_over_the_file_and_over_nothing_else(authority: Authority, answer: bytes) -> None:
    assert authority.accepts(answer, DIGEST)
    assert not authority.accepts(answer, OTHER)


def test_each_query_has_a_nonce_of_its_own() -> None:
    assert tokens.query(DIGEST).nonce != tokens.query(DIGEST).nonce


def test_an_answer_to_another_query_is_refused(answer: bytes, roots: Trusted) -> None:
    with pytest.raises(BadToken, match="answers another query"):
        tokens.answered(tokens.query(DIGEST), answer, roots.roots, now=now())


def test_a_token_over_another_file_is_refused(authority: Authority, answer: bytes, roots: Trusted) -> None:
    with pytest.raises(BadToken, match=f"it is over {DIGEST}, and {OTHER} is what it should be over"):
        tokens.check(answer, OTHER, roots.roots)


def test_an_authority_that_nobody_vouches_for_is_refused(
    tmp_path: Path, answer: bytes, roots: Trusted, asked: Query
) -> None:
    stranger = Authority(tmp_path / "stranger")
    theirs = tokens.trusted(stranger.roots)
    with pytest.raises(BadToken, match="trusted roots"):
        tokens.check(answer, DIGEST, theirs.roots)
    with pytest.raises(BadToken, match="trusted roots"):
        tokens.check(stranger.answer(asked.der), DIGEST, roots.roots)
    assert tokens.check(answer, DIGEST, [*theirs.roots, *roots.roots]).authority == "Test authority"
    with pytest.raises(BadToken, match="trusted roots"):
        tokens.check(answer, DIGEST, [])


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_far_from_ours_is_refused(asked: Query, answer: bytes, roots: Trusted, minutes: int) -> None:
    with pytest.raises(BadToken, match="its time is"):
        tokens.answered(asked, answer, roots.roots, now=now() + datetime.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "data",
    [b"", b"words", b"\x30\x84\xff\xff\xff\xff", bytes(60_000)],
    ids=["nothing", "words", "a length beyond all", "zeroes"],
)
def test_garbage_is_no_token(data: bytes, roots: Trusted) -> None:
    with pytest.raises(BadToken, match="no answer of a timestamp authority"):
        tokens.check(data, DIGEST, roots.roots)


def test_a_refusal_is_told(authority: Authority, roots: Trusted) -> None:
    with pytest.raises(BadToken, match="the authority refused"):
        tokens.check(authority.answer(b"no query"), DIGEST, roots.roots)


def test_what_is_changed_in_a_token_is_found(answer: bytes, roots: Trusted) -> None:
    """Wherever it matters: in the signed part, in the signature and in the certificate; some version numbers do not."""
    kept = []
    for place in range(0, len(answer), 3):
        altered = bytearray(answer)
        altered[place] ^= 1
        try:
            token = tokens.check(bytes(altered), DIGEST, roots.roots)
        except BadToken:
            continue
        kept.append(place)
        assert (token.at, token.authority) == (
            tokens.claimed(answer, DIGEST).at,
            "Test authority",
        )
    assert len(kept) < len(answer) // 60
    for cut in (answer[:-1], answer + b"\0", answer[1:]):
        with pytest.raises(BadToken):
            tokens.check(cut, DIGEST, roots.roots)


def test_a_list_of_whom_to_trust(tmp_path: Path, authority: Authority) -> None:
    pem = authority.roots.read_text()
    path = tmp_path / "trusted.txt"
    path.write_text(f"# The newsroom's key\n{'AB' * 32}  # since 2026\n\n{pem}{pem}{'cd' * 32}\n")
    found = tokens.trusted(path)
    assert found.keys == {"ab" * 32, "cd" * 32}
    assert [each.subject.rfc4514_string() for each in found.roots] == ["CN=Test authority root"]
    path.write_text("")
    assert tokens.trusted(path) == Trusted()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("words", "neither a certificate nor a SHA-256: words"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "list").write_text(content)
    with pytest.raises(BadList, match=said):
        tokens.trusted(tmp_path / "list")
    with pytest.raises(BadList, match="cannot be read"):
        tokens.trusted(tmp_path / "nowhere")
