"""What somebody does with number and code: take a request back, narrow it, ask to be called."""

import math
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from marshmallow import Schema

from waarborg_requests import actions, domain
from waarborg_requests.actions import ending
from waarborg_requests.domain import RequestError
from waarborg_requests.models import Request
from waarborg_requests.pages.public import LIMITER, public
from waarborg_requests.schemas import OwnCallForm, OwnNarrowForm, OwnStopForm
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form

Act = Callable[[Work, Request, Any], dict[str, object]]
_STOP, _NARROW, _CALL = (
    "requests/beginning/own_stop.html",
    "requests/beginning/own_narrow.html",
    "requests/beginning/own_call.html",
)


@public.route("/stop", methods=["GET", "POST"])
@not_replayed
def stop() -> ResponseReturnValue:
    """Take a request back: number and code first, then a page that asks whether this is sure."""

    def act(work: Work, row: Request, typed: Any) -> dict[str, object]:
        if not typed["sure"] and row.state != domain.RequestState.WITHDRAWN:
            domain.after(domain.RequestState(row.state), domain.Move.WITHDRAW)
            return {"ask": True, "works": row.passed_on_at is not None}
        ending.withdraw(work, row, rules=current.rules)
        return {"ask": False, "works": row.passed_on_at is not None}

    return _by_code(OwnStopForm, _STOP, act)


@public.route("/narrow", methods=["GET", "POST"])
@not_replayed
def narrow() -> ResponseReturnValue:
    """Keep of a request what one still wants."""

    def act(work: Work, row: Request, typed: Any) -> dict[str, object]:
        return {"due_at": ending.narrow(work, row, wanted=typed["wanted"]).due_at}

    return _by_code(OwnNarrowForm, _NARROW, act)


@public.route("/call-me", methods=["GET", "POST"])
@not_replayed
def call_me() -> ResponseReturnValue:
    """Ask to be called back."""

    def act(work: Work, row: Request, typed: Any) -> dict[str, object]:
        call = ending.ask_call(work, row, number=typed["telephone"], suits=typed["suits"], rules=current.rules)
        return {"due_at": call.due_at}

    return _by_code(OwnCallForm, _CALL, act)


def _by_code(schema: type[Schema], page: str, act: Act) -> ResponseReturnValue:
    """Do what was typed once number and code belong together; wrong tries are counted as on the status page."""
    form = _opened(schema) if request.form.get("open") else read_form(schema)
    if not form.ok:
        return show_form(page, form, done=None)
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    guess = request.remote_addr or "", current.organisation, domain.read_number(form.command["number"]) or ""
    wait = limiter.wait_for(*guess)
    if wait > 0:
        return _wait(form, page, wait)
    try:
        with current.begin() as work:
            row = work.case(Request, actions.look_up(work, form.command["number"], form.command["code"]).id)
            done = {"number": row.number, **act(work, row, form.command)}
    except actions.NoSuchRequest as refused:
        limiter.failed(*guess)
        form.refuse_by(refused)
        return show_form(page, form, done=None)
    except (RequestError, KeyDestroyed) as refused:
        limiter.succeeded(*guess)
        form.refuse_by(refused)
        return show_form(page, form, done=None)
    limiter.succeeded(*guess)
    return render_template(page, form=form, done=done)


def _opened(schema: type[Schema]) -> Form:
    """Return the form as the person's own page opens it: with number and code, and nothing judged yet."""
    typed = {name: request.form.get(name, "") for name in ("number", "code")}
    return Form(schema(), typed)


def _wait(form: Form, page: str, seconds: float) -> Response:
    whole = math.ceil(seconds)
    once_more = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        whole,
    )
    form.refuse("", once_more)
    shown, _ = show_form(page, form, done=None)
    answer = make_response(shown, 429)
    answer.headers["Retry-After"] = str(whole)
    return answer
