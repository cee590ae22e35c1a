"""The forms of the case page: several stand on one page, and what was typed in one outlives sending another."""

from collections.abc import Iterator, Mapping
from functools import cache

from flask import request
from marshmallow import Schema, fields

from waarborg_requests.schemas import (
    AnswerForm,
    AskIdentificationForm,
    AssignForm,
    CallDoneForm,
    ConfirmPersonForm,
    DeathForm,
    DeathGroundForm,
    EraseAnywayForm,
    ExtendForm,
    GoOnForm,
    IdentifyForm,
    NarrowForm,
    RevokeDeathForm,
    TakeUpForm,
    WithdrawForm,
)
from waarborg_requests.schemas.carrying import (
    CarryAgainForm,
    CarryBeginForm,
    CarryEndForm,
    CarryForm,
    CarryNameForm,
    CarryStepForm,
    CarryStopForm,
    HoldEndForm,
    HoldForm,
)
from waarborg_requests.schemas.complaining import CarryOutForm, JudgeForm
from waarborg_requests.schemas.identification import FailedForm, OpenAgainForm, SendCodeForm, WithdrawQuestionForm
from waarborg_requests.schemas.new_code import NewCodeForm
from waarborg_requests.schemas.package import FeeAgreedForm, FeeForm, HandOverForm
from waarborg_requests.schemas.speaking import LeaveUnansweredForm, WriteMessageForm
from waarborg_shared.web import Form

FORMS: Mapping[str, type[Schema]] = {
    "take-up": TakeUpForm,
    "ask-identification": AskIdentificationForm,
    "identify": IdentifyForm,
    "extend": ExtendForm,
    "answer": AnswerForm,
    "withdraw-question": WithdrawQuestionForm,
    "send-code": SendCodeForm,
    "identification-failed": FailedForm,
    "identification-open": OpenAgainForm,
    "assign": AssignForm,
    "write-message": WriteMessageForm,
    "leave-unanswered": LeaveUnansweredForm,
    "judge": JudgeForm,
    "carry-out": CarryOutForm,
    "carry": CarryForm,
    "carry-begin": CarryBeginForm,
    "carry-stop": CarryStopForm,
    "carry-end": CarryEndForm,
    "carry-step": CarryStepForm,
    "carry-again": CarryAgainForm,
    "carry-name": CarryNameForm,
    "hold": HoldForm,
    "hold-end": HoldEndForm,
    "withdraw": WithdrawForm,
    "narrow": NarrowForm,
    "call-done": CallDoneForm,
    "record-death": DeathForm,
    "death-ground": DeathGroundForm,
    "revoke-death": RevokeDeathForm,
    "confirm-person": ConfirmPersonForm,
    "erase-anyway": EraseAnywayForm,
    "go-on": GoOnForm,
    "hand-over": HandOverForm,
    "fee": FeeForm,
    "fee-agreed": FeeAgreedForm,
    "new-code": NewCodeForm,
}
# A name that begins with a line is no field of a form: the schema of the form that is sent does not meet it.
_KEPT = "_kept"
_BETWEEN = ":"
_NOT_TYPED = frozenset({"revision", "seen", "do"})
# What goes along with what was typed, and is nothing that anybody typed.
_BESIDE_TYPED = frozenset({"draft"})


def all_forms(again: Mapping[str, Form]) -> dict[str, Form]:
    """Return every form of the page: those to show again as they were filled in, the others empty."""
    return {name: again.get(name) or Form(schema) for name, schema in _schemas().items()}


@cache
def _schemas() -> Mapping[str, Schema]:
    """The schema of each form, made once: a page asks what forty forms are called and limited to, and reads one."""
    return {name: schema() for name, schema in FORMS.items()}


def kept_forms(*, sent: str) -> dict[str, Form]:
    """Return the forms beside the one that was sent, with what had been typed in them and was carried along."""
    kept: dict[str, Form] = {}
    for name, made in _schemas().items():
        prefix = _KEPT + _BETWEEN + name + _BETWEEN
        typed = {field: _sent(made, field, prefix) for field in made.fields if request.form.get(prefix + field)}
        if typed.keys() - _BESIDE_TYPED and name != sent:
            kept[name] = Form(made, typed)
    return kept


def carried_along(forms: Mapping[str, Form], *, beside: str) -> Iterator[tuple[str, str]]:
    """Give name and value of the hidden fields that carry what was typed in the other forms."""
    for name, form in forms.items():
        for field in form.values:
            if name != beside and field in form.schema.fields and field not in _NOT_TYPED:
                for value in form.chosen(field):
                    if value:
                        yield _KEPT + _BETWEEN + name + _BETWEEN + field, value


def _sent(schema: Schema, field: str, prefix: str) -> str | list[str]:
    many = isinstance(schema.fields[field], fields.List)
    return request.form.getlist(prefix + field) if many else request.form[prefix + field]
