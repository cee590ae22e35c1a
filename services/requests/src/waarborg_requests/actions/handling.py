"""What staff do with a request: take it up, ask who it is, record that, extend the term, answer."""

from dataclasses import dataclass

from waarborg_requests import domain
from waarborg_requests.actions import course, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.extending import planned_due
from waarborg_requests.actions.identification import asking, checks, letters
from waarborg_requests.actions.identification.checks import Made
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.stale import Stale
from waarborg_requests.actions.ways import check_way
from waarborg_requests.domain import Answer, Identification, Move, RequestState, identification
from waarborg_requests.domain.identification import Document
from waarborg_requests.domain.letters import write_grounds
from waarborg_requests.models import Request
from waarborg_shared.events.requests import RequestAnswered, RequestExtended
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who somebody turned out to be, and how that was checked (B15). No copy of a document is kept."""

    how: Identification
    subject_ref: str | None = None
    note: str = ""
    document: Document | None = None
    last: str = ""
    called: str = ""
    letter_code: str = ""


def take_up(work: Work, request_id: str, *, revision: int) -> Request:
    """Begin with a request; who takes it up is on it. Raises Stale, MoveRefused, UnknownCase."""
    row = _changing(work, request_id, revision, Move.TAKE_UP)
    row.taken_up_by, row.handed_over_at = work.actor.ref, work.now
    work.record(row, verb="taken-up", facts=in_role(work))
    return row


def identify(work: Work, request_id: str, found: Identified, *, revision: int, rules: Rules) -> Request:
    """Record how it was checked who somebody is, and by whom. Where that is sure enough for this kind of request the
    person is known, and clocks that waited for it go on; else it is written down and what is needed stays needed.

    What works at once is passed on in the same commit, once it is sure who asks about whom, and that he may.

    Raises:
        Stale, UnknownCase, MoveRefused, AlreadyCarriedOut, KnownFromRequest, CodeDoesNotFit
    """
    row = unchanged(work, request_id, revision)
    leads_to = domain.after(RequestState(row.state), Move.IDENTIFY)
    row.revision += 1
    made = _checked_by_staff(work, row, found)
    facts = {"how": found.how.value, "level": made.level.value, **in_role(work)}
    if not checks.makes_known(work, row, made, rules=rules):
        work.record(row, verb="identified-too-low", why=found.note, facts=facts)
        return row
    row.state = leads_to.value
    if made.subject_ref is not None:
        row.unsure_since = None
    work.record(row, verb="identified", why=found.note, facts=facts)
    is_known(work, row, rules)
    return row


def _checked_by_staff(work: Work, row: Request, found: Identified) -> Made:
    """Return the check as it is written down; a number that stands in the request itself proves nothing, and the code
    of a letter has to be the one that was sent."""
    subject_ref, last = found.subject_ref, found.last
    if found.how is Identification.KNOWN_PHONE and found.called:
        reach_at = sealing.unseal(work, row, "reach_at")
        if isinstance(reach_at, str) and identification.same_number(found.called, reach_at):
            raise identification.KnownFromRequest(found.how)
        last = identification.last_digits(found.called)
    if found.how is Identification.LETTER_WITH_CODE:
        letter = letters.fitting(work, row, found.letter_code)
        if letter is None or subject_ref not in (None, letter.subject_ref):
            raise identification.CodeDoesNotFit(found.how)
        letter.used_at, subject_ref = work.now, letter.subject_ref
    document = found.document if found.how is Identification.AT_THE_DESK else None
    level = identification.level_of(found.how, document=document if last else None)
    return Made(how=found.how, level=level, subject_ref=subject_ref, document=document, last=last)


def is_known(work: Work, row: Request, rules: Rules) -> None:
    """Begin what follows once it is known who asks: clocks go on, and what waited for it is done."""
    asking.end_wait(work, row, rules)
    course.known(work, row, rules)


def extend(work: Work, request_id: str, *, revision: int, reason: str, rules: Rules) -> Request:
    """Decide on a longer term, within what the policy allows. It counts once the person was told; until then the
    promise runs on, and is late when it runs out (B17, art. 12(3) AVG).

    Raises:
        Stale, UnknownCase, MoveRefused, NoExtension, AlreadyExtended, TooLate
    """
    row = _changing(work, request_id, revision, Move.EXTEND)
    decided = row.extended_at is not None
    domain.prolong(work.clocks.of(row), work.now, policy=policy_of(row, rules), decided_before=decided)
    row.extended_at = work.now
    sealing.sign(work, row)
    until = planned_due(work, row, rules)
    work.emit(RequestExtended(request_ref=row.id, kind=row.kind, due_at=until), case=row)
    work.record(row, verb="extended", why=reason, facts={"until": until.isoformat(), **in_role(work)})
    return row


def answer(work: Work, request_id: str, given: Answer, *, revision: int, rules: Rules) -> Request:
    """Answer a request: the clocks stop, and it stays answered.

    Raises:
        Stale, UnknownCase, MoveRefused, GroundNeeded, GroundDoesNotFit, IdentificationNeeded
        ChannelNotKnown, ChannelNotSafeEnough: the way may not carry it (B15).
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
