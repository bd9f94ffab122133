"""Encryption as evidence: which version, cipher and certificates, and whether they could be verified."""

import functools
import hashlib
import ssl
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tls:
    """How a connection was encrypted. A bad certificate is recorded, not refused: it is part of the evidence."""

    version: str
    """As OpenSSL names it, for instance ``TLSv1.3``."""
    cipher: str
    chain: tuple[str, ...]
    """SHA-256 of each certificate as it was sent, the site's own first."""
    problem: str
    """Why the certificate could not be verified, in OpenSSL's words; "" if it could."""


class _Socket(ssl.SSLSocket):
    """Closes itself when its connection is gone before the handshake; Python 3.11 leaves it open there."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except OSError:
            if getattr(self, "_sslobj", None) is None:
                self.close()
            raise


@functools.cache
def careful() -> ssl.SSLContext:
    """Verifies certificate and name, as a browser does."""
    return _prepared(ssl.create_default_context())


@functools.cache
def lenient() -> ssl.SSLContext:
    """Verifies nothing: for the second try, after ``careful`` has said what is wrong."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    return _prepared(context)


def _prepared(context: ssl.SSLContext) -> ssl.SSLContext:
    context.sslsocket_class = _Socket
    context.set_alpn_protocols(["http/1.1"])
    return context


def described(sock: ssl.SSLSocket, problem: str) -> Tls:
    """What to record of a connection whose handshake is done."""
    cipher = sock.cipher()
    return Tls(
        version=sock.version() or "",
        cipher=cipher[0] if cipher else "",
        chain=tuple(hashlib.sha256(certificate).hexdigest() for certificate in _chain(sock)),
        problem=problem,
    )


def _chain(sock: ssl.SSLSocket) -> list[bytes]:
    """The certificates in DER. Until Python 3.13 only a private name gives more than the first."""
    inner: Any = getattr(sock, "_sslobj", None)
    if hasattr(inner, "get_unverified_chain"):
        return [
            certificate if isinstance(certificate, bytes) else ssl.PEM_cert_to_DER_cert(certificate.public_bytes())
            for certificate in inner.get_unverified_chain() or []
        ]
    own = sock.getpeercert(binary_form=True)
    return [own] if own else []
