"""Writes rows as CSV and XLSX so that a spreadsheet shows them and runs nothing in them."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from waarborg_shared.sheets.formulas import defused

_CHUNK = 1 << 16
_LONGEST_IN_XLSX = 32_000


def csv_of(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Give CSV piece by piece: UTF-8 with the mark by which Excel knows it, and semicolons, as it expects here."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    written.write("\ufeff")
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
        if written.tell() > _CHUNK:
            yield _taken(written)
    yield _taken(written)


def xlsx_of(rows: Iterable[Sequence[object]], *, title: str) -> IO[bytes]:
    """Return a workbook of one sheet in a temporary file, opened at its beginning: rows go through one at a time."""
    # Lazy: few processes ever write a spreadsheet, and this takes as long to load as half of the service.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title[:31])
    for row in rows:
        cells = []
        for value in row:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            cell = WriteOnlyCell(sheet, value=value if number else _text(value)[:_LONGEST_IN_XLSX])
            if not number:
                cell.data_type = "s"  # a text and never a formula, whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    # Not closed here: whoever sends it closes it, and then it is gone.
    kept: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(kept)
    kept.seek(0)
    return kept


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Give a file piece by piece, and close it."""
    with file:
        while piece := file.read(_CHUNK):
            yield piece


def _text(cell: object) -> str:
    """What is shown of a value: text without signs that neither format can hold, and nothing that could run."""
    plain = "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        return plain
    return defused("".join(sign for sign in plain if sign in "\t\n\r" or sign >= " "))


def _taken(written: io.StringIO) -> bytes:
    piece = written.getvalue().encode("utf-8", "replace")
    written.seek(0)
    written.truncate()
    return piece
