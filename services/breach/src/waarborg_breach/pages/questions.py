"""The protocol's own questions on the page of a case: the answers, those before them, and asking for more."""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema

from waarborg_breach import actions, domain
from waarborg_breach.actions import asking
from waarborg_breach.actions.questions import Answer, earlier_answers, given_answers, said_not_known
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.question_fields import ANSWER, SEEN, UNKNOWN, QuestionFields, field_of, questions_form
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.steps import Step, plain
from waarborg_breach.texts.advising import GIVEN_BY
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def answers_sent(said_so: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """Return what a form of the questions says, as the action takes it."""
    codes = [question.code for question in rules.breach_protocol.questions]
    typed, unknown, seen = (
        {code: said_so.get(field_of(sort, code)) for code in codes} for sort in (ANSWER, UNKNOWN, SEEN)
    )
    return {
        "answers": {code: text for code, text in typed.items() if text},
        "not_known": [code for code in codes if unknown[code]],
        "seen": {code: version for code, version in seen.items() if version is not None},
    }


def answer(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    """Keep the answers that are new, and what was said not to be known yet."""
    asking.answer(work, case, rules=rules, **answers_sent(said_so, rules))


def kept(work: Work, case: BreachCase, *, by: str | None = None) -> dict[str, Any]:
    """Return what was answered, as the form shows it."""
    ticked = {field_of(UNKNOWN, code): True for code in said_not_known(work, case)}
    return {**{field_of(ANSWER, code): text for code, text in actions.answers_of(work, case, by=by).items()}, **ticked}


def fields_of(work: Work, case: BreachCase, rules: Rules, *, shows: Callable[[Answer], bool]) -> QuestionFields:
    """Return the questions with what was said to each; ``shows`` says which answer the reader may read."""
    return QuestionFields(rules, given_answers(work, case), earlier_answers(work, case), shows)


def _show(work: Work, case: BreachCase, rules: Rules) -> Mapping[str, Any]:
    protocol, asked = rules.breach_protocol, fields_of(work, case, rules, shows=lambda _answer: True)
    given, earlier = asked.now, asked.earlier
    unknown = domain.not_yet_known(protocol, [code for code, each in given.items() if each.text is not None])
    return {
        "questions": protocol.questions,
        "unknown": unknown,
        "answers": [
            (said(each.text), _shown(given[each.code]), [_shown(one) for one in earlier.get(each.code, ())])
            for each in protocol.questions
            if each.code in given
        ],
        "fields": asked.fields,
        "asked": asking.asked(work, case),
        "undecided": case.case_state == domain.CaseState.REPORTED,
    }


def _shown(answer: Answer) -> tuple[Any, str, Any]:
    return answer.text, said(GIVEN_BY[answer.given_by]), answer.at


def _asked_again(work: Work, case: BreachCase, _said_so: Mapping[str, Any], rules: Rules) -> None:
    asking.note_asked(work, case, rules)


SECTION = Section("questions", "breach/questions/section.html", _show)
STEPS = {
    "answers": Step(questions_form, Duty.BREACH_DECIDE, answer, kept=kept),
    "asked": Step(plain(Schema), Duty.BREACH_DECIDE, _asked_again),
}
