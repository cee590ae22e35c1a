"""Somebody who does not sign in answers the questions with a code; staff make one for him, and it is shown once."""

import math
from secrets import token_bytes
from typing import Any

from flask import current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import Schema, fields

from waarborg_breach import domain
from waarborg_breach.actions import asking
from waarborg_breach.actions.questions import known_questions, said_not_known
from waarborg_breach.domain import BreachError, Stale
from waarborg_breach.domain.asking import DISCOVERER, NoSuchCode
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.questions import answer, questions_form
from waarborg_breach.schemas.advising import NOT_KNOWN, CodeForm
from waarborg_shared.auth import require_duty
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form

LIMITER = "waarborg_breach.limiter"
CODE_BYTES = 32
_GUESSED = "questions"
_BESIDE = ("code", "do")


@pages.post("/cases/<breach_id>/question-code")
@not_replayed
def question_code(breach_id: str) -> ResponseReturnValue:
    """Make a code for who discovered the breach, in place of the one before, and show it this once."""
    require_duty(current.actor, Duty.BREACH_DECIDE)
    form = read_form(Schema)
    if not form.ok:
        return _code_page(breach_id, form, 422)
    try:
        with current.begin() as work:
            case = work.case(BreachCase, breach_id)
            if request.args.get("revision", str(case.revision)) != str(case.revision):
                raise Stale
            code = asking.make_code(work, case, rules=current.rules, entropy=token_bytes(CODE_BYTES))
            number, until = case.number, asking.asked(work, case).code_until
    except Stale as refused:
        form.refuse_by(refused)
        return _code_page(breach_id, form, 412)
    except BreachError as refused:
        form.refuse_by(refused)
        return _code_page(breach_id, form, 409)
    return _code_page(breach_id, form, 200, code=code, number=number, until=until)


@pages.route("/questions", methods=["GET", "POST"])
@not_replayed
def questions() -> ResponseReturnValue:
    """Answer the questions with the code that somebody got; it stands in what is sent, and in no address."""
    code = request.form.get("code", "")[:60]
    answers = request.method == "POST" and request.form.get("do") == "answer"
    asked = Form(CodeForm(), {"code": code}) if answers else read_form(CodeForm)
    if request.method == "GET" or asked.errors:
        return show_form("breach/questions/code.html", asked)
    wait = math.ceil(_limiter().wait_for(*_sender()))
    if wait > 0:
        return _wait(asked, wait)
    try:
        return _answer(code) if answers else _ask(code, None)
    except NoSuchCode as refused:
        _limiter().failed(*_sender())
        asked.refuse_by(refused)
        return show_form("breach/questions/code.html", asked)


def _answer(code: str) -> ResponseReturnValue:
    with current.begin() as work:
        asking.by_code(work, code)  # whoever may not is refused before what he sent is looked at
    form = read_form(_with_code())
    if form.ok and not any(value for name, value in form.command.items() if name not in _BESIDE):
        form.refuse("", gettext("Answer at least one question."))
    if form.ok:
        try:
            with current.begin() as work:
                answer(work, asking.by_code(work, code), form.command, current.rules, by=DISCOVERER)
            return _ask(code, None, kept=True)
        except NoSuchCode:
            raise
        except (BreachError, KeyDestroyed) as refused:
            form.refuse_by(refused)
    return _ask(code, form)


def _ask(code: str, form: Form | None, *, kept: bool = False) -> ResponseReturnValue:
    """Show the questions; what was answered before is not shown again, since a code may get into other hands."""
    with current.begin() as work:
        case = asking.by_code(work, code)
        work.record(case, verb="looked")
        known, unknown = known_questions(work, case), said_not_known(work, case)
        number = case.number
    protocol = current.rules.breach_protocol
    shown = form or Form(_with_code(), {each + NOT_KNOWN: True for each in unknown})
    page = render_template(
        "breach/questions/answer.html",
        form=shown,
        code=code,
        number=number,
        protocol=protocol,
        known=known,
        left=domain.not_yet_known(protocol, known),
        kept=kept,
        not_known=NOT_KNOWN,
    )
    return make_response(page, 422 if shown.errors else 200)


def _with_code() -> Schema:
    """Return the form of the questions, with the code and the turn that stand in it unseen."""
    beside = {name: fields.String(load_default="") for name in _BESIDE}
    form: Schema = Schema.from_dict({**questions_form(current.rules).declared_fields, **beside})()
    return form


def _code_page(breach_id: str, form: Form, status: int, **shown: Any) -> ResponseReturnValue:
    page = render_template(
        "breach/questions/made.html",
        form=form,
        case=url_for("pages.case", breach_id=breach_id),
        address=url_for("pages.questions", _external=True),
        **{"code": "", "number": "", "until": None, **shown},
    )
    return make_response(page, status)


def _wait(form: Form, seconds: int) -> ResponseReturnValue:
    once_more = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        seconds,
    )
    form.refuse("", once_more)
    page, _ = show_form("breach/questions/code.html", form)
    return make_response(page, 429, {"Retry-After": str(seconds)})


def _sender() -> tuple[str, str, str]:
    return request.remote_addr or "", current.organisation, _GUESSED


def _limiter() -> GuessesBySender:
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    return limiter
