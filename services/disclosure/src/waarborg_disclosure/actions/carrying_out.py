"""Carry out, for disclosure, what was decided on a request about somebody's data: of a report that he made while he was
signed in, who he is and how he is reached goes; what was wrong with the security stays until its own term is over.

A report that was made without signing in is nobody's here: who made it is found by its receipt, which he alone has.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from waarborg_disclosure.actions import course
from waarborg_disclosure.actions.contributing import reports_by
from waarborg_disclosure.actions.crediting import credit_of, let_go
from waarborg_disclosure.actions.retention import erase_if_over, kept, let_reporter_go
from waarborg_disclosure.models import CarriedStep, Finding, HandedOver, LegalHold, Report
from waarborg_shared.carrying import Carried, Kept, Told, Why, in_codes, together
from waarborg_shared.clocks import due_on
from waarborg_shared.events.disclosure import DisclosureCarriedOut, ReportErased
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.holds import held
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

REPORTS, CONTACT = "reports", "report_contact"
ERASURE = "erasure.art17"
PUT_RIGHT = frozenset({RequestKind.CORRECTION, RequestKind.ADDITION})
_NOTHING = Told(Carried.DONE, Why.NOTHING_HELD)


def carry_out(work: Work, asked: CarryingAsked, rules: Rules) -> None:
    """Do what one step asks and tell what came of it; asked again, nothing more is done and the same is told."""
    told = _done(work, asked, rules)
    file = work.file(CarriedStep, asked.step_ref)
    event = DisclosureCarriedOut(
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


def _his(work: Work, refs: Collection[str]) -> list[Report]:
    """Return his reports of which something is left, locked, always in the same order."""
    found = (work.case(Report, each) for each in reports_by(work, refs))
    return [report for report in found if report.erased_at is None]


def _put_right(work: Work, asked: CarryingAsked, refs: Collection[str]) -> Told:
    """What he reported stays as he said it, with a note that it was put right; staff say what they added to it."""
    his = _his(work, refs)
    for report in his:
        work.record(report, verb="correction-asked", facts={"request": asked.request_ref})
    return Told(Carried.NOT_YET, Why.STAFF_CONFIRM) if his else _NOTHING


def _erase(work: Work, asked: CarryingAsked, refs: Collection[str], rules: Rules) -> Told:
    his = _his(work, refs)
    if not his:
        return _NOTHING
    if held(work, LegalHold, refs):
        return Told(Carried.REFUSED, Why.LEGAL_HOLD, (Kept(REPORTS, Why.LEGAL_HOLD, None),))
    return Told(Carried.DONE, kept=together([each for report in his for each in _let_go(work, report, asked, rules)]))


def _let_go(work: Work, report: Report, asked: CarryingAsked, rules: Rules) -> Iterator[Kept]:
    """Erase of one report what nothing keeps; gives what stays of it."""
    erase_if_over(work, report.id, rules, beside=course.ON_ERASED)
    if report.erased_at is not None:
        return
    stays = kept(work, report, rules)
    if stays.held:
        yield Kept(REPORTS, Why.LEGAL_HOLD, report.hold_until)
        return
    until = due_on(stays.until.report) if stays.until is not None else None
    yield Kept(REPORTS, Why.REPORT_FILE, until)
    credit = credit_of(work, report)
    if credit is not None:
        let_go(work, report, credit)
    if stays.waits_for_reward:
        yield Kept(CONTACT, Why.REWARD, None)
    elif _may_be_needed_in_law(work, report):
        yield Kept(CONTACT, Why.LEGAL_CLAIM, until)
    else:
        _forget_reporter(work, report, asked)


def _forget_reporter(work: Work, report: Report, asked: CarryingAsked) -> None:
    if report.reporter_erased_at is not None:
        return
    let_reporter_go(work, report)
    report.revision += 1
    work.record(report, verb="erased-reporter", facts={"rule": ERASURE, "request": asked.request_ref})
    work.emit(ReportErased(report_ref=report.id, erased_kind="reporter", kept_by=ERASURE), case=report)


def _may_be_needed_in_law(work: Work, report: Report) -> bool:
    """Whether it was found, or is being looked into, that he broke the rules of play, or his data were handed over."""
    for table in (Finding, HandedOver):
        query = select(table.number).where(table.organisation == work.organisation, table.report_id == report.id)
        if table is Finding:
            query = query.where(Finding.dropped_at.is_(None))
        if work.session.scalars(query.limit(1)).first() is not None:
            return True
    return False
