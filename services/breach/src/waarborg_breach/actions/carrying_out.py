"""Carry out, for breach, what was decided on a request about somebody's data: say what the register keeps of him, and
let go of what nothing keeps.

Whom a breach concerned stands here by reference alone, so that a corrected name or number comes along by itself. The
register itself is a duty (art. 33(5) AVG): it stays until its term is over.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, select

from waarborg_breach.actions.retention import destroy_if_over, kept
from waarborg_breach.contributing import reported_by
from waarborg_breach.domain import HANDLED, CaseState, PersonsState
from waarborg_breach.domain.telling import OPEN, PersonState
from waarborg_breach.models import (
    BreachCase,
    BreachPerson,
    BreachPersonCare,
    BreachPersonLink,
    CarriedStep,
    LegalHold,
)
from waarborg_breach.models.telling import REFERENCE
from waarborg_shared.carrying import Carried, Kept, Told, Why, in_codes, together
from waarborg_shared.clocks import due_on
from waarborg_shared.events.breach import BreachCarriedOut
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.holds import held
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

LISTED, REPORTED = "breaches", "breach_reports"
PUT_RIGHT = frozenset({RequestKind.CORRECTION, RequestKind.ADDITION})
_TO_BE_TOLD = frozenset({PersonsState.UNDECIDED, PersonsState.TO_INFORM, PersonsState.IN_PART})
_NOTHING = Told(Carried.DONE, Why.NOTHING_HELD)


def carry_out(work: Work, asked: CarryingAsked, rules: Rules) -> None:
    """Do what one step asks and tell what came of it; asked again, nothing more is done and the same is told."""
    told = _done(work, asked, rules)
    file = work.file(CarriedStep, asked.step_ref)
    event = BreachCarriedOut(
        request_ref=asked.request_ref,
        step_ref=asked.step_ref,
        subject_ref=asked.subject_ref,
        **in_codes(told),
    )
    work.emit(event, case=file)
    facts = {"request": asked.request_ref, "kind": asked.kind, "outcome": told.outcome.value}
    work.record(file, verb="answered", facts=facts)


def _done(work: Work, asked: CarryingAsked, rules: Rules) -> Told:
    refs = {asked.subject_ref, *asked.joined_refs}
    if asked.kind in PUT_RIGHT:
        return _put_right(work, asked, refs)
    if asked.kind == RequestKind.ERASURE and not asked.about:
        return _erase(work, asked, refs, rules)
    return _NOTHING


def _put_right(work: Work, asked: CarryingAsked, refs: Collection[str]) -> Told:
    """What he reported stays as he said it, with a note that it was put right; staff say what they added to it."""
    his = [case for case in _cases(work, reported_by(work, refs)) if case.destroyed_at is None]
    for case in his:
        work.record(case, verb="correction-asked", facts={"request": asked.request_ref})
    return Told(Carried.NOT_YET, Why.STAFF_CONFIRM) if his else _NOTHING


def _erase(work: Work, asked: CarryingAsked, refs: Collection[str], rules: Rules) -> Told:
    listed = _listed(work, refs)
    on_lists, his = {row.breach_id for row in listed}, set(reported_by(work, refs))
    cases = {case.id: case for case in _cases(work, on_lists | his)}
    if not any(case.destroyed_at is None for case in cases.values()):
        return _NOTHING
    if held(work, LegalHold, refs):
        return Told(Carried.REFUSED, Why.LEGAL_HOLD, (Kept(LISTED, Why.LEGAL_HOLD, None),))
    over = {each for each in cases if cases[each].destroyed_at is None and destroy_if_over(work, each, rules)}
    stays: list[Kept] = []
    for row in [each for each in listed if each.breach_id not in over]:
        case = cases[row.breach_id]
        if _no_breach(case) and row.state != PersonState.SENT:
            _take_off(work, case, row, asked)
        else:
            stays.append(_kept(work, case, LISTED, _why(case, row), rules))
    for case in [cases[each] for each in sorted(his - over) if cases[each].destroyed_at is None]:
        _forget_reporter(work, case, asked)
        stays.append(_kept(work, case, REPORTED, Why.BREACH_REGISTER, rules))
    return Told(Carried.DONE, kept=together(stays))


def _cases(work: Work, ids: Iterable[str]) -> list[BreachCase]:
    """Return these cases, locked, always in the same order; exercises are about nobody."""
    found = [work.case(BreachCase, each) for each in sorted(ids)]
    return [case for case in found if not case.drill]


def _listed(work: Work, refs: Collection[str]) -> Sequence[BreachPerson]:
    query = (
        select(BreachPerson)
        .join(
            BreachCase,
            (BreachCase.organisation == BreachPerson.organisation) & (BreachCase.id == BreachPerson.breach_id),
        )
        .where(
            BreachPerson.organisation == work.organisation,
            BreachPerson.ref_hash.in_([work.search_hash(REFERENCE, each) for each in sorted(refs)]),
            BreachCase.drill.is_(False),
        )
    )
    return work.session.scalars(query.order_by(BreachPerson.id)).all()


def _no_breach(case: BreachCase) -> bool:
    """Whether it turned out to be none, so that no duty keeps whom it concerned; a hold on the case still does."""
    return case.case_state == CaseState.RETRACTED and case.held_at is None


def _why(case: BreachCase, row: BreachPerson) -> Why:
    """Who is still to get word of it is to be found until he did."""
    waits = case.case_state in HANDLED and case.persons_state in _TO_BE_TOLD and row.state in OPEN
    return Why.BREACH_TELLING if waits else Why.BREACH_REGISTER


def _kept(work: Work, case: BreachCase, what: str, why: Why, rules: Rules) -> Kept:
    """Return that it stays; no day is promised where the case is open, is held, or no rule ends it."""
    until = kept(work, case, rules)
    open_ended = until.until is None or case.held_at is not None or until.held_by_another is not None
    return Kept(what, why, None if open_ended or until.until is None else due_on(until.until))


def _take_off(work: Work, case: BreachCase, row: BreachPerson, asked: CarryingAsked) -> None:
    """Take somebody off the list of what was no breach, with what hangs on his place there."""
    for of_person in (BreachPersonCare, BreachPersonLink):
        his = of_person.person_id == row.id
        work.session.execute(delete(of_person).where(of_person.organisation == work.organisation, his))
    work.session.delete(row)
    case.revision += 1
    work.record(case, verb="person-taken-off", facts={"request": asked.request_ref})


def _forget_reporter(work: Work, case: BreachCase, asked: CarryingAsked) -> None:
    """Let go of who reported it once nothing has to be asked of him any more: the register needs no name for that."""
    if case.case_state in HANDLED or case.held_at is not None or case.reporter_sealed is None:
        return
    case.reporter_sealed = None
    case.revision += 1
    work.record(case, verb="reporter-erased", facts={"request": asked.request_ref})
