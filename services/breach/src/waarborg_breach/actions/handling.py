"""Contain a breach, investigate it, establish what it may do, and give aftercare (B24 art. 4 to 6 and 11)."""

from dataclasses import dataclass, field
from datetime import datetime

from waarborg_breach import domain
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.reading import opened
from waarborg_breach.actions.settling import check_done_at
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.handling import (
    AftercareState,
    ConsequencesState,
    ContainmentState,
    Handling,
    InvestigationState,
    Involved,
    LostOrOpen,
    care_after,
    contain,
    handling_duties,
    investigated,
)
from waarborg_breach.models import BreachCase, BreachHandling, BreachMeasure
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import ERASED, Work, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigated:
    """The answers to article 4; what is in words is sealed."""

    lost_or_open: LostOrOpen
    departments: str = field(default="", repr=False)
    processor: Involved
    which_processor: str = field(default="", repr=False)


def note_containment(
    work: Work, case: BreachCase, state: ContainmentState, *, at: datetime | None, how: str | None
) -> None:
    """Record whether the breach was stopped, when, and how (B24 art. 5).

    Raises:
        NoSuchMove, WrongTimes: ``contained_at``.
    """
    row = _changing(work, case)
    if at is not None:
        check_done_at(work, case, at, field_name="contained_at")
    if state != row.containment:
        row.containment = contain(ContainmentState(row.containment), state).value
    contained = state is ContainmentState.CONTAINED
    row.contained_at = (at or row.contained_at or work.now) if contained else None
    row.containment_sealed = _sealed(work, case, "containment", how) or row.containment_sealed
    work.record(case, verb="noted-containment", facts={"state": row.containment})


def note_investigation(work: Work, case: BreachCase, found: Investigated) -> None:
    """Keep what was found out; a question that is not known yet leaves the investigation open (B24 art. 4)."""
    row = _changing(work, case)
    row.lost_or_open, row.processor = found.lost_or_open.value, found.processor.value
    row.departments_sealed = _sealed(work, case, "departments", found.departments)
    row.processor_sealed = _sealed(work, case, "processor", found.which_processor)
    row.investigation = investigated(found.lost_or_open, found.departments, found.processor).value
    facts = {"lost_or_open": row.lost_or_open, "processor": row.processor, "state": row.investigation}
    work.record(case, verb="noted-investigation", facts=facts)


def note_consequences(work: Work, case: BreachCase, what: str, *, at: datetime | None) -> None:
    """Keep what the breach may do to people, and since when it does where that is known (B24 art. 6 and 12).

    Raises:
        WrongTimes: ``consequences_at`` is still to come.
    """
    row = _changing(work, case)
    if at is not None and at > work.now:
        raise domain.WrongTimes("consequences_at", "in-the-future")
    row.consequences_sealed, row.consequences_at = _sealed(work, case, "consequences", what), at
    row.consequences = ConsequencesState.ESTABLISHED.value
    work.record(case, verb="noted-consequences")


def note_aftercare(work: Work, case: BreachCase, state: AftercareState, *, what: str) -> None:
    """Keep what those concerned are offered, or why nothing, or that it was given (B24 art. 11). Raises NoSuchMove."""
    row = _changing(work, case)
    row.aftercare = care_after(AftercareState(row.aftercare), state).value
    row.aftercare_sealed, row.aftercare_at = _sealed(work, case, "aftercare", what), work.now
    work.record(case, verb="noted-aftercare", facts={"state": row.aftercare})


def handling_of(work: Work, case: BreachCase) -> Handling:
    """Return how far the handling of a case is, as the domain knows it."""
    row = row_of(work, case)
    measures = rows_of(work, case, BreachMeasure)
    waiting = [each for each in measures if each.taken_at is None and each.dropped_at is None]
    return Handling(
        containment=ContainmentState(row.containment),
        investigation=InvestigationState(row.investigation),
        consequences=ConsequencesState(row.consequences),
        aftercare=AftercareState(row.aftercare),
        planned=len(waiting),
        overdue=sum(each.overdue_at is not None for each in waiting),
        taken=sum(each.taken_at is not None for each in measures),
        none_needed=row.no_measures_sealed is not None,
    )


def duties(work: Work, case: BreachCase, rules: Rules) -> tuple[str, ...]:
    """Return the codes of what the protocol still requires to be done about it.

    Of a case whose key was destroyed nothing can be written down any more, and it need not be.
    """
    if ERASED in (opened(work, case, "summary"), opened(work, case, "reporter")):
        return ()
    persons = PersonsState(case.persons_state)
    return handling_duties(handling_of(work, case), rules.breach_protocol.steps, persons=persons)


def row_of(work: Work, case: BreachCase) -> BreachHandling:
    """Return how far a case is as it is stored; one of which nothing was noted yet stands at the beginning."""
    row = next(iter(rows_of(work, case, BreachHandling)), None)
    return row or BreachHandling(
        organisation=work.organisation,
        breach_id=case.id,
        containment=ContainmentState.OPEN.value,
        investigation=InvestigationState.OPEN.value,
        lost_or_open=LostOrOpen.UNKNOWN.value,
        processor=Involved.UNKNOWN.value,
        consequences=ConsequencesState.OPEN.value,
        aftercare=AftercareState.UNDECIDED.value,
    )


def written(work: Work, case: BreachCase, column: str) -> Written | None:
    """Return what was written about the handling, opened; ``column`` as in the table, without ``_sealed``."""
    blob: bytes | None = getattr(row_of(work, case), f"{column}_sealed")
    if blob is None:
        return None
    return work.unseal_to_show(blob, holder=case.id, table="breach_handling", column=column, row=case.id)


def changing(work: Work, case: BreachCase) -> None:
    """Count a change of the case. Raises NoSuchMove where it is not open any more."""
    if case.closed_at is not None:
        raise domain.NoSuchMove(case.case_state)
    case.revision += 1


def _changing(work: Work, case: BreachCase) -> BreachHandling:
    changing(work, case)
    row = row_of(work, case)
    work.session.add(row)
    return row


def _sealed(work: Work, case: BreachCase, column: str, text: str | None) -> bytes | None:
    if not text or not text.strip():
        return None
    return work.seal(text, holder=case.id, table="breach_handling", column=column, row=case.id)
