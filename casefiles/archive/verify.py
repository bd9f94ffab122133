"""Checking a WACZ that casefiles made, with nothing but the file: every byte of it is accounted for.

The form leaves no choice (``stored_zip``, canonical JSON), so headers and manifests are made again and compared. What
is said of a fault names the entry, the record and the byte. Files of other programs may be sound and still be refused.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, cast

from casefiles.archive import cdxj, signing, stored_zip, tokens, wacz
from casefiles.archive.stored_zip import Broken, Member
from casefiles.archive.tokens import Trusted
from casefiles.archive.warc_check import BadRecord, Part, records
from casefiles.lib.canonical import NotCanonical, canonical

_MOST_JSON = 10_000_000
"""Bytes of a manifest, an index or a list of pages that are read."""
_OWN = (wacz.MANIFEST, wacz.DIGEST)


@dataclass(frozen=True)
class Finding:
    """What one check found. ``signed_by`` is the fingerprint of a key whose signature is right.

    ``open``: neither right nor wrong, for want of something to judge it by, which is said.
    """

    check: str
    said: str
    right: bool = True
    signed_by: str = ""
    open: bool = False


class Wrong(Exception):
    """A check failed; the message says what is wrong and where."""


def verify(source: IO[bytes], trusted: Trusted = Trusted()) -> Iterator[Finding]:  # noqa: B008 (it is frozen)
    """Every check of the file, one finding each. Where one fails that others rest on, those are left out."""
    try:
        members = _members(source)
    except Broken as error:
        yield Finding("structure", f"{error}.", right=False)
        return
    yield Finding("structure", f"{len(members)} entries, each stored, and no byte beside them.")
    opened = _Opened(source, members)
    checks: list[tuple[str, Callable[[], tuple[str, str]]]] = [
        *((path, partial(opened.resource, path)) for path in opened.resources),
        (wacz.MANIFEST, opened.manifest_itself),
        ("signature", opened.signature),
        ("records", opened.warc),
        (f"{wacz.INDEX} against the records", opened.index),
    ]
    for name, look in checks:
        try:
            said, signed_by = look()
        except (Wrong, BadRecord, signing.BadSignature) as error:
            yield Finding(name, f"{error}.", right=False)
        else:
            yield Finding(name, f"{said}.", signed_by=signed_by, open=name == "signature" and not signed_by)
            if signed_by:
                yield _known(signed_by, trusted)
    yield from opened.stamps(trusted)


def of_token(name: str, what: str, answer: bytes, digest: str, trusted: Trusted) -> Finding:
    """Is the authority's answer over ``digest``, which is that of ``what``, and is it one of the trusted?"""
    try:
        if not trusted.roots:
            said = tokens.claimed(answer, digest)
            return Finding(
                name,
                f"{said.authority} would have dated {what}: {said.time}. Whether it did is not known: give a list of"
                " trusted authorities.",
                open=True,
            )
        token = tokens.check(answer, digest, trusted.roots)
    except tokens.BadToken as error:
        return Finding(name, f"{error}.", right=False)
    return Finding(name, f"{token.authority} dated {what}: {token.time}.")


def _known(fingerprint: str, trusted: Trusted) -> Finding:
    if not trusted.keys:
        said = "whose key it is, is not known: give a list of trusted keys."
        return Finding("signer", said, open=True)
    if fingerprint not in trusted.keys:
        return Finding("signer", f"the key {fingerprint} is not on the list of trusted keys.", right=False)
    return Finding("signer", "the key is on the list of trusted keys.")


def _members(source: IO[bytes]) -> dict[str, Member]:
    found = stored_zip.members_of(source)
    names = tuple(member.name for member in found)
    stamps = [name for name in names if wacz.STAMP.fullmatch(name)]
    due = (*wacz.RESOURCES, *(f"stamps/{number}.tsr" for number in range(1, len(stamps) + 1)), *_OWN)
    if names != due:
        raise Broken(f"its entries are {', '.join(names) or 'none'}; {', '.join(due)} are what is due")
    return {member.name: member for member in found}


class _Opened:
    """A file of the right structure. Each check gives a sentence without its stop, and who signed. Raises ``Wrong``."""

    def __init__(self, source: IO[bytes], members: Mapping[str, Member]) -> None:
        self._source, self._members = source, members
        self._entries: list[cdxj.Entry] | None = None
        self.resources = [name for name in members if name not in _OWN]

    def stamps(self, trusted: Trusted) -> Iterator[Finding]:
        """What each token over the WARC says."""
        names = [name for name in self.resources if wacz.STAMP.fullmatch(name)]
        if not names:
            yield Finding("time", "no authority dated the WARC; when it was made, its maker alone says.", open=True)
            return
        sha = hashlib.sha256()
        for block in self._part(wacz.WARC):
            sha.update(block)
        for name in names:
            answer = b"".join(self._part(name)) if self._members[name].size <= tokens.MOST_BYTES else b""
            yield of_token(f"token {name}", "the WARC", answer, sha.hexdigest(), trusted)

    def resource(self, path: str) -> tuple[str, str]:
        """Size and digest are those of the manifest, the checksum that of the directory."""
        member = self._members[path]
        listed = self._manifest().get("resources")
        if not isinstance(listed, list) or len(listed) != len(self.resources):
            raise Wrong(f"{wacz.MANIFEST} does not list the {len(self.resources)} resources that are due")
        own = listed[self.resources.index(path)]
        sha, crc = hashlib.sha256(), 0
        for block in self._part(path):
            sha.update(block)
            crc = zlib.crc32(block, crc)
        due = {"name": wacz.name_of(path), "path": path, "hash": f"sha256:{sha.hexdigest()}", "bytes": member.size}
        if own != due:
            raise Wrong(f"from byte {member.start} it is {due['hash']}, {member.size} bytes; the manifest says {own}")
        _checksum(member, crc)
        return f"{member.size:,} bytes, sha256 {sha.hexdigest()}", ""

    def manifest_itself(self) -> tuple[str, str]:
        """Its digest is the one that is signed."""
        data = self._bytes(wacz.MANIFEST)
        due, found = self._digest().get("hash"), f"sha256:{hashlib.sha256(data).hexdigest()}"
        if due != found:
            raise Wrong(f"from byte {self._members[wacz.MANIFEST].start} it is {found}, and {wacz.DIGEST} says {due}")
        said = self._manifest()
        if (said.get("profile"), said.get("wacz_version")) != ("data-package", wacz.FORMAT):
            raise Wrong(f"{wacz.MANIFEST} is of another format than WACZ {wacz.FORMAT}")
        return f"{found}, made {said.get('created')} by {said.get('software')}", ""

    def signature(self) -> tuple[str, str]:
        said, digest = self._digest(), str(self._digest().get("hash"))
        if said.get("path") != wacz.MANIFEST or not set(said) <= {"path", "hash", "signedData"}:
            raise Wrong(f"{wacz.DIGEST} says something else than the digest of {wacz.MANIFEST}")
        if "signedData" not in said:
            return "unsigned: nobody vouches for this file", ""
        signed, manifest = said["signedData"], self._manifest()
        if not isinstance(signed, dict):
            raise Wrong("signedData holds no signature")
        signature, public = str(signed.get("signature")), str(signed.get("publicKey"))
        # The signature is over the digest alone; what else stands here must be what the manifest has.
        due = {"hash": digest, "version": signing.VERSION, "signature": signature, "publicKey": public}
        if signed != due | {name: manifest.get(name) for name in ("created", "software")}:
            raise Wrong(
                "signedData is not of this digest, or differs from the manifest in when and by what it was made"
            )
        who = signing.check(digest, signature=signature, public=public)
        return f"by the key with the fingerprint {who}", who

    def warc(self) -> tuple[str, str]:
        """Each record is a gzip member of its own, with the digests and the length it says."""
        found, self._entries = [], None
        counted: dict[str, int] = {}
        for record in records(self._part(wacz.WARC)):
            counted[record.kind] = counted.get(record.kind, 0) + 1
            if record.entry:
                found.append(record.entry)
        self._entries = found
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(counted.items()))
        return f"{sum(counted.values())} records ({told}), each with the digest and the length it says", ""

    def index(self) -> tuple[str, str]:
        """The index is the one that the records give, to the byte."""
        if self._entries is None:
            raise Wrong("the records could not be read")
        due, found = cdxj.index(self._entries, wacz.name_of(wacz.WARC)), self._bytes(wacz.INDEX)
        for number, (one, other) in enumerate(zip(due.splitlines(), found.splitlines(), strict=False), 1):
            if one != other:
                said = other.decode(errors="replace")
                raise Wrong(f"line {number} is {said[:300]} and should be {one.decode()[:300]}")
        if due != found:
            raise Wrong(f"it has {len(found.splitlines())} lines for {len(self._entries)} records that it should list")
        return f"{len(self._entries)} lines, each where its record is", ""

    def _part(self, path: str) -> Part:
        member = self._members[path]
        return Part(self._source, member.start, member.size)

    def _bytes(self, path: str) -> bytes:
        member = self._members[path]
        if member.size > _MOST_JSON:
            raise Wrong(f"{path} is larger than {_MOST_JSON:,} bytes")
        data = b"".join(self._part(path))
        _checksum(member, zlib.crc32(data))
        return data

    def _manifest(self) -> dict[str, Any]:
        return self._json(wacz.MANIFEST)

    def _digest(self) -> dict[str, Any]:
        return self._json(wacz.DIGEST)

    def _json(self, path: str) -> dict[str, Any]:
        data = self._bytes(path)
        try:
            found = json.loads(data)
            right = isinstance(found, dict) and canonical(found) == data
        except (ValueError, NotCanonical, RecursionError):
            right = False
        if not right:
            raise Wrong(f"{path} (from byte {self._members[path].start}) is not canonical JSON")
        return cast("dict[str, Any]", found)


def _checksum(member: Member, crc: int) -> None:
    if crc != member.crc:
        raise Wrong(
            f"{member.name}, from byte {member.start}: its checksum is {crc:08x}, its header says {member.crc:08x}"
        )
