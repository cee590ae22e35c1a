"""The one way to a person's own request: by number and code (a ticket afterwards), or signed in.

Every form on the page of one's own request goes through here. Its schema is an `OwnForm` that stands in OWN_FORMS, its
template begins with the macro `own_form` of `requests/own.html`, and its view is one call of `act_on_own`.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue

from waarborg_requests.actions import Stale
from waarborg_requests.actions.beginning import check_own
from waarborg_requests.actions.own import own_request
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.authority import AuthorityOver
from waarborg_requests.models import Request
from waarborg_requests.pages.guessing import guesses
from waarborg_requests.pages.looking_up import look_up_page, wait_page
from waarborg_requests.pages.own_forms import OWN_FORMS, Own
from waarborg_requests.pages.own_page import done_page, own_page, record_look
from waarborg_requests.pages.tickets import TicketForged, TicketOver, Tickets, code_mark
from waarborg_requests.schemas import LookUpForm
from waarborg_shared.auth import require_somebody
from waarborg_shared.clocks import ClockError
from waarborg_shared.hooks.values import Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import UnknownCase
from waarborg_shared.web import Form, current, read_form, require_two_proofs
from waarborg_shared.web.i18n import in_language as said

__all__ = ["NotYours", "Own", "act_on_own", "ask_again", "own_case", "ticket_for"]

# What tries with tickets are counted under, beside the numbers of requests.
_TICKETS = "ticket"


class NotYours(Exception):
    """What was sent does not show that the request is one's own; ``seconds``: how long the next try has to wait."""

    text = Text(
        "Deze pagina stond te lang open, of hoort niet bij een verzoek. Vul uw nummer en code nog eens in.",
        "This page was open for too long, or belongs to no request. Type your number and code once more.",
    )

    def __init__(self, seconds: float = 0.0, text: Text | None = None) -> None:
        super().__init__("not shown to be one's own")
        self.seconds = seconds
        self.text = text or self.text


def ticket_for(row: Request) -> str:
    """Return a ticket for a request of which number and code were just right, or given out."""
    return _tickets().issue(current.organisation, row.id, code_hash=row.code_hash, now=current.now())


@contextmanager
def own_case(form: Form) -> Iterator[Own]:
    """Open the request that a form is about, if the form shows that it is the sender's own.

    Raises:
        NotYours: the ticket is forged, over, or for a code that is no more; there were too many tries; or who asked
            for another may not any more.
        Unauthenticated, SecondFactorNeeded, UnknownCase: nobody signed in, or not surely enough to read what is his;
        the request is not his who did.
    """
    ticket = str(form.value("ticket"))
    if current.form_refused is not None or not (ticket or form.value("own")):
        raise NotYours
    if not ticket:
        require_somebody(current.actor)
        require_two_proofs(current, current.actor)
        with current.begin() as work:
            yield Own(work, own_request(work, str(form.value("own"))), None)
        return
    read = _read(ticket)
    with current.begin() as work:
        try:
            row = work.case(Request, read.request_id)
        except UnknownCase:
            raise NotYours from None
        if not hmac.compare_digest(code_mark(row.code_hash), read.code_mark):
            raise NotYours
        try:
            check_own(row)
        except AuthorityOver as over:
            raise NotYours(text=over.text) from None
        yield Own(work, row, ticket)


def act_on_own(
    name: str, act: Callable[[Own, Mapping[str, Any]], object], *, done: Callable[[Own], Text]
) -> ResponseReturnValue:
    """Do what a form on the page of one's own request asks, and say so; or show that page with what is wrong.

    ``name`` is the form's in OWN_FORMS; ``done`` says in a sentence what was done. Sent twice, it is done once.
    """
    form = read_form(OWN_FORMS[name])
    status = 422
    try:
        if form.ok:
            try:
                with own_case(form) as own:
                    act(own, form.command)
                    words = done(own)
                return done_page(own, said(words))
            except (RequestError, ClockError, KeyDestroyed) as refused:
                form.refuse_by(refused)
            except Stale as refused:
                form.refuse_by(refused)
                status = 412
        with own_case(form) as own:
            record_look(own)
            return make_response(own_page(own, {name: form}), status)
    except NotYours as refused:
        return ask_again(refused, {name: form})


def ask_again(refused: NotYours, forms: Mapping[str, Form]) -> ResponseReturnValue:
    """Ask for number and code once more; what was typed in a form is kept, and shown again after that."""
    look_up = Form(LookUpForm())
    if refused.seconds > 0:
        return wait_page(look_up, refused.seconds, forms)
    look_up.refuse_by(refused)
    return look_up_page(look_up, forms)


def _read(ticket: str) -> Any:
    tries = guesses(_TICKETS)
    wait = tries.wait()
    if wait > 0:
        raise NotYours(wait)
    try:
        return _tickets().read(current.organisation, ticket, now=current.now())
    except TicketForged:
        tries.failed()
        raise NotYours from None
    except TicketOver:
        raise NotYours from None


def _tickets() -> Tickets:
    return Tickets(current.runtime.settings.master_key)
