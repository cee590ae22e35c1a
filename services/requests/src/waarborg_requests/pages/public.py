"""What anybody can do without an account: file a request, and see how it stands with number and code."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.actions.own import own_request, own_requests
from waarborg_requests.domain import RequestError, RequestState
from waarborg_requests.models import Request
from waarborg_requests.pages.guessing import guesses
from waarborg_requests.pages.looking_up import look_up_page, wait_page
from waarborg_requests.pages.own_case import NotYours, Own, ask_again, own_case, ticket_for
from waarborg_requests.pages.own_forms import kept_own_forms
from waarborg_requests.pages.own_page import own_page, record_look
from waarborg_requests.schemas import LookUpForm, OwnForm
from waarborg_requests.texts import STATES
from waarborg_shared.auth import require_somebody
from waarborg_shared.web import current, not_replayed, read_form, require_two_proofs
from waarborg_shared.web.i18n import in_language as said

CODE_BYTES = 32

public = Blueprint("public", __name__, url_prefix="/requests", template_folder="../templates")


@public.route("/status", methods=["GET", "POST"])
@not_replayed
def status() -> ResponseReturnValue:
    """Ask for number and code, and show how the request stands. The code is never part of an address."""
    if request.form.get("ticket"):
        return _with_ticket()
    form = read_form(LookUpForm)
    kept = kept_own_forms()
    if not form.ok:
        return look_up_page(form, kept)
    tries = guesses(domain.read_number(form.command["number"]) or "")
    wait = tries.wait()
    if wait > 0:
        return wait_page(form, wait, kept)
    try:
        with current.begin() as work:
            row = actions.look_up(work, form.command["number"], form.command["code"])
            page = own_page(Own(work, row, ticket_for(row)), kept)
    except actions.NoSuchRequest as refused:
        tries.failed()
        form.refuse_by(refused)
        return look_up_page(form, kept)
    except RequestError as refused:
        tries.succeeded()
        form.refuse_by(refused)
        return look_up_page(form, kept)
    tries.succeeded()
    return page


def _with_ticket() -> ResponseReturnValue:
    """Go back to the request from a page about it."""
    try:
        with own_case(read_form(OwnForm)) as own:
            record_look(own)
            return own_page(own)
    except NotYours as refused:
        return ask_again(refused, {})


@public.route("/mine")
def mine() -> str:
    """List the requests of the person who signed in."""
    require_somebody(current.actor)
    require_two_proofs(current, current.actor)
    with current.read() as work:
        rows = own_requests(work)
    return render_template("requests/mine.html", items=[_listed(row) for row in rows])


@public.route("/mine/<request_id>")
def own_one(request_id: str) -> str:
    """Show the person who signed in one request of his; another's is not there."""
    require_somebody(current.actor)
    require_two_proofs(current, current.actor)
    with current.begin() as work:
        own = Own(work, own_request(work, request_id), None)
        record_look(own)
        return own_page(own)


def _listed(row: Request) -> dict[str, object]:
    return {
        "number": row.number,
        "link": url_for("public.own_one", request_id=row.id),
        "kind": said(actions.policy_of(row, current.rules).name),
        "state": said(STATES[RequestState(row.state)]),
        "answered_at": row.answered_at,
        "received_at": row.received_at,
        "due_at": row.due_at,
    }
