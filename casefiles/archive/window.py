"""A stored file as a stream that fetches only what is read of it, for showing parts of large ones."""

import io
from typing import IO, cast

from casefiles.archive import store

_AHEAD = 1 << 17
"""Bytes fetched at once: enough for most pages' files, and little beside a whole copy."""


class _Window(io.RawIOBase):
    def __init__(self, digest: str, size: int) -> None:
        self._digest, self._size, self._at = digest, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self._size - self._at)
        if count <= 0:
            return 0
        part = store.place().part(self._digest, self._at, count)
        try:
            data = b"".join(part)
        finally:
            part.close()
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def window(digest: str, size: int) -> IO[bytes]:
    """The stored file ``digest`` of ``size`` bytes, *unchecked*: what is read of it must be checked by other means.

    Reading raises ``store.Damaged``.
    """
    return cast(IO[bytes], io.BufferedReader(_Window(digest, size), _AHEAD))
