"""A report that is a complaint goes to who deals with complaints: with the reporter's leave, and as a reference."""

from waarborg_disclosure.actions.sealing import put_message
from waarborg_disclosure.domain.fixing import ComplaintLeave, NothingAsked
from waarborg_disclosure.models import Report
from waarborg_shared.events.disclosure import ComplaintReferred
from waarborg_shared.uow import Work


def ask_leave(work: Work, report: Report) -> None:
    """Ask the reporter whether his complaint may be passed on, once: in the mailbox, or by who speaks with him."""
    if report.complaint is None:
        report.complaint, report.complaint_at = ComplaintLeave.ASKED.value, work.now


def answer_leave(work: Work, report: Report, *, given: bool) -> None:
    """Take the reporter's word, and pass the complaint on where he lets us: nothing that he wrote goes along.

    Raises:
        NothingAsked.
    """
    leave = _settle(work, report, given=given)
    put_message(work, report, "", from_reporter=True, kind=f"leave_{leave.value}")
    work.record(report, verb="answered-leave", facts={"leave": leave.value})


def note_leave(work: Work, report: Report, *, given: bool, heard: str) -> None:
    """Note what the reporter said by telephone, by e-mail or in person; ``heard`` is how and when.

    Raises:
        NothingAsked.
    """
    leave = _settle(work, report, given=given)
    put_message(work, report, "", from_reporter=False, kind=f"heard_{leave.value}")
    work.record(report, verb="heard-leave", facts={"leave": leave.value}, why=heard)


def passed_on(report: Report) -> bool:
    """Whether who deals with complaints may read this report, and both go on writing, also after it was closed."""
    return report.complaint == ComplaintLeave.GIVEN and report.erased_at is None


def _settle(work: Work, report: Report, *, given: bool) -> ComplaintLeave:
    if report.complaint != ComplaintLeave.ASKED:
        raise NothingAsked(report.id)
    leave = ComplaintLeave.GIVEN if given else ComplaintLeave.REFUSED
    report.complaint, report.complaint_at = leave.value, work.now
    report.revision += 1
    if given:
        work.emit(ComplaintReferred(report_ref=report.id, number=report.number), case=report)
    return leave


def note_complaint(work: Work, report_ref: str, *, request_ref: str, number: str | None) -> None:
    """Keep the number of the complaint that came of this report. Raises UnknownCase."""
    report = work.case(Report, report_ref)
    if report.request_ref is None:
        report.request_ref, report.request_number = request_ref, number
        report.revision += 1
        work.record(report, verb="complaint-opened", facts={"request": request_ref})
