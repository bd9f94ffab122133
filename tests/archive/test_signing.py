"""Signatures: made by a key in a file, and of no other text and no other key."""

import base64
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from casefiles.archive import signing
from casefiles.archive.signing import BadKey, BadSignature, SigningKey


@pytest.fixture
def key() -> SigningKey:
    return SigningKey(ec.generate_private_key(ec.SECP384R1()))


def test_a_signature_names_its_key(key: SigningKey) -> None:
    assert signing.check("text", signature=key.sign("text"), public=key.public) == key.fingerprint


def test_another_text_or_key_is_refused(key: SigningKey) -> None:
    other = SigningKey(ec.generate_private_key(ec.SECP384R1()))
    with pytest.raises(BadSignature, match="not that of this key over this digest"):
        signing.check("Text", signature=key.sign("text"), public=key.public)
    with pytest.raises(BadSignature, match="not that of this key over this digest"):
        signing.check("text", signature=key.sign("text"), public=other.public)


def compressed() -> str:
    """A point written in the other way: the same key, in other bytes."""
    point = (
        ec.generate_private_key(ec.SECP384R1()).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    )
    header = bytes.fromhex("3046301006072a8648ce3d020106052b81040022033200")
    return base64.b64encode(header + point).decode()


def p256() -> str:
    der = ec.generate_private_key(ec.SECP256R1()).public_key()
    return base64.b64encode(der.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.mark.parametrize(
    "public",
    ["", "!", "AAAA", compressed(), p256()],
    ids=["nothing", "no-base64", "no-key", "compressed", "another-curve"],
)
def test_what_is_no_key_of_ours_is_refused(key: SigningKey, public: str) -> None:
    with pytest.raises(BadSignature, match="public key"):
        signing.check("text", signature=key.sign("text"), public=public)


def test_what_is_no_signature_is_refused(key: SigningKey) -> None:
    for signature, why in {"": "0 bytes", "AAAA": "3 bytes", "!": "cannot be read", "A" * 128: "not that of"}.items():
        with pytest.raises(BadSignature, match=why):
            signing.check("text", signature=signature, public=key.public)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    signing.make(path)
    made = path.read_bytes()
    signing.make(path)
    assert path.read_bytes() == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_of_openssl_signs_and_openssl_says_the_same_fingerprint(tmp_path: Path) -> None:
    """As the settings tell it."""
    path = str(tmp_path / "signing-key.pem")
    command = ["openssl", "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out"]
    subprocess.run([*command, path], check=True, capture_output=True)
    key = signing.load(path)
    assert signing.check("text", signature=key.sign("text"), public=key.public) == key.fingerprint
    said = "openssl pkey -in $0 -pubout -outform DER | sha256sum"
    told = subprocess.run(["sh", "-c", said, path], check=True, capture_output=True, text=True)
    assert told.stdout.split()[0] == key.fingerprint


def test_a_missing_key_is_said_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadKey, match=r"nowhere\.pem cannot be read: No such file"):
        signing.load(str(tmp_path / "nowhere.pem"))
