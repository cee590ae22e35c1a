"""The secure page: the answer and its letter, for who shows number and code and a second proof; no code in an address.

A wrong number, a wrong code and an answer that does not lie there are told alike, and each try counts.
"""

from dataclasses import dataclass

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.actions.delivering import open_answer
from waarborg_requests.actions.letters import GivenLetter, read_letter
from waarborg_requests.actions.opening import find_answer
from waarborg_requests.domain import RequestError
from waarborg_requests.models import Request
from waarborg_requests.pages.guessing import guesses, wait_page
from waarborg_requests.pages.letters import pdf
from waarborg_requests.pages.looking_up import EXAMPLE
from waarborg_requests.pages.public import public
from waarborg_requests.schemas import OpenAnswerForm
from waarborg_requests.texts.letters import NO_ANSWER_HERE
from waarborg_shared.auth import ActorKind
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form
from waarborg_shared.web.i18n import in_language as said


@dataclass(frozen=True, slots=True)
class _Opened:
    """An answer that was opened; ``given`` is None once it was erased."""

    row: Request
    given: GivenLetter | None
    form: Form


@public.route("/answers", methods=["GET", "POST"])
@not_replayed
def read_answer() -> ResponseReturnValue:
    """Ask for number, code and second proof, and show the answer; from then on it counts as told."""
    found = _open()
    if not isinstance(found, _Opened):
        return found
    page = render_template("requests/letters/answer.html", row=found.row, given=found.given, form=found.form)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public.route("/answers/letter", methods=["POST"])
@not_replayed
def answer_file() -> ResponseReturnValue:
    """Give the letter as a file, for the same proofs."""
    found = _open()
    if not isinstance(found, _Opened):
        return found
    if found.given is None:
        return render_template("requests/letters/answer.html", row=found.row, given=None, form=found.form)
    return pdf(found.given.content, f"{found.row.number}.pdf")


def _open() -> _Opened | ResponseReturnValue:
    form = read_form(OpenAnswerForm)
    if not form.ok:
        return _ask(form)
    typed = form.command
    tries = guesses(domain.read_number(typed["number"]) or "")
    if (wait := tries.wait()) > 0:
        return wait_page(form, wait, _ask)
    try:
        with current.begin() as work:
            row = find_answer(work, typed["number"], typed["code"], typed["read_code"], rules=current.rules)
            delivery = open_answer(work, row, current.rules)
            if delivery is None:
                raise actions.NoSuchRequest
            given = _given(work, row, delivery.id)
    except actions.NoSuchRequest:
        tries.failed()
        form.refuse("", said(NO_ANSWER_HERE))
        return _ask(form)
    except RequestError as refused:
        tries.succeeded()
        form.refuse_by(refused)
        return _ask(form)
    tries.succeeded()
    return _Opened(row, given, form)


def _given(work: Work, row: Request, delivery_id: str) -> GivenLetter | None:
    try:
        return read_letter(work, row, delivery_id, current.rules)
    except KeyDestroyed:
        return None


def _ask(form: Form) -> tuple[str, int]:
    example = domain.number(current.organisation, current.now().year, EXAMPLE)
    signed_in = current.actor.kind is ActorKind.PERSON
    return show_form("requests/letters/open.html", form, example=example, signed_in=signed_in)
