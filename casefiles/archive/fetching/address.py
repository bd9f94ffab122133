"""An address, parsed once by the WHATWG parser. Nothing later reads the text again: two parsers disagree.

``http://127.0.0.1\\@example.test/`` is example.test to one library and 127.0.0.1 to another; here only the parsed
parts travel, from the judgement to the socket.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import ada_url

from casefiles.archive.fetching.errors import BlockedByPolicy

MAX_LENGTH = 2000
"""Characters of the longest address that can be cited; links inside pages may be twice as long."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SUSPECT = re.compile(r"[\x00-\x20\x7f\\]|[\ud800-\udfff]")
_LEADS_INSIDE = (
    ".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".home.arpa", ".corp",
    ".private", ".onion", ".arpa", ".alt", ".invalid",
)  # fmt: skip
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+")


class BadAddress(BlockedByPolicy):
    """The address is malformed, or of a form that we never contact. The message is for people."""


@dataclass(frozen=True)
class Address:
    """The parts of an http or https address that are needed to fetch it."""

    href: str
    """The whole, normalised, without fragment."""
    scheme: str
    host: str
    """Lower case, IDNA, no trailing dot; an IPv6 address in brackets."""
    port: int
    target: str
    """Path and query: what the request line asks for."""

    @property
    def authority(self) -> str:
        """The Host header: the port only where it is not the scheme's own."""
        return self.host if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def place(self) -> tuple[str, str, int]:
        """What one connection leads to."""
        return self.scheme, self.host, self.port


def cited(text: str, *, ports: Collection[int]) -> Address:
    """The address that a person typed. Stricter than a browser: what reads ambiguously is refused.

    Raises ``BadAddress``.
    """
    text = text.strip()
    if not text:
        raise BadAddress("Give the address of the page.")
    if _SUSPECT.search(text):
        raise BadAddress("An address has no spaces, backslashes or control characters in it; copy it again.")
    scheme, colon, rest = text.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        raise BadAddress("Write the whole address, beginning with https:// or http://.")
    if scheme.lower() not in _DEFAULT_PORTS:
        raise BadAddress(f"Only http and https addresses can be archived, not “{scheme[:20]}:”.")
    if not re.match(r"//[^/]", rest):
        raise BadAddress("Write the whole address, for instance https://www.example.org/page.")
    if "@" in re.split(r"[/?#]", rest[2:], maxsplit=1)[0]:
        raise BadAddress("An address with a user name or password in it cannot be cited; take that part out.")
    address = parse(text, ports=ports)
    if len(address.href) > MAX_LENGTH:
        raise BadAddress(f"The address is longer than {MAX_LENGTH} characters.")
    return address


def parse(text: str, *, ports: Collection[int], base: str | None = None) -> Address:
    """An address found in a page or a redirect, relative to ``base``. Raises ``BadAddress``."""
    if len(text) > 2 * MAX_LENGTH:
        raise BadAddress("The address is too long.")
    try:
        url = ada_url.URL(text, base) if base else ada_url.URL(text)
    except (ValueError, UnicodeError) as error:
        raise BadAddress("That is not a web address.") from error
    scheme = url.protocol.removesuffix(":")
    if scheme not in _DEFAULT_PORTS:
        raise BadAddress(f"Only http and https addresses can be archived, not “{scheme[:20]}:”.")
    if url.username or url.password:
        raise BadAddress("The address has a user name or password in it.")
    port = int(url.port or _DEFAULT_PORTS[scheme])
    if port not in ports:
        raise BadAddress(f"Port {port} is not one that web pages are published on here.")
    host = _host(url.hostname)
    own = "" if port == _DEFAULT_PORTS[scheme] else f":{port}"
    target = f"{url.pathname}{url.search}"
    return Address(f"{scheme}://{host}{own}{target}", scheme, host, port, target)


def _host(name: str) -> str:
    """The host as it will be looked up. Raises ``BadAddress`` for names that lead to no public site."""
    if name.startswith("["):
        return name
    host = name[:-1] if name.endswith(".") else name
    if re.fullmatch(r"[0-9.]+", host):
        return host
    if not _NAME.fullmatch(host) or len(host) > 253 or f".{host}".endswith(_LEADS_INSIDE):
        raise BadAddress(f"“{host[:80]}” is not the name of a public web site.")
    return host
