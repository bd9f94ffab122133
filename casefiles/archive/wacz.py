"""Packing a copy as WACZ 1.1.1: the WARC, its index, the page, and a manifest with their digests, signed.

Every entry is stored, and every JSON is canonical (RFC 8785), so that ``verify`` can account for each byte.
"""

import datetime
import hashlib
import io
import re
from collections.abc import Sequence
from typing import IO, Any

from casefiles.archive import cdxj
from casefiles.archive.engines.base import Copy, scratch
from casefiles.archive.signing import VERSION, SigningKey
from casefiles.archive.stored_zip import Writer, blocks
from casefiles.archive.warc import SOFTWARE
from casefiles.lib.canonical import canonical

MEDIA_TYPE = "application/wacz"
FORMAT = "1.1.1"
WARC = "archive/data.warc.gz"
INDEX = "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
MANIFEST = "datapackage.json"
DIGEST = "datapackage-digest.json"
RESOURCES = (WARC, INDEX, PAGES)
"""What the manifest lists, in this order; tokens of timestamp authorities, itself and its digest follow."""
STAMP = re.compile(r"stamps/([1-9])\.tsr")
"""The name of a token over the WARC."""
_PAGES_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}


def pack(copy: Copy, *, url: str, key: SigningKey | None, stamps: Sequence[bytes] = ()) -> IO[bytes]:
    """The file of ``copy``, which has a WARC, as a temporary one at its start. ``url`` is what was asked for.

    ``stamps`` are tokens over the WARC, at most nine.
    """
    assert copy.warc is not None  # noqa: S101 (for the type; without an answer there is nothing to pack)
    created = _moment(datetime.datetime.now(datetime.UTC))
    main = copy.final_url or url
    at = next((entry.at for entry in copy.entries if entry.url == main), created)
    page = {"id": "page", "url": main, "ts": at, "title": copy.title or main}
    contents: dict[str, IO[bytes]] = {
        WARC: copy.warc,
        INDEX: io.BytesIO(cdxj.index(copy.entries, name_of(WARC))),
        PAGES: io.BytesIO(canonical(_PAGES_HEADER) + b"\n" + canonical(page) + b"\n"),
    }
    contents |= {f"stamps/{number}.tsr": io.BytesIO(token) for number, token in enumerate(stamps[:9], 1)}
    manifest = canonical(
        {
            "profile": "data-package",
            "wacz_version": FORMAT,
            "title": copy.title or main,
            "created": created,
            "software": SOFTWARE,
            "mainPageUrl": main,
            "mainPageDate": at,
            "resources": [_resource(path, source) for path, source in contents.items()],
        }
    )
    contents[MANIFEST] = io.BytesIO(manifest)
    contents[DIGEST] = io.BytesIO(canonical(_digest(manifest, created, key)))
    out = scratch()
    try:
        writer = Writer(out)
        for path, source in contents.items():
            writer.add(path, source)
        writer.close()
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def name_of(path: str) -> str:
    """The last part of a path within."""
    return path.rpartition("/")[2]


def signed_data(digest: str, created: str, key: SigningKey) -> dict[str, str]:
    """The signature of the manifest whose digest is ``digest``."""
    return {
        "hash": digest,
        "created": created,
        "software": SOFTWARE,
        "version": VERSION,
        "signature": key.sign(digest),
        "publicKey": key.public,
    }


def _digest(manifest: bytes, created: str, key: SigningKey | None) -> dict[str, Any]:
    digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    found: dict[str, Any] = {"path": MANIFEST, "hash": digest}
    return found | ({"signedData": signed_data(digest, created, key)} if key else {})


def _resource(path: str, source: IO[bytes]) -> dict[str, Any]:
    sha, size = hashlib.sha256(), 0
    for block in blocks(source):
        sha.update(block)
        size += len(block)
    return {"name": name_of(path), "path": path, "hash": f"sha256:{sha.hexdigest()}", "bytes": size}


def _moment(at: datetime.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
