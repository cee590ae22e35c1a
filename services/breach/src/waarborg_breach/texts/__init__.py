"""What pages, the desk and letters call things, in both languages, by part."""

from collections.abc import Mapping

from waarborg_breach.texts import cases, dossier, handling, learning, register_book, reminding, telling
from waarborg_breach.texts.cases import (
    ACTORS,
    CASE_STATES,
    CLOCKS,
    ORIGINS,
    OWN_CLOCK,
    STARTS,
)
from waarborg_breach.texts.deciding import APPOINTED_ROLE, AUTHORITY_STATES, EXCEPTIONS, NOTICES, PERSONS_STATES
from waarborg_breach.texts.learning import INTENTS
from waarborg_breach.texts.times import CAME_ALONG, KINDS, NO, TIMES, UNKNOWN, WAS_AND_IS, WIPES, YES
from waarborg_shared.hooks.values import Text

DUTIES: Mapping[str, Text] = {**cases.DUTIES, **handling.DUTIES, **telling.DUTIES}
FORM_OF: Mapping[str, str] = {**cases.FORM_OF, **handling.FORM_OF, **telling.FORM_OF}
STEPS: Mapping[str, Text] = {
    **cases.STEPS,
    **handling.STEPS,
    **dossier.STEPS,
    **learning.STEPS,
    **register_book.STEPS,
    **reminding.STEPS,
    **telling.STEPS,
}

__all__ = [
    "ACTORS",
    "APPOINTED_ROLE",
    "AUTHORITY_STATES",
    "CAME_ALONG",
    "CASE_STATES",
    "CLOCKS",
    "DUTIES",
    "EXCEPTIONS",
    "FORM_OF",
    "INTENTS",
    "KINDS",
    "NO",
    "NOTICES",
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
