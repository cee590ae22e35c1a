"""A report that was no breach is retracted; it stays in the register with its times, and can be opened again."""

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.deciding import may_decide
from waarborg_breach.actions.settling import sealed, settle, states_of, tell
from waarborg_breach.domain.reports import open_again, retract
from waarborg_breach.models import BreachCase
from waarborg_shared.auth import ActorKind
from waarborg_shared.events.breach import BreachOpenedAgain, BreachRetracted
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

RETRACTED = "retracted"


def retract_report(work: Work, case: BreachCase, *, why: str | None, rules: Rules) -> None:
    """Retract a report on which nothing was decided, with the reason; its clocks stop.

    Its discoverer may retract his own, the responsible person any. Where another's report goes on in it, he alone may.

    Raises:
        NotYours, NoSuchMove, RetractReason.
    """
    own = is_own(work, case) and not _goes_on_here(work, case)
    state = retract(states_of(case), own=own, responsible=may_decide(work, case, rules=rules), why=why)
    case.retracted_why_sealed = sealed(work, case, "retracted_why", why)
    case.closed_at = work.now
    work.clocks.stop_all(case, reason=RETRACTED)
    settle(work, case, _with(case, state))
    work.record(case, verb="retracted-report", why=why or "")
    course.run(course.ON_CLOSED, work, case, rules)
    tell(work, case, BreachRetracted(breach_ref=case.id))


def open_report_again(work: Work, case: BreachCase, *, why: str | None, rules: Rules) -> None:
    """Open a retracted report, for it is a breach after all: its clocks run on as if they had never stopped.

    Raises:
        NotYours, NoSuchMove, RetractReason.
    """
    state = open_again(
        states_of(case), own=is_own(work, case), responsible=may_open_again(work, case, rules=rules), why=why
    )
    case.closed_at = None
    work.record(case, verb="opened-again", why=why or "")
    for clock in work.clocks.of(case):
        if clock.stop_reason == RETRACTED:
            work.clocks.reopen(case, clock.name)
    settle(work, case, _with(case, state))
    course.run(course.ON_OPENED_AGAIN, work, case, rules)
    tell(work, case, BreachOpenedAgain(breach_ref=case.id))


def may_open_again(work: Work, case: BreachCase, *, rules: Rules) -> bool:
    """Whether this actor may open it: the responsible person, or a deputy, who counts as in a hurry here.

    While it is retracted no clock runs by which one could tell that time presses.
    """
    protocol = rules.breach_protocol
    return may_decide(work, case, rules=rules) or bool({*protocol.deputies} & {*work.actor.roles})


def is_own(work: Work, case: BreachCase) -> bool:
    """Whether this actor is the member of staff who discovered it."""
    return work.actor.kind is ActorKind.STAFF and case.reported_by == work.actor.ref


def _with(case: BreachCase, state: domain.CaseState) -> domain.Breach:
    states = states_of(case)
    return domain.Breach(case=state, authority=states.authority, persons=states.persons)


def _goes_on_here(work: Work, case: BreachCase) -> bool:
    """Whether a report of somebody else goes on under this number: his clocks run here."""
    query = select(BreachCase.id).where(BreachCase.organisation == work.organisation, BreachCase.merged_into == case.id)
    return work.session.scalars(query.limit(1)).one_or_none() is not None
