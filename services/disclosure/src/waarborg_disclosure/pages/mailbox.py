"""The mailbox behind a receipt: how the report stands, what was promised, and what both sides wrote."""

import math
from collections.abc import Callable, Mapping

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from waarborg_disclosure import actions, shown
from waarborg_disclosure.actions import UnknownReceipt, referring, writing
from waarborg_disclosure.actions.files import files_of
from waarborg_disclosure.actions.found import may_be_rewarded
from waarborg_disclosure.domain import DisclosureError, ReportState, Verdict
from waarborg_disclosure.evidence import LARGEST_FORM, Evidence
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.arriving import MOST, files_sent
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.pages.letters import letter_words
from waarborg_disclosure.pages.mailbox_sections import SECTIONS
from waarborg_disclosure.pages.mailbox_steps import STEPS
from waarborg_disclosure.pages.reporting import count_report, too_many_words
from waarborg_disclosure.pages.visitors import as_nobody, labelled
from waarborg_disclosure.receipts import TooBusy, receipts_of
from waarborg_disclosure.schemas import FollowUpForm, ReceiptForm
from waarborg_disclosure.texts import STATES, VERDICTS
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.hooks.values import Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.security import body_limit

LIMITER = "waarborg_disclosure.limiter"
BUSY_FOR = 5.0
Show = Callable[[Work, Report], ResponseReturnValue]


@public.route("/mailbox", methods=["GET", "POST"])
@not_replayed
def mailbox() -> ResponseReturnValue:
    """Ask for the receipt, and show what is behind it. A receipt is never part of an address."""
    form = read_form(ReceiptForm)
    if request.method == "GET" or not form.ok:
        return show_form("disclosure/open.html", form)
    return with_receipt(form, show_mailbox)


@public.post("/mailbox/<mailbox_step>")
@body_limit(LARGEST_FORM)
def write(mailbox_step: str) -> ResponseReturnValue:
    """Do one step of the reporter; what is wrong with it is shown in the mailbox, with what was typed."""
    found = STEPS.get(mailbox_step)
    if found is None:
        raise NotFound
    form = read_form(found.schema(current.rules))
    if form.error("receipt"):
        return show_form("disclosure/open.html", form)

    if form.ok:
        try:
            typed = {**form.command, "files": _files(form)} if found.files else form.command

            def done(work: Work, row: Report) -> ResponseReturnValue:
                found.change(work, row, typed, current.rules)
                return _written(row, found.done)

            if form.ok:
                return with_receipt(form, done)
        except (DisclosureError, KeyDestroyed) as refused:
            form.refuse_by(refused)
    return with_receipt(form, lambda work, row: show_mailbox(work, row, {mailbox_step: form}))


def _files(form: Form) -> tuple[Evidence, ...]:
    """Return the files that came along; they count as a report, for looking at them costs as much. Raises BadFile."""
    if not any(each.filename for each in request.files.getlist("files")):
        return ()
    wait = count_report(request.content_length or 0)
    if wait:
        form.refuse("files", too_many_words(wait))
        return ()
    return files_sent()


def with_receipt(form: Form, show: Show) -> ResponseReturnValue:
    """Do something with the report behind a receipt and show it; a wrong receipt makes the next try wait.

    The receipt is hashed before anything is asked of the database, and takes as long whatever was typed.
    """
    as_nobody()
    limiter: GuessesBySender = current_app.extensions[LIMITER]
    sender = request.remote_addr or "", current.organisation
    wait = limiter.wait_for(*sender)
    if wait > 0:
        return _wait(form, wait)
    try:
        presented = receipts_of(current_app).read(current.organisation, str(form.value("receipt")))
        with current.begin() as work:
            return show(work, actions.open_mailbox(work, presented))
    except TooBusy:
        return _wait(form, BUSY_FOR)
    except UnknownReceipt as refused:
        limiter.failed(*sender)
        form.refuse_by(refused)
        return show_form("disclosure/open.html", form)


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


def _written(row: Report, done: Text | None) -> ResponseReturnValue:
    """Show that it came in. What was written does not stand here: this answer is kept for a replay."""
    receipt = request.form["receipt"]
    return render_template("disclosure/written.html", number=row.number, receipt=receipt, done=done), 201


def show_mailbox(work: Work, row: Report, forms: Mapping[str, Form] | None = None) -> ResponseReturnValue:
    """Show the mailbox, with what was sent where something in it is not right."""
    rules, sent = current.rules, forms or {}
    policy = rules.disclosure_policy
    letters = actions.messages_of(work, row)
    sections = [(each, each.show(work, row, rules)) for each in SECTIONS]
    page = render_template(
        "disclosure/mailbox.html",
        wrong=next((form for form in sent.values() if form.errors), None),
        forms={
            "follow-up": sent.get("follow-up") or Form(FollowUpForm()),
            **{name: sent.get(name) or Form(step.schema(rules)) for name, step in STEPS.items()},
        },
        on_top=[(each.template, values) for each, values in sections if each.top and values is not None],
        sections=[(each.template, values) for each, values in sections if not each.top and values is not None],
        letter_words=letter_words,
        receipt=request.form["receipt"],
        row=row,
        state=said(STATES[ReportState(row.state)]),
        verdict=said(VERDICTS[Verdict(row.verdict)]) if row.verdict else "",
        instead=next((each for each in policy.ways if each.code == row.redirect), None),
        clocks=labelled(shown.ours(work.clocks.of(row))),
        letters=letters,
        files=files_of(work, row),
        most=MOST,
        again=bool(request.files),
        wants_encrypted=isinstance(actions.open_report(work, row).answer_key, str),
        closed=row.state == ReportState.CLOSED,
        writable=writing.may_write(work, row),
        complaint=referring.passed_on(row),
        erased=any(letter.text is ERASED for letter in letters),
        reward=policy.reward if may_be_rewarded(row, policy) else None,
    )
    return page, 422 if forms else 200
