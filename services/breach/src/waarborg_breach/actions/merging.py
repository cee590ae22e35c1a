"""Two reports of one breach: one goes on under the number of the other, and no clock is lost."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.asking import end_if_answered
from waarborg_breach.actions.carrying import carry_along, carry_processor
from waarborg_breach.actions.deciding import may_decide
from waarborg_breach.actions.questions import answers_of
from waarborg_breach.actions.reading import opened
from waarborg_breach.actions.settling import settle, states_of, tell, times_of
from waarborg_breach.actions.timing import put_times
from waarborg_breach.domain import CaseState
from waarborg_breach.domain.reports import CannotMerge, merge
from waarborg_breach.domain.times import around, changed, earliest, same_day
from waarborg_breach.models import BreachCase
from waarborg_shared.events.breach import BreachMerged
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work, Written

MERGED = "merged"
_MOST_DOUBLES = 5


class Report(NamedTuple):
    """A report that goes on under another number, with what was written in it."""

    case: BreachCase
    summary: Written | None
    reporter: Written | None
    answers: dict[str, Written]
    processor: Written | None
    processor_ref: Written | None


def merge_report(work: Work, case: BreachCase, into: str, *, rules: Rules) -> BreachCase:
    """Let a report go on under the number of another case, and give that case: the earliest times count there.

    What was told of it stays with each, sealed as it was, and is shown with the case that is kept. What was found out,
    done and planned comes along, as far as it is not there already, and so do answers to what was open there: once all
    is answered nobody is asked on. Both numbers stay in the register. Once more into the same case changes nothing.

    Raises:
        CannotMerge: naming why not. NotResponsible.
    """
    if Duty.BREACH_DECIDE not in work.actor.duties and not may_decide(work, case, rules=rules):
        raise domain.NotResponsible(rules.breach_protocol.responsible_role)
    kept = _kept(work, case, into)
    if case.merged_into == kept.id:
        return kept
    if case.case_state == CaseState.MERGED:
        raise CannotMerge("elsewhere")
    itself = case.id == kept.id
    state = merge(states_of(case), states_of(kept), drills=(case.drill, kept.drill), itself=itself)
    _bring_along(work, case, kept, rules=rules)
    case.merged_into, case.closed_at = kept.id, work.now
    for earlier in _reports_in(work, case):
        earlier.merged_into = kept.id
    work.clocks.stop_all(case, reason=MERGED)
    settle(work, case, replace(states_of(case), case=state))
    work.record(case, verb="merged-into", facts={"into": kept.id, "number": kept.number})
    course.run(course.ON_CLOSED, work, case, rules)
    tell(work, case, BreachMerged(breach_ref=case.id, into_ref=kept.id))
    return kept


def reports_of(work: Work, case: BreachCase) -> list[Report]:
    """Return the reports that go on under this case's number, oldest first."""
    return [
        Report(
            row,
            opened(work, row, "summary"),
            opened(work, row, "reporter"),
            answers_of(work, row),
            opened(work, row, "processor"),
            opened(work, row, "processor_ref"),
        )
        for row in _reports_in(work, case)
    ]


def goes_on_as(work: Work, case: BreachCase) -> str | None:
    """Return the number of the case under which a merged report goes on."""
    if case.merged_into is None:
        return None
    return work.case(BreachCase, case.merged_into, lock=False).number


def likely_doubles(work: Work, case: BreachCase) -> list[BreachCase]:
    """Return open cases that may be the same breach: discovered on one day, of a kind that does not differ.

    They are suggested and never merged by themselves. An exercise is no double of anything real.
    """
    query = select(BreachCase).where(
        BreachCase.id != case.id,
        BreachCase.case_state.in_(domain.HANDLED),
        BreachCase.drill == case.drill,
        BreachCase.discovered_at.between(*around(case.discovered_at)),
    )
    if case.kind is not None:
        query = query.where((BreachCase.kind == case.kind) | BreachCase.kind.is_(None))
    near = work.session.scalars(query.order_by(BreachCase.id).limit(50))
    return [row for row in near if same_day(row.discovered_at, case.discovered_at)][:_MOST_DOUBLES]


def _kept(work: Work, case: BreachCase, into: str) -> BreachCase:
    """Find the other case by its number or its reference, and lock it."""
    wanted = into.strip()
    query = select(BreachCase.id).where((BreachCase.number == wanted.upper()) | (BreachCase.id == wanted))
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise CannotMerge("unknown")
    return case if found == case.id else work.case(BreachCase, found)


def _bring_along(work: Work, case: BreachCase, kept: BreachCase, *, rules: Rules) -> None:
    carry_processor(work, case, kept)
    both = earliest(times_of(kept), times_of(case))
    if kept.processor_sealed is None:
        both = replace(both, processor_aware_at=kept.processor_aware_at)
    came = {name: count for name, count in carry_along(work, case, kept, rules=rules).items() if count}
    work.record(kept, verb="merged-report", facts={"report": case.id, "number": case.number, **came})
    if changed(times_of(kept), both):
        put_times(work, kept, both, verb="earliest-times", rules=rules)
    else:
        kept.revision += 1
    end_if_answered(work, kept, rules)
    kept.kind = kept.kind or case.kind


def _reports_in(work: Work, case: BreachCase) -> list[BreachCase]:
    query = select(BreachCase).where(BreachCase.merged_into == case.id)
    return list(work.session.scalars(query.order_by(BreachCase.id)))
