"""What staff do with a request: take it up, ask who it is, record that, extend the term, answer."""

from dataclasses import dataclass

from waarborg_requests import domain
from waarborg_requests.actions import course, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Answer, Identification, Move, RequestState
from waarborg_requests.models import Request
from waarborg_shared.events.requests import RequestAnswered, RequestExtended
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.uow import Work


class Stale(Exception):
    """Somebody else changed the request since it was read."""

    text = Text(
        "Iemand anders heeft dit verzoek intussen gewijzigd. Bekijk het opnieuw en probeer het dan nog eens.",
        "Someone else changed this request in the meantime. Look at it again and then try once more.",
    )


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
    work.record(row, verb="asked-identification", why=reason, facts=in_role(work))
    return row


def identify(work: Work, request_id: str, found: Identified, *, revision: int, rules: Rules) -> Request:
    """Record that somebody was identified, how and by whom; clocks that waited for it go on.

    What works at once is passed on in the same commit, once it is sure who asks about whom, and that he may.

    Raises:
        Stale, UnknownCase, MoveRefused, AlreadyCarriedOut
    """
    row = _changing(work, request_id, revision, Move.IDENTIFY)
    row.identification, row.identified_by, row.identified_at = found.how.value, work.actor.ref, work.now
    if found.subject_ref is not None:
        row.subject_ref = domain.settle_person(
            row.subject_ref, found.subject_ref, passed_on=row.passed_on_at is not None
        )
        row.unsure_since = None
    for name in domain.to_resume(work.clocks.of(row)):
        work.clocks.resume(row, name, calendar=rules.calendar)
    row.due_at = domain.due_at(work.clocks.of(row))
    work.record(row, verb="identified", why=found.note, facts={"how": found.how.value, **in_role(work)})
    course.known(work, row, rules)
    return row


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
    row.due_at = domain.due_at(work.clocks.of(row))
    work.emit(RequestExtended(request_ref=row.id, kind=row.kind, due_at=row.due_at), case=row)
    work.record(row, verb="extended", why=reason, facts={"until": row.due_at.isoformat(), **in_role(work)})
    return row


def answer(work: Work, request_id: str, given: Answer, *, revision: int, rules: Rules) -> Request:
    """Answer a request: the clocks stop, and it stays answered.

    Raises:
        Stale, UnknownCase, MoveRefused, GroundNeeded, GroundDoesNotFit, IdentificationNeeded
    """
    row = unchanged(work, request_id, revision)
    kind = RequestKind(row.kind)
    state = domain.answer(
        RequestState(row.state),
        given,
        kind=kind,
        must_identify=policy_of(row, rules).identification,
        known=row.identified_at is not None,
    )
    course.to_be_answered(work, row, given, rules)
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


def unchanged(work: Work, request_id: str, revision: int) -> Request:
    """Lock the request and check that it is as it was read. Raises Stale, UnknownCase."""
    row = work.case(Request, request_id)
    if row.revision != revision:
        raise Stale
    return row


def _changing(work: Work, request_id: str, revision: int, move: Move) -> Request:
    """Lock the request, check that it is as it was read and that the move is possible, and make it."""
    row = unchanged(work, request_id, revision)
    row.state = domain.after(RequestState(row.state), move).value
    row.revision += 1
    return row
