"""The protocol's questions as fields of a form, and what a page that was open for long says of newer answers.

The names of the fields begin with a word of their own, so that a question's code clashes with no other field.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from marshmallow import Schema, fields

from waarborg_breach.actions.questions import Answer
from waarborg_breach.domain.answers import AnsweredMeanwhile, same
from waarborg_breach.domain.asking import DISCOVERER, AnsweredAndNot
from waarborg_breach.texts.advising import GIVEN_BY
from waarborg_shared.hooks import Rules
from waarborg_shared.web import Form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Whole, Words

ANSWER, UNKNOWN, SEEN = "answer_", "unknown_", "seen_"
"""What the names of the fields begin with: an answer, "not known yet", and which version of the answer was shown."""
_TICKED = (True, "true", "on")


@dataclass(frozen=True, slots=True)
class Field:
    """One question on a page: the names of its fields, which version the page shows, and what came meanwhile."""

    answer: str
    unknown: str
    seen: str
    words: str
    version: int
    hint: str
    meanwhile: Answer | None
    meanwhile_by: str
    readable: bool


@dataclass(frozen=True)
class QuestionFields:
    """What was said to the questions, now and before; ``shows`` says which answer the reader may read."""

    rules: Rules
    now: Mapping[str, Answer]
    earlier: Mapping[str, Sequence[Answer]]
    shows: Callable[[Answer], bool]

    def fields(self, form: Form) -> list[Field]:
        """Return the questions as fields.

        In a form that was sent, a field that was left as it stood on an older page gets the newer answer; one in which
        something else was typed keeps that, and says what was answered meanwhile.
        """
        return [self._field(form, each.code, said(each.text)) for each in self.rules.breach_protocol.questions]

    def _field(self, form: Form, code: str, words: str) -> Field:
        now = self.now.get(code)
        meanwhile = None
        if now is not None and self._stale(form, code, now):
            typed = _typed(form, code)
            if typed is None or same(typed, self._text(code, form.value(field_of(SEEN, code)))):
                self._bring_up_to_date(form, code, now)
            elif not same(typed, _plain(now)):
                meanwhile = now
        return Field(
            answer=field_of(ANSWER, code),
            unknown=field_of(UNKNOWN, code),
            seen=field_of(SEEN, code),
            words=words,
            version=now.version if now is not None else 0,
            hint=self._hint(now),
            meanwhile=meanwhile,
            meanwhile_by=said(GIVEN_BY[meanwhile.given_by]) if meanwhile is not None else "",
            readable=meanwhile is not None and self.shows(meanwhile),
        )

    def _stale(self, form: Form, code: str, now: Answer) -> bool:
        sent = str(form.value(field_of(SEEN, code)))
        return sent != "" and sent != str(now.version)

    def _text(self, code: str, version: Any) -> str | None:
        """Return the text of an earlier answer by its version as a form gives it."""
        return next((_plain(each) for each in self.earlier.get(code, ()) if str(each.version) == str(version)), None)

    def _bring_up_to_date(self, form: Form, code: str, now: Answer) -> None:
        known = now.text is not None and self.shows(now)
        form.values[field_of(ANSWER, code)] = str(now.text) if known else ""
        form.values[field_of(UNKNOWN, code)] = now.text is None

    def _hint(self, now: Answer | None) -> str:
        if now is None or now.text is None or self.shows(now):
            return ""
        if now.given_by == DISCOVERER:
            return gettext("Who reported it answered this. What you fill in here takes its place.")
        return gettext("Somebody else answered this. What you fill in here takes its place.")


def field_of(sort: str, code: str) -> str:
    """Return the name of a question's field. A dot would make a field within a field of it; no code holds ``--``."""
    return sort + code.replace(".", "--")


def questions_form(rules: Rules) -> Schema:
    """Return a form with the protocol's own questions, in the visitor's language; each may be "not known yet"."""
    asked: dict[str, fields.Field[Any]] = {}
    for question in rules.breach_protocol.questions:
        asked[field_of(ANSWER, question.code)] = Words(load_default=None, label=said(question.text))
        asked[field_of(UNKNOWN, question.code)] = fields.Boolean(load_default=False)
        asked[field_of(SEEN, question.code)] = Whole(load_default=None)
    form: Schema = Schema.from_dict(asked)()
    return form


def says_something(said_so: Mapping[str, Any]) -> bool:
    """Whether at least one question was answered, be it with "not known yet"."""
    return any(value for name, value in said_so.items() if name.startswith((ANSWER, UNKNOWN)))


def refuse_answers(form: Form, refused: Exception) -> None:
    """Say what is wrong with answers, at their questions."""
    if isinstance(refused, AnsweredAndNot):
        form.refuse_by(AnsweredAndNot(field_of(ANSWER, refused.field)))
        return
    form.refuse_by(refused)
    if isinstance(refused, AnsweredMeanwhile):
        for code in refused.questions:
            form.refuse(field_of(ANSWER, code), gettext("This was answered meanwhile."))


def _typed(form: Form, code: str) -> str | None:
    """Return what a sent form says to a question: its text, empty for "not known yet", None for nothing."""
    text = str(form.value(field_of(ANSWER, code))).replace("\r\n", "\n").strip()
    return text or ("" if form.value(field_of(UNKNOWN, code)) in _TICKED else None)


def _plain(answer: Answer) -> str | None:
    """Return an answer as `same` compares it: None for what was erased."""
    if answer.text is None:
        return ""
    return answer.text if isinstance(answer.text, str) else None
