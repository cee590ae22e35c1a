"""The words that go with the codes of disclosure, for people, in both languages."""

from waarborg_disclosure.texts.course import DUTIES, ENDINGS, FORM_OF, LETTERS, RETESTS, SEVERITIES, STANDINGS
from waarborg_disclosure.texts.maturity import CRITERIA, LEVELS
from waarborg_disclosure.texts.reports import (
    ANSWER_PARTS,
    CAME_BY,
    ENTERED_FOR,
    NOT_ANSWERED,
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
    "CRITERIA",
    "DUTIES",
    "ENDINGS",
    "ENTERED_FOR",
    "FORM_OF",
    "LETTERS",
    "LEVELS",
    "NOT_ANSWERED",
    "PROMISE",
    "REPORT",
    "REPORTED_BY",
    "REPORTERS",
    "RETESTS",
    "SEVERITIES",
    "STANDINGS",
    "STATES",
    "STEPS",
    "TITLE",
    "VERDICTS",
    "clock_name",
]
