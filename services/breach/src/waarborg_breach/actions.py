"""What can be done with a breach: report, answer the questions, decide, notify, inform, close; and the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from waarborg_breach import domain
from waarborg_breach.domain import AuthorityState, Breach, CaseState, PersonsState, Times
from waarborg_breach.models import BreachAnswer, BreachCase, BreachNumber
from waarborg_shared.auth import ActorKind
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.db import new_id
from waarborg_shared.events.breach import (
    BreachClockLapsed,
    BreachClockNeared,
    BreachClosed,
    BreachDecided,
    BreachReported,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import UnknownCase, Work, Written

DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBreach:
    """A report of a breach. What somebody knows now is enough; ``summary`` and ``reporter`` are sealed."""

    times: Times
    origin: str
    summary: str | None = None
    reporter: str | None = None
    origin_ref: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDecision:
    """What the responsible person decides (B24 art. 9); ``reason`` is sealed."""

    notify_authority: bool
    inform_persons: bool
    reason: str | None = None


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
    case.summary_sealed = _sealed(work, case, "summary", command.summary)
    case.reporter_sealed = _sealed(work, case, "reporter", command.reporter)
    work.session.flush()
    for rule, at in starts:
        work.clocks.start(case, rule, at=at, calendar=rules.calendar)
    work.record(case, verb="reported-breach", facts={"origin": command.origin})
    answer_questions(work, case, command.answers, rules=rules)
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


def answer_questions(work: Work, case: BreachCase, answers: Mapping[str, str], *, rules: Rules) -> None:
    """Keep the discoverer's answers, the newest of each question (B24 art. 7).

    Raises:
        UnknownQuestion: the protocol does not ask it.
        NoSuchMove: the case is closed.
    """
    if case.case_state == CaseState.CLOSED:
        raise domain.NoSuchMove("closed")
    domain.check_answers(rules.breach_protocol, answers)
    given = {code: text for code, text in answers.items() if text.strip()}
    for code, text in given.items():
        work.session.merge(
            BreachAnswer(
                organisation=work.organisation,
                breach_id=case.id,
                question=code,
                answer_sealed=work.seal(
                    text, holder=case.id, table="breach_answer", column="answer", row=f"{case.id}/{code}"
                ),
                answered_at=work.now,
                answered_by=work.actor.ref,
            )
        )
    if given:
        work.record(case, verb="answered-questions", facts={"questions": sorted(given)})


def decide_breach(work: Work, case: BreachCase, command: BreachDecision, *, rules: Rules) -> BreachCase:
    """Decide whether the authority is notified and the persons are informed; only the responsible person may.

    Raises:
        NotResponsible, ReasonNeeded, NoSuchMove.
    """
    role = _require_responsible(work, case, rules)
    decided = domain.decide(
        states_of(case),
        notify_authority=command.notify_authority,
        inform_persons=command.inform_persons,
        reason=command.reason,
    )
    case.decided_at = work.now
    case.decided_by = work.actor.ref
    case.reason_sealed = _sealed(work, case, "reason", command.reason)
    _settle(work, case, decided)
    facts = {"notify_authority": command.notify_authority, "inform_persons": command.inform_persons}
    work.record(case, verb="decided-breach", why=command.reason or "", facts={**facts, "role": role})
    work.emit(BreachDecided(breach_ref=case.id, **facts), case=case)
    return case


def note_notified(work: Work, case: BreachCase, *, at: datetime, rules: Rules) -> BreachCase:
    """Note that the responsible person notified the authority, and when (B24 art. 10; the product sends nothing).

    Raises:
        NotResponsible, NoSuchMove, WrongTimes.
    """
    role = _require_responsible(work, case, rules)
    _check_done_at(work, case, at, field_name="notified_at")
    notified = domain.notified(states_of(case))
    case.notified_at = at
    _settle(work, case, notified)
    work.record(case, verb="notified-authority", facts={"at": at.isoformat(), "role": role})
    return case


def note_informed(work: Work, case: BreachCase, *, at: datetime, how: str, rules: Rules) -> BreachCase:
    """Note that the persons were told, when and how (B24 art. 10 and 12).

    Raises:
        NotResponsible, NoSuchMove, WrongTimes.
    """
    role = _require_responsible(work, case, rules)
    _check_done_at(work, case, at, field_name="informed_at")
    informed = domain.informed(states_of(case))
    case.informed_at = at
    case.informed_how = how
    _settle(work, case, informed)
    work.record(case, verb="informed-persons", facts={"at": at.isoformat(), "how": how, "role": role})
    return case


def note_facts(work: Work, case: BreachCase, *, about_how_many: int | None, other_eu: bool | None) -> BreachCase:
    """Keep what the register holds beside the times (B24 art. 12)."""
    case.about_how_many, case.other_eu = about_how_many, other_eu
    case.revision += 1
    work.record(case, verb="noted-facts")
    return case


def close_breach(work: Work, case: BreachCase) -> BreachCase:
    """Close the case; it stays in the register.

    Raises:
        OpenDuties, NoSuchMove.
    """
    closed = domain.close(states_of(case))
    case.closed_at = work.now
    _settle(work, case, closed)
    work.record(case, verb="closed-breach")
    work.emit(BreachClosed(breach_ref=case.id), case=case)
    return case


def answers_of(work: Work, case: BreachCase, *, by: str | None = None) -> dict[str, Written]:
    """Return the answers by question, opened: all of them, or those that one member of staff gave."""
    query = select(BreachAnswer).where(BreachAnswer.breach_id == case.id)
    rows = work.session.scalars(query if by is None else query.where(BreachAnswer.answered_by == by))
    return {
        row.question: work.unseal_to_show(
            row.answer_sealed,
            holder=case.id,
            table="breach_answer",
            column="answer",
            row=f"{case.id}/{row.question}",
        )
        for row in rows
    }


def opened(work: Work, case: BreachCase, column: str) -> Written | None:
    """Return a sealed text of the case, opened: ``summary``, ``reporter`` or ``reason``."""
    sealed: bytes | None = getattr(case, f"{column}_sealed")
    if sealed is None:
        return None
    return work.unseal_to_show(sealed, holder=case.id, table="breach_case", column=column, row=case.id)


def register(work: Work, *, after: str | None = None, limit: int = 50) -> list[BreachCase]:
    """Return a page of the register, newest first, from the case after the one whose id is ``after``."""
    query = select(BreachCase).order_by(BreachCase.id.desc()).limit(limit)
    if after is not None:
        query = query.where(BreachCase.id < after)
    return list(work.session.scalars(query))


def own_report(work: Work, breach_id: str) -> BreachCase:
    """Return the case that this member of staff reported. Raises UnknownCase, also for a case of somebody else's."""
    case = work.case(BreachCase, breach_id)
    if work.actor.kind is not ActorKind.STAFF or case.reported_by != work.actor.ref:
        raise UnknownCase(BreachCase.__name__)
    return case


def own_reports(work: Work, *, limit: int = 20) -> list[BreachCase]:
    """Return the open cases that this member of staff reported, newest first."""
    query = select(BreachCase).where(BreachCase.case_state != CaseState.CLOSED.value)
    query = query.where(BreachCase.reported_by == work.actor.ref)
    return list(work.session.scalars(query.order_by(BreachCase.id.desc()).limit(limit)))


def open_cases(work: Work, *, limit: int) -> list[BreachCase]:
    """Return the cases that are not closed: first those with a clock that runs, the first due first."""
    due = work.clocks.first_due(BreachCase.id)
    query = select(BreachCase).where(BreachCase.case_state != CaseState.CLOSED.value)
    ordered = query.order_by(due.is_(None), due, BreachCase.discovered_at, BreachCase.id)
    return list(work.session.scalars(ordered.limit(limit)))


def count_open(work: Work) -> int:
    """Return how many cases are not closed."""
    query = select(func.count()).select_from(BreachCase).where(BreachCase.case_state != CaseState.CLOSED.value)
    return work.session.scalar(query) or 0


def states_of(case: BreachCase) -> Breach:
    """Return the case's states as the domain knows them."""
    return Breach(
        case=CaseState(case.case_state),
        authority=AuthorityState(case.authority_state),
        persons=PersonsState(case.persons_state),
    )


def may_decide(work: Work, case: BreachCase, *, rules: Rules) -> bool:
    """Whether this actor may decide and notify now, so that a page offers only what can be done."""
    try:
        _require_responsible(work, case, rules)
    except domain.NotResponsible:
        return False
    return True


def _require_responsible(work: Work, case: BreachCase, rules: Rules) -> str:
    """Return the acting role; raises NotResponsible for all but the responsible person, and a deputy in a hurry."""
    authority = [clock for clock in work.clocks.of(case) if clock.name == domain.AUTHORITY and clock.stopped_at is None]
    presses = any(clock.remind_at <= work.now for clock in authority)
    return domain.require_responsible(rules.breach_protocol, work.actor.roles, time_presses=presses)


def _settle(work: Work, case: BreachCase, breach: Breach) -> None:
    case.case_state = breach.case.value
    case.authority_state = breach.authority.value
    case.persons_state = breach.persons.value
    case.revision += 1
    _set_clocks(work, case, breach)


def _set_clocks(work: Work, case: BreachCase, breach: Breach) -> None:
    """Stop what has nothing left to count for; what has again runs on from its original start.

    A period that is over stays over.
    """
    clocks = work.clocks.of(case)
    finished = domain.stopped_clocks(breach, [clock.name for clock in clocks])
    for clock in clocks:
        if clock.name in finished and clock.stopped_at is None:
            work.clocks.stop(case, clock.name, reason=DONE)
        elif clock.name not in finished and clock.stop_reason == DONE:
            work.clocks.reopen(case, clock.name)
            work.record(case, verb="clock-reopened", facts={"clock": clock.name})


def _check_done_at(work: Work, case: BreachCase, at: datetime, *, field_name: str) -> None:
    if at > work.now:
        raise domain.WrongTimes(field_name, "in-the-future")
    if at < case.discovered_at:
        raise domain.WrongTimes(field_name, "before-discovery")


def _number(work: Work) -> str:
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, BreachNumber, year=year)
    return spell_number(work.organisation, letter="L", year=year, count=count)


def _sealed(work: Work, case: BreachCase, column: str, text: str | None) -> bytes | None:
    if not text or not text.strip():
        return None
    return work.seal(text, holder=case.id, table="breach_case", column=column, row=case.id)


def read_case(work: Work, breach_id: str) -> BreachCase:
    """Return a case, and record that this actor looked. Raises UnknownCase."""
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="looked")
    return case


def remind(work: Work, breach_id: str, clock: str, *, due_at: datetime) -> None:
    """Tell that a clock has used up most of its term."""
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="clock-neared", facts={"clock": clock})
    work.emit(BreachClockNeared(breach_ref=case.id, clock=clock, due_at=due_at), case=case)


def escalate(work: Work, breach_id: str, clock: str, *, due_at: datetime) -> None:
    """Tell that a clock ran out; the desk shows it as late."""
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="clock-lapsed", facts={"clock": clock})
    work.emit(BreachClockLapsed(breach_ref=case.id, clock=clock, due_at=due_at), case=case)
