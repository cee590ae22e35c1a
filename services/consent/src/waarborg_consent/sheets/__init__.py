"""Files of consents: read row by row from CSV and XLSX, whatever wrote them."""

from collections.abc import Iterator, Sequence

from waarborg_consent.domain.import_columns import Column, layout
from waarborg_consent.domain.import_rows import is_blank
from waarborg_consent.domain.import_values import Cell, Odd
from waarborg_consent.domain.importing import LARGEST_FILE, MOST_ROWS, BadFile, FileFault
from waarborg_consent.sheets.csv_reading import read_csv
from waarborg_consent.sheets.xlsx_reading import read_xlsx

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"


class Sheet:
    """A file that is being read: ``columns`` says what stands where, and iterating gives each row with its number."""

    def __init__(self, raw: bytes) -> None:
        check_file(raw)
        self._rows = read_xlsx(raw) if raw.startswith(_ZIP) else read_csv(raw)
        self.columns: tuple[Column | None, ...] = layout(self._headings())

    def _headings(self) -> list[str]:
        """The first row: its empty end is left off. What is no text there is no heading."""
        _number, cells = next(self._rows, (0, ()))
        if is_blank(cells):
            raise BadFile(FileFault.EMPTY)
        headings = ["?" if isinstance(cell, Odd) else "" if cell is None else str(cell) for cell in cells]
        while headings and not headings[-1].strip():
            headings.pop()
        return headings

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Give each row in which something stands. Raises BadFile: what follows cannot be read, or there is nothing."""
        count = 0
        for number, cells in self._rows:
            if is_blank(cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise BadFile(FileFault.TOO_MANY_ROWS)
            yield number, cells
        if not count:
            raise BadFile(FileFault.NO_ROWS)


def check_file(raw: bytes) -> None:
    """Pass what may be a file of consents by its first bytes. Raises BadFile."""
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise BadFile(FileFault.EMPTY)
    if len(raw) > LARGEST_FILE:
        raise BadFile(FileFault.TOO_LARGE)
    if raw.startswith(_OLD_OFFICE):
        raise BadFile(FileFault.OLD_EXCEL)
    if raw.startswith((_EMPTY_ZIP, b"%PDF", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"<html", b"<!DOCTYPE", b"MZ")):
        raise BadFile(FileFault.NOT_A_SHEET)
