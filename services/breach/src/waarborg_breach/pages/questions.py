"""The protocol's own questions: a form, and its place on the page of a case."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from waarborg_breach import actions, domain
from waarborg_breach.actions import asking
from waarborg_breach.actions.questions import given_answers, said_not_known
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.schemas.advising import NOT_KNOWN
from waarborg_breach.texts.advising import GIVEN_BY
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Words


def questions_form(rules: Rules) -> Schema:
    """Return a form with the protocol's own questions, in the visitor's language; each may be "not known yet"."""
    asked: dict[str, fields.Field[Any]] = {}
    for question in rules.breach_protocol.questions:
        asked[question.code] = Words(load_default=None, label=said(question.text))
        asked[question.code + NOT_KNOWN] = fields.Boolean(load_default=False)
    form: Schema = Schema.from_dict(asked)()
    return form


def answer(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules, *, by: str | None = None) -> None:
    """Keep the answers that were filled in, and what was said not to be known yet."""
    codes = [question.code for question in rules.breach_protocol.questions]
    given = {code: said_so[code] for code in codes if said_so.get(code)}
    not_known = [code for code in codes if said_so.get(code + NOT_KNOWN)]
    asking.answer(work, case, given, rules=rules, not_known=not_known, by=by)


def kept(work: Work, case: BreachCase, *, by: str | None = None) -> dict[str, Any]:
    """Return what was answered, as the form shows it."""
    ticked = {code + NOT_KNOWN: True for code in said_not_known(work, case)}
    return {**actions.answers_of(work, case, by=by), **ticked}


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    protocol, given = rules.breach_protocol, given_answers(work, case)
    known = [code for code, each in given.items() if each.text is not None]
    unknown = domain.not_yet_known(protocol, known)
    return {
        "questions": protocol.questions,
        "unknown": unknown,
        "answers": [
            (said(each.text), given[each.code].text, said(GIVEN_BY[given[each.code].given_by]), given[each.code].at)
            for each in protocol.questions
            if each.code in given
        ],
        "open_questions": [
            (said(each.text), each.code in given) for each in protocol.questions if each.code in unknown
        ],
        "asked": asking.asked(work, case),
        "undecided": case.case_state == domain.CaseState.REPORTED,
    }


def _asked_again(work: Work, case: BreachCase, _said_so: Mapping[str, Any], rules: Rules) -> None:
    asking.note_asked(work, case, rules)


SECTION = Section("questions", "breach/questions/section.html", _show)
STEPS = {
    "answers": Step(questions_form, Duty.BREACH_DECIDE, answer, kept=kept),
    "asked": Step(plain(Schema), Duty.BREACH_DECIDE, _asked_again),
}
