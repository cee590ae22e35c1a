"""What a reporter still has to say about a closed report: a new one, with a receipt of its own."""

from flask import make_response
from flask.typing import ResponseReturnValue

from waarborg_disclosure import actions
from waarborg_disclosure.actions.sealing import reachable
from waarborg_disclosure.domain import DisclosureError
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.arriving import receipt_of_form, receipt_page
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.pages.mailbox import show_mailbox, with_receipt
from waarborg_disclosure.pages.reporting import count_report, too_many_words
from waarborg_disclosure.schemas import FollowUpForm
from waarborg_shared.uow import Work
from waarborg_shared.web import current, read_form, show_form

STEP = "follow-up"


@public.post(f"/mailbox/{STEP}")
def follow_up() -> ResponseReturnValue:
    """Open a new report that goes on from the closed one behind this receipt, and show its receipt, this once."""
    form = read_form(FollowUpForm)
    if form.error("receipt"):
        return show_form("disclosure/open.html", form)

    def done(work: Work, row: Report) -> ResponseReturnValue:
        text = form.command["text"]
        received = actions.received_before(work, receipt) or actions.follow_up(
            work, row, text, rules=current.rules, receipt=receipt
        )
        return receipt_page(received, reachable=reachable(work, received.report), follows=row.number)

    if form.ok:
        wait = count_report(0)
        if wait:
            form.refuse("", too_many_words(wait))
            answer = make_response(with_receipt(form, lambda work, row: show_mailbox(work, row, {STEP: form})))
            answer.status_code, answer.headers["Retry-After"] = 429, str(wait)
            return answer
        receipt = receipt_of_form(mailbox=current.rules.disclosure_policy.anonymous_mailbox)
        try:
            return with_receipt(form, done)
        except DisclosureError as refused:
            form.refuse_by(refused)
    return with_receipt(form, lambda work, row: show_mailbox(work, row, {STEP: form}))
