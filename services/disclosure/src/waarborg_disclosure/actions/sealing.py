"""What both sides wrote, sealed under the key of the report that it belongs to, and opened again.

Each report has a key pair of its own. What is written goes into a sealed box by the public key on its row; only the
private key opens it, which follows from the report's key in the key store and goes with that. Around the box lies the
vault's own seal: a box has no sender, so that whoever can write in the database could else put words in it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from waarborg_disclosure import answer_keys, boxes
from waarborg_disclosure.domain.noticing import NoticeState
from waarborg_disclosure.models import Report, ReportMessage
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.keystore import CannotUnseal, KeyDestroyed
from waarborg_shared.uow import ERASED, Work, Written
from waarborg_shared.uow.work import DEFAULT_RETENTION

_REPORT = Report.__tablename__
_MESSAGE = ReportMessage.__tablename__
_BOX = "disclosure: the private key of a report"
REPORTER = "reporter"
FOUND = ("what", "where", "how")
REACHED = ("contact", "answer_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The words of one report, unsealed, for somebody who may read them."""

    what: Written
    where: Written
    how: Written | None
    name: Written | None
    contact: Written | None
    answer_key: Written | None = None

    @property
    def erased(self) -> bool:
        """Whether the report's key was destroyed, and every text with it."""
        return self.what is ERASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message of the mailbox, unsealed: when, from which side, and what it says.

    ``armoured`` is the same for the reporter alone, encrypted to the key that he gave; None where he gave none.
    """

    at: datetime
    from_reporter: bool
    author_ref: str
    text: Written
    kind: str | None = None
    day: date | None = None
    armoured: str | None = None


def give_key(work: Work, report: Report) -> None:
    """Give a new report its key and its key pair: the public key goes on its row."""
    work.vault.begin(work.organisation, report.id, DEFAULT_RETENTION)
    report.box_key = boxes.public_of(_private(work, report))


def seal_in(work: Work, report: Report, text: str, *, table: str, column: str, row: str) -> bytes:
    """Seal ``text`` under the report's key, for one column of one row of whatever table."""
    return seal_bytes(work, report, text.encode(), table=table, column=column, row=row)


def unseal_in(work: Work, report: Report, sealed: bytes, *, table: str, column: str, row: str) -> Written:
    """Return what was sealed for that place under the report's key; ERASED once the key was destroyed."""
    try:
        return unseal_bytes(work, report, sealed, table=table, column=column, row=row).decode()
    except KeyDestroyed:
        return ERASED


def seal_bytes(work: Work, report: Report, content: bytes, *, table: str, column: str, row: str) -> bytes:
    """Seal content under the report's key, for one column of one row of whatever table."""
    where = {"table": table, "column": column, "row": row}
    if report.box_key is not None:
        content = boxes.put_in(report.box_key, content, work.organisation, table, column, row)
    return work.vault.seal(work.organisation, report.id, content, **where, retention=DEFAULT_RETENTION)


def unseal_bytes(work: Work, report: Report, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
    """Return what was sealed for that place. Raises KeyDestroyed, or CannotUnseal for what was changed or moved."""
    where = {"table": table, "column": column, "row": row}
    content = work.vault.unseal(work.organisation, report.id, sealed, **where, retention=DEFAULT_RETENTION)
    if report.box_key is None:
        return content
    try:
        return boxes.take_out(_private(work, report), content, work.organisation, table, column, row)
    except boxes.WrongBox:
        raise CannotUnseal(f"{table}.{column}: a box that was changed, or moved from another place") from None


def seal(work: Work, report: Report, column: str, text: str) -> bytes:
    """Seal ``text`` for one column of the report."""
    return seal_in(work, report, text, table=_REPORT, column=column, row=report.id)


def seal_filled(work: Work, report: Report, column: str, text: str | None) -> bytes | None:
    """Seal ``text`` for one column of the report, where anything was written."""
    return seal(work, report, column, text) if text and text.strip() else None


def seal_words(work: Work, report: Report, words: Mapping[str, str | None]) -> None:
    """Seal the words of a new report: what was found in one box, who reports and how he is reached in others.

    They are apart so that who reported can go before the rest does.
    """
    filled = {name: text for name, text in words.items() if text and text.strip()}
    report.what_sealed = seal(work, report, "what", _together(filled, FOUND))
    report.where_sealed = b""
    report.name_sealed = seal_filled(work, report, "name", filled.get("name"))
    report.contact_sealed = None
    if any(name in filled for name in REACHED):
        report.contact_sealed = seal(work, report, "contact", _together(filled, REACHED))


def unseal(work: Work, report: Report, column: str) -> Written | None:
    """Return what one column of the report says, or None where nothing was said."""
    together = next((names for names in (FOUND, REACHED) if column in names), (column,))
    return _opened(work, report, together)[column]


def open_report(work: Work, report: Report) -> Opened:
    """Return the words of a report. The caller has checked the right to read them, and records that he looked."""
    found, reached = _opened(work, report, FOUND), _opened(work, report, REACHED)
    return Opened(
        what=found["what"] or "",
        where=found["where"] or "",
        how=found["how"],
        name=unseal(work, report, "name"),
        contact=reached["contact"],
        answer_key=reached["answer_key"],
    )


def put_message(
    work: Work, report: Report, text: str, *, from_reporter: bool, kind: str | None = None, day: date | None = None
) -> ReportMessage:
    """Put a message in the mailbox of a report, sealed, and on its timeline that there is one.

    ``kind`` says what it is beside words, and ``day`` which date it tells: both are read in the reader's language. One
    without words of its own needs no key, so that it can be put also after the key was destroyed.

    What staff write is kept encrypted to the reporter's own key as well, where he gave one that still counts.
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
    key = None if from_reporter or not text or report.box_key is None else unseal(work, report, "answer_key")
    armoured = answer_keys.encrypted(text, key) if isinstance(key, str) else None
    if armoured is not None:
        message.armoured_sealed = seal_in(work, report, armoured, table=_MESSAGE, column="armoured", row=message.id)
    work.add(message)
    work.record(report, verb="wrote-message", facts={"from_reporter": from_reporter})
    if not from_reporter:
        _let_know(work, report)
    return message


def reachable(work: Work, report: Report) -> bool:
    """Whether the reporter left a way to be reached that can still be read; a PGP key alone is none."""
    return isinstance(unseal(work, report, "contact"), str)


def _let_know(work: Work, report: Report) -> None:
    """Have the reporter told that something is in the mailbox, where he left a way and is not there this moment."""
    here = work.actor.kind is ActorKind.ANONYMOUS
    if report.receipt_hash is None or report.notice_state is not None or here or not reachable(work, report):
        return
    report.notice_state, report.notice_since = NoticeState.TO_SEND.value, work.now


def messages_of(work: Work, report: Report) -> tuple[Letter, ...]:
    """Return what both sides wrote, oldest first."""
    mine = ReportMessage.organisation == work.organisation, ReportMessage.report_id == report.id
    query = select(ReportMessage).where(*mine).order_by(ReportMessage.at, ReportMessage.id)
    return tuple(_letter(work, report, row) for row in work.session.scalars(query))


def _letter(work: Work, report: Report, row: ReportMessage) -> Letter:
    armoured: Written | None = None
    if row.armoured_sealed is not None:
        armoured = unseal_in(work, report, row.armoured_sealed, table=_MESSAGE, column="armoured", row=row.id)
    return Letter(
        at=row.at,
        from_reporter=row.from_reporter,
        author_ref=row.author_ref,
        kind=row.kind,
        day=row.day,
        text=unseal_in(work, report, row.text_sealed, table=_MESSAGE, column="text", row=row.id)
        if row.text_sealed
        else "",
        armoured=armoured if isinstance(armoured, str) else None,
    )


def _together(filled: Mapping[str, str], names: tuple[str, ...]) -> str:
    return json.dumps({name: filled[name] for name in names if name in filled}, ensure_ascii=False)


def _opened(work: Work, report: Report, names: tuple[str, ...]) -> Mapping[str, Written | None]:
    """Return what lies together in the box of the first of these names; ERASED for each that was there.

    A report of before there were boxes has each in a column of its own.
    """
    if report.box_key is None or len(names) == 1:
        return {name: _column(work, report, name) for name in names}
    box = _column(work, report, names[0])
    if isinstance(box, str):
        said = json.loads(box)
        return {name: said.get(name) for name in names}
    return dict.fromkeys(names, box)


def _column(work: Work, report: Report, column: str) -> Written | None:
    sealed: bytes | None = getattr(report, f"{column}_sealed", None)
    if sealed is None:
        return None
    return unseal_in(work, report, sealed, table=_REPORT, column=column, row=report.id)


def _private(work: Work, report: Report) -> bytes:
    return work.vault.derived(work.organisation, report.id, _BOX, retention=DEFAULT_RETENTION)
