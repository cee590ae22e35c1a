"""What staff do with a request: take it up, ask who it is, record that, extend the term, answer."""

from dataclasses import dataclass

from waarborg_requests import domain
from waarborg_requests.actions import course, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.errors import Stale
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.ways import check_way
from waarborg_requests.domain import Answer, Identification, Move, RequestState
from waarborg_requests.domain.letters import write_grounds
from waarborg_requests.models import Request
from waarborg_shared.events.requests import RequestAnswered, RequestExtended, WithdrawalRequested
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who somebody turned out to be, and how that was checked (B15). No copy of a document is kept."""

    how: Identification
    subject_ref: str | None = None
    note: str = ""


def take_up(work: Work, request_id: str, *, revision: int) -> Request:
    """Begin with a request; who takes it up is on it. Raises Stale, MoveRefused, UnknownCase."""
    row = _changing(work, request_id, revision, Move.TAKE_UP)
    row.taken_up_by = work.actor.ref
    work.record(row, verb="taken-up", facts=in_role(work))
    return row


def ask_identification(work: Work, request_id: str, *, revision: int, reason: str, rules: Rules) -> Request:
    """Ask who somebody is: the clocks that run stand still until it is known (art. 12(6) AVG).

    Raises:
        Stale, UnknownCase, MoveRefused, TooLate
    """
    row = _changing(work, request_id, revision, Move.ASK_IDENTIFICATION)
    for name in domain.to_pause(work.clocks.of(row), work.now):
        work.clocks.pause(row, name, reason="identification")
    sealing.sign(work, row)
    work.record(row, verb="asked-identification", why=reason, facts=in_role(work))
    return row


def identify(work: Work, request_id: str, found: Identified, *, revision: int, rules: Rules) -> Request:
    """Record that somebody was identified, how and by whom; clocks that waited for it go on.

    A withdrawal of consent is passed on in the same commit, once it is known whose consent it is.

    Raises:
        Stale, UnknownCase, MoveRefused, AlreadyCarriedOut
    """
    row = _changing(work, request_id, revision, Move.IDENTIFY)
    row.identification, row.identified_by, row.identified_at = found.how.value, work.actor.ref, work.now
    if found.subject_ref is not None:
        row.subject_ref = domain.settle_person(
            row.subject_ref, found.subject_ref, passed_on=row.withdrawal_asked_at is not None
        )
    for name in domain.to_resume(work.clocks.of(row)):
        work.clocks.resume(row, name, calendar=rules.calendar)
    row.due_at = domain.due_at(work.clocks.of(row))
    work.record(row, verb="identified", why=found.note, facts={"how": found.how.value, **in_role(work)})
    if row.kind == RequestKind.WITHDRAWAL and row.subject_ref is not None and row.withdrawal_asked_at is None:
        pass_on_withdrawal(work, row)
    course.known(work, row, rules)
    return row


def pass_on_withdrawal(work: Work, row: Request) -> None:
    """Ask the consent service to end the consent, or all of them; its answer comes back as an event."""
    domain.carry_out(
        RequestKind(row.kind),
        RequestState(row.state),
        subject_ref=row.subject_ref,
        asked_before=row.withdrawal_asked_at is not None,
    )
    assert row.subject_ref is not None
    row.withdrawal_asked_at = work.now
    work.emit(
        WithdrawalRequested(request_ref=row.id, subject_ref=row.subject_ref, purpose=row.purpose),
        case=row,
    )
    work.record(row, verb="passed-on-withdrawal", facts={"purpose": row.purpose or "all"})


def extend(work: Work, request_id: str, *, revision: int, reason: str, rules: Rules) -> Request:
    """Lengthen the term by what the policy allows; the person is told (B17, art. 12(3) AVG).

    Raises:
        Stale, UnknownCase, MoveRefused, NoExtension, AlreadyExtended, TooLate
    """
    row = _changing(work, request_id, revision, Move.EXTEND)
    plan = domain.prolong(work.clocks.of(row), work.now, policy=policy_of(row, rules))
    for name, term in plan.extend:
        work.clocks.extend(row, name, term, reason="complexity", calendar=rules.calendar)
    for name in plan.end:
        work.clocks.stop(row, name, reason="extended")
    row.extended_at = work.now
    sealing.sign(work, row)
    row.due_at = domain.due_at(work.clocks.of(row))
    work.emit(RequestExtended(request_ref=row.id, kind=row.kind, due_at=row.due_at), case=row)
    work.record(row, verb="extended", why=reason, facts={"until": row.due_at.isoformat(), **in_role(work)})
    return row


def answer(work: Work, request_id: str, given: Answer, *, revision: int, rules: Rules) -> Request:
    """Answer a request: the clocks stop, and it stays answered.

    Raises:
        Stale, UnknownCase, MoveRefused, GroundNeeded, GroundDoesNotFit, IdentificationNeeded
        ChannelNotKnown, ChannelNotSafeEnough: the way may not carry it (B15).
    """
    row = _unchanged(work, request_id, revision)
    kind = RequestKind(row.kind)
    state = domain.answer(
        RequestState(row.state),
        given,
        kind=kind,
        must_identify=policy_of(row, rules).identification,
        known=row.identified_at is not None,
    )
    check_way(row, given, rules)
    course.to_be_answered(work, row, given, rules)
    row.more_grounds = write_grounds(given.grounds[1:])
    row.language = given.language or row.language
    row.answer_channel = given.channel
    sealing.sign(work, row)
    row.answer_sealed = sealing.seal(work, row, "answer", given.text)
    close(work, row, state, outcome=given.outcome, ground=given.ground, rules=rules)
    return row


def close(
    work: Work,
    row: Request,
    state: RequestState,
    *,
    outcome: domain.Outcome,
    ground: domain.Ground | None,
    rules: Rules,
) -> None:
    """Put the answer on the request, stop its clocks, and tell that it was answered."""
    row.state = state.value
    row.revision += 1
    row.outcome = outcome.value
    row.ground = ground.value if ground else None
    row.answered_at = work.now
    row.answered_by = work.actor.ref
    for name in domain.to_stop(work.clocks.of(row)):
        work.clocks.stop(row, name, reason=domain.why_stopped(name))
    work.emit(RequestAnswered(request_ref=row.id, kind=row.kind, outcome=row.outcome), case=row)
    facts = {"outcome": row.outcome, "ground": row.ground or "none", **in_role(work)}
    work.record(row, verb="answered", facts=facts)
    course.closed(work, row, rules)


def _unchanged(work: Work, request_id: str, revision: int) -> Request:
    row = work.case(Request, request_id)
    if row.revision != revision:
        raise Stale
    return row


def _changing(work: Work, request_id: str, revision: int, move: Move) -> Request:
    """Lock the request, check that it is as it was read and that the move is possible, and make it."""
    row = _unchanged(work, request_id, revision)
    row.state = domain.after(RequestState(row.state), move).value
    row.revision += 1
    return row
