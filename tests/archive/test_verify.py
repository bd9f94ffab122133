"""Checking a copy: whatever is changed in it, anywhere, is found and named."""

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from casefiles.archive import stored_zip, verify, wacz
from casefiles.archive.engines.base import Copy
from casefiles.archive.signing import SigningKey
from casefiles.archive.states import State
from casefiles.archive.stored_zip import Member, Writer
from casefiles.archive.verify import Finding
from casefiles.lib.canonical import canonical
from tests.archive.conftest import Visit
from tests.archive.origin import PNG, Origin, answer, redirect
from tests.copies import record_of

URL = "https://news.example/page"
KEY = SigningKey(ec.generate_private_key(ec.SECP384R1()))
STEP = 7


def small(key: SigningKey | None = KEY) -> bytes:
    """A copy of one answer and its text."""
    copy = Copy(State.SUCCEEDED, "", final_url=URL, title="A page", **record_of(URL, text="What it says."))
    try:
        with wacz.pack(copy, url=URL, key=key) as stream:
            return stream.read()
    finally:
        copy.close()


@pytest.fixture(scope="module")
def packed() -> bytes:
    return small()


def findings(data: bytes) -> list[Finding]:
    return list(verify.verify(io.BytesIO(data)))


def wrong(data: bytes) -> dict[str, str]:
    return {finding.check: finding.said for finding in findings(data) if not finding.right}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def together(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = Writer(out)
    for name, data in contents.items():
        writer.add(name, io.BytesIO(data))
    writer.close()
    return out.getvalue()


def resealed(contents: dict[str, bytes], key: SigningKey | None = KEY) -> bytes:
    """The same with a manifest and a signature that fit: by somebody who has a key, and who is careful."""
    manifest = json.loads(contents[wacz.MANIFEST])
    for resource in manifest["resources"]:
        data = contents[resource["path"]]
        resource |= {"hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
    sealed = canonical(manifest)
    digest = f"sha256:{hashlib.sha256(sealed).hexdigest()}"
    said: dict[str, object] = {"path": wacz.MANIFEST, "hash": digest}
    if key:
        said["signedData"] = wacz.signed_data(digest, manifest["created"], key)
    return together(contents | {wacz.MANIFEST: sealed, wacz.DIGEST: canonical(said)})


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def test_a_copy_is_right_and_says_whose_key_signed_it(packed: bytes) -> None:
    found = findings(packed)
    assert [finding.check for finding in found if finding.right] == [
        "structure",
        "archive/data.warc.gz",
        "indexes/index.cdx",
        "pages/pages.jsonl",
        "datapackage.json",
        "signature",
        "signer",
        "records",
        "indexes/index.cdx against the records",
        "time",
    ]
    assert [finding.check for finding in found if finding.open] == ["signer", "time"]
    assert [finding.signed_by for finding in found if finding.signed_by] == [KEY.fingerprint]
    assert "4 records (1 request, 1 resource, 1 response, 1 warcinfo)" in found[7].said


def test_an_unsigned_copy_is_right_and_says_so() -> None:
    found = findings(small(None))
    assert all(finding.right and not finding.signed_by for finding in found)
    assert "unsigned: nobody vouches for this file." in [finding.said for finding in found]


def test_a_page_with_everything_is_right(origin: Origin, visit: Visit) -> None:
    origin.routes = {
        "/": redirect("/page?b=2&A=1"),
        "/page?b=2&A=1": answer(b"<title>T</title>words<img src=/x.png><img src=/gone.png>", packed=True, chunks=7),
        "/x.png": answer(PNG, kind="image/png"),
        "/gone.png": b"HTTP/1.1 404 No\r\nContent-Type: \xff; a\r\nContent-Length: 0\r\n\r\n",
    }
    with wacz.pack(visit(), url=origin.url(), key=KEY) as stream:
        assert wrong(stream.read()) == {}


def test_a_large_copy_is_right(origin: Origin, visit: Visit) -> None:
    """Larger than what is read at once, on the wire and unpacked."""
    noise = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(10_000))
    origin.routes = {"/": answer(noise, kind="image/png")}
    with wacz.pack(visit(), url=origin.url(), key=None) as stream:
        assert wrong(stream.read()) == {}
    origin.routes = {"/": answer(bytes(3_000_000), kind="image/png")}
    with wacz.pack(visit(), url=origin.url(), key=None) as stream:
        assert wrong(stream.read()) == {}


# One byte


def missed(data: bytes, step: int) -> list[int]:
    """Bytes of which one bit can change without any check saying so."""
    return [at for at in range(0, len(data), step) if not wrong(flipped(data, at, at % 8))]


@pytest.mark.parametrize("key", [KEY, None])
def test_one_bit_anywhere_is_found(key: SigningKey | None) -> None:
    assert missed(small(key), STEP) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", [KEY, None])
def test_one_bit_in_any_byte_is_found(key: SigningKey | None) -> None:
    assert missed(small(key), 1) == []


def test_without_the_canonical_form_some_would_pass(packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a common reader of ZIP files looks at few of the bytes between."""

    def lax(source: io.BytesIO) -> list[Member]:
        try:
            with zipfile.ZipFile(source) as opened:
                found = opened.infolist()
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, OSError) as error:
            raise stored_zip.Broken("no ZIP file") from error
        if any(info.header_offset < 0 for info in found):  # a flip in the directory can send it anywhere
            raise stored_zip.Broken("an entry before the file")
        return [Member(info.filename, info.file_size, info.CRC, info.header_offset) for info in found]

    monkeypatch.setattr(stored_zip, "members_of", lax)
    passing = missed(packed, STEP)
    assert len(passing) > 10
    inside = [range(m.start, m.end) for m in lax(io.BytesIO(packed))]
    assert not any(at in part for part in inside for at in passing)  # the digests cover what is in them


@pytest.mark.parametrize(
    ("entry", "check"),
    [
        ("archive/data.warc.gz", "archive/data.warc.gz"),
        ("indexes/index.cdx", "indexes/index.cdx"),
        ("pages/pages.jsonl", "pages/pages.jsonl"),
        ("datapackage.json", "datapackage.json"),
        ("datapackage-digest.json", "signature"),
    ],
)
def test_it_says_in_which_entry_and_where(packed: bytes, entry: str, check: str) -> None:
    (member,) = [m for m in stored_zip.members_of(io.BytesIO(packed)) if m.name == entry]
    found = wrong(flipped(packed, member.start + member.size // 2))
    assert check in found
    assert check == "signature" or f"byte {member.start}" in found[check]


def test_it_names_the_byte_of_a_header(packed: bytes) -> None:
    second = stored_zip.members_of(io.BytesIO(packed))[1]
    at = second.offset + 12  # its date
    said = wrong(flipped(packed, at))["structure"]
    assert said == f"the header of indexes/index.cdx is not as it is written here; the first wrong byte is {at}."


# The file as a whole


@pytest.mark.parametrize(
    "change",
    [
        lambda d: b"",
        lambda d: d[:21],
        lambda d: d[:-1],
        lambda d: d[: len(d) // 2],
        lambda d: d + b"\0",
        lambda d: b"\0" + d,
        lambda d: d + d,
        lambda d: bytes(len(d)),
    ],
)
def test_cut_or_added_to(packed: bytes, change: Callable[[bytes], bytes]) -> None:
    assert list(wrong(change(packed))) == ["structure"]


def test_entries_are_those_of_the_format_in_their_order(packed: bytes) -> None:
    whole = parts(packed)
    first, *rest = whole
    swapped = {name: whole[name] for name in [*rest, first]}
    lacking = {name: data for name, data in whole.items() if name != wacz.PAGES}
    for contents in (swapped, lacking, whole | {"archive/more.warc.gz": b""}, {}):
        assert "its entries are" in wrong(together(contents))["structure"]


def test_a_packed_warc_is_refused(packed: bytes) -> None:
    """The format forbids it, and the format's own checker does not see it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in parts(packed).items():
            kind = zipfile.ZIP_DEFLATED if name == wacz.WARC else zipfile.ZIP_STORED
            opened.writestr(zipfile.ZipInfo(name), data, kind)
    assert list(wrong(out.getvalue())) == ["structure"]


def test_contents_that_changed_places(packed: bytes) -> None:
    whole = parts(packed)
    found = wrong(together(whole | {wacz.PAGES: whole[wacz.INDEX], wacz.INDEX: whole[wacz.PAGES]}))
    assert {wacz.PAGES, wacz.INDEX, "indexes/index.cdx against the records"} == set(found)


# The seal


def digest_of(data: bytes) -> dict[str, object]:
    return dict(json.loads(parts(data)[wacz.DIGEST]))


def test_another_keys_signature_is_right_and_names_that_key(packed: bytes) -> None:
    """Whose key it is, no file can say: the fingerprint has to be known from elsewhere."""
    other = SigningKey(ec.generate_private_key(ec.SECP384R1()))
    found = findings(resealed(parts(packed), other))
    assert all(finding.right for finding in found)
    assert [finding.signed_by for finding in found if finding.signed_by] == [other.fingerprint]


def test_another_public_key_beside_the_signature(packed: bytes) -> None:
    said = digest_of(packed)
    said["signedData"] = dict(said["signedData"]) | {  # type: ignore[call-overload]
        "publicKey": SigningKey(ec.generate_private_key(ec.SECP384R1())).public
    }
    assert "not that of this key" in wrong(together(parts(packed) | {wacz.DIGEST: canonical(said)}))["signature"]


@pytest.mark.parametrize(
    "changes",
    [
        {"created": "2020-01-01T00:00:00Z"},
        {"software": "another/1"},
        {"version": "0.2.0"},
        {"hash": "sha256:" + "0" * 64},
        {"signature": base64.b64encode(bytes(96)).decode()},
        {"more": "words"},
    ],
)
def test_what_stands_beside_the_signature(packed: bytes, changes: dict[str, str]) -> None:
    """The signature is over the digest alone: the rest has to be what the manifest has."""
    said = digest_of(packed)
    said["signedData"] = dict(said["signedData"]) | changes  # type: ignore[call-overload]
    assert list(wrong(together(parts(packed) | {wacz.DIGEST: canonical(said)}))) == ["signature"]


def test_a_manifest_of_another_copy(packed: bytes) -> None:
    other = parts(small())
    found = wrong(together(parts(packed) | {wacz.MANIFEST: other[wacz.MANIFEST]}))
    assert {wacz.WARC, wacz.MANIFEST} <= set(found)
    found = wrong(together(parts(packed) | {name: other[name] for name in (wacz.MANIFEST, wacz.DIGEST)}))
    assert wacz.WARC in found
    assert "signature" not in found


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"{} ", b'{"a": 1}', b"[" * 100_000, b"\xff", b"null"])
@pytest.mark.parametrize("entry", [wacz.MANIFEST, wacz.DIGEST])
def test_manifests_that_are_none(packed: bytes, entry: str, data: bytes) -> None:
    assert wrong(together(parts(packed) | {entry: data}))


# The records, in a file that is sealed again


def members(warc: bytes) -> list[bytes]:
    found = []
    while warc:
        unpacker = zlib.decompressobj(31)
        found.append(unpacker.decompress(warc))
        warc = unpacker.unused_data
    return found


def with_records(packed: bytes, records: list[bytes], *, behind: bytes = b"") -> bytes:
    warc = b"".join(_gzip(record) for record in records) + behind
    return resealed(parts(packed) | {wacz.WARC: warc})


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


ALTERED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "a block": (lambda r: [r[0], r[1].replace(b"What it", b"Who ate"), *r[2:]], "record 2 .*WARC-Block-Digest"),
    "a length": (lambda r: [r[0], re.sub(rb"th: \d+\r\n\r\n", b"th: 9\r\n\r\n", r[1]), *r[2:]], "record 2 .*not 9"),
    "a tail": (lambda r: [*r[:-1], r[-1] + b"\n"], "record 4 .*bytes long"),
    "no tail": (lambda r: [*r[:-1], r[-1][:-1]], "record 4 .*bytes long"),
    "two in one member": (lambda r: [r[0], r[1] + r[2], r[3]], "record 2 .*bytes long"),
    "no digest": (lambda r: [re.sub(b"WARC-Block-Digest: .*\r\n", b"", r[0]), *r[1:]], "record 1 .*no WARC-B"),
    "no first": (lambda r: r[1:], "record 1 .*warcinfo comes first"),
    "one twice": (lambda r: [*r, r[-1]], "record 5 .*id of another"),
    "no header": (lambda r: [*r, b"words"], "record 5 .*without an end"),
    "another version": (lambda r: [r[0].replace(b"WARC/1.1", b"WARC/1.0"), *r[1:]], "record 1 .*WARC 1.1"),
    "no number": (lambda r: [re.sub(rb"Length: \d+", b"Length: x", r[0]), *r[1:]], "record 1 .*no number"),
    "a payload": (lambda r: [r[0], re.sub(rb"(Payload-Digest: sha256:).{4}", rb"\g<1>0000", r[1]), *r[2:]],
                  "record 2 .*WARC-Payload-Digest"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_records_that_are_not_what_they_say(packed: bytes, name: str) -> None:
    change, said = ALTERED[name]
    found = wrong(with_records(packed, change(members(parts(packed)[wacz.WARC]))))
    assert re.search(said, found["records"]), found["records"]
    assert found["indexes/index.cdx against the records"] == "the records could not be read."


def test_records_packed_again_are_only_found_by_the_index(packed: bytes) -> None:
    """The control of those above: sealed again, nothing else would say anything."""
    records = members(parts(packed)[wacz.WARC])
    assert set(wrong(with_records(packed, [records[0], *records[:0:-1]]))) == {"indexes/index.cdx against the records"}
    assert wrong(resealed(parts(packed))) == {}


def test_what_lies_behind_the_records(packed: bytes) -> None:
    whole = members(parts(packed)[wacz.WARC])
    assert "no gzip member" in wrong(with_records(packed, whole, behind=b"words"))["records"]
    assert "is cut" in wrong(with_records(packed, whole, behind=_gzip(whole[0])[:-5]))["records"]


def test_an_index_that_leads_elsewhere(packed: bytes) -> None:
    whole = parts(packed)
    lines = whole[wacz.INDEX].splitlines(keepends=True)
    for index in (
        lines[0].replace(b'"offset":"', b'"offset":"9') + lines[1],
        lines[0],
        b"".join([*lines, lines[1]]),
        b"",
    ):
        found = wrong(resealed(whole | {wacz.INDEX: index}))
        assert list(found) == ["indexes/index.cdx against the records"]


def test_a_bomb_is_read_in_pieces(packed: bytes) -> None:
    bomb = b"WARC/1.1\r\n" + bytes(50_000_000)
    assert "without an end" in wrong(with_records(packed, [bomb]))["records"]
