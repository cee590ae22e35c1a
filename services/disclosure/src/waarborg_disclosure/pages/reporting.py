"""The form with which anybody reports, and its receipt."""

from secrets import token_bytes

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_disclosure import actions
from waarborg_disclosure.domain import DisclosureError, Reporter
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.pages.visitors import as_nobody, labelled
from waarborg_disclosure.schemas import NewReportSchema
from waarborg_disclosure.texts import ANSWER_PARTS, REPORTERS
from waarborg_shared.web import current, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

RECEIPT_BYTES = 32


@public.route("/report", methods=["GET", "POST"])
def report() -> ResponseReturnValue:
    """Show the form, or take the report in and show its receipt, this once."""
    signed_in = request.method == "GET" and current.visitor is not None
    if request.method == "POST":
        as_nobody()
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
        clocks=labelled(clocks),
        holds=[said(ANSWER_PARTS[part]) for part in current.rules.disclosure_policy.answer_needs],
        exposed=row.exposes_personal_data,
    )
    return page, 201
