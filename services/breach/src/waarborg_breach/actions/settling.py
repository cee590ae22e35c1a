"""Bring a case into its next state: rows, revision, and the clocks that have nothing left to count for."""

from datetime import datetime

from waarborg_breach import domain
from waarborg_breach.domain import AuthorityState, Breach, CaseState, PersonsState
from waarborg_breach.models import BreachCase
from waarborg_shared.events import Event
from waarborg_shared.uow import Work

DONE = "done"


def states_of(case: BreachCase) -> Breach:
    """Return the case's states as the domain knows them."""
    return Breach(
        case=CaseState(case.case_state),
        authority=AuthorityState(case.authority_state),
        persons=PersonsState(case.persons_state),
    )


def goes_on_in(work: Work, report: BreachCase) -> BreachCase:
    """Return the case under which a report goes on: another one, locked too, or itself."""
    return report if report.merged_into is None else work.case(BreachCase, report.merged_into)


def settle(work: Work, case: BreachCase, breach: Breach) -> None:
    case.case_state = breach.case.value
    case.authority_state = breach.authority.value
    case.persons_state = breach.persons.value
    case.revision += 1
    set_clocks(work, case, breach)


def set_clocks(work: Work, case: BreachCase, breach: Breach) -> None:
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


def check_done_at(work: Work, case: BreachCase, at: datetime, *, field_name: str) -> None:
    if at > work.now:
        raise domain.WrongTimes(field_name, "in-the-future")
    if at < case.discovered_at:
        raise domain.WrongTimes(field_name, "before-discovery")


def tell(work: Work, case: BreachCase, event: Event) -> None:
    """Tell the other services and partners, unless it is an exercise: of that nobody hears."""
    if not case.drill:
        work.emit(event, case=case)


def times_of(case: BreachCase) -> domain.Times:
    """Return the case's times as the domain knows them; older cases were told inside when they came in."""
    return domain.Times(
        discovered_at=case.discovered_at,
        aware_at=case.aware_at,
        occurred_at=case.occurred_at,
        occurred_until=case.occurred_until,
        ongoing=case.ongoing,
        estimated=case.estimated,
        reported_at=case.reported_at or case.created_at,
        processor_aware_at=case.processor_aware_at,
        noticed_at=case.noticed_at,
    )


def sealed(work: Work, case: BreachCase, column: str, text: str | None) -> bytes | None:
    if not text or not text.strip():
        return None
    return work.seal(text, holder=case.id, table="breach_case", column=column, row=case.id)
