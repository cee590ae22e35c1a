"""Clocks that begin with a step in the case, and those of other laws that the responsible person switches on."""

from datetime import datetime

from waarborg_breach import domain
from waarborg_breach.actions.responsible import require_responsible
from waarborg_breach.actions.settling import times_of
from waarborg_breach.domain.times import moments_of, running_from
from waarborg_breach.models import BreachCase
from waarborg_shared.clocks import ClockRule
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import BreachStart
from waarborg_shared.uow import Work

SWITCHED_OFF = "switched-off"


def start_later_clocks(work: Work, case: BreachCase, event: BreachStart, *, at: datetime, rules: Rules) -> None:
    """Start the clocks that run from a step in the case; one that runs or ran keeps the moment that it began with."""
    known = {clock.name for clock in work.clocks.of(case)}
    for rule in running_from(rules.breach_protocol.later_clocks, event, at):
        if rule.name not in known:
            work.clocks.start(case, rule, at=at, calendar=rules.calendar)


def optional_rules(work: Work, case: BreachCase, rules: Rules) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return the clocks of other laws that can be switched on in this case, with the moment from which each runs."""
    running = {clock.name for clock in work.clocks.of(case) if clock.stop_reason != SWITCHED_OFF}
    return tuple(
        (rule, at)
        for event, at in moments_of(times_of(case)).items()
        for rule in running_from(rules.breach_protocol.optional_clocks, event, at)
        if rule.name not in running
    )


def switch_on(work: Work, case: BreachCase, name: str, *, reason: str | None, rules: Rules) -> None:
    """Let a clock of another law run in this case, from its own moment, however long ago that is.

    Raises:
        NotResponsible, ReasonNeeded, CaseOver, NoSuchMove: there is no such clock, or it runs already.
    """
    role = _require(work, case, reason, rules)
    found = next(((rule, at) for rule, at in optional_rules(work, case, rules) if rule.name == name), None)
    if found is None:
        raise domain.NoSuchMove(name)
    if any(clock.name == name for clock in work.clocks.of(case)):
        work.clocks.reopen(case, name)
    else:
        work.clocks.start(case, found[0], at=found[1], calendar=rules.calendar)
    case.revision += 1
    work.record(case, verb="clock-switched-on", why=reason or "", facts={"clock": name, "role": role})


def switch_off(work: Work, case: BreachCase, name: str, *, reason: str | None, rules: Rules) -> None:
    """Stop a clock of another law: what it counted for is done, or this breach does not come under that law.

    Raises:
        NotResponsible, ReasonNeeded, CaseOver, NoSuchMove: it is no such clock, or it does not run.
    """
    role = _require(work, case, reason, rules)
    optional = {clock.name for clock in rules.breach_protocol.optional_clocks}
    running = {clock.name for clock in work.clocks.of(case) if clock.stopped_at is None}
    if name not in optional & running:
        raise domain.NoSuchMove(name)
    work.clocks.stop(case, name, reason=SWITCHED_OFF)
    case.revision += 1
    work.record(case, verb="clock-switched-off", why=reason or "", facts={"clock": name, "role": role})


def _require(work: Work, case: BreachCase, reason: str | None, rules: Rules) -> str:
    role = require_responsible(work, case, rules)
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    domain.check_reason(reason, "switching")
    return role
