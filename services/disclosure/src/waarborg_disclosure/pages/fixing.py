"""Staff's steps and sections of fixing, and of asking the reporter; the promises with what became of each."""

from collections.abc import Iterable, Mapping
from typing import Any

from waarborg_disclosure.actions import asking, fixing, promises
from waarborg_disclosure.actions.promises import Promised
from waarborg_disclosure.actions.sealing import unseal
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.fixing import Retest, Wiped
from waarborg_disclosure.domain.promises import FIX
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_disclosure.schemas.course import DateForm, FixedForm, PlanForm, QuestionForm
from waarborg_disclosure.texts import ENDINGS, RETESTS, STANDINGS, clock_name
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Schema

_BEING_FIXED = frozenset({ReportState.ANSWERED, ReportState.FIXING})


def _kept_plan(work: Work, row: Report) -> Mapping[str, Any]:
    plan = unseal(work, row, "plan")
    return {"plan": plan if isinstance(plan, str) else ""}


STEPS: Mapping[str, Step] = {
    "plan": Step(
        plain(PlanForm),
        lambda work, row, typed, rules: fixing.plan(work, row, typed["plan"], rules=rules),
        kept=_kept_plan,
    ),
    "date": Step(
        plain(DateForm),
        lambda work, row, typed, rules: fixing.give_date(
            work, row, typed["new_fix_on"], typed["slip_reason"], rules=rules
        ),
    ),
    "fixed": Step(
        plain(FixedForm), lambda work, row, typed, rules: fixing.note_fixed(work, row, typed["fixed_how"], rules=rules)
    ),
    "ask": Step(
        plain(QuestionForm), lambda work, row, typed, rules: asking.ask(work, row, typed["question"], rules=rules)
    ),
    "take-back": Step(plain(Schema), lambda work, row, _typed, rules: asking.take_back(work, row, rules=rules)),
}


def _shown(work: Work, row: Report, _rules: Rules) -> Mapping[str, Any] | None:
    state = ReportState(row.state)
    if not promises.in_scope(row):
        return None
    made = promises.promises_of(work, row)
    return {
        "plan": unseal(work, row, "plan"),
        "fixed_how": unseal(work, row, "fixed_how"),
        "retest": said(RETESTS[Retest(row.retest)]) if row.retest else "",
        "wiped": row.wiped == Wiped.CONFIRMED,
        "wipe_asked": row.wiped == Wiped.ASKED,
        "dates": [each for each in promised(made) if each["name"] == FIX],
        "to_fix": state in _BEING_FIXED,
        "datable": state not in {ReportState.FIXED, ReportState.CLOSED},
    }


def _kept_and_missed(work: Work, row: Report, _rules: Rules) -> Mapping[str, Any] | None:
    made = promised(promises.promises_of(work, row))
    questions = [
        {
            "question": each.question,
            "asked_at": each.asked_at,
            "ended_at": each.ended_at,
            "how": said(ENDINGS[each.ended_how]) if each.ended_how else "",
            "paused": [said(clock_name(name)) for name in each.paused],
        }
        for each in asking.questions_of(work, row)
    ]
    return {"promises": made, "questions": questions} if made or questions else None


def promised(made: Iterable[Promised]) -> list[dict[str, Any]]:
    """Return promises as a page shows them: what, by when, and in words what became of each."""
    return [
        {
            "name": each.name,
            "label": said(clock_name(each.name)),
            "due_at": each.due_at,
            "met_at": each.met_at,
            "standing": each.standing.value,
            "words": said(STANDINGS[each.standing]),
            "source": each.source,
            "reason": each.reason,
        }
        for each in made
    ]


SECTIONS = (
    Section("fixing", "disclosure/course/fixing.html", _shown),
    Section("promises", "disclosure/course/promises.html", _kept_and_missed),
)
"""What is done about it, and what we promised."""
