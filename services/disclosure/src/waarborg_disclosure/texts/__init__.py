"""The words that go with the codes of disclosure, for people, in both languages."""

from waarborg_disclosure.texts.reports import (
    ANSWER_PARTS,
    CAME_BY,
    REPORT,
    REPORTED_BY,
    REPORTERS,
    STATES,
    TITLE,
    VERDICTS,
)
from waarborg_disclosure.texts.steps import ACTORS, CLOCKS, PROMISE, STEPS, clock_name

__all__ = [
    "ACTORS",
    "ANSWER_PARTS",
    "CAME_BY",
    "CLOCKS",
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
