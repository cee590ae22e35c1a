"""Grievances on the page of a case: who disagrees, who reviews it, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from waarborg_breach.actions import grievances
from waarborg_breach.actions.grievances import Grievance
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.handling import choices
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas.handling import GrievanceAnswerForm, GrievanceForm, ReviewerForm
from waarborg_breach.texts import handling as texts
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def _file(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    grievances.file_grievance(work, case, said_so["grievance_about"], what=said_so["grievance_what"])


def _name(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    grievances.name_reviewer(work, case, said_so["reviewed"], who=said_so["grievance_who"])


def _answer(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    grievances.answer_grievance(
        work, case, said_so["grievance"], said_so["grievance_outcome"], why=said_so["grievance_why"]
    )


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    every = grievances.grievances_of(work, case)
    if case.closed_at is not None and not every:
        return None
    protocol = rules.breach_protocol
    return {
        "open": case.closed_at is None,
        "route": protocol.grievance,
        "same": protocol.management == protocol.responsible_role,
        "every": [(said(texts.ABOUT[each.about]), each, _outcome(each)) for each in every],
        "about_choices": choices(texts.ABOUT if case.decided_at else {key: texts.ABOUT[key] for key in _ANY_TIME}),
        "outcome_choices": choices(texts.OUTCOMES),
        "waiting": _numbered(every),
    }


def _outcome(grievance: Grievance) -> str:
    return said(texts.OUTCOMES[grievance.outcome]) if grievance.outcome else ""


def _numbered(every: Sequence[Grievance]) -> list[tuple[str, str]]:
    """Return those that wait for an outcome, each with its place in the list and what it is about."""
    numbered = enumerate(every, 1)
    return [(each.id, f"{n}. {said(texts.ABOUT[each.about])}") for n, each in numbered if each.outcome is None]


_ANY_TIME = tuple(each for each in texts.ABOUT if each == "handling")
SECTION = Section("grievances", "breach/handling/grievances.html", _show)
STEPS: Mapping[str, Step] = {
    "grievance": Step(plain(GrievanceForm), Duty.BREACH_READ, _file),
    "grievance-reviewer": Step(plain(ReviewerForm), Duty.BREACH_DECIDE, _name),
    "grievance-answer": Step(plain(GrievanceAnswerForm), Duty.BREACH_DECIDE, _answer),
}
