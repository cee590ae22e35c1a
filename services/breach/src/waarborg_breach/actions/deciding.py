"""The decision, and that the authority and the persons were told: by the responsible person alone (B24 art. 10.3)."""

from dataclasses import dataclass
from datetime import datetime

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.settling import check_done_at, sealed, settle, states_of, tell
from waarborg_breach.models import BreachCase
from waarborg_shared.events.breach import (
    BreachDecided,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDecision:
    """What the responsible person decides (B24 art. 9); ``reason`` is sealed."""

    notify_authority: bool
    inform_persons: bool
    reason: str | None = None


def decide_breach(work: Work, case: BreachCase, command: BreachDecision, *, rules: Rules) -> BreachCase:
    """Decide whether the authority is notified and the persons are informed; only the responsible person may.

    Raises:
        NotResponsible, ReasonNeeded, NoSuchMove.
    """
    role = require_responsible(work, case, rules)
    decided = domain.decide(
        states_of(case),
        notify_authority=command.notify_authority,
        inform_persons=command.inform_persons,
        reason=command.reason,
    )
    case.decided_at = work.now
    case.decided_by = work.actor.ref
    case.reason_sealed = sealed(work, case, "reason", command.reason)
    settle(work, case, decided)
    facts = {"notify_authority": command.notify_authority, "inform_persons": command.inform_persons}
    work.record(case, verb="decided-breach", why=command.reason or "", facts={**facts, "role": role})
    course.run(course.ON_DECIDED, work, case, rules)
    tell(work, case, BreachDecided(breach_ref=case.id, **facts))
    return case


def note_notified(work: Work, case: BreachCase, *, at: datetime, rules: Rules) -> BreachCase:
    """Note that the responsible person notified the authority, and when (B24 art. 10; the product sends nothing).

    Raises:
        NotResponsible, NoSuchMove, WrongTimes.
    """
    role = require_responsible(work, case, rules)
    check_done_at(work, case, at, field_name="notified_at")
    notified = domain.notified(states_of(case))
    case.notified_at = at
    settle(work, case, notified)
    work.record(case, verb="notified-authority", facts={"at": at.isoformat(), "role": role})
    return case


def note_informed(work: Work, case: BreachCase, *, at: datetime, how: str, rules: Rules) -> BreachCase:
    """Note that the persons were told, when and how (B24 art. 10 and 12).

    Raises:
        NotResponsible, NoSuchMove, WrongTimes.
    """
    role = require_responsible(work, case, rules)
    check_done_at(work, case, at, field_name="informed_at")
    informed = domain.informed(states_of(case))
    case.informed_at = at
    case.informed_how = how
    settle(work, case, informed)
    work.record(case, verb="informed-persons", facts={"at": at.isoformat(), "how": how, "role": role})
    return case


def may_decide(work: Work, case: BreachCase, *, rules: Rules) -> bool:
    """Whether this actor may decide and notify now, so that a page offers only what can be done."""
    try:
        require_responsible(work, case, rules)
    except domain.NotResponsible:
        return False
    return True


def require_responsible(work: Work, case: BreachCase, rules: Rules) -> str:
    """Return the acting role; raises NotResponsible for all but the responsible person, and a deputy in a hurry."""
    authority = [clock for clock in work.clocks.of(case) if clock.name == domain.AUTHORITY and clock.stopped_at is None]
    presses = any(clock.remind_at <= work.now for clock in authority)
    return domain.require_responsible(rules.breach_protocol, work.actor.roles, time_presses=presses)
