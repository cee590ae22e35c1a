"""A ZIP archive that is written forwards only, entry by entry, and can go on where another process left it.

What is in it so far is known by its entries; nothing of the archive itself has to be read again.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from waarborg_shared.clocks import AMSTERDAM

# What is packed already: packing it once more takes long and gains nothing.
_PACKED_ALREADY = frozenset({"jpg", "jpeg", "png", "zip", "docx", "xlsx", "odt", "ods", "odp", "pptx", "pdf"})
_UNIX, _FILE_RIGHTS = 3, 0o100644 << 16
_FIRST_YEAR = 1980


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as the archive's directory has it: where it begins (bytes), how large it is packed and unpacked, the
    CRC-32, how it was packed, and the SHA-256 of what is in it."""

    name: str
    offset: int
    packed: int
    size: int
    crc: int
    method: int
    flags: int
    sha256: str


class _Forwards:
    """What the archive writes to: it knows how far it is, and never goes back."""

    def __init__(self, at: int, write: Callable[[bytes], object]) -> None:
        self._at = at
        self._write = write

    def write(self, some: bytes) -> int:
        self._write(bytes(some))
        self._at += len(some)
        return len(some)

    def tell(self) -> int:
        return self._at

    def seek(self, *_: int) -> int:
        raise OSError("it only goes forwards")

    def flush(self) -> None:
        """Nothing waits."""


def append(
    name: str, content: Iterable[bytes], *, at: int, write: Callable[[bytes], object], made_at: datetime
) -> Entry:
    """Write one entry behind ``at`` bytes of the archive, by ``write``; returns what the directory must know of it."""
    archive = zipfile.ZipFile(_Forwards(at, write), "w")  # type: ignore[call-overload]
    info = _info(name, made_at)
    digest = hashlib.sha256()
    # More than 4 GiB is not foreseen when it begins, and would be refused at its end: so it is always possible.
    with archive.open(info, "w", force_zip64=True) as entry:
        for some in content:
            digest.update(some)
            entry.write(some)
    # The directory is written by `finish`, once, and not by this archive's own end.
    archive.fp = None
    return Entry(
        name=name,
        offset=at,
        packed=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        method=info.compress_type,
        flags=info.flag_bits,
        sha256=digest.hexdigest(),
    )


def finish(entries: Sequence[Entry], *, at: int, write: Callable[[bytes], object], made_at: datetime) -> None:
    """Write the directory of an archive that is ``at`` bytes long and holds ``entries``."""
    archive = zipfile.ZipFile(_Forwards(at, write), "w")  # type: ignore[call-overload]
    for entry in entries:
        info = _info(entry.name, made_at)
        info.header_offset, info.CRC, info.flag_bits = entry.offset, entry.crc, entry.flags
        info.compress_size, info.file_size, info.compress_type = entry.packed, entry.size, entry.method
        archive.filelist.append(info)
        archive.NameToInfo[info.filename] = info
    archive._didModify = True
    archive.close()


def _info(name: str, made_at: datetime) -> zipfile.ZipInfo:
    local = made_at.astimezone(AMSTERDAM)
    info = zipfile.ZipInfo(name, (max(local.year, _FIRST_YEAR), *local.timetuple()[1:6]))
    packed_already = name.rpartition(".")[2].lower() in _PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if packed_already else zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _FILE_RIGHTS
    return info
