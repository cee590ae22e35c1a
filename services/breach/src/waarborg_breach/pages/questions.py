"""The protocol's own questions: a form, and its place on the page of a case."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from waarborg_breach import actions, domain
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Words


def questions_form(rules: Rules) -> Schema:
    """Return a form with the protocol's own questions, in the visitor's language."""
    asked: dict[str, fields.Field[Any]] = {
        question.code: Words(load_default=None, label=said(question.text))
        for question in rules.breach_protocol.questions
    }
    form: Schema = Schema.from_dict(asked)()
    return form


def answer(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    """Keep the answers that were filled in."""
    given = {code: text for code, text in said_so.items() if text}
    actions.answer_questions(work, case, given, rules=rules)


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    protocol, answers = rules.breach_protocol, actions.answers_of(work, case)
    return {
        "questions": protocol.questions,
        "unknown": domain.not_yet_known(protocol, answers),
        "answers": [(said(each.text), answers[each.code]) for each in protocol.questions if each.code in answers],
    }


SECTION = Section("questions", "breach/questions/section.html", _show)
STEPS = {"answers": Step(questions_form, Duty.BREACH_REPORT, answer, kept=actions.answers_of)}
