"""What a row of a file of consents is once it was read, what its cells may hold, and what it may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from waarborg_consent.domain.consent_parts import WHOLE, Part
from waarborg_consent.domain.consents import How
from waarborg_shared.hooks.values import Purpose, Text


class Odd(StrEnum):
    """What a reader found in a cell where it found no value."""

    FORMULA = "formula"
    UNREADABLE = "unreadable"
    MERGED = "merged"


Cell: TypeAlias = str | int | float | bool | date | datetime | Odd | None
UNKNOWN_VERSION = "unknown"
"""Stands where nobody knows which version of the statement was shown."""


class Answer(StrEnum):
    """What was said."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One row that can be imported, once it is known who it is about: ``client_number`` or ``person_ref`` says so."""

    number: int
    client_number: str = field(repr=False)
    person_ref: str
    purpose: str
    answer: Answer
    given_on: date | None
    withdrawn_on: date | None
    how: How
    statement_version: str
    note: str = field(repr=False)
    witness: str = field(repr=False)
    until_on: date | None
    part: Part = WHOLE
    representative: str = field(default="", repr=False)
    scan_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a row may name: purposes, kinds of data and recipients, by code, with what people call them."""

    purposes: Mapping[str, Purpose]
    categories: Mapping[str, Text] = field(default_factory=dict)
    recipients: Mapping[str, Text] = field(default_factory=dict)
