"""The package that a person fetches: on his own page with the code of the letter, at the desk, and for staff."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests.actions.package import fees, fetching, renewing
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.package.fetching import WrongFetchCode
from waarborg_requests.models import Request
from waarborg_requests.pages.case import again
from waarborg_requests.pages.own_case import NotYours, ask_again, own_case
from waarborg_requests.pages.own_page import own_page, record_look
from waarborg_requests.pages.public import public
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.package import FeeForm, FetchForm, HandOverForm, PackageForm
from waarborg_shared.auth import require_duty
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
    """Say what a further copy costs."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    form = read_form(FeeForm)
    if form.ok:
        try:
            with current.begin() as work:
                fees.set_fee(work, request_id, form.command["cents"], rules=current.rules)
            return redirect(url_for("staff.case", request_id=request_id), 303)
        except RequestError as refused:
            form.refuse_by(refused)
    return again(request_id, {"deliver": form, "fee": form}, 422)


def _download(fetched: fetching.Fetched, number: str) -> Response:
    """Stream the package: none of its pieces is held for longer than its turn takes."""
    runtime, organisation, actor, now = current.runtime, current.organisation, current.actor, current.now()
    body = fetching.pieces(lambda: runtime.uow.read(organisation, actor=actor, now=now), fetched)
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_NAME.format(number=number.lower())}"'
    answer.headers["Content-Length"] = str(fetched.size)
    answer.headers["Cache-Control"] = "no-store"
    return answer
