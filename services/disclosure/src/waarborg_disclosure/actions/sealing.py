"""What both sides wrote, sealed under the key of the report that it belongs to, and opened again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from waarborg_disclosure.models import Report, ReportMessage
from waarborg_shared.db import new_id
from waarborg_shared.uow import ERASED, Work, Written

_REPORT = Report.__tablename__
_MESSAGE = ReportMessage.__tablename__
REPORTER = "reporter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The words of one report, unsealed, for somebody who may read them."""

    what: Written
    where: Written
    how: Written | None
    name: Written | None
    contact: Written | None

    @property
    def erased(self) -> bool:
        """Whether the report's key was destroyed, and every text with it."""
        return self.what is ERASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message of the mailbox, unsealed: when, from which side, and what it says."""

    at: datetime
    from_reporter: bool
    author_ref: str
    text: Written
    kind: str | None = None
    day: date | None = None


def seal_in(work: Work, report: Report, text: str, *, table: str, column: str, row: str) -> bytes:
    """Seal ``text`` under the report's key, for one column of one row of whatever table."""
    return work.seal(text, holder=report.id, table=table, column=column, row=row)


def unseal_in(work: Work, report: Report, sealed: bytes, *, table: str, column: str, row: str) -> Written:
    """Return what was sealed for that place under the report's key; ERASED once the key was destroyed."""
    return work.unseal_to_show(sealed, holder=report.id, table=table, column=column, row=row)


def seal(work: Work, report: Report, column: str, text: str) -> bytes:
    """Seal ``text`` for one column of the report."""
    return seal_in(work, report, text, table=_REPORT, column=column, row=report.id)


def seal_filled(work: Work, report: Report, column: str, text: str | None) -> bytes | None:
    """Seal ``text`` for one column of the report, where anything was written."""
    return seal(work, report, column, text) if text and text.strip() else None


def unseal(work: Work, report: Report, column: str) -> Written | None:
    """Return what one column of the report says, or None where nothing was said."""
    sealed: bytes | None = getattr(report, f"{column}_sealed")
    if sealed is None:
        return None
    return unseal_in(work, report, sealed, table=_REPORT, column=column, row=report.id)


def open_report(work: Work, report: Report) -> Opened:
    """Return the words of a report. The caller has checked the right to read them, and records that he looked."""
    return Opened(
        what=unseal(work, report, "what") or "",
        where=unseal(work, report, "where") or "",
        how=unseal(work, report, "how"),
        name=unseal(work, report, "name"),
        contact=unseal(work, report, "contact"),
    )


def put_message(
    work: Work, report: Report, text: str, *, from_reporter: bool, kind: str | None = None, day: date | None = None
) -> ReportMessage:
    """Put a message in the mailbox of a report, sealed, and on its timeline that there is one.

    ``kind`` says what it is beside words, and ``day`` which date it tells: both are read in the reader's language. One
    without words of its own needs no key, so that it can be put also after the key was destroyed.
    """
    message = ReportMessage(
        organisation=work.organisation,
        id=new_id(),
        report_id=report.id,
        at=work.now,
        from_reporter=from_reporter,
        author_ref=REPORTER if from_reporter else work.actor.ref,
        kind=kind,
        day=day,
    )
    message.text_sealed = seal_in(work, report, text, table=_MESSAGE, column="text", row=message.id) if text else b""
    work.add(message)
    work.record(report, verb="wrote-message", facts={"from_reporter": from_reporter})
    return message


def messages_of(work: Work, report: Report) -> tuple[Letter, ...]:
    """Return what both sides wrote, oldest first."""
    mine = ReportMessage.organisation == work.organisation, ReportMessage.report_id == report.id
    query = select(ReportMessage).where(*mine).order_by(ReportMessage.at, ReportMessage.id)
    return tuple(
        Letter(
            at=row.at,
            from_reporter=row.from_reporter,
            author_ref=row.author_ref,
            kind=row.kind,
            day=row.day,
            text=unseal_in(work, report, row.text_sealed, table=_MESSAGE, column="text", row=row.id)
            if row.text_sealed
            else "",
        )
        for row in work.session.scalars(query)
    )
