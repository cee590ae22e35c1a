"""What pages, the desk and letters call things, in both languages, by part."""

from waarborg_breach.texts.cases import (
    ACTORS,
    AUTHORITY_STATES,
    CASE_STATES,
    CLOCKS,
    DUTIES,
    FORM_OF,
    ORIGINS,
    OWN_CLOCK,
    PERSONS_STATES,
    STARTS,
    STEPS,
)
from waarborg_breach.texts.times import KINDS, NO, TIMES, UNKNOWN, WAS_AND_IS, WIPES, YES

__all__ = [
    "ACTORS",
    "AUTHORITY_STATES",
    "CASE_STATES",
    "CLOCKS",
    "DUTIES",
    "FORM_OF",
    "KINDS",
    "NO",
    "ORIGINS",
    "OWN_CLOCK",
    "PERSONS_STATES",
    "STARTS",
    "STEPS",
    "TIMES",
    "UNKNOWN",
    "WAS_AND_IS",
    "WIPES",
    "YES",
]
