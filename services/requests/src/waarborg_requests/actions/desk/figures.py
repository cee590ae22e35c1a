"""Figures of the answered requests, added up in the database: nothing of any one of them leaves it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
)

from waarborg_requests.domain.desk.figures import Figures, bounds_of
from waarborg_requests.domain.terms import ANSWER, LAW
from waarborg_requests.models import Request
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

_DAY = 86_400


def figures(
    work: Work, months: Sequence[date], *, kind: RequestKind | None = None, by_kind: bool = False, by_month: bool = True
) -> tuple[Figures, ...]:
    """Return the figures of the answers of some months that follow each other, apart by month, by kind, or by both."""
    answers = _answers(work, months, kind=kind, by_kind=by_kind, by_month=by_month).subquery()
    apart = (answers.c.kind, answers.c.month)
    days = answers.c.days
    ranked = select(
        *apart,
        days,
        answers.c.kept_promise,
        answers.c.kept_law,
        func.row_number().over(partition_by=apart, order_by=days).label("rank"),
        func.count().over(partition_by=apart).label("together"),
    ).subquery()
    rank, together = ranked.c.rank, ranked.c.together
    query = (
        select(
            ranked.c.kind,
            ranked.c.month,
            func.count().label("answers"),
            func.sum(ranked.c.kept_promise).label("kept_promise"),
            func.sum(ranked.c.kept_law).label("kept_law"),
            # The nearest rank of each: a number of days that an answer really took, the same in every database.
            func.max(case((rank * 2 <= together + 1, ranked.c.days))).label("median"),
            func.min(case((rank * 10 >= together * 9, ranked.c.days))).label("ninth"),
        )
        .group_by(ranked.c.kind, ranked.c.month)
        .order_by(ranked.c.kind, ranked.c.month)
    )
    return tuple(
        Figures(
            row.kind or None,
            date.fromisoformat(row.month) if row.month else None,
            int(row.answers),
            int(row.kept_promise),
            int(row.kept_law),
            float(row.median),
            float(row.ninth),
        )
        for row in work.session.execute(query)
    )


def _answers(
    work: Work, months: Sequence[date], *, kind: RequestKind | None, by_kind: bool, by_month: bool
) -> Select[Any]:
    bounds = bounds_of(months)
    promise, law = _clock(work, ANSWER), _clock(work, LAW)
    answered = Request.answered_at
    month = case(
        *[(and_(answered >= begin, answered < end), literal(of.isoformat())) for of, begin, end in bounds],
        else_=literal(""),
    )
    query = (
        select(
            (Request.kind if by_kind else literal("")).label("kind"),
            (month if by_month else literal("")).label("month"),
            _days(work).label("days"),
            _kept(promise).label("kept_promise"),
            _kept(law).label("kept_law"),
        )
        .select_from(Request)
        .outerjoin(promise, _of_request(promise, ANSWER))
        .outerjoin(law, _of_request(law, LAW))
        .where(
            Request.organisation == work.organisation,
            # What ended without an answer is no answer, in time or late.
            Request.outcome.is_not(None),
            answered.is_not(None),
            answered >= bounds[0][1],
            answered < bounds[-1][2],
        )
    )
    return query if kind is None else query.where(Request.kind == kind.value)


def _clock(work: Work, name: str) -> Any:
    return work.plumbing.deadline.alias(name + "_clock")


def _of_request(clock: Any, name: str) -> ColumnElement[bool]:
    return and_(
        clock.c.organisation == Request.organisation,
        clock.c.case_ref == Request.id,
        clock.c.name == name,
    )


def _kept(clock: Any) -> ColumnElement[int]:
    """1 where a clock stopped in time, or there is none to keep; one that stood still when it stopped did too."""
    in_time = or_(clock.c.name.is_(None), clock.c.stopped_at <= clock.c.due_at, clock.c.paused_at.is_not(None))
    return cast(case((in_time, 1), else_=0), Integer)


def _days(work: Work) -> ColumnElement[float]:
    """From receipt to answer in days, as each database counts them."""
    if work.session.connection().dialect.name == "sqlite":
        taken: Any = func.julianday(Request.answered_at) - func.julianday(Request.received_at)
    else:
        taken = extract("epoch", Request.answered_at - Request.received_at) / _DAY
    return cast(taken, Float)
