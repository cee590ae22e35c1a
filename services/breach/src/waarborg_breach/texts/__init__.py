"""What pages, the desk and letters call things, in both languages, by part."""

from waarborg_breach.texts.cases import (
    ACTORS,
    CASE_STATES,
    CLOCKS,
    DUTIES,
    FORM_OF,
    ORIGINS,
    OWN_CLOCK,
    STARTS,
    STEPS,
)
from waarborg_breach.texts.deciding import APPOINTED_ROLE, AUTHORITY_STATES, EXCEPTIONS, NOTICES, PERSONS_STATES

__all__ = [
    "ACTORS",
    "APPOINTED_ROLE",
    "AUTHORITY_STATES",
    "CASE_STATES",
    "CLOCKS",
    "DUTIES",
    "EXCEPTIONS",
    "FORM_OF",
    "NOTICES",
    "ORIGINS",
    "OWN_CLOCK",
    "PERSONS_STATES",
    "STARTS",
    "STEPS",
]
