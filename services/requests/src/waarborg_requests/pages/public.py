"""What anybody can do without an account: file a request, and see how it stands with number and code."""

import math
from dataclasses import replace
from secrets import token_bytes

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from waarborg_requests import actions, domain
from waarborg_requests.domain import CameBy, Ground, Outcome, RequestError, RequestState, Told
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages.sections import shown_sections
from waarborg_requests.pages.status_sections import SECTIONS
from waarborg_requests.schemas import EVERY_CONSENT, LookUpForm, RequestForm
from waarborg_requests.texts import (
    CLASSES,
    CLOCKS,
    GROUNDS,
    LETTER,
    MEANINGS,
    OUTCOMES,
    REACHES,
    STATES,
    STEPS,
    costs,
    handled_as,
    step_in_words,
    usually_handled_as,
    was_given,
)
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import Clock, due_on
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.hooks.values import RequestClass, RequestKind, RequestPolicy, Text
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.web import Form, LabelledClock, current, not_replayed, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

LIMITER = "waarborg_requests.limiter"
_CODE_BYTES = 32
EXAMPLE = 2

public = Blueprint("public", __name__, url_prefix="/requests", template_folder="../templates")


@public.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Show the form, or receive the request and show its receipt."""
    form = read_form(RequestForm)
    if form.ok:
        try:
            return _receipt(form.command)
        except RequestError as refused:
            form.refuse_by(refused)
    return show_form("requests/new.html", form, **_choices())


def _receipt(command: actions.NewRequest) -> tuple[str, int]:
    rules = current.rules
    if current.actor.kind is ActorKind.STAFF:
        command = replace(command, came_by=CameBy.STAFF)
    with current.begin() as work:
        filed = actions.receive_request(work, command, rules=rules, entropy=token_bytes(_CODE_BYTES))
        row = filed.request
    policy = actions.policy_of(row, rules)
    page = render_template(
        "requests/receipt.html",
        number=row.number,
        code=filed.code,
        due_at=row.due_at,
        policy=policy,
        named=said(CLASSES[policy.request_class]),
        costs=costs(policy),
        passed_on=row.passed_on_at is not None,
        withdrawal=command.kind is RequestKind.WITHDRAWAL,
    )
    return page, 201


def _choices() -> dict[str, object]:
    rules, today = current.rules, due_on(current.now())
    policies = [rules.request_policy(kind, today) for kind in RequestKind]
    usual = usually_handled_as(policies)
    purposes = domain.withdrawable(rules.purposes.values())
    every = (EVERY_CONSENT, gettext("Every consent that I gave"))
    return {
        "usually": said(usual),
        "kinds": [(policy.kind.value, said(policy.name), _in_short(policy, usual)) for policy in policies],
        "reaches": [(reach.value, said(text)) for reach, text in REACHES.items()],
        "purposes": [every, *((each.code, said(each.name)) for each in purposes)],
        "capacities": [(kind.code, said(kind.name)) for kind in rules.representative_kinds],
    }


def _in_short(policy: RequestPolicy, usual: Text) -> str:
    """Return what a kind means, how it is handled where that is not how most are, and what a copy costs."""
    own = handled_as(policy)
    parts = (MEANINGS[policy.kind], None if own == usual else own, costs(policy))
    return " ".join(said(part) for part in parts if part is not None)


@public.route("/status", methods=["GET", "POST"])
@not_replayed
def status() -> ResponseReturnValue:
    """Ask for number and code, and show how the request stands. The code is never part of an address."""
    form = read_form(LookUpForm)
    if not form.ok:
        return _look_up(form)
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    guess = request.remote_addr or "", current.organisation, domain.read_number(form.command["number"]) or ""
    wait = limiter.wait_for(*guess)
    if wait > 0:
        return _wait(form, wait)
    try:
        with current.begin() as work:
            row = actions.look_up(work, form.command["number"], form.command["code"])
            shown = _standing(row, work.clocks.of(row), steps_of(work, row), actions.deliveries_of(work, row))
            shown["sections"] = shown_sections(SECTIONS, work, row, current.rules)
    except actions.NoSuchRequest as refused:
        limiter.failed(*guess)
        form.refuse_by(refused)
        return _look_up(form)
    except RequestError as refused:
        limiter.succeeded(*guess)
        form.refuse_by(refused)
        return _look_up(form)
    limiter.succeeded(*guess)
    return render_template("requests/status.html", **shown)


def _look_up(form: Form) -> tuple[str, int]:
    example = domain.number(current.organisation, current.now().year, EXAMPLE)
    return show_form("requests/look_up.html", form, example=example)


def _wait(form: Form, seconds: float) -> Response:
    whole = math.ceil(seconds)
    once_more = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        whole,
    )
    form.refuse("", once_more)
    page, _ = _look_up(form)
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(whole)
    return answer


def _standing(
    row: Request, clocks: tuple[Clock, ...], steps: tuple[Step, ...], deliveries: tuple[RequestDelivery, ...]
) -> dict[str, object]:
    answered = row.answered_at is not None
    told = next((each for each in deliveries if each.template == Told.ANSWERED), None)
    return {
        "number": row.number,
        "policy": actions.policy_of(row, current.rules),
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "state": said(STATES[RequestState(row.state)]),
        "waiting": row.state == RequestState.WAITING,
        "answered_at": row.answered_at,
        "withdrawal": row.kind == RequestKind.WITHDRAWAL,
        "passed_on": row.passed_on_at is not None,
        "outcome": said(OUTCOMES[Outcome(row.outcome)]) if row.outcome else "",
        "lapsed": row.state == RequestState.LAPSED,
        "ended": row.state in (RequestState.WITHDRAWN, RequestState.LAPSED),
        "by_fact": domain.answered_by_fact(RequestKind(row.kind), row.outcome, in_words=row.answer_sealed is not None),
        "by_letter": actions.policy_of(row, current.rules).answer_channel == LETTER,
        "told_at": told.delivered_at if told is not None else None,
        "ground": said(GROUNDS[Ground(row.ground)]) if row.ground else "",
        "due_at": row.due_at,
        "clocks": [
            LabelledClock(said(CLOCKS[clock.name]), clock, promise=clock.source)
            for clock in clocks
            if clock.name in domain.TERMS and (answered or clock.stopped_at is None)
        ],
        "steps": [(step.at, said(step_in_words(step.verb, step.facts))) for step in steps if _own_step(step)],
    }


def _own_step(step: Step) -> bool:
    """Whether the person sees a step: word to him not before he got it."""
    return step.verb in STEPS and (step.verb != "told" or was_given(step.facts))
