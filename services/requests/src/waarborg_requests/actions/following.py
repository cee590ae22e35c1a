"""What happens to a request without anybody at the desk: clocks that run down."""

from datetime import datetime

from waarborg_requests.models import Request
from waarborg_shared.events.requests import RequestClockLapsed, RequestClockNeared
from waarborg_shared.uow import Work


def remind(work: Work, request_ref: str, clock: str) -> None:
    """Four fifths of a clock have gone: it is on the timeline, and the services hear of it."""
    row = work.case(Request, request_ref)
    if row.answered_at is not None:
        return
    due_at = _due_at(work, row, clock)
    work.emit(RequestClockNeared(request_ref=row.id, clock=clock, due_at=due_at), case=row)
    work.record(row, verb="clock-neared", facts={"clock": clock})


def escalate(work: Work, request_ref: str, clock: str) -> None:
    """A clock ran out: the request is late, and it is marked for the one who keeps watch over the terms."""
    row = work.case(Request, request_ref)
    if row.answered_at is not None:
        return
    due_at = _due_at(work, row, clock)
    row.escalated_at = row.escalated_at or work.now
    work.emit(RequestClockLapsed(request_ref=row.id, clock=clock, due_at=due_at), case=row)
    work.record(row, verb="clock-lapsed", facts={"clock": clock})


def _due_at(work: Work, row: Request, name: str) -> datetime:
    return next(clock.due_at for clock in work.clocks.of(row) if clock.name == name)
