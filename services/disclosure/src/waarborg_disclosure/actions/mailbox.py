"""What the one with the receipt can do: open the mailbox behind it, and write to us."""

from collections.abc import Sequence

from sqlalchemy import select

from waarborg_disclosure.actions import writing
from waarborg_disclosure.actions.files import files_of, keep_files
from waarborg_disclosure.actions.intake import Received
from waarborg_disclosure.actions.sealing import put_message
from waarborg_disclosure.domain.reporting import check_files
from waarborg_disclosure.evidence import Evidence
from waarborg_disclosure.models import Report
from waarborg_disclosure.receipts import Presented, Receipt
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work


class UnknownReceipt(LookupError):
    """No report of this organisation has that receipt; how much of it was right is not told."""

    field = "receipt"
    text = Text(
        "Met deze code kunnen wij geen melding openen. Controleer wat u hebt ingevuld.",
        "We cannot open a report with this code. Check what you typed.",
    )


def open_mailbox(work: Work, presented: Presented) -> Report:
    """Return the report behind a receipt as somebody typed it, for the one who made the report.

    One that is found by a hash of before is kept by that of now.

    Raises:
        UnknownReceipt: there is none.
    """
    hashes = (presented.hashed, *presented.before)
    mine = Report.organisation == work.organisation, Report.receipt_hash.in_(hashes)
    found = work.session.scalars(select(Report.id).where(*mine)).one_or_none()
    if found is None or not presented.readable:
        raise UnknownReceipt
    report = work.case(Report, found)
    report.receipt_hash = presented.hashed
    report.notice_state = report.notice_since = None  # he knows
    work.record(report, verb="opened-mailbox")
    return report


def received_before(work: Work, receipt: Receipt) -> Received | None:
    """Return the report that came in with this receipt already: the same form was sent twice."""
    mine = Report.organisation == work.organisation, Report.receipt_hash == receipt.hashed
    found = work.session.scalars(select(Report).where(*mine)).one_or_none()
    if found is None:
        return None
    return Received(report=found, receipt=receipt.digits, clocks=tuple(work.clocks.of(found)))


def write_to_us(work: Work, report: Report, text: str, *, files: Sequence[Evidence] = ()) -> None:
    """Put a message of the reporter in the mailbox, with files, and mark that it waits for somebody to read it.

    Raises:
        ReportClosed, TooManyFiles, KeyDestroyed.
    """
    writing.check_writable(work, report)
    check_files(there=len(files_of(work, report)) if files else 0, more=len(files))
    keep_files(work, report, files)
    put_message(work, report, text, from_reporter=True, kind="with_files" if files else None)
    report.unread_since = report.unread_since or work.now
    report.revision += 1
