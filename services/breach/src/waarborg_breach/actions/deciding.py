"""The decision, by the responsible person alone (B24 art. 9 and 10.3): each is kept, and the newest counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.advising import advice_now
from waarborg_breach.actions.clocks import start_later_clocks
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.questions import known_questions
from waarborg_breach.actions.reading import opened
from waarborg_breach.actions.responsible import may_decide, require_responsible
from waarborg_breach.actions.settling import check_done_at, sealed, settle, states_of, tell
from waarborg_breach.domain import AuthorityState, Decision, PersonsException, PersonsState
from waarborg_breach.domain.telling import all_ways
from waarborg_breach.models import BreachCase, KeptDecision
from waarborg_shared.events.breach import BreachDecided
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import BreachStart
from waarborg_shared.uow import Work, Written

__all__ = [
    "BreachDecision",
    "announce",
    "decide_breach",
    "decisions_of",
    "informed_by_order",
    "may_decide",
    "note_informed",
    "questions_left",
    "reason_of_decision",
    "require_responsible",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDecision:
    """What the responsible person decides (B24 art. 9); ``reason`` is sealed.

    ``exception`` says why the persons are not told each. ``not_yet_known`` are the questions without an answer that
    whoever decides knows of, and decides all the same.
    """

    notify_authority: bool
    inform_persons: bool
    exception: PersonsException | None = None
    reason: str | None = field(default=None, repr=False)
    not_yet_known: Iterable[str] = ()


def decide_breach(work: Work, case: BreachCase, command: BreachDecision, *, rules: Rules) -> BreachCase:
    """Decide whether the authority is notified and the persons are informed; only the responsible person may.

    Raises:
        NotResponsible, ReasonNeeded, ExceptionNeeded, ExceptionTooMuch, Unconfirmed, NoSuchMove.
    """
    role = require_responsible(work, case, rules)
    decision = Decision(
        notify_authority=command.notify_authority,
        inform_persons=command.inform_persons,
        exception=command.exception,
        reason=command.reason,
    )
    decided = domain.decide(states_of(case), decision)
    unknown = domain.check_known(questions_left(work, case, rules), command.not_yet_known)
    case.decided_at = work.now
    case.decided_by = work.actor.ref
    case.persons_exception = command.exception.value if command.exception is not None else None
    case.reason_sealed = sealed(work, case, "reason", command.reason)
    _keep(work, case, decision, unknown, role=role, rules=rules)
    settle(work, case, decided)
    start_later_clocks(work, case, BreachStart.DECIDED, at=work.now, rules=rules)
    facts = {"notify_authority": command.notify_authority, "inform_persons": command.inform_persons}
    known = {"exception": case.persons_exception, "not_yet_known": list(unknown), "role": role}
    work.record(case, verb="decided-breach", why=command.reason or "", facts={**facts, **known})
    course.run(course.ON_DECIDED, work, case, rules)
    tell(work, case, BreachDecided(breach_ref=case.id, **facts))
    return case


def questions_left(work: Work, case: BreachCase, rules: Rules) -> tuple[str, ...]:
    """Return the protocol's questions that have no answer yet."""
    return domain.not_yet_known(rules.breach_protocol, known_questions(work, case))


def decisions_of(work: Work, case: BreachCase) -> list[KeptDecision]:
    """Return every decision on a case, the newest first."""
    return list(reversed(rows_of(work, case, KeptDecision, "number")))


def reason_of_decision(work: Work, row: KeptDecision) -> Written | None:
    """Return the reason of one decision, opened."""
    if row.reason_sealed is None:
        return None
    place = f"{row.breach_id}/{row.number}"
    return work.unseal_to_show(
        row.reason_sealed, holder=row.breach_id, table="breach_decision", column="reason", row=place
    )


def note_informed(
    work: Work, case: BreachCase, *, at: datetime, how: str, rules: Rules, in_part: bool = False
) -> BreachCase:
    """Note that the persons, or some of them, were told, when and how (B24 art. 10 and 12).

    Raises:
        NotResponsible, NoSuchMove, WrongTimes.
    """
    role = require_responsible(work, case, rules)
    check_done_at(work, case, at, field_name="at")
    _told(work, case, domain.informed(states_of(case), in_part=in_part), at=at, how=how)
    work.record(case, verb="informed-persons", why=how, facts={"at": at.isoformat(), "part": in_part, "role": role})
    return case


def informed_by_order(work: Work, case: BreachCase, *, at: datetime, by: str, in_part: bool, role: str) -> BreachCase:
    """Note that the persons were told by what the responsible person ordered, in his ``role``, whoever carries it out.

    ``by`` is the code of the channel, or that there were several.

    Raises:
        NoSuchMove.
    """
    _told(work, case, domain.informed(states_of(case), in_part=in_part), at=at, by=by)
    facts = {"at": at.isoformat(), "part": in_part, "role": role, "by": by}
    work.record(case, verb="informed-persons", facts=facts)
    return case


def announce(
    work: Work,
    case: BreachCase,
    *,
    at: datetime,
    how: str = "",
    by: str | None = None,
    rules: Rules,
    ground: str | None = None,
) -> BreachCase:
    """Note that the breach was announced publicly, when and where, in words or by a code (art. 34(3)(c) AVG).

    Where some were told and the others are not told personally, ``ground`` says why: it is kept beside the decisions.
    Where it was decided to announce, that decision said so.

    Raises:
        NotResponsible, NoSuchMove, WrongTimes, ReasonNeeded.
    """
    role = require_responsible(work, case, rules)
    check_done_at(work, case, at, field_name="at")
    if case.persons_state == PersonsState.IN_PART:
        _tell_others_publicly(work, case, ground, role=role, rules=rules)
    _told(work, case, domain.announced(states_of(case)), at=at, how=how, by=by)
    facts = {"at": at.isoformat(), "role": role} | ({"by": by} if by else {})
    work.record(case, verb="announced-breach", why=how, facts=facts)
    return case


def _tell_others_publicly(work: Work, case: BreachCase, ground: str | None, *, role: str, rules: Rules) -> None:
    """Keep that the others are told by the announcement, and why.

    When, by whom and why the breach was decided on stands, and so does what a grievance asks: nothing of that is
    decided again here.
    """
    domain.check_reason(ground, "announcing")
    states = domain.to_announce(states_of(case))
    decision = Decision(
        notify_authority=states.authority not in (AuthorityState.NOT_TO_NOTIFY, AuthorityState.WITHDRAWN),
        inform_persons=False,
        exception=PersonsException.DISPROPORTIONATE,
        reason=ground,
    )
    case.persons_exception = PersonsException.DISPROPORTIONATE.value
    _keep(work, case, decision, questions_left(work, case, rules), role=role, rules=rules)
    settle(work, case, states)
    work.record(case, verb="decided-to-announce", why=ground or "", facts={"role": role})
    course.run(course.ON_DECIDED, work, case, rules)


def _told(
    work: Work, case: BreachCase, states: domain.Breach, *, at: datetime, how: str = "", by: str | None = None
) -> None:
    """Keep when and how: by a code of ours, or sealed, for what somebody types may say who was called.

    What was typed before stays with what is typed, and with the code of what was ordered since.
    """
    case.informed_at, case.informed_how = at, all_ways(case.informed_how, by)
    before = opened(work, case, "informed_how")
    if how.strip():
        typed = f"{before}\n{how}" if isinstance(before, str) else how
        case.informed_how_sealed = sealed(work, case, "informed_how", typed)
    settle(work, case, states)


def _keep(
    work: Work, case: BreachCase, decision: Decision, unknown: tuple[str, ...], *, role: str, rules: Rules
) -> None:
    number = len(decisions_of(work, case)) + 1
    advised = advice_now(work, case, rules).codes()
    work.add(
        KeptDecision(
            breach_id=case.id,
            number=number,
            notify_authority=decision.notify_authority,
            inform_persons=decision.inform_persons,
            exception=decision.exception.value if decision.exception is not None else None,
            not_yet_known=list(unknown),
            advice_codes=dict(advised),
            reason_sealed=_sealed(work, case, number, decision.reason),
            decided_at=work.now,
            decided_by=work.actor.ref,
            role=role,
        )
    )


def _sealed(work: Work, case: BreachCase, number: int, reason: str | None) -> bytes | None:
    if not (reason and reason.strip()):
        return None
    place = f"{case.id}/{number}"
    return work.seal(reason, holder=case.id, table="breach_decision", column="reason", row=place)
