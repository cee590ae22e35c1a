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

__all__ = [
    "ACTORS",
    "AUTHORITY_STATES",
    "CASE_STATES",
    "CLOCKS",
    "DUTIES",
    "FORM_OF",
    "ORIGINS",
    "OWN_CLOCK",
    "PERSONS_STATES",
    "STARTS",
    "STEPS",
]
