"""What can be done with a breach: report, answer the questions, decide, notify, inform, close; and the register."""

from waarborg_breach.actions.advising import advice_now, facts_of, note_facts
from waarborg_breach.actions.closing import close_breach, reopen_breach
from waarborg_breach.actions.course import open_duties
from waarborg_breach.actions.deciding import BreachDecision, announce, decide_breach, may_decide, note_informed
from waarborg_breach.actions.notifying import Notice, note_notified, notify, supplement, withdraw
from waarborg_breach.actions.questions import answer_questions, answers_of
from waarborg_breach.actions.reading import count_open, open_cases, opened, own_report, own_reports, read_case
from waarborg_breach.actions.reporting import NewBreach, report_breach, report_exposure
from waarborg_breach.actions.settling import states_of
from waarborg_breach.actions.watching import escalate, remind

__all__ = [
    "BreachDecision",
    "NewBreach",
    "Notice",
    "advice_now",
    "announce",
    "answer_questions",
    "answers_of",
    "close_breach",
    "count_open",
    "decide_breach",
    "escalate",
    "facts_of",
    "may_decide",
    "note_facts",
    "note_informed",
    "note_notified",
    "notify",
    "open_cases",
    "open_duties",
    "opened",
    "own_report",
    "own_reports",
    "read_case",
    "remind",
    "reopen_breach",
    "report_breach",
    "report_exposure",
    "states_of",
    "supplement",
    "withdraw",
]
