"""An import of consents as a whole: its states and moves, what a file may be, and what is said of one row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from waarborg_shared.hooks.values import Text

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a file of consents that is larger is no file of consents."""
MOST_ROWS = 200_000
WAITS_FOR = timedelta(days=7)
"""How long a file that was looked at waits for somebody to press Import; then its key is destroyed."""


class ImportState(StrEnum):
    """Where an import is."""

    WAITING = "waiting"
    CHECKING = "checking"
    REFUSED = "refused"
    CHECKED = "checked"
    IMPORTING = "importing"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def over(self) -> bool:
        """Whether nothing follows, so that the file has served."""
        return not MOVES[self]

    @property
    def at_work(self) -> bool:
        """Whether the worker is at it, so that a page that shows it looks again by itself."""
        return self in AT_WORK


MOVES: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.WAITING: frozenset({ImportState.CHECKING, ImportState.CANCELLED}),
    ImportState.CHECKING: frozenset({ImportState.CHECKED, ImportState.REFUSED, ImportState.CANCELLED}),
    ImportState.CHECKED: frozenset({ImportState.IMPORTING, ImportState.CANCELLED, ImportState.EXPIRED}),
    ImportState.IMPORTING: frozenset({ImportState.DONE, ImportState.STOPPED}),
    ImportState.STOPPED: frozenset({ImportState.IMPORTING, ImportState.CANCELLED, ImportState.EXPIRED}),
    ImportState.REFUSED: frozenset(),
    ImportState.DONE: frozenset(),
    ImportState.CANCELLED: frozenset(),
    ImportState.EXPIRED: frozenset(),
}
AT_WORK = frozenset({ImportState.WAITING, ImportState.CHECKING, ImportState.IMPORTING})


class BadImportMove(Exception):
    """What was asked does not follow from where the import is (409)."""

    text = Text(
        "Dat kan niet meer: deze import is intussen verder. Kijk hoe hij ervoor staat.",
        "That cannot be done any more: this import has moved on. Look where it stands.",
    )


class BadFile(Exception):
    """A file as a whole cannot be imported. ``code`` says why, ``names`` the columns that it is about."""

    field = "file"

    def __init__(self, code: "FileFault", *names: str) -> None:
        super().__init__(code.value)
        self.fault = code
        self.names = names


class FileFault(StrEnum):
    """Why a file as a whole cannot be imported; each has a sentence for people in ``texts``."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    NO_ROWS = "no-rows"
    NOT_A_SHEET = "not-a-sheet"
    OLD_EXCEL = "old-excel"
    LOCKED = "locked"
    MACROS = "macros"
    UNPACKS_TOO_LARGE = "unpacks-too-large"
    UNREADABLE = "unreadable"
    OPEN_QUOTE = "open-quote"
    MISSING_COLUMNS = "missing-columns"
    UNKNOWN_COLUMNS = "unknown-columns"
    DOUBLE_COLUMNS = "double-columns"
    NO_PERSON_COLUMN = "no-person-column"
    BROKE_OFF = "broke-off"


class RowFault(StrEnum):
    """What is said of one row: it is wrong, or there is nothing in it to import."""

    UNREADABLE = "unreadable"
    FORMULA = "formula"
    MERGED = "merged"
    CONTROL = "control"
    TOO_LONG = "too-long"
    TOO_MANY_CELLS = "too-many-cells"
    EMPTY = "empty"
    NO_PERSON = "no-person"
    TWO_PERSONS = "two-persons"
    NOT_A_CLIENT_NUMBER = "not-a-client-number"
    NOT_A_REFERENCE = "not-a-reference"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_PURPOSE = "unknown-purpose"
    NEEDS_NO_CONSENT = "needs-no-consent"
    NOT_A_VERSION = "not-a-version"
    UNKNOWN_ANSWER = "unknown-answer"
    UNKNOWN_HOW = "unknown-how"
    BAD_DATE = "bad-date"
    FUTURE_DATE = "future-date"
    WITHDRAWN_BEFORE_GIVEN = "withdrawn-before-given"
    YES_AND_WITHDRAWN = "yes-and-withdrawn"
    NO_AND_WITHDRAWN = "no-and-withdrawn"
    WITNESS_MISSING = "witness-missing"
    ENDS_BEFORE_GIVEN = "ends-before-given"
    NOTHING_TO_END = "nothing-to-end"
    CHILD_NOT_ALONE = "child-not-alone"
    NOT_FOR_HIMSELF = "not-for-himself"
    NOT_OF_THE_PURPOSE = "not-of-the-purpose"
    UNKNOWN_RECIPIENT = "unknown-recipient"
    PART_OF_A_NO = "part-of-a-no"
    NOT_ON_AUTHORITY = "not-on-authority"
    NOBODY_GAVE = "nobody-gave"
    NOT_A_DIGEST = "not-a-digest"
    SCAN_WITHOUT_PAPER = "scan-without-paper"
    ERASED = "erased"
    DOUBLE = "double"
    KNOWN = "known"
    OVERTAKEN = "overtaken"

    @property
    def skips(self) -> bool:
        """Whether nothing is wrong with the row, and there is nothing in it to import either."""
        return self in {RowFault.DOUBLE, RowFault.KNOWN, RowFault.OVERTAKEN}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of a row. ``row`` counts as a spreadsheet does, the headings being row 1.

    ``column`` is a column's code, empty where it is about the row as a whole; ``other_row`` is the row that it repeats.
    """

    row: int
    fault: RowFault
    column: str = ""
    other_row: int | None = None


def move(now: ImportState, to: ImportState) -> ImportState:
    """Return the state that follows. Raises BadImportMove where it does not."""
    if to not in MOVES[now]:
        raise BadImportMove(f"{now} to {to}")
    return to
