"""Report a breach: a case, its number, and the clocks of the protocol from their own moments."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions import asking
from waarborg_breach.actions.questions import answer_questions
from waarborg_breach.actions.settling import sealed, tell
from waarborg_breach.actions.wiping import note_wipe
from waarborg_breach.domain import AuthorityState, CaseState, PersonsState, Times
from waarborg_breach.domain.asking import DISCOVERER
from waarborg_breach.domain.reports import BreachKind, NoProcessor, Wipe
from waarborg_breach.models import BreachCase, BreachNumber, ExerciseNumber
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
    """A report of a breach. What somebody knows now is enough; what is in words is sealed.

    ``processor`` is the company that works for the organisation and reports (art. 33(2) AVG), ``processor_ref`` its own
    reference.
    """

    times: Times
    origin: str
    summary: str | None = None
    reporter: str | None = None
    origin_ref: str | None = None
    kind: BreachKind | None = None
    processor: str | None = None
    processor_ref: str | None = None
    wipe: Wipe | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    drill: bool = False


def report_breach(work: Work, command: NewBreach, *, rules: Rules) -> BreachCase:
    """Open a case, start the protocol's clocks from their own moments, and tell the other services.

    Raises:
        WrongTimes, NoProcessor, WipeMoment, UnknownQuestion: naming the field.
    """
    protocol = rules.breach_protocol
    check_processor(command)
    told = command.times
    times = domain.check_times(replace(told, reported_at=told.reported_at or work.now), now=work.now)
    starts = domain.starts(protocol, times)
    domain.check_answers(protocol, command.answers)
    case = work.add(
        BreachCase(
            id=new_id(),
            revision=1,
            drill=command.drill,
            origin=command.origin,
            origin_ref=command.origin_ref,
            reported_by=work.actor.ref if work.actor.kind is ActorKind.STAFF else None,
            kind=command.kind.value if command.kind else None,
            **{each.name: getattr(times, each.name) for each in fields(times)},
            case_state=CaseState.REPORTED.value,
            authority_state=AuthorityState.UNDECIDED.value,
            persons_state=PersonsState.UNDECIDED.value,
        )
    )
    case.summary_sealed = sealed(work, case, "summary", command.summary)
    case.reporter_sealed = sealed(work, case, "reporter", command.reporter)
    case.processor_sealed = sealed(work, case, "processor", command.processor)
    case.processor_ref_sealed = sealed(work, case, "processor_ref", command.processor_ref)
    asked = asking.begin_asking(work, case, rules, answered=command.answers)
    work.clocks.start_each((*((case.id, rule, at) for rule, at in starts), *asked), calendar=rules.calendar)
    work.record(case, verb="reported-breach", facts={"origin": command.origin})
    case.number = _number(work, drill=command.drill)
    answer_questions(work, case, command.answers, rules=rules, by=DISCOVERER)
    if command.wipe is not None:
        note_wipe(work, case, command.wipe)
    tell(
        work,
        case,
        BreachReported(
            breach_ref=case.id,
            number=case.number,
            origin=command.origin,
            origin_ref=command.origin_ref,
            discovered_at=times.discovered_at,
            aware_at=times.aware_at,
        ),
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


def check_processor(command: NewBreach) -> None:
    """Refuse what only a processor has to say of somebody who is none.

    Raises:
        NoProcessor: naming the field.
    """
    if command.processor and command.processor.strip():
        return
    if command.times.processor_aware_at is not None:
        raise NoProcessor("processor_aware_at")
    if command.processor_ref:
        raise NoProcessor("processor_ref")


def _number(work: Work, *, drill: bool) -> str:
    """Take the next number, as late as can be: who takes one makes all others wait, until the commit."""
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, ExerciseNumber if drill else BreachNumber, year=year)
    return spell_number(work.organisation, letter="LO" if drill else "L", year=year, count=count)
