"""Reads XLSX row by row: values as they are kept, formulas and merged cells named, nothing run and nothing unpacked
that is larger than a file of consents can be."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from waarborg_consent.domain.import_values import Cell, Odd
from waarborg_consent.domain.importing import MOST_ROWS, BadFile, FileFault

LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_PART = 150 * 1024 * 1024
MOST_PARTS = 2_000
MOST_COLUMNS = 60
_WIDEST = 2_000
_MOST_MERGED = 10_000
_CHUNK = 1 << 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xlsx(raw: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Give each row of the first sheet with its number.

    A cell with a formula, and every cell of a row that a merged one reaches into, is `Odd` and has no value.
    Raises BadFile.
    """
    parts = _opened(raw)
    # Lazy: few processes ever read a spreadsheet, and this takes as long to load as half of the service.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False, keep_vba=False)
        sheet = book.worksheets[0]
        merged = _merged_rows(parts, sheet._worksheet_path)
        sheet.reset_dimensions()
        yield from _rows(sheet, merged, trusts_numbers=book.epoch.year < 1904)
    except BadFile:
        raise
    except Exception as wrong:  # openpyxl raises whatever the file makes go wrong in it, and none of it names data
        raise BadFile(FileFault.UNREADABLE) from wrong


def _opened(raw: bytes) -> zipfile.ZipFile:
    """The parts of the file, once it is known that unpacking them is harmless."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw))
        names = {part.filename.lower() for part in parts.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BadFile(FileFault.UNREADABLE) from None
    if "xl/workbook.xml" not in names and "[content_types].xml" not in names:
        raise BadFile(FileFault.NOT_A_SHEET)
    sizes = [part.file_size for part in parts.infolist()]
    if len(sizes) > MOST_PARTS or sum(sizes) > LARGEST_UNPACKED or max(sizes, default=0) > LARGEST_PART:
        raise BadFile(FileFault.UNPACKS_TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise BadFile(FileFault.LOCKED)
    if any("vbaproject" in name or name.startswith(("xl/macrosheets/", "xl/dialogsheets/")) for name in names):
        raise BadFile(FileFault.MACROS)
    _refuse_declarations(parts)
    return parts


def _refuse_declarations(parts: zipfile.ZipFile) -> None:
    """Refuse XML that declares a type or entities: no spreadsheet does, and an entity can unpack into anything.

    What a part says of its size is a limit too: more than that is never read of it.
    """
    for part in parts.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            try:
                with parts.open(part) as content:
                    if _DECLARATION.search(content.read(4096)):
                        raise BadFile(FileFault.UNREADABLE)
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
                raise BadFile(FileFault.UNREADABLE) from None


def _merged_rows(parts: zipfile.ZipFile, path: str) -> set[int]:
    """The rows that cells are merged over. They stand behind all rows, where reading row by row comes last."""
    found: set[int] = set()
    count, kept = 0, b""
    with parts.open(path) as content:
        while piece := content.read(_CHUNK):
            seen = kept + piece
            end = 0
            for match in _MERGED.finditer(seen):
                count, end = count + 1, match.end()
                first, last = int(match[1]), int(match[2])
                if count > _MOST_MERGED or last - first > MOST_ROWS:
                    raise BadFile(FileFault.UNREADABLE)
                found.update(range(first, last + 1))
            kept = seen[max(end, len(seen) - 200) :]
    return found


def _rows(sheet: Any, merged: set[int], *, trusts_numbers: bool) -> Iterator[tuple[int, Sequence[Cell]]]:
    number = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if len(cells) > _WIDEST or any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            raise BadFile(FileFault.UNREADABLE)
        if number in merged:
            yield number, [Odd.MERGED if cell.value is not None else None for cell in cells[:MOST_COLUMNS]]
        else:
            yield number, [_value(cell, trusts_numbers) for cell in cells[:MOST_COLUMNS]]


def _value(cell: Any, trusts_numbers: bool) -> Cell:
    """A cell's value; a formula has none, and an error such as #N/A neither.

    In a book whose days are counted from 1904 a plain number is text: as a date it would be four years off.
    """
    value = cell.value
    if value is None:
        return None
    if cell.data_type in {"f", "a"} or (not isinstance(value, (str, int, float, bool)) and not hasattr(value, "year")):
        return Odd.FORMULA if cell.data_type in {"f", "a"} else Odd.UNREADABLE
    if cell.data_type == "e":
        return Odd.UNREADABLE
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not trusts_numbers:
        return str(int(value)) if float(value).is_integer() else str(value)
    return value  # type: ignore[no-any-return]
