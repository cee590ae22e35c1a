"""The package that a person fetches: on his own page with the code of the letter, at the desk, and for staff."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.own import may_be_shown
from waarborg_requests.actions.package import asking_fee, fetching, renewing
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.package.fees import NoFeeAsked
from waarborg_requests.domain.package.fetching import WrongFetchCode
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on, again
from waarborg_requests.pages.own_case import NotYours, Own, act_on_own, ask_again, own_case
from waarborg_requests.pages.own_page import own_page, record_look
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.package import FetchForm, HandOverForm, PackageForm
from waarborg_requests.texts import package as texts
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form

HAND_OVER = "hand-over"
_NAME = "waarborg-{number}.zip"


@public.route("/own/package", methods=["POST"])
@not_replayed
def fetch_own() -> ResponseReturnValue:
    """Give the package to who has number, code and the code of the letter; a wrong one is counted."""
    form = read_form(FetchForm)
    try:
        if form.ok:
            fetched, number = _try(form)
            if fetched is not None:
                return _download(fetched, number)
        with own_case(form) as own:
            record_look(own)
            return make_response(own_page(own, {"fetch": form}), 422)
    except NotYours as refused:
        return ask_again(refused, {"fetch": Form(FetchForm())})


def _try(form: Form) -> tuple[fetching.Fetched | None, str]:
    """Try the code; what is wrong stands on the form then, and is kept of the try whatever comes of it."""
    try:
        with own_case(form) as own:
            found, number = fetching.fetch(own.work, own.row, form.command["fetch_code"]), own.row.number
    except RequestError as refused:
        form.refuse_by(refused)
        return None, ""
    if isinstance(found, WrongFetchCode):
        form.refuse_by(found)
        return None, ""
    return found, number


@staff.route("/cases/<request_id>/package/<package_step>", methods=["POST"])
@not_replayed
def package_step(request_id: str, package_step: str) -> ResponseReturnValue:
    """Hand the package over at the desk, end it, or begin another one."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    if package_step not in _STEPS:
        abort(404)
    form = read_form(HandOverForm if package_step == HAND_OVER else PackageForm)
    if form.ok:
        try:
            with current.begin() as work:
                found = _STEPS[package_step](work, request_id, form.command)
                number = work.case(Request, request_id).number
            if isinstance(found, fetching.Fetched):
                return _download(found, number)
            return redirect(url_for("staff.case", request_id=request_id), 303)
        except (RequestError, KeyDestroyed) as refused:
            form.refuse_by(refused)
    forms = {"deliver": form, HAND_OVER: form} if package_step == HAND_OVER else {"deliver": form}
    return again(request_id, forms, 422)


def _hand_over(work: Work, request_id: str, typed: Mapping[str, Any]) -> fetching.Fetched:
    seen = fetching.Seen(document=typed["document"], last=typed["last"].strip().upper())
    return fetching.hand_over(work, request_id, seen, rules=current.rules)


_STEPS: Mapping[str, Callable[[Work, str, Mapping[str, Any]], object]] = {
    HAND_OVER: _hand_over,
    "end": lambda work, request_id, _: renewing.end(work, request_id),
    "anew": lambda work, request_id, _: renewing.begin_anew(work, request_id, rules=current.rules),
}


@staff.route("/cases/<request_id>/fee", methods=["POST"])
def set_fee(request_id: str) -> ResponseReturnValue:
    """Say what a copy costs: the person is told first, and says yes, asks for less or takes the request back."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        asked = asking_fee.Fee(cents=typed["cents"], reason=typed["fee_reason"], why=typed["fee_why"])
        return asking_fee.ask_fee(work, request_id, asked, revision=typed["revision"], rules=current.rules)

    return act_on(request_id, "fee", act)


@staff.route("/cases/<request_id>/fee-agreed", methods=["POST"])
def fee_agreed(request_id: str) -> ResponseReturnValue:
    """Record that the person said yes to the costs."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        row = unchanged(work, request_id, typed["revision"])
        return asking_fee.agree(work, row, cents=typed["agreed_cents"], why=typed["agreed_note"])

    return act_on(request_id, "fee-agreed", act)


@public.route("/own/fee", methods=["POST"])
def agree_fee() -> ResponseReturnValue:
    """Say yes to what one's copy costs."""
    return act_on_own("fee-yes", _agree, done=lambda own: texts.fee_agreed(due_on(own.row.due_at)))


def _agree(own: Own, typed: Mapping[str, Any]) -> Request:
    """Nothing is told of a fee, nor agreed to, before it is known who asks."""
    if not may_be_shown(own.work, own.row):
        raise NoFeeAsked(own.row.id)
    return asking_fee.agree(own.work, own.row, cents=typed["fee_cents"])


def _download(fetched: fetching.Fetched, number: str) -> Response:
    """Stream the package: none of its pieces is held for longer than its turn takes."""
    runtime, organisation, actor = current.runtime, current.organisation, current.actor
    body = fetching.pieces(
        lambda: runtime.uow.read(organisation, actor=actor, now=runtime.now()),
        lambda: runtime.uow.begin(organisation, actor=actor, now=runtime.now()),
        fetched,
    )
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_NAME.format(number=number.lower())}"'
    answer.headers["Content-Length"] = str(fetched.size)
    answer.headers["Cache-Control"] = "no-store"
    return answer
