"""WARCs read by warcio, and packed ones by zipfile, neither of which anybody here wrote."""

import hashlib
import io
import zipfile
from dataclasses import dataclass

from warcio.archiveiterator import ArchiveIterator

from casefiles.archive.engines.base import Copy


@dataclass(frozen=True)
class Record:
    """One record: its headers and, byte for byte, its block."""

    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.headers["WARC-Type"]

    @property
    def url(self) -> str:
        return self.headers.get("WARC-Target-URI", "")

    @property
    def body(self) -> bytes:
        """What follows the empty line."""
        return self.block.partition(b"\r\n\r\n")[2]


def records(copy: Copy) -> list[Record]:
    """The records of a copy's WARC; the first is the warcinfo."""
    return records_in(warc_bytes(copy))


def records_in(data: bytes) -> list[Record]:
    check(data)
    with_blocks = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    return [Record(dict(record.rec_headers.headers), record.raw_stream.read()) for record in with_blocks]


def warc_in(packed: bytes) -> bytes:
    """The WARC in a WACZ file, which has nothing wrong with it as a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        return opened.read("archive/data.warc.gz")


def check(data: bytes) -> None:
    """Every record parses, and has the digests it says. Raises ``ArchiveLoadFailed``."""
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        while record.raw_stream.read(65_536):
            pass


def responses(copy: Copy) -> list[Record]:
    return [record for record in records(copy) if record.kind == "response"]


def warc_bytes(copy: Copy) -> bytes:
    """The WARC of a copy, gzip and all."""
    assert copy.warc is not None
    copy.warc.seek(0)
    return copy.warc.read()


def sha256(data: bytes) -> str:
    """A digest as WARC headers write it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
