"""Signatures as WACZ files carry them: the anonymous form of wacz-auth 0.1.0.

ECDSA on P-384 with SHA-256 over the text of the manifest's digest; r and s behind each other, in base64, with the
public key (DER) beside them. Whose key it is, its fingerprint says to those who know it from elsewhere.
"""

import base64
import binascii
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

VERSION = "0.1.0"
_HALF = 48
"""Bytes of r, and of s."""
_METHOD = ec.ECDSA(hashes.SHA256())


class BadKey(Exception):
    """The file of the key cannot be used; the message says why."""


class BadSignature(Exception):
    """The signature, or its public key, is none, or not of this text."""


class SigningKey:
    """A private key."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self._public = _der(private.public_key())

    @property
    def fingerprint(self) -> str:
        return fingerprint(self._public)

    @property
    def public(self) -> str:
        return base64.b64encode(self._public).decode()

    def sign(self, text: str) -> str:
        r, s = utils.decode_dss_signature(self._private.sign(text.encode(), _METHOD))
        return base64.b64encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")).decode()


def load(path: str) -> SigningKey:
    """The key in a PEM file without a passphrase. Raises ``BadKey``."""
    try:
        private = serialization.load_pem_private_key(Path(path).read_bytes(), None)
    except OSError as error:
        raise BadKey(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(f"{path} holds no private key without a passphrase in PEM form") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP384R1):
        raise BadKey(f"the key in {path} is not of the curve P-384")
    return SigningKey(private)


def make(path: Path) -> None:
    """A new key at ``path``, readable by its owner alone, if there is none yet. It is there whole or not at all."""
    if path.exists():
        return
    pem = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    fresh.replace(path)


def check(text: str, *, signature: str, public: str) -> str:
    """The fingerprint of the key that signed ``text``. Raises ``BadSignature``."""
    try:
        raw, der = base64.b64decode(signature, validate=True), base64.b64decode(public, validate=True)
        key = serialization.load_der_public_key(der)
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
        raise BadSignature("the signature or its public key cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP384R1) or _der(key) != der:
        raise BadSignature("the public key is not of the curve P-384, in its usual form")
    if len(raw) != 2 * _HALF:
        raise BadSignature(f"the signature has {len(raw)} bytes instead of {2 * _HALF}")
    r, s = (int.from_bytes(half, "big") for half in (raw[:_HALF], raw[_HALF:]))
    try:
        key.verify(utils.encode_dss_signature(r, s), text.encode(), _METHOD)
    except InvalidSignature as error:
        raise BadSignature("the signature is not that of this key over this digest") from error
    return fingerprint(der)


def fingerprint(der: bytes) -> str:
    """The SHA-256 of a public key in DER form, as ``openssl pkey -pubout -outform DER | sha256sum`` says it."""
    return hashlib.sha256(der).hexdigest()


def _der(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
