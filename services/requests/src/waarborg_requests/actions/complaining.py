"""Complaints: made about a request, judged by the officer, and the measures carried out."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.complaint_rows import (
    TABLE,
    check_officer,
    complaint_of,
    complaint_of_its_own,
    complaints_about,
    handled_by,
    measures_of,
    seal_measure,
)
from waarborg_requests.actions.handling import Stale, answer
from waarborg_requests.actions.intake import Filed, NewRequest, receive_request
from waarborg_requests.actions.sealing import Opened, open_request
from waarborg_requests.domain import Reach, complaining
from waarborg_requests.domain.complaining import Judged, LookAgain, Measure, NoSuchMeasure
from waarborg_requests.domain.states import Move, MoveRefused, RequestState
from waarborg_requests.models import Complaint, ComplaintMeasure, Request
from waarborg_shared.clocks import ClockRule, Term, Unit, due_on
from waarborg_shared.events.requests import RequestClockLapsed, RequestClockNeared
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work


def complain_about(work: Work, row: Request, words: str, *, permission: bool, rules: Rules, entropy: bytes) -> Filed:
    """Make a complaint about one's own request: a case of its own, linked to it. The request stays as it is.

    ``permission``: who handles the complaint may look into the request. ``entropy`` (32 random bytes) makes the code.

    Raises:
        AboutAComplaint, ComplaintStands, NothingLeft, RequestError
    """
    standing = [each for each in complaints_about(work, row) if each.answered_at is None]
    complaining.check_about(RequestKind(row.kind), stands=bool(standing))
    opened = open_request(work, row)
    if opened.erased:
        raise complaining.NothingLeft(row.id)
    filed = receive_request(work, _complaint(row, opened, words), rules=rules, entropy=entropy)
    work.session.flush()  # what links it to the other comes after it
    at = work.now if permission else None
    work.add(Complaint(request_id=filed.request.id, about_id=row.id, permission_at=at))
    work.record(row, verb="complained", facts={"complaint": filed.request.id})
    return filed


def _complaint(row: Request, opened: Opened, words: str) -> NewRequest:
    return NewRequest(
        kind=RequestKind.COMPLAINT,
        name=str(opened.name),
        reach=Reach(row.reach),
        reach_at=str(opened.reach_at),
        asked=words,
        client_number=str(opened.client_number) if opened.client_number is not None else None,
        representative=row.representative,
        on_behalf_of=str(opened.on_behalf_of) if opened.on_behalf_of is not None else None,
    )


def permit(work: Work, row: Request, *, yes: bool) -> None:
    """Let the officer look into the request that a complaint is about, or no longer; a second time changes nothing."""
    complaint = complaint_of(work, row)
    if complaint is None or complaint.about_id is None or (complaint.permission_at is not None) is yes:
        return
    complaint.permission_at = work.now if yes else None
    work.record(row, verb="permitted-look" if yes else "ended-look")


def judge(work: Work, request_id: str, judged: Judged, *, revision: int, rules: Rules) -> bool:
    """Judge a complaint: it is answered, and each measure gets a clock. Returns False where one person judges his own
    work and has to look again after a night (J8): then it was proposed and no more.

    Raises:
        Stale, UnknownCase, MoveRefused, NotTheOfficer, OwnWork, MeasureNotRight
    """
    row = work.case(Request, request_id)
    check_officer(work)
    if row.revision != revision:
        raise Stale
    if row.kind != RequestKind.COMPLAINT or row.answered_at is not None:
        raise MoveRefused(Move.ANSWER, RequestState(row.state))
    complaining.check_measures(judged.measures, due_on(work.now))
    complaint = complaint_of_its_own(work, row)
    work.session.flush()
    try:
        complaint.second_look = _second_look(work, complaint, judged, rules)
    except LookAgain:
        _propose(work, row, complaint, judged)
        return False
    if judged.decisions:
        complaint.decisions_sealed = _seal(work, row, "decisions", judged.decisions)
    answer(work, request_id, judged.answer, revision=revision, rules=rules)
    _decide_measures(work, row, judged.measures, rules)
    if complaint.second_look is not None:
        work.record(row, verb="looked-twice", why=judged.outsider, facts={"how": complaint.second_look})
    return True


def _second_look(work: Work, complaint: Complaint, judged: Judged, rules: Rules) -> str | None:
    proposed = None
    if complaint.proposed_at is not None and complaint.proposed_by is not None:
        proposed = complaint.proposed_by, complaint.proposed_at
    return complaining.second_look(
        work.actor.ref,
        handled_by(work, complaint),
        one_person=rules.organisation.one_person,
        proposed=proposed,
        outsider=bool(judged.outsider.strip()),
        now=work.now,
    )


def _propose(work: Work, row: Request, complaint: Complaint, judged: Judged) -> None:
    """Keep a judgement until it was looked at a second time; a proposal anew does not begin the night anew."""
    plain = {
        "judgement": judged.judgement.value,
        "conclusions": judged.conclusions,
        "decisions": judged.decisions,
        "measures": [[each.what, each.due_on.isoformat()] for each in judged.measures],
    }
    complaint.proposal_sealed = _seal(work, row, "proposal", json.dumps(plain))
    if complaint.proposed_by != work.actor.ref:
        complaint.proposed_at, complaint.proposed_by = work.now, work.actor.ref
        work.record(row, verb="proposed-judgement", facts=in_role(work))


def proposal_of(work: Work, row: Request) -> Mapping[str, Any] | None:
    """Return the judgement that waits for a second look, as its form has it; None where there is none."""
    complaint = complaint_of(work, row)
    if complaint is None or complaint.proposal_sealed is None or row.answered_at is not None:
        return None
    try:
        plain = json.loads(
            work.unseal(complaint.proposal_sealed, holder=row.id, table=TABLE, column="proposal", row=row.id)
        )
    except KeyDestroyed:
        return None
    fields = {name: plain[name] for name in ("judgement", "conclusions", "decisions")}
    for number, (what, by) in enumerate(plain["measures"], start=1):
        fields |= {f"measure_{number}": what, f"measure_{number}_by": by}
    return fields


def _decide_measures(work: Work, row: Request, measures: tuple[Measure, ...], rules: Rules) -> None:
    today = due_on(work.now)
    for number, each in enumerate(measures, start=1):
        sealed = seal_measure(work, row, number, each.what)
        work.add(ComplaintMeasure(request_id=row.id, number=number, what_sealed=sealed, due_on=each.due_on))
        work.clocks.start(row, _clock(number, today, each.due_on), calendar=rules.calendar)


def _clock(number: int, today: date, by: date) -> ClockRule:
    return ClockRule(
        name=complaining.MEASURE_CLOCKS[number - 1],
        start_event="decided",
        term=Term((by - today).days, Unit.DAYS),
        source=complaining.MEASURE_SOURCE,
    )


def carry_out(work: Work, request_id: str, number: int) -> Request:
    """Record that a measure was carried out; a second time changes nothing. Raises UnknownCase, NoSuchMeasure."""
    row = work.case(Request, request_id)
    measure = next((each for each in measures_of(work, row) if each.number == number), None)
    if measure is None:
        raise NoSuchMeasure(number)
    if measure.done_at is None:
        measure.done_at, measure.done_by = work.now, work.actor.ref
        work.clocks.stop(row, complaining.MEASURE_CLOCKS[number - 1], reason="carried-out")
        work.record(row, verb="carried-out-measure", facts={"number": number, **in_role(work)})
    return row


def measure_neared(work: Work, request_ref: str, clock: str, *, lapsed: bool) -> None:
    """A measure is nearly due, or its day went by: it is on the timeline, and the services hear of it."""
    row = work.case(Request, request_ref)
    due_at = next(each.due_at for each in work.clocks.of(row) if each.name == clock)
    told = RequestClockLapsed if lapsed else RequestClockNeared
    work.emit(told(request_ref=row.id, clock=clock, due_at=due_at), case=row)
    work.record(row, verb="measure-lapsed" if lapsed else "measure-neared", facts={"clock": clock})


def _seal(work: Work, row: Request, column: str, text: str) -> bytes:
    return work.seal(text, holder=row.id, table=TABLE, column=column, row=row.id)
