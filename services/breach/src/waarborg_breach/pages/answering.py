"""Somebody who does not sign in answers the questions, or disagrees, with a code; it is made and shown once."""

from collections.abc import Callable, Mapping
from secrets import token_bytes
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import Schema, fields

from waarborg_breach import domain
from waarborg_breach.actions import asking
from waarborg_breach.actions.settling import goes_on_in
from waarborg_breach.domain import BreachError, Stale
from waarborg_breach.domain.asking import NoSuchCode
from waarborg_breach.models import BreachCase
from waarborg_breach.pages import braking
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.grievances import file_where_it_goes_on, grieving
from waarborg_breach.pages.question_fields import UNKNOWN, field_of, questions_form, refuse_answers, says_something
from waarborg_breach.pages.questions import answers_sent, fields_of
from waarborg_breach.schemas.advising import CodeForm
from waarborg_breach.schemas.handling import GrievanceForm
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form

CODE_BYTES = 32
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
            until = asking.asked(work, case).code_until
    except Stale as refused:
        form.refuse_by(refused)
        return _code_page(breach_id, form, 412)
    except BreachError as refused:
        form.refuse_by(refused)
        return _code_page(breach_id, form, 409)
    return _code_page(breach_id, form, 200, code=code, until=until)


@pages.route("/questions", methods=["GET", "POST"])
@not_replayed
def questions() -> ResponseReturnValue:
    """Answer the questions, or disagree, with the code that somebody got; it stands in no address."""
    code = request.form.get("code", "")[:60]
    act = _ACTS.get(request.form.get("do", "")) if request.method == "POST" else None
    asked = Form(CodeForm(), {"code": code}) if act is not None else read_form(CodeForm)
    if request.method == "GET" or asked.errors:
        return show_form("breach/questions/code.html", asked)
    wait = braking.wait(braking.GUESSED)
    if wait > 0:
        return _wait(asked, wait)
    try:
        return act(code) if act is not None else _ask(code)
    except NoSuchCode as refused:
        braking.count(braking.GUESSED)
        asked.refuse_by(refused)
        return show_form("breach/questions/code.html", asked)


def _answer(code: str) -> ResponseReturnValue:
    """Keep the answers that were sent with a code."""
    _opened(code)
    form = read_form(_with_code(questions_form(current.rules)))
    if form.ok and not says_something(form.command):
        form.refuse("", gettext("Answer at least one question."))
    if not form.ok:
        return _ask(code, form)
    try:
        with current.begin() as work:
            report, sent = asking.by_code(work, code), answers_sent(form.command, current.rules)
            asking.answer_by_code(work, report, rules=current.rules, **sent)
    except NoSuchCode:
        raise
    except (BreachError, KeyDestroyed) as refused:
        refuse_answers(form, refused)
        return _ask(code, form, status=412 if isinstance(refused, Stale) else 422)
    return _ask(code, kept="answers")


def _disagree(code: str) -> ResponseReturnValue:
    """File the grievance that was sent with a code."""
    _opened(code)
    form = read_form(_with_code(GrievanceForm()))
    if not form.ok:
        return _ask(code, grievance=form)
    try:
        with current.begin() as work:
            file_where_it_goes_on(work, asking.by_code(work, code), form.command, current.rules)
    except NoSuchCode:
        raise
    except (BreachError, KeyDestroyed) as refused:
        form.refuse_by(refused)
        return _ask(code, grievance=form)
    return _ask(code, kept="grievance")


def _opened(code: str) -> None:
    """Refuse whoever may not before what he sent is looked at. Raises NoSuchCode."""
    with current.begin() as work:
        asking.by_code(work, code)


def _ask(
    code: str, form: Form | None = None, *, grievance: Form | None = None, kept: str = "", status: int = 422
) -> ResponseReturnValue:
    """Show the questions; what was answered before is not shown again, since a code may get into other hands."""
    with current.begin() as work:
        report = asking.by_code(work, code)
        case = goes_on_in(work, report)
        work.record(case, verb="looked")
        asked = fields_of(work, case, current.rules, shows=lambda _answer: False)
        ticked = {field_of(UNKNOWN, each): True for each, answer in asked.now.items() if answer.text is None}
        page = {"case": case, "number": report.number, "grieving": grieving(work, report, current.rules)}
        page["goes_on_as"] = case.number if case is not report else None
        undecided = case.case_state == domain.CaseState.REPORTED
    protocol = current.rules.breach_protocol
    shown = form or Form(questions_form(current.rules), ticked)
    known = [each for each, answer in asked.now.items() if answer.text is not None]
    wrong = grievance or shown
    rendered = render_template(
        "breach/questions/answer.html",
        form=wrong,
        answers=shown,
        grievance=grievance or Form(GrievanceForm()),
        code=code,
        protocol=protocol,
        fields=asked.fields(shown),
        left=domain.not_yet_known(protocol, known),
        undecided=undecided,
        kept=kept,
        **page,
    )
    return make_response(rendered, status if wrong.errors else 200)


def _with_code(schema: Schema) -> Schema:
    """Return a form with the code and the turn that stand in it unseen."""
    beside = {name: fields.String(load_default="") for name in _BESIDE}
    form: Schema = Schema.from_dict({**schema.declared_fields, **beside})()
    return form


_ACTS: Mapping[str, Callable[[str], ResponseReturnValue]] = {"answer": _answer, "grievance": _disagree}


def _code_page(breach_id: str, form: Form, status: int, **shown: Any) -> ResponseReturnValue:
    with current.read() as work:
        case = work.case(BreachCase, breach_id, lock=False)
    page = render_template(
        "breach/questions/made.html",
        form=form,
        case=case,
        address=url_for("pages.questions", _external=True),
        **{"code": "", "until": None, **shown},
    )
    return make_response(page, status)


def _wait(form: Form, seconds: int) -> ResponseReturnValue:
    once_more = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        seconds,
    )
    form.refuse("", once_more)
    return braking.too_many(make_response(show_form("breach/questions/code.html", form)), seconds)
