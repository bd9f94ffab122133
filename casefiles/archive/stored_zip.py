"""ZIP files of one form: every entry stored, without date, attribute, comment or gap (APPNOTE 6.3.9, 4.3).

Because the form leaves no choice, a file can be checked by making its headers again: no byte is unaccounted for.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK = 1 << 20
_VERSION = 20  # 2.0: files and folders
_DATE = 0x21  # 1 January 1980, the first there is
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
LARGEST = 0xFFFF_FFFF
"""Bytes that a file of this form can have."""


class Broken(Exception):
    """The file is not of this form; the message says where."""


@dataclass(frozen=True)
class Member:
    """A file within. ``offset`` is where its header begins."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where its bytes begin."""
        return self.offset + _LOCAL.size + len(self.name.encode())

    @property
    def end(self) -> int:
        return self.start + self.size

    def header(self) -> bytes:
        name = self.name.encode()
        sizes = (self.crc, self.size, self.size)
        return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, *sizes, len(name), 0) + name

    def listed(self) -> bytes:
        """Its entry in the directory at the end."""
        name = self.name.encode()
        sizes = (self.crc, self.size, self.size)
        fixed = (_VERSION, _VERSION, 0, 0, 0, _DATE, *sizes, len(name), 0, 0, 0, 0, 0, self.offset)
        return _CENTRAL.pack(b"PK\1\2", *fixed) + name


class Writer:
    """Writes members to ``out``, which is empty, and the directory when closed. Raises ``OSError`` past 4 GiB."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._members: list[Member] = []
        self._at = 0

    def add(self, name: str, source: IO[bytes]) -> None:
        """All of ``source``, which is read twice: the header comes first and has the checksum."""
        crc = size = 0
        for block in blocks(source):
            crc, size = zlib.crc32(block, crc), size + len(block)
        member = Member(name, size, crc, self._at)
        if member.end > LARGEST - _CHUNK:
            raise OSError(f"{name} makes the file larger than a plain ZIP file can be.")
        self._out.write(member.header())
        for block in blocks(source):
            self._out.write(block)
        self._members.append(member)
        self._at = member.end

    def close(self) -> None:
        self._out.write(directory(self._members))


def blocks(source: IO[bytes]) -> Iterator[bytes]:
    """All of ``source``, from its start, in pieces."""
    source.seek(0)
    while block := source.read(_CHUNK):
        yield block


def directory(members: list[Member]) -> bytes:
    """What follows the last member."""
    listed = b"".join(member.listed() for member in members)
    at = members[-1].end if members else 0
    return listed + _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(listed), at, 0)


def members_of(source: IO[bytes]) -> list[Member]:
    """The members of a file that is of this form to its last byte, their contents aside. Raises ``Broken``."""
    size = source.seek(0, os.SEEK_END)
    found = _listed(source, size)
    at = 0
    for member in found:
        if member.offset != at or member.end > size:
            raise Broken(f"{member.name}: begins at byte {member.offset}, and {at} is where it should")
        source.seek(at)
        _same(source.read(member.start - at), member.header(), at, f"the header of {member.name}")
        at = member.end
    source.seek(at)
    _same(source.read(), directory(found), at, "the directory at the end")
    return found


def _listed(source: IO[bytes], size: int) -> list[Member]:
    source.seek(max(0, size - _END.size))
    last = source.read()
    if len(last) < _END.size or not last.startswith(b"PK\5\6"):
        raise Broken(f"it does not end (byte {size}) as a ZIP file without a comment does: cut, or added to")
    _, _, _, _, count, length, at, _ = _END.unpack(last)
    if at + length + _END.size != size:
        raise Broken(f"its directory should lie from byte {at} to {size - _END.size}, and is {length} bytes long")
    source.seek(at)
    listed, place, found = source.read(length), 0, []
    for number in range(1, count + 1):
        if place + _CENTRAL.size > length:
            raise Broken(f"the directory has no entry {number} of {count} at byte {at + place}")
        fields = _CENTRAL.unpack_from(listed, place)
        place += _CENTRAL.size
        try:
            name = listed[place : place + fields[10]].decode("ascii")
        except UnicodeDecodeError as error:
            raise Broken(f"the name at byte {at + place} is not plain") from error
        place += fields[10]
        found.append(Member(name, fields[9], fields[7], fields[16]))
    return found


def _same(found: bytes, due: bytes, at: int, what: str) -> None:
    if found == due:
        return
    first = next((n for n, (one, other) in enumerate(zip(found, due, strict=False)) if one != other), None)
    wrong = at + (min(len(found), len(due)) if first is None else first)
    raise Broken(f"{what} is not as it is written here; the first wrong byte is {wrong}")
