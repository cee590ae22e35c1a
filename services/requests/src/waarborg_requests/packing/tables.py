"""Data as rows of plain values: what is taken along to another system, and opened in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from waarborg_shared.sheets.formulas import defused

FIELDS = ("number", "category", "holder", "title", "date", "pointer", "value")
_BOM = "\ufeff"


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Give every plain value of a JSON value with its pointer (RFC 6901); a plain value alone has the pointer ''."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{number}")
    else:
        yield pointer, value if isinstance(value, str) else json.dumps(value)


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Give a CSV file line by line (RFC 4180, UTF-8 with a byte order mark, so that a spreadsheet reads it rightly)."""
    yield (_BOM + _line(FIELDS)).encode()
    for row in rows:
        yield _line([defused(cell) for cell in row]).encode()


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue()
