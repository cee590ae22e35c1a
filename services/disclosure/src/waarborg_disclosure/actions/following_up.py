"""An answer to a closed report: it opens a new one, linked to the first."""

from datetime import datetime

from waarborg_disclosure import answer_keys, domain
from waarborg_disclosure.actions.intake import NewReport, Received, receive_report
from waarborg_disclosure.actions.sealing import open_report
from waarborg_disclosure.domain import Reporter, ReportState
from waarborg_disclosure.models import Report
from waarborg_disclosure.receipts import Receipt
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def follow_up(work: Work, first: Report, text: str, *, rules: Rules, receipt: Receipt) -> Received:
    """Open a new report for what its reporter still has to say about a closed one, with a receipt of its own.

    Who reported and where it was come along as far as they can still be read. Raises NotClosed.
    """
    domain.check_closed(ReportState(first.state))
    opened = open_report(work, first)
    known = {name: said for name in ("name", "contact") if isinstance(said := getattr(opened, name), str)}
    reporter = Reporter(first.reporter) if "name" in known else Reporter.ANONYMOUS
    anonymous = reporter is Reporter.ANONYMOUS
    command = NewReport(
        what=text,
        where=opened.where if isinstance(opened.where, str) else first.number,
        reporter=reporter,
        may_credit=first.may_credit and not anonymous and rules.disclosure_policy.credit,
        follows_id=first.id,
        answer_key=_that_counts(opened.answer_key, work.now),
        name=None if anonymous else known.get("name"),
        contact=None if anonymous else known.get("contact"),
    )
    received = receive_report(work, command, rules=rules, receipt=receipt)
    work.record(first, verb="followed-up", facts={"report": received.report.id})
    return received


def _that_counts(key: object, now: datetime) -> str | None:
    if not isinstance(key, str):
        return None
    try:
        answer_keys.check(key, now=now)
    except answer_keys.WrongAnswerKey:
        return None
    return key
