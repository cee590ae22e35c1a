"""What happens to a request without anybody at the desk: clocks that run down."""

from datetime import datetime

from waarborg_requests.actions import notices
from waarborg_requests.actions.delivering import call_off
from waarborg_requests.actions.extending import extension_waits, lapse_extension
from waarborg_requests.domain import Told
from waarborg_requests.domain.notices import Notice, reminder_of
from waarborg_requests.domain.terms import NOTICE, WAITS
from waarborg_requests.models import Request
from waarborg_shared.events.requests import RequestClockLapsed, RequestClockNeared
from waarborg_shared.uow import Work


def remind(work: Work, request_ref: str, clock: str) -> None:
    """Four fifths of a clock have gone: it is on the timeline, the services hear of it, and whoever handles the request
    finds it on his desk."""
    row = work.case(Request, request_ref)
    if row.answered_at is not None or clock in WAITS:
        return
    due_at = _due_at(work, row, clock)
    work.emit(RequestClockNeared(request_ref=row.id, clock=clock, due_at=due_at), case=row)
    work.record(row, verb="clock-neared", facts={"clock": clock})
    what = reminder_of(clock, notice_clock=NOTICE, decided=extension_waits(work, row), told=False)
    notices.tell(work, row, what, clock=clock)


def escalate(work: Work, request_ref: str, clock: str) -> None:
    """A clock ran out: the request is late, and lies on the desk of who handles it and of who keeps watch over the
    terms. A wait that lasts is no lateness: staff are reminded of it."""
    row = work.case(Request, request_ref)
    if row.answered_at is not None:
        return
    if clock in WAITS:
        work.record(row, verb="still-waiting")
        notices.tell(work, row, Notice.STILL_WAITING)
        return
    due_at = _due_at(work, row, clock)
    row.escalated_at = row.escalated_at or work.now
    work.emit(RequestClockLapsed(request_ref=row.id, clock=clock, due_at=due_at), case=row)
    work.record(row, verb="clock-lapsed", facts={"clock": clock})
    notices.tell(work, row, Notice.CLOCK_LAPSED, clock=clock)
    if clock == NOTICE and extension_waits(work, row):
        lapse_extension(work, row)
        call_off(work, row, Told.EXTENDED)


def _due_at(work: Work, row: Request, name: str) -> datetime:
    return next(clock.due_at for clock in work.clocks.of(row) if clock.name == name)
