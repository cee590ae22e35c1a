"""The form with which anybody reports, and its receipt."""

from dataclasses import replace

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from waarborg_disclosure.domain import DisclosureError, Reporter
from waarborg_disclosure.evidence import LARGEST_FORM
from waarborg_disclosure.pages import proof
from waarborg_disclosure.pages.arriving import MOST, files_sent, receipt_page, taken_once, ways_to_report
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.pages.limits import ReportsBySender
from waarborg_disclosure.pages.visitors import as_nobody
from waarborg_disclosure.receipts import TooBusy
from waarborg_disclosure.schemas import NewReportSchema
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.security import FORM_FIELD, body_limit

REPORTS = "waarborg_disclosure.reports_by_sender"
BUSY_FOR = 5


@public.route("/report", methods=["GET", "POST"])
@body_limit(LARGEST_FORM)
def report() -> ResponseReturnValue:
    """Show the form, or take the report in and show its receipt, this once."""
    signed_in = request.method == "GET" and current.visitor is not None
    if request.method == "POST":
        as_nobody()
    form = read_form(NewReportSchema)
    if form.ok:
        try:
            return _taken_in(form)
        except DisclosureError as refused:
            form.refuse_by(refused)
        except TooBusy:
            return too_many(form, BUSY_FOR)
    return _page(form, signed_in=signed_in)


def count_report(size: int) -> int:
    """Count a report of this sender; returns how many seconds he has to wait, 0 when it counts."""
    limits: ReportsBySender = current_app.extensions[REPORTS]
    proved = proof.holds(request.form.get(FORM_FIELD, ""), request.form.get(proof.FIELD, ""), bits=proof.BITS)
    return limits.take(request.remote_addr or "", current.organisation, size=size, proved=proved)


def too_many_words(seconds: int) -> str:
    """Return what a sender is told who has to wait."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many reports came in from here, or all together. Wait %(num)d minute and send it again.",
        "Too many reports came in from here, or all together. Wait %(num)d minutes and send it again.",
        minutes,
    )


def too_many(form: Form, seconds: int) -> ResponseReturnValue:
    """Show the form again with what was typed, and when it can be sent."""
    form.refuse("", too_many_words(seconds))
    answer = make_response(_page(form)[0], 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _taken_in(form: Form) -> ResponseReturnValue:
    wait = count_report(request.content_length or 0)  # before anything is done with files: looking at them costs most
    if wait:
        return too_many(form, wait)
    files = files_sent()
    command = replace(form.command, files=files)
    received = taken_once(command)
    return receipt_page(received, reachable=bool(command.contact), files=files)


def _page(form: Form, *, signed_in: bool = False) -> tuple[str, int]:
    hints = {Reporter.PSEUDONYM: gettext("Any name you like."), Reporter.ANONYMOUS: _anonymous_hint()}
    return show_form(
        "disclosure/report.html",
        form,
        policy=current.rules.disclosure_policy,
        reporters=ways_to_report(hints),
        signed_in=signed_in,
        most=MOST,
        again=bool(request.files),
        sums=proof.SUMS,
        bits=proof.BITS,
    )


def _anonymous_hint() -> str:
    policy = current.rules.disclosure_policy
    if policy.anonymous_mailbox:
        hears = gettext("We cannot write to you, but you read our answer here with the code on your receipt.")
    else:
        hears = gettext("We cannot let you know how it goes.")
    if policy.reward is not None and not policy.reward_for_anonymous:
        return f"{hears} {gettext('There is no reward for an anonymous report.')}"
    return hears
