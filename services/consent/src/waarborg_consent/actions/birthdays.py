"""The birthdays of a minor: kept as clocks and as nothing else, and what is done when one comes (art. 5 UAVG; B1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func

from waarborg_consent.actions.reading import events_of
from waarborg_consent.domain import (
    REVIEW_CLOCKS,
    Given,
    NothingToReview,
    Standing,
    birthdays,
    review_rule,
)
from waarborg_consent.domain import standings as standing_of
from waarborg_consent.models import Consent, ConsentFile
from waarborg_shared import clocks
from waarborg_shared.clocks import Clock, due_on, end_of_day
from waarborg_shared.db import select_for
from waarborg_shared.deadlines import Deadline, Moment, UnknownClock
from waarborg_shared.events.consent import ConsentUpForReview
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import CaseFile, Work

ALREADY_TURNED, NOTHING_GIVEN, REVIEWED = "already-turned", "nothing-given", "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReview:
    """A client whose consents are to be looked at, since he is about to reach an age, or has."""

    subject_ref: str
    clock: Clock


def record_birth(work: Work, subject_ref: str, born_on: date, *, rules: Rules) -> None:
    """Start the clocks of a minor's birthdays; a date that was wrong is corrected by the right one.

    Raises:
        BornInTheFuture, NotAMinor.
    """
    today = due_on(work.now)
    days = birthdays(born_on, today=today)
    file = work.file(ConsentFile, subject_ref)
    known = {clock.name for clock in work.clocks.of(file)}
    for age, day in days.items():
        if f"turns-{age}" in known:
            _correct(work, file, age, day, rules=rules)
        elif day > today:
            work.clocks.start(file, review_rule(age, day=day, today=today), calendar=rules.calendar)
    work.record(file, verb="recorded-birthdays")


def on_birthday(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """On the eve of a birthday, or whenever a worker is there again: put what was given until then up for review."""
    if moment != Moment.LAPSED:
        return
    file = work.file(ConsentFile, deadline.case_ref)
    up = given_before(work, deadline.case_ref, deadline.due_at, rules=rules)
    for standing in up:
        work.emit(ConsentUpForReview(subject_ref=file.id, purpose=standing.purpose, clock=deadline.name), case=file)
    if up:
        work.record(file, verb="put-up-for-review", facts={"clock": deadline.name, "consents": len(up)})
    else:
        work.clocks.stop(file, deadline.name, reason=NOTHING_GIVEN)
        work.record(file, verb="found-nothing-to-review", facts={"clock": deadline.name})


def given_before(work: Work, subject_ref: str, moment: datetime, *, rules: Rules) -> tuple[Standing, ...]:
    """Return the consents that stand and were given before a birthday."""
    stands = standing_of(events_of(work, subject_ref, rules=rules), rules.purposes)
    return tuple(each for each in stands if each.stands and each.since is not None and each.since <= moment)


def complete_review(work: Work, subject_ref: str, name: str) -> None:
    """Say that a client's consents were gone through after a birthday.

    Raises:
        NothingToReview: there is no such birthday, it is still to come, or it was done.
    """
    file = work.file(ConsentFile, subject_ref)
    try:
        clock = work.clocks.deadline(subject_ref, name).clock
    except UnknownClock:
        raise NothingToReview from None
    if name not in REVIEW_CLOCKS or clock.stopped_at is not None or clock.due_at > work.now:
        raise NothingToReview
    work.clocks.stop(file, name, reason=REVIEWED)
    work.record(file, verb="reviewed-consents", facts={"clock": name})


def due_reviews(work: Work, *, limit: int) -> list[DueReview]:
    """Return the clients who gave a consent and reach an age within weeks, or have, the first first.

    It goes by the clocks alone: it tells the same whether a worker was there on the day or not.
    """
    table = work.plumbing.deadline
    query = select_for(table, work.organisation, table.c.case_ref).where(*_due(work)).order_by(table.c.due_at)
    refs = list(dict.fromkeys(row.case_ref for row in work.session.execute(query.limit(limit))))
    found = work.clocks.of_many(refs)
    return [DueReview(subject_ref=ref, clock=clock) for ref in refs for clock in _open(found.get(ref, ()), work.now)]


def count_reviews(work: Work) -> int:
    """Return how many of them there are."""
    query = select_for(work.plumbing.deadline, work.organisation, func.count()).where(*_due(work))
    return int(work.session.execute(query).scalar_one())


def open_reviews(work: Work, subject_ref: str) -> list[Clock]:
    """Return the birthdays of one client that came and after which nobody said that his consents were gone through."""
    clocks_of = work.clocks.of_many([subject_ref]).get(subject_ref, ())
    return [clock for clock in _open(clocks_of, work.now) if clock.due_at <= work.now]


def _open(of_file: Iterable[Clock], now: datetime) -> list[Clock]:
    running = (clock for clock in of_file if clock.name in REVIEW_CLOCKS and clock.stopped_at is None)
    return [clock for clock in running if clock.remind_at <= now]


def _due(work: Work) -> tuple[ColumnElement[bool], ...]:
    table = work.plumbing.deadline
    given = exists().where(
        Consent.organisation == work.organisation,
        Consent.subject_ref == table.c.case_ref,
        Consent.kind.in_((Given.GIVEN.value, Given.RENEWED.value)),
    )
    return (
        table.c.name.in_(tuple(REVIEW_CLOCKS)),
        table.c.stopped_at.is_(None),
        table.c.remind_at <= work.now,
        given,
    )


def _correct(work: Work, file: CaseFile, age: int, day: date, *, rules: Rules) -> None:
    """Give a birthday's clock its right end; one that has gone by is stopped, and says when it was."""
    today = due_on(work.now)
    eve, over = day - timedelta(days=1), day <= today
    rule = review_rule(age, day=day, today=eve if over else today)
    clock = clocks.start(rule, end_of_day(eve) if over else work.now, rules.calendar)
    if over:
        clock = clocks.stop(clock, work.now, ALREADY_TURNED)
    deadline = work.clocks.deadline(file.id, rule.name)
    work.clocks.save(replace(deadline, clock=clock, reminded_at=None, lapsed_at=None, attempts=0))
