"""Grievances on the page of a case and of a report: who disagrees, who reviews it, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext
from marshmallow import Schema, ValidationError

from waarborg_breach.actions import grievances
from waarborg_breach.actions.grievances import Grievance
from waarborg_breach.actions.settling import goes_on_in
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.handling import choices
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas.handling import GrievanceAnswerForm, GrievanceForm, reviewer_form
from waarborg_breach.texts import handling as texts
from waarborg_shared.colleagues import Colleagues, colleagues_of
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


def file_by_form(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    """File what was filled in."""
    grievances.file_grievance(work, case, said_so["grievance_about"], what=said_so["grievance_what"])


def file_where_it_goes_on(work: Work, report: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    """File what was filled in, in the case under which a report goes on: there it was decided."""
    about, what = said_so["grievance_about"], said_so["grievance_what"]
    grievances.file_grievance(work, goes_on_in(work, report), about, what=what, report=report)


def grieving(work: Work, report: BreachCase, rules: Rules) -> Mapping[str, Any]:
    """Return what the page of a report says of disagreeing, with what its reader filed himself."""
    root = goes_on_in(work, report)
    return {
        "may": grievances.may_grieve(root),
        "about_choices": _about(root),
        "own": _in_words(grievances.own_grievances(work, report, rules)),
    }


def _name(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    if rules.organisation.one_person:
        grievances.name_outsider(work, case, said_so["reviewed"], called=said_so["grievance_who"], rules=rules)
    else:
        grievances.name_reviewer(work, case, said_so["reviewed"], who=said_so["grievance_who"])


def _answer(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    grievances.answer_grievance(
        work, case, said_so["grievance"], said_so["grievance_outcome"], why=said_so["grievance_why"], rules=rules
    )


def _reviewer_form(rules: Rules) -> Schema:
    """Return the form that says who reviews: a colleague, or somebody from outside where there are none."""
    return reviewer_form(None if rules.organisation.one_person else _is_colleague)


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any] | None:
    every = grievances.grievances_of(work, case, rules)
    if not grievances.may_grieve(case) and not every:
        return None
    protocol = rules.breach_protocol
    return {
        "may_file": grievances.may_grieve(case),
        "route": protocol.grievance,
        "same": protocol.management == protocol.responsible_role,
        "every": _in_words(every),
        "about_choices": _about(case),
        "outcome_choices": choices(texts.OUTCOMES),
        "waiting": _numbered(every),
        "for_me": _numbered([each if each.may_review else None for each in every]),
        "one_person": rules.organisation.one_person,
        "people": _people(every),
    }


def _colleagues() -> Colleagues:
    """Ask who handles breaches; only where a page names somebody, and never while a case is locked."""
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return colleagues_of(current.runtime.client, current.organisation, Duty.BREACH_DECIDE, headers=headers)


def _is_colleague(ref: str) -> None:
    """Refuse whoever does not handle breaches here."""
    colleagues = _colleagues()
    if not colleagues.known:
        raise ValidationError(gettext("Who works here cannot be asked at the moment. Try again in a while."))
    if ref not in colleagues.names:
        raise ValidationError(gettext("Choose one of your colleagues."))


def _people(every: Sequence[Grievance]) -> Callable[[], Mapping[str, Any]]:
    """Return what gives the names of reviewers and who may be chosen, once a template needs them.

    To choose from are colleagues without a part in one grievance that waits at least.
    """
    parties = [each.parties for each in every if each.outcome is None]
    never = frozenset.intersection(*parties) if parties else frozenset()

    @cache
    def asked() -> Mapping[str, Any]:
        colleagues = _colleagues()
        to_choose = [(ref, colleagues.called(ref)) for ref in colleagues.names if ref not in never]
        return {"called": colleagues.called, "known": colleagues.known, "choices": to_choose}

    return asked


def _about(case: BreachCase) -> list[tuple[str, str]]:
    """Return with what one can disagree now: with a decision once there is one."""
    return choices(texts.ABOUT if case.decided_at else {key: texts.ABOUT[key] for key in _ANY_TIME})


def _in_words(every: Sequence[Grievance]) -> list[tuple[str, Grievance, str]]:
    """Return each with what it is about and what came of it, empty while it waits."""
    outcomes = [said(texts.OUTCOMES[each.outcome]) if each.outcome else "" for each in every]
    return [(said(texts.ABOUT[each.about]), each, outcome) for each, outcome in zip(every, outcomes, strict=True)]


def _numbered(every: Sequence[Grievance | None]) -> list[tuple[str, str]]:
    """Return those that wait for an outcome, each with its place in the list and what it is about."""
    return [
        (each.id, f"{number}. {said(texts.ABOUT[each.about])}")
        for number, each in enumerate(every, 1)
        if each is not None and each.outcome is None
    ]


_ANY_TIME = tuple(each for each in texts.ABOUT if each == "handling")
SECTION = Section("grievances", "breach/handling/grievances.html", _show)
STEPS: Mapping[str, Step] = {
    "grievance": Step(plain(GrievanceForm), Duty.BREACH_READ, file_by_form),
    "grievance-reviewer": Step(_reviewer_form, Duty.BREACH_DECIDE, _name),
    "grievance-answer": Step(plain(GrievanceAnswerForm), Duty.BREACH_DECIDE, _answer),
}
