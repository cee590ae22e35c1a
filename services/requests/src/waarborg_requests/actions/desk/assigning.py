"""Handing a request to a colleague, and giving it back; and every request of one person at once, one by one."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import func, select

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.handling import Stale
from waarborg_requests.domain import RequestError, RequestState
from waarborg_requests.domain.desk.assigning import NotHisAnyMore, check_open
from waarborg_requests.models import Request
from waarborg_shared.hooks.values import Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import UnknownCase, Work

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A request that somebody chose in a list, as he saw it."""

    request_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of several requests: nothing is wrong, or ``why_not`` says it."""

    request_id: str
    number: str
    why_not: Text | None = None


def hand_over(work: Work, request_id: str, *, to: str | None, why: str = "", revision: int) -> Request:
    """Give a request to an account that may answer it, or back (None: nobody has it). To whom it is given already it is
    not given again. The caller has asked identity whether that one may.

    Raises:
        Stale, UnknownCase, AnsweredAlready
    """
    row = work.case(Request, request_id)
    check_open(RequestState(row.state))
    if row.taken_up_by == to:
        return row
    if row.revision != revision:
        raise Stale
    _give(work, row, to, why)
    return row


def hand_over_from(work: Work, request_id: str, *, held_by: str, to: str | None, why: str = "") -> Request:
    """Give a request of one colleague to another, whatever else was done with it meanwhile.

    Raises:
        NotHisAnyMore, UnknownCase, AnsweredAlready
    """
    row = work.case(Request, request_id)
    check_open(RequestState(row.state))
    if row.taken_up_by != held_by:
        raise NotHisAnyMore
    if held_by != to:
        _give(work, row, to, why)
    return row


def open_of(work: Work, holder: str, *, limit: int) -> tuple[tuple[Chosen, ...], int]:
    """Return the open requests of one account, the first due first, and how many there are in all."""
    mine = (
        Request.organisation == work.organisation,
        Request.taken_up_by == holder,
        Request.answered_at.is_(None),
    )
    query = select(Request.id, Request.revision).where(*mine).order_by(Request.due_at, Request.id).limit(limit)
    found = tuple(Chosen(row.id, row.revision) for row in work.session.execute(query))
    return found, work.session.scalar(select(func.count()).select_from(Request).where(*mine)) or 0


def counted(work: Work, holders: Collection[str]) -> dict[str, int]:
    """Return how many open requests each of some accounts has."""
    query = (
        select(Request.taken_up_by, func.count())
        .where(
            Request.organisation == work.organisation,
            Request.answered_at.is_(None),
            Request.taken_up_by.in_(sorted(holders)),
        )
        .group_by(Request.taken_up_by)
    )
    return {str(ref): count for ref, count in work.session.execute(query)}


def each_by_itself(
    begin: Callable[[], AbstractContextManager[Work]],
    chosen: Iterable[Chosen],
    act: Callable[[Work, Chosen], Request],
) -> tuple[Result, ...]:
    """Do something with several requests, each in a transaction of its own: what one refuses stops no other."""
    return tuple(_one(begin, each, act) for each in chosen)


_UNKNOWN = Text("Dit verzoek is er niet.", "There is no such request.")
_ERASED = Text(
    "De gegevens van dit verzoek zijn gewist: er kan niets meer bij geschreven worden.",
    "The data of this request were erased: nothing can be written to it any more.",
)


def _one(
    begin: Callable[[], AbstractContextManager[Work]], each: Chosen, act: Callable[[Work, Chosen], Request]
) -> Result:
    try:
        with begin() as work:
            number = act(work, each).number
        return Result(each.request_id, number)
    except (RequestError, Stale) as refused:
        why_not = refused.text
    except UnknownCase:
        return Result(each.request_id, "", _UNKNOWN)
    except KeyDestroyed:
        why_not = _ERASED
    with begin() as work:
        number = work.case(Request, each.request_id, lock=False).number
    return Result(each.request_id, number, why_not)


def _give(work: Work, row: Request, to: str | None, why: str) -> None:
    before = row.taken_up_by
    row.taken_up_by, row.handed_over_at = to, work.now if to is not None else None
    row.reminded_at, row.reminded_by = None, None
    row.revision += 1
    facts = {"from": before or NOBODY, "to": to or NOBODY, **in_role(work)}
    work.record(row, verb="handed-over" if to is not None else "given-back", why=why, facts=facts)
