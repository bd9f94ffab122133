"""An archived copy with its custody record, as one file to take along: neither proves much without the other."""

import datetime
import io
from typing import IO
from uuid import UUID

from casefiles.accounts.models import User
from casefiles.archive import custody, store
from casefiles.archive.engines.base import scratch
from casefiles.archive.models import Capture
from casefiles.archive.states import FileRole, Handling
from casefiles.archive.stored_zip import Writer
from casefiles.lib.canonical import canonical

MEDIA_TYPE = "application/zip"
# A page that somebody else wrote has no name by which a browser would open it, and run what it brings.
_NAMES = {
    FileRole.WACZ: "copy.wacz",
    FileRole.TEXT: "text.txt",
    FileRole.SCREENSHOT: "screenshot.png",
    FileRole.DOM: "rendered-dom.txt",
    FileRole.PDF: "page.pdf",
}
_READ_ME = """\
The archived copy {pk} of
{url}
taken along on {now}.

custody.json is the record of what happened to it. Each event names the SHA-256 of the one before.
copy.wacz is the copy, if there is one: open it with any WACZ player. copy.wacz.1.tsr and so on, if there are any, are
tokens of timestamp authorities over it. All are checked without us, and without a
network, by

    manage.py custody custody.json
    manage.py verify_capture copy.wacz

of casefiles, or as docs/how-to/check-an-archived-copy.md tells for public tools.
"""


def packed(capture: Capture, *, user: User, public: bool) -> IO[bytes]:
    """A ZIP file of every file that is kept and the record, at its start; the record tells of this. Raises ``Damaged``.

    With ``public`` the record is the one that readers may see.
    """
    custody.handle(capture, Handling.EXPORTED, {"form": "public" if public else "whole"}, by=user)
    out = scratch()
    try:
        writer = Writer(out)
        for file in capture.files.kept():
            with store.opened(file.digest) as source:
                writer.add(_NAMES.get(FileRole(file.role), file.role), source)
        for number, token in enumerate(capture.tokens.all(), 1):
            writer.add(f"{_NAMES[FileRole.WACZ]}.{number}.tsr", io.BytesIO(token.answer))
        for name, data in _own(capture, public=public).items():
            writer.add(name, io.BytesIO(data))
        writer.close()
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def name_of(capture_id: UUID) -> str:
    return f"archived-copy-{capture_id}.zip"


def _own(capture: Capture, *, public: bool) -> dict[str, bytes]:
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return {
        "custody.json": canonical(custody.exported(capture, public=public)),
        "READ-ME.txt": _READ_ME.format(pk=capture.pk, url=capture.cited_url.url, now=now).encode(),
    }
