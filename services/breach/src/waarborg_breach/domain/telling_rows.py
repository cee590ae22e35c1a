"""Reads a list of those concerned: references with a channel and a language, row by row, and no row is lost."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from waarborg_breach.domain.states import BreachError
from waarborg_breach.domain.telling import ways
from waarborg_shared.hooks.values import Channel, Text

LARGEST_FILE = 10_000_000
MOST_ROWS = 200_000
LONGEST_REFERENCE = 64
LONGEST_CELL = 2_000
_SEPARATORS = (";", ",", "\t")


class Column(StrEnum):
    """The columns of the file."""

    REFERENCE = "reference"
    CHANNEL = "channel"
    LANGUAGE = "language"


HEADINGS: Mapping[str, Column] = {
    "verwijzing": Column.REFERENCE,
    "referentie": Column.REFERENCE,
    "reference": Column.REFERENCE,
    "person_ref": Column.REFERENCE,
    "cliëntnummer": Column.REFERENCE,
    "clientnummer": Column.REFERENCE,
    "client number": Column.REFERENCE,
    "client_number": Column.REFERENCE,
    "kanaal": Column.CHANNEL,
    "channel": Column.CHANNEL,
    "taal": Column.LANGUAGE,
    "language": Column.LANGUAGE,
}


class RowFault(StrEnum):
    """What is wrong with one cell."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    UNREADABLE = "unreadable"
    BSN = "bsn"
    ADDRESS = "address"
    UNKNOWN_CHANNEL = "unknown-channel"
    UNKNOWN_LANGUAGE = "unknown-language"


class BadList(BreachError):
    """The file as a whole cannot be read; nothing of it was taken."""

    field = "file"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.text = WHOLE[why]


WHOLE: Mapping[str, Text] = {
    "no-file": Text("Kies een bestand.", "Choose a file."),
    "empty": Text("In dit bestand staat niemand.", "Nobody is in this file."),
    "too-large": Text(
        "Dit bestand is te groot: hoogstens 10 MB en 200.000 rijen.", "This file is too large: 10 MB and 200,000 rows."
    ),
    "no-reference": Text(
        "Zet boven de kolom met verwijzingen: verwijzing.", "Put this above the column with references: reference."
    ),
    "no-text": Text("Dit is geen CSV-bestand.", "This is not a CSV file."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of a list."""

    number: int
    reference: str = field(repr=False)
    channel: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that names nobody who can be told: where it stands, what is wrong with it, and what stood there."""

    number: int
    column: Column
    fault: RowFault
    cell: str = field(repr=False)
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Checks rows by the organisation's channels and languages."""

    channels: Mapping[str, str]
    languages: frozenset[str]

    def row(self, number: int, reference: str, channel: str = "", language: str = "") -> Row | BadRow:
        """Return who the row names, or what is wrong with it first."""
        reference, channel, language = _plain(reference), _plain(channel), _plain(language)
        fault = _of_reference(reference)
        if fault is not None:
            # A BSN is not kept, not even sealed (B11): the number of the row says where it stands.
            cell = "•••••••••" if fault is RowFault.BSN else reference[:LONGEST_CELL]
            return BadRow(number=number, column=Column.REFERENCE, fault=fault, cell=cell)
        by = self.channels.get(channel.casefold()) if channel else None
        if channel and by is None:
            return _bad(number, Column.CHANNEL, RowFault.UNKNOWN_CHANNEL, channel, reference)
        said = language.casefold()
        if language and said not in self.languages:
            return _bad(number, Column.LANGUAGE, RowFault.UNKNOWN_LANGUAGE, language, reference)
        return Row(number=number, reference=reference, channel=by, language=said or None)


def reader_for(channels: Sequence[Channel], languages: Sequence[str]) -> Reader:
    """Return a reader that knows the channels by code and by name in either language."""
    names: dict[str, str] = {}
    for each in ways(channels):
        names |= {word.casefold(): each.code for word in (each.code, each.name.nl, each.name.en)}
    return Reader(names, frozenset(languages))


def read_list(raw: bytes, reader: Reader) -> Iterator[Row | BadRow]:
    """Give every row of a CSV file that is not wholly empty, good or bad, in its order.

    Raises:
        BadList: before the first row, or where there are too many.
    """
    if len(raw) > LARGEST_FILE:
        raise BadList("too-large")
    text = _decoded(raw)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(LARGEST_FILE)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    places = _places(next(rows, []))
    found = False
    for number, cells in enumerate(rows, 2):
        if number > MOST_ROWS + 1:
            raise BadList("too-large")
        if any(cell.strip() for cell in cells):
            found = True
            yield reader.row(number, *(_cell(cells, places.get(column)) for column in Column))
    if not found:
        raise BadList("empty")


def _places(heads: Sequence[str]) -> Mapping[Column, int]:
    known = ((HEADINGS.get(_plain(head).casefold()), place) for place, head in enumerate(heads))
    places: dict[Column, int] = {}
    for column, place in known:
        if column is not None:
            places.setdefault(column, place)
    if Column.REFERENCE not in places:
        raise BadList("no-reference")
    return places


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _decoded(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark, and else Windows-1252, in which every spreadsheet here was once saved."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        raise BadList("no-text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFC", " ".join(cell.replace("\u00a0", " ").split()))


def _of_reference(reference: str) -> RowFault | None:
    if not reference:
        return RowFault.EMPTY
    if len(reference) > LONGEST_REFERENCE:
        return RowFault.TOO_LONG
    if any(unicodedata.category(sign)[0] == "C" or sign == "\ufffd" for sign in reference):
        return RowFault.UNREADABLE
    if "@" in reference:
        return RowFault.ADDRESS
    return RowFault.BSN if _is_bsn(reference) else None


def _is_bsn(text: str) -> bool:
    """Whether this may be a BSN, which has no place here (B11): nine digits that pass the test of eleven."""
    digits = [int(sign) for sign in text.replace(".", "").replace(" ", "") if sign in "0123456789"]
    if len(digits) != 9 or not text.replace(".", "").replace(" ", "").isdecimal() or not any(digits):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def _bad(number: int, column: Column, fault: RowFault, cell: str, reference: str) -> BadRow:
    return BadRow(number=number, column=column, fault=fault, cell=cell[:LONGEST_CELL], reference=reference)
