"""What every form that brings a report shares: its files, its receipt, and the page that shows the receipt once."""

from collections.abc import Mapping

from flask import current_app, render_template, request
from sqlalchemy.exc import IntegrityError

from waarborg_disclosure import actions, domain
from waarborg_disclosure.domain import Reporter
from waarborg_disclosure.evidence import LARGEST_FILE, LARGEST_FORM, MOST_FILES, Evidence, take
from waarborg_disclosure.pages.visitors import labelled
from waarborg_disclosure.receipts import Receipt, receipts_of
from waarborg_disclosure.texts import ANSWER_PARTS, REPORTERS
from waarborg_shared.hooks.values import Text
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.idempotency import digest_of_sent, keep_no_answer

MOST = {"files": MOST_FILES, "megabytes": LARGEST_FILE // 1_000_000, "together": LARGEST_FORM // 1_000_000 - 1}


def files_sent() -> tuple[Evidence, ...]:
    """Return the files that came with a form. Raises BadFile."""
    given = (each for each in request.files.getlist("files") if each.filename)
    return take((each.filename or "", each.stream) for each in given)


def receipt_of_form(*, mailbox: bool) -> Receipt:
    """Return the receipt for the form that was sent: of one that is sent twice, in a double click, the same.

    ``mailbox``: the report will be known by it, and so no answer has to be kept with the receipt in it. Raises TooBusy.
    """
    form = f"{current.form_id}:{digest_of_sent()}" if mailbox and current.form_id else None
    if form is not None:
        keep_no_answer()
    return receipts_of(current_app).make(current.organisation, form=form)


def taken_once(command: actions.NewReport) -> actions.Received:
    """Take a report in, or find the one that the same form brought before. Raises DisclosureError, TooBusy."""
    rules = current.rules
    receipt = receipt_of_form(mailbox=domain.has_mailbox(rules.disclosure_policy, command.reporter))
    try:
        with current.begin() as work:
            before = actions.received_before(work, receipt)
            return before or actions.receive_report(work, command, rules=rules, receipt=receipt)
    except IntegrityError:  # its twin was at work at the same moment, and is done now
        with current.begin() as work:
            before = actions.received_before(work, receipt)
        if before is None:
            raise
        return before


def ways_to_report(
    hints: Mapping[Reporter, str], *, words: Mapping[Reporter, Text] = REPORTERS
) -> list[tuple[str, str, str]]:
    """Return how somebody can report here, as choices of a form."""
    policy = current.rules.disclosure_policy
    possible = [each for each in Reporter if policy.pseudonym_allowed or each is not Reporter.PSEUDONYM]
    return [(each.value, said(words[each]), hints.get(each, "")) for each in possible]


def receipt_page(
    received: actions.Received,
    *,
    reachable: bool,
    files: tuple[Evidence, ...] = (),
    case: str = "",
    follows: str = "",
) -> tuple[str, int]:
    """Show the receipt, this once; the files by their names, with what was taken out of them.

    ``reachable``: the reporter left a way to be reached, beside the mailbox.
    ``case`` is the address of the report, for staff who entered it; ``follows`` the number of the one before it.
    """
    row, policy = received.report, current.rules.disclosure_policy
    page = render_template(
        "disclosure/receipt.html",
        number=row.number,
        receipt=received.receipt,
        due_at=row.due_at,
        clocks=labelled(received.clocks),
        holds=[said(ANSWER_PARTS[part]) for part in policy.answer_needs],
        exposed=row.exposes_personal_data,
        files=files,
        told=domain.can_be_told(policy, Reporter(row.reporter), reachable=reachable),
        case=case,
        follows=follows,
    )
    return page, 201
