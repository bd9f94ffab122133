"""Tokens of timestamp authorities (RFC 3161): asked for by a file's SHA-256, and checked before they are believed.

A token is kept as the authority's whole answer (a ``.tsr`` file), which ``openssl ts -verify`` reads. Nothing here
needs a database or a network.
"""

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_STAND_IN = b"casefiles"
MOST_BYTES = 65_536
"""Bytes of an answer that are read; usual ones have some five thousand."""
_FARTHEST = datetime.timedelta(minutes=5)
"""How far an authority's clock may be from ours when it has just answered."""
_KEY = re.compile(r"[0-9a-f]{64}")


class BadToken(Exception):
    """An answer that is no token for what was asked; the message says why, without its stop."""


class BadList(Exception):
    """A list of whom to trust cannot be read; the message says why."""


@dataclass(frozen=True)
class Query:
    """What an authority is asked. The ``nonce`` comes back in an answer to this very query."""

    digest: str
    der: bytes
    nonce: int


@dataclass(frozen=True)
class Token:
    """What a checked token says."""

    at: datetime.datetime
    authority: str
    """The name in the certificate that signed it."""
    serial: str
    answer: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.answer).hexdigest()

    @property
    def time(self) -> str:
        """RFC 3339, UTC."""
        return self.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Trusted:
    """Whom whoever checks a copy believes: authorities by their root certificates, signers by their fingerprints."""

    roots: Sequence[x509.Certificate] = ()
    keys: frozenset[str] = frozenset()


def query(digest: str) -> Query:
    """A question for a token over the file whose SHA-256 is ``digest``."""
    built = TimestampRequestBuilder(data=_STAND_IN, hash_algorithm=HashAlgorithm.SHA256).build()
    # The builder digests what it is given, and of a file there is only the digest: it takes the other's place.
    stand_in = hashlib.sha256(_STAND_IN).digest()
    der = built.as_bytes()
    assert der.count(stand_in) == 1 and built.nonce is not None  # noqa: S101, PT018 (as it was built)
    return Query(digest, der.replace(stand_in, bytes.fromhex(digest)), built.nonce)


def answered(asked: Query, answer: bytes, roots: Sequence[x509.Certificate], *, now: datetime.datetime) -> Token:
    """The token in an answer that has just come. Raises ``BadToken``."""
    token = check(answer, asked.digest, roots, nonce=asked.nonce)
    if abs(token.at - now) > _FARTHEST:
        raise BadToken(f"its time is {token.time}, and ours {now:%Y-%m-%dT%H:%M:%SZ}")
    return token


def check(answer: bytes, digest: str, roots: Sequence[x509.Certificate], *, nonce: int | None = None) -> Token:
    """The token in ``answer``, over ``digest``, by an authority that ``roots`` vouch for. Raises ``BadToken``."""
    response, token = _read(answer, digest)
    if nonce is not None and response.tst_info.nonce != nonce:
        raise BadToken("it answers another query than ours")
    # One by one: of two roots of one name (an old and a new one) only one would be tried.
    if any(_vouches(root, response, digest) for root in roots):
        return token
    raise BadToken("it is not signed by an authority that one of the trusted roots vouches for")


def _vouches(root: x509.Certificate, response: TimeStampResponse, digest: str) -> bool:
    try:
        VerifierBuilder(roots=[root]).build().verify(response, bytes.fromhex(digest))
    except (VerificationError, ValueError):
        return False
    return True


def claimed(answer: bytes, digest: str) -> Token:
    """What the token in ``answer``, over ``digest``, says, whoever signed it. Raises ``BadToken``."""
    return _read(answer, digest)[1]


def trusted(path: Path) -> Trusted:
    """A list of whom to trust: root certificates (PEM), and fingerprints of signing keys, one a line.

    What follows ``#`` in a line is for people. Raises ``BadList``.
    """
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise BadList(f"{path} cannot be read") from error
    try:
        roots = x509.load_pem_x509_certificates(text.encode()) if "-----BEGIN CERTIFICATE-----" in text else []
    except ValueError as error:
        raise BadList(f"a certificate in {path} cannot be read") from error
    outside = re.sub(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", "", text, flags=re.S)
    lines = [line.partition("#")[0].strip().lower() for line in outside.splitlines()]
    if strange := [line for line in lines if line and not _KEY.fullmatch(line)]:
        raise BadList(f"{path} has a line that is neither a certificate nor a SHA-256: {strange[0][:80]}")
    return Trusted(tuple(dict.fromkeys(roots)), frozenset(line for line in lines if line))


def _read(answer: bytes, digest: str) -> tuple[TimeStampResponse, Token]:
    try:
        response = decode_timestamp_response(answer)
        granted, reasons = response.status == 0, ", ".join(response.status_string)
        if granted:
            found = response.tst_info.message_imprint
            token = Token(_utc(response), _signer(response), str(response.tst_info.serial_number), answer)
    except Exception as error:  # whatever a stranger's bytes make the parser do
        raise BadToken("it is no answer of a timestamp authority") from error
    if not granted:
        raise BadToken(f"the authority refused: {reasons[:200] or 'it does not say why'}")
    if (found.hash_algorithm, found.message) != (_SHA256, bytes.fromhex(digest)):
        raise BadToken(f"it is over {found.message.hex()[:128]}, and {digest} is what it should be over")
    return response, token


def _utc(response: TimeStampResponse) -> datetime.datetime:
    at = response.tst_info.gen_time
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _signer(response: TimeStampResponse) -> str:
    """The name of whose certificate signed it: its common name, else all of it. Raises all sorts of errors."""
    (info,) = response.signed_data.signer_infos
    for der in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(der)
        if (certificate.issuer, certificate.serial_number) == (info.issuer, info.serial_number):
            names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
            return str(names[0].value) if names else certificate.subject.rfc4514_string()
    raise BadToken("the certificate of its signer is not in it")
