"""Documents that are archives inside (Word, Excel, OpenDocument): which one, and that it unpacks to what it says."""

import zipfile
import zlib
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from waarborg_requests.scanning.faults import Fault, Refused

_OFFICE = "application/vnd.openxmlformats-officedocument"
_BY_FOLDER = {
    "word/": f"{_OFFICE}.wordprocessingml.document",
    "xl/": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}.presentationml.presentation",
}
_OPEN = frozenset(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation"))
_MOST_ENTRIES = 5_000
_LARGEST = 400 << 20
_MOST_TIMES = 100
_SMALL = 10 << 20
_DEEPEST = 1
_CHUNK = 1 << 16
_IN_MEMORY = 1 << 20
_FAULTS = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


@dataclass
class _Allowed:
    """How many bytes may still come out of one file, whatever is packed in what."""

    left: int

    def take(self, count: int, name: str) -> None:
        self.left -= count
        if self.left < 0:
            raise Refused(Fault.BOMB, name)


def office_kind(file: BinaryIO, name: str, size: int) -> str:
    """Return the media type of a document that is an archive inside, unpacked to its end. Raises Refused."""
    allowed = _Allowed(min(_LARGEST, max(_SMALL, size * _MOST_TIMES)))
    try:
        return _look(file, name, allowed, depth=0)
    except _FAULTS:
        raise Refused(Fault.BROKEN, name) from None


def _look(file: BinaryIO, name: str, allowed: _Allowed, *, depth: int) -> str:
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise Refused(Fault.BOMB, name)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Refused(Fault.ENCRYPTED, name)
        if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
            raise Refused(Fault.ACTIVE, name)
        kind = _kind(archive, entries)
        if kind is None:
            raise Refused(Fault.ARCHIVE, name)
        for entry in entries:
            _unpack(archive, entry, name, allowed, depth=depth)
    return kind


def _kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        return next(
            (kind for folder, kind in _BY_FOLDER.items() if any(each.startswith(folder) for each in names)), None
        )
    if "mimetype" in names:
        with archive.open("mimetype") as told:
            kind = told.read(100).decode("ascii", "replace").strip()
        return kind if kind in _OPEN else None
    return None


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, allowed: _Allowed, *, depth: int) -> None:
    """Unpack one entry to nowhere, and look into it where it is an archive itself."""
    with archive.open(entry) as packed:
        first = packed.read(_CHUNK)
        allowed.take(len(first), name)
        if not first.startswith(b"PK\x03\x04"):
            while chunk := packed.read(_CHUNK):
                allowed.take(len(chunk), name)
            return
        if depth >= _DEEPEST:
            raise Refused(Fault.BOMB, name)
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as inner:
            inner.write(first)
            while chunk := packed.read(_CHUNK):
                allowed.take(len(chunk), name)
                inner.write(chunk)
            _look(inner, name, allowed, depth=depth + 1)  # type: ignore[arg-type]
