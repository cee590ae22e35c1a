"""Dates as people write them in the Netherlands and as a spreadsheet keeps them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from waarborg_consent.domain.import_columns import plain

EARLIEST = date(1950, 1, 1)
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range((EARLIEST - _DAY_ZERO).days, 80_000)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[ T]0{1,2}:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_WORDS = re.compile(r"(\d{1,2}) ([a-z]{3,9})\.? (\d{4})")
_MONTHS: Mapping[str, int] = {
    **dict.fromkeys(("januari", "january", "jan"), 1),
    **dict.fromkeys(("februari", "february", "feb"), 2),
    **dict.fromkeys(("maart", "march", "mrt", "mar"), 3),
    **dict.fromkeys(("april", "apr"), 4),
    **dict.fromkeys(("mei", "may"), 5),
    **dict.fromkeys(("juni", "june", "jun"), 6),
    **dict.fromkeys(("juli", "july", "jul"), 7),
    **dict.fromkeys(("augustus", "august", "aug"), 8),
    **dict.fromkeys(("september", "sept", "sep"), 9),
    **dict.fromkeys(("oktober", "october", "okt", "oct"), 10),
    **dict.fromkeys(("november", "nov"), 11),
    **dict.fromkeys(("december", "dec"), 12),
}


class BadDate(ValueError):
    """It is no date, or one that can be read in two ways."""


def date_of(cell: object) -> date:
    """Return the date in a cell: a date, a spreadsheet's number of one, or text with the day before the month.

    A year has four figures: ``3-2-24`` could be one of 1924. A time of day is dropped where a spreadsheet adds it.

    Raises:
        BadDate: it is none of these, or before 1950.
    """
    found = _any(cell)
    if found < EARLIEST:
        raise BadDate("too long ago")
    return found


def _any(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_serial(cell)
    return _of_text(str(cell).strip())


def _of_serial(number: float) -> date:
    """The number that stands in a cell which is not shown as a date: days since 30 December 1899."""
    if number not in _SERIALS:
        raise BadDate("not a day's number")
    return _DAY_ZERO + timedelta(days=int(number))


def _of_text(text: str) -> date:
    if found := _NUMBERS.fullmatch(text):
        return _made(found[4], found[3], found[1])
    if found := _ISO.fullmatch(text):
        return _made(found[1], found[2], found[3])
    if (found := _WORDS.fullmatch(plain(text))) and (month := _MONTHS.get(found[2])):
        return _made(found[3], str(month), found[1])
    raise BadDate("not a date")


def _made(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadDate("no such day") from None
