"""Reads CSV in whatever encoding it is written, mixed ones included: a row that cannot be read is named, and no other.

The standard library is enough: UTF-8, UTF-16 and Windows-1252 are told apart by rules that no guess improves.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from waarborg_consent.domain.import_columns import known_headings
from waarborg_consent.domain.import_rows import LONGEST_CELL
from waarborg_consent.domain.importing import BadFile, FileFault

_SEPARATORS = (";", ",", "\t", "|")
_END = "\x00end\x00"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_csv(raw: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Give each record with its number, as a spreadsheet would number its rows.

    A byte that is no letter in the file's encoding becomes half a character, by which the cell is known as unreadable.
    Raises BadFile where a quotation mark is opened and not closed.
    """
    text = decoded(raw)
    separator, text = _separator(text)
    # Room for a cell that is far too long, so that it is one wrong row; more than that is a quotation left open.
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(
        io.StringIO(f"{text}{_END}" if text.endswith(("\n", "\r")) else f"{text}\n{_END}", newline=""),
        delimiter=separator,
    )
    number, cells = 0, [""]
    try:
        for number, cells in enumerate(reader, 1):
            if cells and cells[-1].endswith(_END):
                break
            yield number, cells
    except csv.Error:
        raise BadFile(FileFault.OPEN_QUOTE, str(number + 1)) from None
    if cells != [_END]:  # it was swallowed by a quotation that nobody closed
        raise BadFile(FileFault.OPEN_QUOTE, str(number))


def decoded(raw: bytes) -> str:
    """Return the text of a file, whatever it is encoded in.

    A byte order mark says it; zeros in every other place are UTF-16 without one; what is UTF-8 throughout is that. For
    the rest, a line that is UTF-8 beyond ASCII is hardly that by accident: where there is one, the lines that are not
    are mistakes, and where there is none the file is Windows-1252.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw.decode(encoding, "surrogateescape" if encoding == "utf-8-sig" else "replace")
    start = raw[:400]
    if start[1::2].count(0) > len(start) // 4:
        return raw.decode("utf-16-le", "replace")
    if start[::2].count(0) > len(start) // 4:
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        mixed = any(not line.isascii() and _is_utf8(line) for line in raw.splitlines())
        return raw.decode("utf-8" if mixed else "cp1252", "surrogateescape")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str) -> tuple[str, str]:
    """Return what stands between the cells, and the text without the line in which Excel says so."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith("sep=") and len(said) == 5:
        return said[4], rest
    return max(
        _SEPARATORS, key=lambda sign: known_headings([cell.strip('"') for cell in first.strip().split(sign)])
    ), text
