"""Reminding whoever has a request, and whoever still has something to do for it."""

from collections.abc import Callable

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.handling import Stale
from waarborg_requests.domain import RequestState
from waarborg_requests.domain.desk.assigning import NobodyHasIt, RemindedToday, check_open, may_remind
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

Reminds = Callable[[Work, Request, Rules], int]

# What other parts of the service remind of besides: each gets the request, locked, reminds whoever still owes something
# for it, and returns how many that were.
REMINDS: tuple[Reminds, ...] = ()


def remind_handler(work: Work, request_id: str, *, revision: int, rules: Rules) -> Request:
    """Remind who has a request, on his own work list, and everybody whom another part of the service waits for.

    Once a day. It changes nothing of the request itself: a form that stands open somewhere does not get stale by it.

    Raises:
        Stale, UnknownCase, AnsweredAlready, RemindedToday, NobodyHasIt
    """
    row = work.case(Request, request_id)
    check_open(RequestState(row.state))
    if row.revision != revision:
        raise Stale
    if not may_remind(row.reminded_at, work.now):
        raise RemindedToday
    others = sum(reminds(work, row, rules) for reminds in REMINDS)
    if row.taken_up_by is None and not others:
        raise NobodyHasIt
    row.reminded_at, row.reminded_by = work.now, work.actor.ref
    work.record(
        row,
        verb="handler-reminded",
        facts={"handler": row.taken_up_by or "nobody", "others": others, **in_role(work)},
    )
    return row
