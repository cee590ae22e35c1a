"""The words that go with the codes of disclosure, for people, in both languages."""

from waarborg_disclosure.texts.maturity import CRITERIA, LEVELS
from waarborg_disclosure.texts.reports import (
    ANSWER_PARTS,
    NOT_ANSWERED,
    REPORT,
    REPORTED_BY,
    REPORTERS,
    STATES,
    TITLE,
    VERDICTS,
)
from waarborg_disclosure.texts.steps import ACTORS, CLOCKS, PROMISE, STEPS, clock_name
from waarborg_disclosure.texts.thanking import DUTIES

__all__ = [
    "ACTORS",
    "ANSWER_PARTS",
    "CLOCKS",
    "CRITERIA",
    "DUTIES",
    "LEVELS",
    "NOT_ANSWERED",
    "PROMISE",
    "REPORT",
    "REPORTED_BY",
    "REPORTERS",
    "STATES",
    "STEPS",
    "TITLE",
    "VERDICTS",
    "clock_name",
]
