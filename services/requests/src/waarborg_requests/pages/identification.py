"""Identification on the case page and on the person's own: questions, letters with a code, failed checks, the code."""

from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.identification import deciding, proving
from waarborg_requests.domain import RequestError
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on, again
from waarborg_requests.pages.forms import FORMS, kept_forms
from waarborg_requests.pages.handling import whose_number
from waarborg_requests.pages.own_case import NotYours, Own, ask_again, own_case
from waarborg_requests.pages.own_forms import OWN_FORMS
from waarborg_requests.pages.own_page import done_page, own_page, record_look
from waarborg_requests.pages.public import public
from waarborg_requests.pages.rights import require_answering, require_any_answering
from waarborg_requests.pages.staff import staff
from waarborg_requests.persons import PersonNotFound, registered
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form
from waarborg_shared.web.i18n import in_language as said

_CODE_BYTES = 32
_KNOWN = Text("Wij weten nu wie u bent. Uw verzoek gaat verder.", "We now know who you are. Your request goes on.")
_TOO_LOW = Text(
    "Dit is genoteerd. Voor dit verzoek moeten wij nog zekerder weten wie u bent. Op de pagina van uw verzoek staat "
    "hoe dat kan.",
    "This was noted. For this request we have to be surer still who you are. The page of your request says how.",
)


@staff.route("/cases/<request_id>/withdraw-question", methods=["POST"])
def withdraw_question(request_id: str) -> ResponseReturnValue:
    """Take the question who somebody is back; the clocks go on."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return deciding.withdraw_question(work, request_id, revision=typed["revision"], rules=current.rules)

    return act_on(request_id, "withdraw-question", act)


@staff.route("/cases/<request_id>/identification-failed", methods=["POST"])
def identification_failed(request_id: str) -> ResponseReturnValue:
    """Write down a check that failed."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return deciding.note_failure(
            work,
            request_id,
            revision=typed["revision"],
            how=typed["failed_how"],
            why=typed["failure"],
            note=typed["failed_note"],
            rules=current.rules,
        )

    return act_on(request_id, "identification-failed", act)


@staff.route("/cases/<request_id>/identification-open", methods=["POST"])
def identification_open(request_id: str) -> ResponseReturnValue:
    """Let the person identify himself on his own page again."""
    return act_on(
        request_id,
        "identification-open",
        lambda work, typed: deciding.open_again(work, request_id, revision=typed["revision"]),
    )


@staff.route("/cases/<request_id>/send-code", methods=["POST"])
@not_replayed
def send_code(request_id: str) -> ResponseReturnValue:
    """Make a letter with a code and show it, this once, to print."""
    require_any_answering()
    with current.begin() as work:
        require_answering(work.case(Request, request_id))  # before anybody is searched for in the register
    name = "send-code"
    form, status = read_form(FORMS[name]), 422
    if form.ok:
        try:
            number = form.command["letter_client_number"]
            subject_ref = whose_number(number) if number else None
            with current.begin() as work:
                require_answering(work.case(Request, request_id))
                made = deciding.send_code(
                    work,
                    request_id,
                    revision=form.command["revision"],
                    subject_ref=subject_ref,
                    entropy=token_bytes(_CODE_BYTES),
                )
            return _code_letter(made)
        except PersonNotFound as refused:
            form.refuse("letter_client_number", said(refused.text))
        except RequestError as refused:
            form.refuse_by(refused)
        except actions.Stale as refused:
            form.refuse_by(refused)
            status = 412
    return again(request_id, {**kept_forms(sent=name), name: form}, status)


def _code_letter(made: Any) -> ResponseReturnValue:
    headers = {"Cookie": request.headers.get("Cookie", "")}
    person = registered(current.runtime.client, current.organisation, made.letter.subject_ref, headers=headers)
    page = render_template(
        "requests/identification/code_letter.html",
        row=made.row,
        code=made.code,
        person=person,
        policy=actions.policy_of(made.row, current.rules),
    )
    return make_response(page, 201)


@public.post("/own/identify-code")
def identify_code() -> ResponseReturnValue:
    """Try the code of a letter, on the page of one's own request."""

    def prove(own: Own, form: Form) -> RequestError | None:
        return proving.prove_by_code(own.work, own.row, form.command["letter_code"], rules=current.rules)

    return _prove("identify-code", prove)


@public.post("/own/identify-account")
def identify_account() -> ResponseReturnValue:
    """Let the account that one is signed in with say who one is."""
    return _prove(
        "identify-account", lambda own, _form: proving.prove_by_session(own.work, own.row, rules=current.rules)
    )


def _prove(name: str, prove: Any) -> ResponseReturnValue:
    """Try, and say what came of it. What failed is written down all the same: nothing is rolled back."""
    form = read_form(OWN_FORMS[name])
    try:
        if not (form.value("ticket") or form.value("own")):
            raise NotYours  # which asks for number and code
        with own_case(form) as own:
            if form.ok:
                refused = _tried(own, form, prove)
                if refused is None:
                    return done_page(own, said(_KNOWN if own.row.identified_at else _TOO_LOW))
                form.refuse_by(refused)
            record_look(own)
            return make_response(own_page(own, {name: form}), 422)
    except NotYours as refused:
        return ask_again(refused, {name: form})


def _tried(own: Own, form: Form, prove: Any) -> RequestError | None:
    try:
        refused: RequestError | None = prove(own, form)
    except RequestError as raised:  # before anything was done: the request is answered, or was passed on for another
        return raised
    return refused
