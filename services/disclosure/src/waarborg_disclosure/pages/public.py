"""What anybody can do without an account: read the policy, report a hole, and open the mailbox behind a receipt."""

import math
from collections.abc import Callable, Sequence
from secrets import token_bytes
from typing import Any

from flask import Blueprint, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from waarborg_disclosure import actions, domain
from waarborg_disclosure.actions import Letter, UnknownReceipt
from waarborg_disclosure.domain import DisclosureError, Reporter, ReportState, Verdict
from waarborg_disclosure.models import Report
from waarborg_disclosure.schemas import MessageForm, NewReportSchema, ReceiptForm
from waarborg_disclosure.texts import ANSWER_PARTS, REPORTERS, STATES, VERDICTS, clock_name
from waarborg_shared.auth import Actor
from waarborg_shared.clocks import Clock, due
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.in_words import term_in_words
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.web import Form, LabelledClock, current, not_replayed, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

LIMITER = "waarborg_disclosure.limiter"
RECEIPT_BYTES = 32

public = Blueprint("public", __name__, url_prefix="/disclosure", template_folder="../templates")


def _as_nobody() -> None:
    """Go on as a visitor: who happens to be signed in stands nowhere, not in a timeline nor beside a kept answer."""
    current.actor = Actor.anonymous(current.organisation)


@public.get("/")
def policy() -> str:
    """Show the policy of this organisation: the rules of play, and what it promises with its clocks."""
    return render_template("disclosure/policy.html", policy=current.rules.disclosure_policy, promises=_promises())


def _promises() -> list[dict[str, Any]]:
    """Return each promise that is a clock: within which term, and which day that is for who reports now."""
    rules = current.rules
    return [
        {
            "name": said(clock_name(clock.name)),
            "term": said(term_in_words(clock.term)),
            "due_at": due(clock, now, rules.calendar),
            "holds": [said(ANSWER_PARTS[part]) for part in rules.disclosure_policy.answer_needs],
        }
        for clock, now in domain.starts(rules.disclosure_policy, current.now())
    ]


@public.route("/report", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Show the form, or take the report in and show its receipt, this once."""
    signed_in = request.method == "GET" and current.visitor is not None
    if request.method == "POST":
        _as_nobody()
    form = read_form(NewReportSchema)
    if form.ok:
        try:
            return _receipt(form.command)
        except DisclosureError as refused:
            form.refuse_by(refused)
    policy = current.rules.disclosure_policy
    return show_form("disclosure/report.html", form, policy=policy, reporters=_ways_to_report(), signed_in=signed_in)


def _ways_to_report() -> list[tuple[str, str, str]]:
    policy = current.rules.disclosure_policy
    possible = [each for each in Reporter if policy.pseudonym_allowed or each is not Reporter.PSEUDONYM]
    hints = {
        Reporter.NAMED: "",
        Reporter.PSEUDONYM: gettext("Any name you like."),
        Reporter.ANONYMOUS: _anonymous_hint(),
    }
    return [(each.value, said(REPORTERS[each]), hints[each]) for each in possible]


def _anonymous_hint() -> str:
    policy = current.rules.disclosure_policy
    if policy.anonymous_mailbox:
        hears = gettext("We cannot write to you, but you read our answer here with the code on your receipt.")
    else:
        hears = gettext("We cannot let you know how it goes.")
    if policy.reward is not None and not policy.reward_for_anonymous:
        return f"{hears} {gettext('There is no reward for an anonymous report.')}"
    return hears


def _receipt(command: actions.NewReport) -> tuple[str, int]:
    with current.begin() as work:
        received = actions.receive_report(work, command, rules=current.rules, entropy=token_bytes(RECEIPT_BYTES))
        row = received.report
        clocks = work.clocks.of(row)
    page = render_template(
        "disclosure/receipt.html",
        number=row.number,
        receipt=received.receipt,
        due_at=row.due_at,
        clocks=_labelled(clocks),
        holds=[said(ANSWER_PARTS[part]) for part in current.rules.disclosure_policy.answer_needs],
        exposed=row.exposes_personal_data,
    )
    return page, 201


@public.route("/mailbox", methods=["GET", "POST"])
@not_replayed
def mailbox() -> ResponseReturnValue:
    """Ask for the receipt, and show what is behind it. A receipt is never part of an address."""
    form = read_form(ReceiptForm)
    if request.method == "GET" or not form.ok:
        return show_form("disclosure/open.html", form)
    return _with_receipt(form, lambda work: actions.open_mailbox(work, form.command["receipt"]), _shown)


@public.post("/mailbox/messages")
def write() -> ResponseReturnValue:
    """Take in a message of the reporter; what is wrong with it is shown in the mailbox, with what was typed."""
    form = read_form(MessageForm)
    receipt = str(form.value("receipt"))
    if form.error("receipt"):
        return show_form("disclosure/open.html", form)
    if not form.ok:
        return _with_receipt(
            form,
            lambda work: actions.open_mailbox(work, receipt),
            lambda report, clocks, letters: _shown(report, clocks, letters, form),
        )
    try:
        return _with_receipt(form, lambda work: actions.write_to_us(work, receipt, form.command["text"]), _written)
    except (DisclosureError, KeyDestroyed) as refused:
        form.refuse_by(refused)
        return _with_receipt(
            form,
            lambda work: actions.open_mailbox(work, receipt),
            lambda report, clocks, letters: _shown(report, clocks, letters, form),
        )


def _with_receipt(
    form: Form,
    act: Callable[[Work], Report],
    show: Callable[[Report, Sequence[Clock], Sequence[Letter]], ResponseReturnValue],
) -> ResponseReturnValue:
    """Do something with the report behind a receipt and show it; a wrong receipt makes the next try wait."""
    _as_nobody()
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    sender = request.remote_addr or "", current.organisation
    wait = limiter.wait_for(*sender)
    if wait > 0:
        return _wait(form, wait)
    try:
        with current.begin() as work:
            row = act(work)
            clocks, letters = work.clocks.of(row), actions.messages_of(work, row)
    except UnknownReceipt as refused:
        limiter.failed(*sender)
        form.refuse_by(refused)
        return show_form("disclosure/open.html", form)
    return show(row, clocks, letters)


def _wait(form: Form, seconds: float) -> ResponseReturnValue:
    whole = math.ceil(seconds)
    words = ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        whole,
    )
    form.refuse("", words)
    page, _ = show_form("disclosure/open.html", form)
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(whole)
    return answer


def _written(row: Report, _clocks: Sequence[Clock], _letters: Sequence[Letter]) -> ResponseReturnValue:
    """Show that a message came in. What was written does not stand here: this answer is kept for a replay."""
    return render_template("disclosure/written.html", number=row.number, receipt=request.form["receipt"]), 201


def _shown(
    row: Report, clocks: Sequence[Clock], letters: Sequence[Letter], form: Form | None = None
) -> ResponseReturnValue:
    policy = current.rules.disclosure_policy
    instead = next((each for each in policy.redirects if each.code == row.redirect), None)
    page = render_template(
        "disclosure/mailbox.html",
        form=form or Form(MessageForm()),
        receipt=request.form["receipt"],
        row=row,
        state=said(STATES[ReportState(row.state)]),
        verdict=said(VERDICTS[Verdict(row.verdict)]) if row.verdict else "",
        instead=instead,
        clocks=_labelled(clocks),
        letters=letters,
        closed=row.state == ReportState.CLOSED,
        erased=any(letter.text is ERASED for letter in letters),
        reward=policy.reward
        if row.verdict and domain.reward_possible(policy, Reporter(row.reporter), Verdict(row.verdict))
        else None,
    )
    return page, 422 if form is not None else 200


def _labelled(clocks: Sequence[Clock]) -> list[LabelledClock]:
    return [LabelledClock(said(clock_name(clock.name)), clock, promise=clock.source) for clock in clocks]
