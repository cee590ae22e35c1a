"""Retract a report or open it again, and merge two reports of one breach: on the page of a case."""

from collections.abc import Mapping
from typing import Any

from waarborg_breach import actions
from waarborg_breach.actions.merging import goes_on_as, likely_doubles, merge_report, reports_of
from waarborg_breach.actions.retracting import is_own, may_open_again, open_report_again, retract_report
from waarborg_breach.domain import CaseState
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas import MergeForm, WhyForm
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def retract_by_form(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    """Retract the report with the reason that was filled in."""
    retract_report(work, case, why=said_so["retract_why"], rules=rules)


def open_again_by_form(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    """Open the report again with the reason that was filled in."""
    open_report_again(work, case, why=said_so["retract_why"], rules=rules)


def _merge(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    merge_report(work, case, said_so["into"], rules=rules)


def _over(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    """What is said on top of a report that was retracted or goes on elsewhere."""
    if case.case_state not in (CaseState.RETRACTED, CaseState.MERGED):
        return None
    return {
        "number": goes_on_as(work, case),
        "why": actions.opened(work, case, "retracted_why"),
        "may_open": case.case_state == CaseState.RETRACTED
        and (is_own(work, case) or may_open_again(work, case, rules=rules)),
    }


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    """What can be done with a report that is no breach, or the same as another; and the reports that belong here."""
    sees_to_it = actions.may_decide(work, case, rules=rules)
    undecided = case.case_state == CaseState.REPORTED
    names = {question.code: said(question.text) for question in rules.breach_protocol.questions}
    given = {
        "reports": [
            (each, [(names.get(code, code), text) for code, text in each.answers.items()])
            for each in reports_of(work, case)
        ],
        "may_retract": undecided and (sees_to_it or is_own(work, case)),
        "may_merge": undecided and (sees_to_it or Duty.BREACH_DECIDE in work.actor.duties),
    }
    doubles = likely_doubles(work, case) if given["may_merge"] else []
    return {**given, "doubles": doubles} if any(given.values()) else None


OVER_SECTION = Section("over", "breach/retracting/over.html", _over, top=True)
SECTION = Section("retracting", "breach/retracting/section.html", _show)
STEPS = {
    "retract": Step(plain(WhyForm), Duty.BREACH_READ, retract_by_form),
    "open-again": Step(plain(WhyForm), Duty.BREACH_READ, open_again_by_form),
    "merge": Step(plain(MergeForm), Duty.BREACH_READ, _merge),
}
