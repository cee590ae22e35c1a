"""What every form that brings a report shares: its files, its receipt, and the page that shows the receipt once."""

from collections.abc import Mapping

from flask import render_template, request

from waarborg_disclosure import actions, domain
from waarborg_disclosure.domain import Reporter
from waarborg_disclosure.evidence import LARGEST_FILE, LARGEST_FORM, MOST_FILES, Evidence, take
from waarborg_disclosure.pages.visitors import labelled
from waarborg_disclosure.texts import ANSWER_PARTS, REPORTERS
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said

MOST = {"files": MOST_FILES, "megabytes": LARGEST_FILE // 1_000_000, "together": LARGEST_FORM // 1_000_000 - 1}


def files_sent() -> tuple[Evidence, ...]:
    """Return the files that came with a form. Raises BadFile."""
    given = (each for each in request.files.getlist("files") if each.filename)
    return take((each.filename or "", each.stream) for each in given)


def ways_to_report(hints: Mapping[Reporter, str]) -> list[tuple[str, str, str]]:
    """Return how somebody can report here, as choices of a form."""
    policy = current.rules.disclosure_policy
    possible = [each for each in Reporter if policy.pseudonym_allowed or each is not Reporter.PSEUDONYM]
    return [(each.value, said(REPORTERS[each]), hints.get(each, "")) for each in possible]


def receipt_page(
    received: actions.Received,
    *,
    files: tuple[Evidence, ...] = (),
    case: str = "",
    follows: str = "",
) -> tuple[str, int]:
    """Show the receipt, this once; the files by their names, with what was taken out of them.

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
        told=domain.can_be_told(policy, Reporter(row.reporter), reachable=row.contact_sealed is not None),
        case=case,
        follows=follows,
    )
    return page, 201
