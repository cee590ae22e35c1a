"""One row of a file of consents: read into a value, or said to be wrong, with every column that is."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from waarborg_consent.domain.consent_parts import Part
from waarborg_consent.domain.consents import How
from waarborg_consent.domain.import_columns import PERSON, Column, plain
from waarborg_consent.domain.import_dates import BadDate, date_of
from waarborg_consent.domain.import_values import UNKNOWN_VERSION, Answer, Cell, ImportRow, Names, Odd
from waarborg_consent.domain.importing import Finding, RowFault
from waarborg_shared.hooks.values import Purpose, Text
from waarborg_shared.sheets.formulas import FORMULA_SIGNS

_Word = TypeVar("_Word", bound=StrEnum)
LONGEST_NOTE, LONGEST_VERSION, LONGEST_WITNESS, LONGEST_CELL = 1_000, 32, 200, 5_000
LONGEST_REPRESENTATIVE = 200
ANSWER_WORDS: Mapping[str, Answer] = {
    **dict.fromkeys(("ja", "j", "yes", "y", "waar", "true"), Answer.YES),
    **dict.fromkeys(("nee", "neen", "n", "no", "onwaar", "false"), Answer.NO),
    **dict.fromkeys(("ingetrokken", "withdrawn"), Answer.WITHDRAWN),
}
HOW_WORDS: Mapping[str, How] = {
    **dict.fromkeys(("papier", "op papier", "paper", "on paper"), How.PAPER),
    **dict.fromkeys(("mondeling", "telefoon", "spoken", "telephone"), How.SPOKEN),
    **dict.fromkeys(("keukentafel", "aan de keukentafel", "kitchen table"), How.KITCHEN_TABLE),
    **dict.fromkeys(("website", "webpagina", "page"), How.PAGE),
    **dict.fromkeys(("ander systeem", "partner", "other system"), How.PARTNER),
}
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff\ufffd]")  # or a letter that was lost before
_CLIENT_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")
_VERSION = re.compile(r"(?![0-9]{8,}\Z)[A-Za-z0-9][A-Za-z0-9._:-]{0,31}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BETWEEN = re.compile(r"[,;|\n]")
_REFERENCE = re.compile(r"(?=.{8,36}\Z)(?:[A-Za-z]|[0-9]+[A-Za-z-])[A-Za-z0-9-]*")


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula, or could be made to."""
    return len(text) > 1 and text[0] in FORMULA_SIGNS


def read_row(
    number: int,
    cells: Sequence[Cell],
    columns: Sequence[Column | None],
    *,
    names: Names,
    today: date,
) -> ImportRow | tuple[Finding, ...]:
    """Return what a row says, or everything that is wrong with it."""
    return _Reading(number, names, today).row(cells, columns)


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return all(
        cell is None or (isinstance(cell, str) and not isinstance(cell, Odd) and not cell.strip()) for cell in cells
    )


class _Reading:
    """Reads one row; what is wrong is gathered, so that somebody can mend all of it at once."""

    def __init__(self, number: int, names: Names, today: date) -> None:
        self._number, self._names, self._today = number, names, today
        self._findings: list[Finding] = []
        self._cells: dict[Column, Cell] = {}

    def row(self, cells: Sequence[Cell], columns: Sequence[Column | None]) -> ImportRow | tuple[Finding, ...]:
        if not is_blank(cells[len(columns) :]):
            self._wrong(RowFault.TOO_MANY_CELLS)
        for column, cell in zip(columns, cells, strict=False):
            if column is not None:
                self._take(column, cell)
            elif not is_blank([cell]):
                self._wrong(RowFault.TOO_MANY_CELLS)
        made = self._made()
        return tuple(self._findings) if self._findings else made

    def _take(self, column: Column, cell: Cell) -> None:
        fault = _fault_of(cell)
        if fault is not None:
            self._wrong(fault, column)
        elif not is_blank([cell]):
            self._cells[column] = cell

    def _made(self) -> ImportRow:
        answer = self._word(Column.ANSWER, ANSWER_WORDS, RowFault.UNKNOWN_ANSWER, Answer.YES)
        given_on, withdrawn_on = self._date(Column.GIVEN_ON), self._date(Column.WITHDRAWN_ON)
        self._check_dates(answer, given_on, withdrawn_on)
        until_on = self._until_on(answer, given_on)
        how = self._word(Column.HOW, HOW_WORDS, RowFault.UNKNOWN_HOW, How.PAPER)
        number, person_ref = self._person()
        purpose = self._purpose()
        return ImportRow(
            number=self._number,
            client_number=number,
            person_ref=person_ref,
            purpose=purpose,
            answer=answer,
            given_on=given_on,
            withdrawn_on=withdrawn_on,
            how=how,
            statement_version=self._version(),
            note=self._text(Column.NOTE, LONGEST_NOTE),
            witness=self._witness(answer, how),
            until_on=until_on,
            part=self._part(answer, purpose),
            representative=self._representative(answer),
            scan_sha256=self._scan(answer, how),
        )

    def _check_dates(self, answer: Answer, given_on: date | None, withdrawn_on: date | None) -> None:
        if self._is_wrong(Column.ANSWER, Column.GIVEN_ON, Column.WITHDRAWN_ON):
            return
        if answer is Answer.WITHDRAWN:
            if withdrawn_on is None:
                self._wrong(RowFault.EMPTY, Column.WITHDRAWN_ON)
            elif given_on is not None and withdrawn_on < given_on:
                self._wrong(RowFault.WITHDRAWN_BEFORE_GIVEN, Column.WITHDRAWN_ON)
            return
        if given_on is None:
            self._wrong(RowFault.EMPTY, Column.GIVEN_ON)
        if withdrawn_on is not None:
            said_yes = answer is Answer.YES
            self._wrong(RowFault.YES_AND_WITHDRAWN if said_yes else RowFault.NO_AND_WITHDRAWN, Column.WITHDRAWN_ON)

    def _until_on(self, answer: Answer, given_on: date | None) -> date | None:
        """Return the last day of a yes, which may be over; nothing else has one."""
        until_on = self._date(Column.UNTIL_ON, to_come=True)
        if until_on is None or self._is_wrong(Column.ANSWER, Column.GIVEN_ON):
            return until_on
        if answer is Answer.NO or given_on is None:
            self._wrong(RowFault.NOTHING_TO_END, Column.UNTIL_ON)
        elif until_on < given_on:
            self._wrong(RowFault.ENDS_BEFORE_GIVEN, Column.UNTIL_ON)
        return until_on

    def _witness(self, answer: Answer, how: How) -> str:
        """Return who was there: a spoken yes is proved by nothing else (art. 7(1) AVG)."""
        witness = self._text(Column.WITNESS, LONGEST_WITNESS)
        known = not self._is_wrong(Column.ANSWER, Column.HOW, Column.WITNESS)
        if known and answer is Answer.YES and how is How.SPOKEN and not witness:
            self._wrong(RowFault.WITNESS_MISSING, Column.WITNESS)
        return witness

    def _part(self, answer: Answer, purpose: str) -> Part:
        """Return which data and recipients it is about; a no is about the whole of a purpose, as by hand."""
        categories = self._codes(Column.CATEGORIES, self._names.categories, RowFault.NOT_OF_THE_PURPOSE)
        recipients = self._codes(Column.RECIPIENTS, self._names.recipients, RowFault.UNKNOWN_RECIPIENT)
        used = self._names.purposes[purpose].categories if purpose else ()
        if purpose and not categories <= set(used) and not self._is_wrong(Column.CATEGORIES):
            self._wrong(RowFault.NOT_OF_THE_PURPOSE, Column.CATEGORIES)
        if answer is Answer.NO and not self._is_wrong(Column.ANSWER):
            for column, named in ((Column.CATEGORIES, categories), (Column.RECIPIENTS, recipients)):
                if named:
                    self._wrong(RowFault.PART_OF_A_NO, column)
        return Part(categories=categories, recipients=recipients)

    def _codes(self, column: Column, known: Mapping[str, Text], fault: RowFault) -> frozenset[str]:
        """Return the codes that a cell names, by code or by what people call them, with a comma or the like between."""
        typed = self._text(column, LONGEST_CELL)
        codes = {plain(word): code for code, text in known.items() for word in (code, text.nl, text.en)}
        if not typed or plain(typed) in codes:
            return frozenset({codes[plain(typed)]} if typed else ())
        words = [plain(word) for word in _BETWEEN.split(typed) if word.strip()]
        if not words or not set(words) <= codes.keys():
            self._wrong(fault, column)
            return frozenset()
        return frozenset(codes[word] for word in words)

    def _representative(self, answer: Answer) -> str:
        """Return who is said to have given it for the client: a reference, or what he is to him."""
        typed = self._text(Column.REPRESENTATIVE, LONGEST_REPRESENTATIVE)
        if typed and answer is not Answer.YES and not self._is_wrong(Column.ANSWER):
            self._wrong(RowFault.NOBODY_GAVE, Column.REPRESENTATIVE)
        return typed

    def _scan(self, answer: Answer, how: How) -> str | None:
        typed = self._text(Column.SCAN_SHA256, LONGEST_CELL).lower()
        if not typed:
            return None
        if not _DIGEST.fullmatch(typed):
            self._wrong(RowFault.NOT_A_DIGEST, Column.SCAN_SHA256)
        elif not self._is_wrong(Column.ANSWER, Column.HOW) and (answer is Answer.NO or how is not How.PAPER):
            self._wrong(RowFault.SCAN_WITHOUT_PAPER, Column.SCAN_SHA256)
        return typed

    def _person(self) -> tuple[str, str]:
        if self._is_wrong(*PERSON):
            return "", ""
        number, ref = (self._text(column, LONGEST_CELL) for column in PERSON)
        if bool(number) == bool(ref):
            self._wrong(RowFault.TWO_PERSONS if number else RowFault.NO_PERSON, Column.CLIENT_NUMBER)
        elif number and not _CLIENT_NUMBER.fullmatch(number):
            self._wrong(RowFault.NOT_A_CLIENT_NUMBER, Column.CLIENT_NUMBER)
        elif ref and not _REFERENCE.fullmatch(ref):
            self._wrong(RowFault.NOT_A_REFERENCE, Column.PERSON_REF)
        return number, ref

    def _purpose(self) -> str:
        typed = self._text(Column.PURPOSE, LONGEST_CELL)
        if not typed:
            self._missing(Column.PURPOSE)
            return ""
        purposes = self._names.purposes
        found = purposes.get(typed) or _by_name(purposes, typed)
        if found is None:
            self._wrong(RowFault.UNKNOWN_PURPOSE, Column.PURPOSE)
            return ""
        if not found.takes_consent:
            self._wrong(RowFault.NEEDS_NO_CONSENT, Column.PURPOSE)
        return found.code

    def _version(self) -> str:
        """Return the version of the statement that was shown: a code, for it goes into an event."""
        version = self._text(Column.STATEMENT_VERSION, LONGEST_VERSION)
        if version and not self._is_wrong(Column.STATEMENT_VERSION) and not _VERSION.fullmatch(version):
            self._wrong(RowFault.NOT_A_VERSION, Column.STATEMENT_VERSION)
        return version or UNKNOWN_VERSION

    def _date(self, column: Column, *, to_come: bool = False) -> date | None:
        cell = self._cells.get(column)
        if cell is None:
            return None
        try:
            found = date_of(cell)
        except BadDate:
            self._wrong(RowFault.BAD_DATE, column)
            return None
        if found > self._today and not to_come:
            self._wrong(RowFault.FUTURE_DATE, column)
        return found

    def _word(self, column: Column, words: Mapping[str, _Word], fault: RowFault, instead: _Word) -> _Word:
        cell = self._cells.get(column)
        if cell is None:
            self._missing(column)
            return instead
        word = plain("true" if cell is True else "false" if cell is False else str(cell))
        if word not in words:
            self._wrong(fault, column)
        return words.get(word, instead)

    def _text(self, column: Column, longest: int) -> str:
        """Return a cell as text: a number that a spreadsheet keeps as one without the point that it may show."""
        cell = self._cells.get(column)
        if cell is None:
            return ""
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        if len(text) > longest:
            self._wrong(RowFault.TOO_LONG, column)
        return text

    def _missing(self, column: Column) -> None:
        if not self._is_wrong(column):
            self._wrong(RowFault.EMPTY, column)

    def _is_wrong(self, *columns: Column) -> bool:
        return any(finding.column in columns for finding in self._findings)

    def _wrong(self, fault: RowFault, column: Column | None = None) -> None:
        self._findings.append(Finding(self._number, fault, column.value if column else ""))


def _fault_of(cell: Cell) -> RowFault | None:
    """What is wrong with a cell, whatever column it stands in."""
    if isinstance(cell, Odd):
        return RowFault(cell.value)
    if not isinstance(cell, str):
        return None
    odd = not (cell.isascii() and cell.isprintable())  # of most cells this says all: they are not looked through twice
    if odd and _HALF.search(cell):
        return RowFault.UNREADABLE
    if looks_like_a_formula(cell) or looks_like_a_formula(cell.strip()):
        return RowFault.FORMULA
    return RowFault.CONTROL if odd and _CONTROL.search(cell) else None


def _by_name(purposes: Mapping[str, Purpose], typed: str) -> Purpose | None:
    wanted = plain(typed)
    return next(
        (each for each in purposes.values() if wanted in {plain(each.code), plain(each.name.nl), plain(each.name.en)}),
        None,
    )
