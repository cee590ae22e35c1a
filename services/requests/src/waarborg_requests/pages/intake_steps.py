"""The steps of the public form: which questions each asks, which comes next, and what goes along unseen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from marshmallow import Schema

from waarborg_requests import domain
from waarborg_requests.domain.intake import SAYS_ABOUT, check_what, check_whom
from waarborg_requests.schemas import EVERY_CONSENT
from waarborg_requests.schemas.intake import DetailsStep, KindStep, ReachStep, WholeForm, WhomStep, WhoStep
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind

_MARK_BYTES = 16
Checks = Callable[[Mapping[str, Any], Rules], None]


def _no_more(_loaded: Mapping[str, Any], _rules: Rules) -> None:
    """Nothing beyond what the schema says."""


def _what(loaded: Mapping[str, Any], rules: Rules) -> None:
    purpose = loaded["purpose"]
    question = domain.Question(
        kind=loaded["kind"],
        about=loaded["about"],
        purpose=None if purpose == EVERY_CONSENT and loaded["kind"] is RequestKind.WITHDRAWAL else purpose,
        in_words=bool(loaded["asked"].strip()),
    )
    check_what(question, rules.purposes.values(), rules.objection_subjects.keys())


def _whom(loaded: Mapping[str, Any], rules: Rules) -> None:
    question = domain.Question(
        kind=RequestKind.ACCESS,
        representative=loaded["representative"],
        for_another=loaded["on_behalf_of"] is not None,
    )
    check_whom(question, {kind.code for kind in rules.representative_kinds})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in the form, what it is called on the progress line, its fields, and what it checks."""

    name: str
    title: Any
    fields: tuple[str, ...] = ()
    schema: type[Schema] | None = None
    check: Checks = _no_more


STEPS = (
    Step("kind", lazy_gettext("What you ask"), ("kind",), KindStep),
    Step("details", lazy_gettext("The details"), ("about", "purpose", "asked"), DetailsStep, _what),
    Step("whom", lazy_gettext("For whom"), ("on_behalf_of", "representative"), WhomStep, _whom),
    Step("who", lazy_gettext("Who you are"), ("name", "client_number"), WhoStep),
    Step("reach", lazy_gettext("How to reach you"), ("reach", "reach_at"), ReachStep),
    Step("check", lazy_gettext("Check and send")),
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
FIRST, CHECK = STEPS[0], STEPS[-1]
FIELDS = (*(field for step in STEPS for field in step.fields), "form")


def number_of(step: Step) -> int:
    """Return the how-manieth a step is, from 1."""
    return STEPS.index(step) + 1


def beside(step: Step, by: int) -> Step:
    """Return the step after or before one, and no further than the ends."""
    return STEPS[min(max(STEPS.index(step) + by, 0), len(STEPS) - 1)]


def typed_so_far() -> dict[str, str]:
    """Return what this request carries of the form; with a mark for the form where it has none yet."""
    typed = {name: request.form[name] for name in FIELDS if request.form.get(name, "").strip()}
    typed.setdefault("form", new_mark())
    return typed


def new_mark() -> str:
    """Return the secret mark of a form that is begun: by it the form counts once, and its draft is found."""
    return token_hex(_MARK_BYTES)


def fitting(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed without the details of another kind than the one that was chosen now."""
    kind = typed.get("kind")
    left_out = {
        "about": kind not in SAYS_ABOUT,
        "purpose": kind != RequestKind.WITHDRAWAL,
    }
    return {name: value for name, value in typed.items() if not left_out.get(name, False)}


def asked_on(step: Step, typed: Mapping[str, Any], errors: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that a step shows: those that go with the kind, and any in which something is wrong."""
    fits = fitting({**dict.fromkeys(step.fields, ""), **typed})
    return tuple(field for field in step.fields if field in fits or field in errors)


def step_of(errors: Mapping[str, Any]) -> Step:
    """Return the first step in which something is wrong; the last one for what is wrong with the whole."""
    return next((step for step in STEPS if set(step.fields) & set(errors)), CHECK)


def whole() -> Schema:
    """Return the schema of the whole form."""
    return WholeForm()
