"""A timestamp authority of the test's own: ``openssl ts`` behind a small HTTP server, well-behaved or not."""

import datetime
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_NOW = datetime.datetime.now(datetime.UTC)
# No "certs" line: openssl writes such a set unsorted, which strict readers of DER refuse.
_CONFIG = """\
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Its files lie in ``folder``; ``roots`` is what whoever trusts it is given."""

    folder: Path
    name: str = "Test authority"
    asked: list[bytes] = field(default_factory=list)
    """Every query that came over the network."""
    url: str = ""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        parent = _named(f"{self.name} root")
        ca = _certificate(parent, parent, root.public_key()).add_extension(x509.BasicConstraints(True, None), True)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        tsa = _certificate(_named(self.name), parent, own.public_key()).add_extension(usage, True)
        self._write("root.pem", ca.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        self._write("tsa.pem", tsa.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._write("tsa.key", own.private_bytes(serialization.Encoding.PEM, *plain))
        self._write("serial", b"01\n")
        self._write("tsa.cnf", _CONFIG.format(folder=self.folder).encode())

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, query: bytes) -> bytes:
        """What an honest authority says to ``query``."""
        (self.folder / "query").write_bytes(query)
        config = ["-config", str(self.folder / "tsa.cnf"), "-queryfile", str(self.folder / "query")]
        done = subprocess.run(["openssl", "ts", "-reply", *config], capture_output=True, check=True)
        return done.stdout

    def accepts(self, token: bytes, digest: str) -> bool:
        """Does ``openssl ts -verify`` say that ``token`` is over ``digest``?"""
        (self.folder / "token").write_bytes(token)
        given = ["-digest", digest, "-in", str(self.folder / "token"), "-CAfile", str(self.roots)]
        return subprocess.run(["openssl", "ts", "-verify", *given], capture_output=True).returncode == 0

    def _write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)


Behaviour = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Answers a query in its own way."""


@contextmanager
def serving(authority: Authority, behaviour: Behaviour | None = None) -> Iterator[Authority]:
    """``authority`` on a port of loopback; its lock makes it answer one query at a time."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append(query)
            if behaviour is not None:
                behaviour(self, query)
                return
            with lock:
                data = authority.answer(query)
            send(self, data)

        def log_message(self, *_: object) -> None:
            """Not a word."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/tsr"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, data: bytes, *, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/timestamp-reply")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=name,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=_NOW - datetime.timedelta(days=1),
        not_valid_after=_NOW + datetime.timedelta(days=3650),
    )
