"""Report a breach: a case, its number, and the clocks of the protocol from their own moments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.questions import answer_questions
from waarborg_breach.actions.settling import sealed
from waarborg_breach.domain import AuthorityState, CaseState, PersonsState, Times
from waarborg_breach.domain.asking import DISCOVERER
from waarborg_breach.models import BreachCase, BreachNumber
from waarborg_shared.auth import ActorKind
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.db import new_id
from waarborg_shared.events.breach import (
    BreachReported,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBreach:
    """A report of a breach. What somebody knows now is enough; ``summary`` and ``reporter`` are sealed."""

    times: Times
    origin: str
    summary: str | None = None
    reporter: str | None = None
    origin_ref: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def report_breach(work: Work, command: NewBreach, *, rules: Rules) -> BreachCase:
    """Open a case, start the protocol's clocks from their own moments, and tell the other services.

    Raises:
        WrongTimes, UnknownQuestion: naming the field.
    """
    protocol = rules.breach_protocol
    times = domain.check_times(command.times, now=work.now)
    starts = domain.starts(protocol, times)
    domain.check_answers(protocol, command.answers)
    case = work.add(
        BreachCase(
            id=new_id(),
            number=_number(work),
            revision=1,
            origin=command.origin,
            origin_ref=command.origin_ref,
            reported_by=work.actor.ref if work.actor.kind is ActorKind.STAFF else None,
            occurred_at=times.occurred_at,
            noticed_at=times.noticed_at,
            discovered_at=times.discovered_at,
            aware_at=times.aware_at,
            case_state=CaseState.REPORTED.value,
            authority_state=AuthorityState.UNDECIDED.value,
            persons_state=PersonsState.UNDECIDED.value,
        )
    )
    case.summary_sealed = sealed(work, case, "summary", command.summary)
    case.reporter_sealed = sealed(work, case, "reporter", command.reporter)
    work.session.flush()
    for rule, at in starts:
        work.clocks.start(case, rule, at=at, calendar=rules.calendar)
    work.record(case, verb="reported-breach", facts={"origin": command.origin})
    answer_questions(work, case, command.answers, rules=rules, by=DISCOVERER)
    course.run(course.ON_REPORTED, work, case, rules)
    work.emit(
        BreachReported(
            breach_ref=case.id,
            number=case.number,
            origin=command.origin,
            origin_ref=command.origin_ref,
            discovered_at=times.discovered_at,
            aware_at=times.aware_at,
        ),
        case=case,
    )
    return case


def report_exposure(work: Work, report_ref: str, *, times: Times, rules: Rules) -> BreachCase:
    """Open the case of a vulnerability report that exposes personal data: once per report, however often told."""
    known = work.session.scalars(
        select(BreachCase).where(BreachCase.origin == "disclosure", BreachCase.origin_ref == report_ref)
    ).one_or_none()
    if known is not None:
        return known
    return report_breach(work, NewBreach(times=times, origin="disclosure", origin_ref=report_ref), rules=rules)


def _number(work: Work) -> str:
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, BreachNumber, year=year)
    return spell_number(work.organisation, letter="L", year=year, count=count)
