"""Notices without content by e-mail: made ready with the word that they announce, and sent by the worker."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from waarborg_requests.domain import Reach
from waarborg_requests.domain.letters import EMAIL
from waarborg_requests.models import MailNotice, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content
from waarborg_shared.uow import ERASED, Work

MOST_AT_ONCE = 20
MOST_ATTEMPTS = 8
STOPPED = "stopped"
FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_CLAIMED_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSend:
    """A notice to send: to whom, about which request, in which language, and since when."""

    to: str = field(repr=False)
    number: str
    language: str | None
    ready_at: datetime


def beside(message_id: str, what: str) -> str:
    """Return the id of a message that goes beside another: the same each time, so that it goes once."""
    return str(uuid5(NAMESPACE_URL, f"urn:waarborg:message:{message_id}:{what}"))


def announce(work: Work, row: Request, message_id: str, rules: Rules) -> None:
    """Make a notice ready for who asked to be reached by e-mail, where the organisation may send a notice so."""
    channel = rules.channels.get(EMAIL)
    if row.reach != Reach.EMAIL or channel is None or Content.NOTICE not in channel.carries:
        return
    work.add(
        MailNotice(
            id=beside(message_id, "notice"),
            request_id=row.id,
            ready_at=work.now,
            attempts=0,
            next_try_at=work.now,
        )
    )


def notices_of(work: Work, row: Request) -> tuple[MailNotice, ...]:
    """Return the notices about a request, the oldest first."""
    query = select(MailNotice).where(MailNotice.organisation == work.organisation, MailNotice.request_id == row.id)
    return tuple(work.session.scalars(query.order_by(MailNotice.ready_at, MailNotice.id)))


def stop_notices(work: Work, row: Request) -> None:
    """Let no notice go any more that was not sent yet: it would go to who has nothing to do with the request now."""
    for notice in notices_of(work, row):
        if notice.sent_at is None and notice.failed is None:
            notice.failed = STOPPED


def waiting_notices(work: Work) -> Sequence[str]:
    """Return the ids of notices that may be sent now, those that wait longest first."""
    query = select(MailNotice.id).where(
        MailNotice.organisation == work.organisation,
        MailNotice.sent_at.is_(None),
        MailNotice.failed.is_(None),
        MailNotice.next_try_at <= work.now,
    )
    return work.session.scalars(query.order_by(MailNotice.next_try_at, MailNotice.id).limit(MOST_AT_ONCE)).all()


def claim_notice(work: Work, notice_id: str) -> ToSend | None:
    """Take a notice up, so that nobody else sends it meanwhile; None where that is done, or its address was erased.

    Who takes it up and never says what became of it (a crash) leaves it to be taken up again a while later.
    """
    notice = _notice(work, notice_id)
    if notice is None or notice.next_try_at > work.now:
        return None
    row = work.case(Request, notice.request_id, lock=False)
    address = work.unseal_to_show(row.reach_at_sealed, holder=row.id, table="request", column="reach_at", row=row.id)
    if address is ERASED:
        notice.failed = "erased"
        return None
    notice.attempts, notice.next_try_at = notice.attempts + 1, work.now + _CLAIMED_FOR
    return ToSend(to=str(address).strip(), number=row.number, language=row.language, ready_at=notice.ready_at)


def notice_sent(work: Work, notice_id: str) -> None:
    """A notice went to the mail server; that it did stands on the timeline."""
    notice = _notice(work, notice_id)
    if notice is None:
        return
    row = work.case(Request, notice.request_id)
    notice.sent_at, notice.error = work.now, None
    work.record(row, verb="sent-notice", facts={"channel": EMAIL})


def notice_not_sent(work: Work, notice_id: str, *, error: str, for_good: bool) -> None:
    """A notice could not be sent: it is tried again, each time after longer, or left to staff."""
    notice = _notice(work, notice_id)
    if notice is None:
        return
    notice.error = error[:64]
    if for_good or notice.attempts >= MOST_ATTEMPTS:
        row = work.case(Request, notice.request_id)
        notice.failed = error[:64]
        work.record(row, verb="notice-failed", facts={"channel": EMAIL, "error": error[:64]})
    else:
        notice.next_try_at = work.now + min(FIRST_WAIT * 4 ** (notice.attempts - 1), _LONGEST_WAIT)


def _notice(work: Work, notice_id: str) -> MailNotice | None:
    """The notice, locked, while it waits."""
    query = select(MailNotice).where(
        MailNotice.organisation == work.organisation,
        MailNotice.id == notice_id,
        MailNotice.sent_at.is_(None),
        MailNotice.failed.is_(None),
    )
    return work.session.scalars(query.with_for_update()).one_or_none()
