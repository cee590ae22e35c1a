"""Reminding whoever has a request, and whoever still has something to do for it."""

from collections.abc import Callable
from dataclasses import dataclass

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.collecting.reminding import Missed, Reminded, remind_holders
from waarborg_requests.actions.handling import Stale
from waarborg_requests.domain import RequestState
from waarborg_requests.domain.collecting import missed_in_words
from waarborg_requests.domain.desk.assigning import (
    NobodyHasIt,
    NothingReminded,
    RemindedToday,
    check_open,
    may_remind,
)
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

Reminds = Callable[[Work, Request, Rules], Reminded]

# What is reminded of besides: each gets the request, locked, reminds whoever still owes something for it, and returns
# who that were, and who could not be reminded.
REMINDS: tuple[Reminds, ...] = (remind_holders,)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who was reminded of one request: whether its handler was, which holders were, and which could not be and why."""

    row: Request
    handler: bool
    holders: tuple[Text, ...]
    missed: tuple[Missed, ...]


def remind_handler(work: Work, request_id: str, *, revision: int, rules: Rules) -> Reminder:
    """Remind who has a request, on his own work list, and everybody whom another part of the service waits for.

    Each once a day. It changes nothing of the request itself: a form that stands open somewhere does not get stale by
    it.

    Raises:
        Stale, UnknownCase, AnsweredAlready, RemindedToday, NobodyHasIt, NothingReminded
    """
    row = work.case(Request, request_id)
    check_open(RequestState(row.state))
    if row.revision != revision:
        raise Stale
    found = [reminds(work, row, rules) for reminds in REMINDS]
    names = tuple(name for each in found for name in each.names)
    missed = tuple(one for each in found for one in each.missed)
    handler = row.taken_up_by is not None and may_remind(row.reminded_at, work.now)
    if not handler and not names:
        raise _nobody(row, missed)
    row.reminded_at, row.reminded_by = work.now, work.actor.ref
    facts = {"handler": row.taken_up_by if handler else "nobody", "others": len(names), **in_role(work)}
    work.record(row, verb="handler-reminded" if handler else "others-reminded", facts=facts)
    return Reminder(row, handler, names, missed)


def _nobody(row: Request, missed: tuple[Missed, ...]) -> RemindedToday | NobodyHasIt | NothingReminded:
    first = NobodyHasIt if row.taken_up_by is None else RemindedToday
    if not missed:
        return first()
    return NothingReminded([first.text, *(_ended(missed_in_words(each.name, each.why)) for each in missed)])


def _ended(text: Text) -> Text:
    return Text(f"{text.nl}.", f"{text.en}.")
