"""Which column of a file holds what: the headings that are known, in both languages, however they are written."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from waarborg_consent.domain.importing import BadFile, FileFault


class Column(StrEnum):
    """A column of a file of consents."""

    CLIENT_NUMBER = "client_number"
    PERSON_REF = "person_ref"
    PURPOSE = "purpose"
    ANSWER = "answer"
    GIVEN_ON = "given_on"
    HOW = "how"
    STATEMENT_VERSION = "statement_version"
    NOTE = "note"
    WITHDRAWN_ON = "withdrawn_on"
    WITNESS = "witness"
    UNTIL_ON = "until_on"
    CATEGORIES = "categories"
    RECIPIENTS = "recipients"
    REPRESENTATIVE = "representative"
    SCAN_SHA256 = "scan_sha256"


HEADINGS: Mapping[Column, tuple[str, str]] = {
    Column.CLIENT_NUMBER: ("Cliëntnummer", "Client number"),
    Column.PERSON_REF: ("Persoonsverwijzing", "Person reference"),
    Column.PURPOSE: ("Doel", "Purpose"),
    Column.ANSWER: ("Antwoord", "Answer"),
    Column.GIVEN_ON: ("Gegeven op", "Given on"),
    Column.HOW: ("Hoe", "How"),
    Column.STATEMENT_VERSION: ("Versie verklaring", "Statement version"),
    Column.NOTE: ("Aantekening", "Note"),
    Column.WITHDRAWN_ON: ("Ingetrokken op", "Withdrawn on"),
    Column.WITNESS: ("Getuige", "Witness"),
    Column.UNTIL_ON: ("Geldig tot en met", "Valid until"),
    Column.CATEGORIES: ("Alleen deze gegevens", "These data alone"),
    Column.RECIPIENTS: ("Voor deze ontvangers", "For these recipients"),
    Column.REPRESENTATIVE: ("Vertegenwoordiger", "Representative"),
    Column.SCAN_SHA256: ("SHA-256 van de scan", "SHA-256 of the scan"),
}
"""What a template calls each column, in Dutch and in English."""
NEEDED = (Column.PURPOSE, Column.ANSWER, Column.GIVEN_ON, Column.HOW)
PERSON = (Column.CLIENT_NUMBER, Column.PERSON_REF)
_SPACES = re.compile(r"[\s_-]+")


def layout(headings: Sequence[str]) -> tuple[Column | None, ...]:
    """Return which column stands where; None for a place without a heading.

    A column that is not known is refused: what nobody asked for is personal data that nobody needs (art. 5(1)(c) AVG).

    Raises:
        BadFile: a column is unknown, there twice, or missing.
    """
    named = [(heading.strip(), _KNOWN.get(plain(heading))) for heading in headings]
    if unknown := [heading for heading, column in named if heading and column is None]:
        raise BadFile(FileFault.UNKNOWN_COLUMNS, *unknown)
    there = [column for _, column in named if column is not None]
    if double := [column for column in Column if there.count(column) > 1]:
        raise BadFile(FileFault.DOUBLE_COLUMNS, *double)
    if missing := [column for column in NEEDED if column not in there]:
        raise BadFile(FileFault.MISSING_COLUMNS, *missing)
    if not set(PERSON) & set(there):
        raise BadFile(FileFault.NO_PERSON_COLUMN)
    return tuple(column for _, column in named)


def known_headings(headings: Sequence[str]) -> int:
    """Return how many of these are a column's heading: by that a separator is told from a comma in a text."""
    return sum(plain(heading) in _KNOWN for heading in headings)


def plain(text: str) -> str:
    """Return a heading or a word as it is compared: without capitals, accents, and signs between words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _SPACES.sub(" ", letters).strip()


_KNOWN: Mapping[str, Column] = {
    **{plain(word): column for column, words in HEADINGS.items() for word in words},
    **{plain(column.value): column for column in Column},
}
