"""Endings without an answer, a request that is narrowed, and a call back: by the person, or by another on his word."""

from collections.abc import Iterable

from sqlalchemy import func, select

from waarborg_requests import domain
from waarborg_requests.actions import carrying_ending, course, sealing
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.beginning import OVER
from waarborg_requests.domain import Move, RequestState
from waarborg_requests.domain.ending import DIED, WITHDRAWN, AlreadyCalled, NothingToConfirm, call_due
from waarborg_requests.models import CallBack, Request
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events.requests import RequestWithdrawn
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work, Written

_CALL = "request_call_back"
_FOR_HIM = frozenset({ActorKind.STAFF, ActorKind.PARTNER})


def withdraw(work: Work, row: Request, *, why: str = "", rules: Rules) -> Request:
    """End a request that is locked because it was taken back; a second time changes nothing.

    What works already, a mark or a consent that ended, stays so. Raises MoveRefused.
    """
    if row.state != RequestState.WITHDRAWN:
        end_without_answer(work, row, Move.WITHDRAW, why=why, rules=rules)
    return row


def end_without_answer(work: Work, row: Request, move: Move, *, why: str = "", rules: Rules) -> None:
    """End a request that is locked, and what was going on for it; its clocks stop with the reason."""
    row.state = domain.after(RequestState(row.state), move).value
    reason = DIED if move is Move.LAPSE else WITHDRAWN
    row.revision += 1
    row.answered_at, row.answered_by = work.now, work.actor.ref
    for name in domain.to_stop(work.clocks.of(row)):
        work.clocks.stop(row, name, reason=reason)
    work.emit(RequestWithdrawn(request_ref=row.id, kind=row.kind, verdict=reason), case=row)
    work.record(row, verb="lapsed" if move is Move.LAPSE else "withdrawn", why=why, facts=in_role(work))
    course.closed(work, row, rules)


def on_whose_word(work: Work, row: Request) -> bool:
    """Whether staff or a partner ended a request on the person's word: he is then told so, and hears of a mistake."""
    ended = [step for step in steps_of(work, row) if step.verb == "withdrawn"]
    return bool(ended) and ended[-1].actor_kind in _FOR_HIM and row.authority_state not in OVER


def narrow(work: Work, row: Request, *, wanted: str) -> Request:
    """Keep of a request that is locked only what the person still wants; number, clocks and all else stay.

    Raises:
        MoveRefused, KeyDestroyed
    """
    row.state = domain.after(RequestState(row.state), Move.NARROW).value
    row.narrowed_sealed, row.narrowed_at = sealing.seal(work, row, "narrowed", wanted), work.now
    row.revision += 1
    work.record(row, verb="narrowed", facts=in_role(work))
    carrying_ending.narrowed(work, row)
    return row


def narrowed_of(work: Work, row: Request) -> Written | None:
    """Return what the person still wants, or None where he wants all that he asked."""
    return sealing.unseal(work, row, "narrowed")


def ask_call(work: Work, row: Request, *, number: str, suits: str = "", rules: Rules) -> CallBack:
    """Have somebody called back on the next working day; asked again before that, the number and the time are put
    right and the day stays. No clock of the request stops for it. Raises KeyDestroyed."""
    call = next((each for each in calls_of(work, row) if each.done_at is None), None)
    if call is None:
        due_at = call_due(work.now, rules.calendar)
        call = CallBack(id=new_id(), request_id=row.id, asked_at=work.now, due_at=due_at, number_sealed=b"")
        work.record(row, verb="asked-call", facts={"due": due_at.isoformat()})
    call.number_sealed = _seal_call(work, row, call, "number", number)
    call.suits_sealed = _seal_call(work, row, call, "suits", suits) if suits else None
    work.session.add(call)
    return call


def record_call(work: Work, request_id: str, call_id: str, *, note: str) -> Request:
    """Record that the call was made; saying so a second time changes nothing. Raises UnknownCase, AlreadyCalled."""
    row = work.case(Request, request_id)
    call = next((each for each in calls_of(work, row) if each.id == call_id), None)
    if call is None:
        raise AlreadyCalled(call_id)
    if call.done_at is None:
        call.done_at, call.done_by = work.now, work.actor.ref
        work.record(row, verb="called", why=note, facts=in_role(work))
    return row


def calls_of(work: Work, row: Request) -> tuple[CallBack, ...]:
    """Return the calls that were asked for in a request, the oldest first."""
    query = select(CallBack).where(CallBack.organisation == work.organisation, CallBack.request_id == row.id)
    return tuple(work.session.scalars(query.order_by(CallBack.asked_at, CallBack.id)))


def call_in_words(work: Work, row: Request, call: CallBack) -> tuple[Written, Written]:
    """Return the number to call, and when that suits."""
    suits = _open_call(work, row, call, "suits", call.suits_sealed) if call.suits_sealed else ""
    return _open_call(work, row, call, "number", call.number_sealed), suits


def calls_to_make(work: Work, *, limit: int) -> tuple[tuple[CallBack, Request], ...]:
    """Return the calls that still have to be made with their requests, the first due first."""
    of_it = (Request.organisation == CallBack.organisation) & (Request.id == CallBack.request_id)
    query = select(CallBack, Request).join(Request, of_it)
    query = query.where(CallBack.organisation == work.organisation, CallBack.done_at.is_(None))
    found = work.session.execute(query.order_by(CallBack.due_at, CallBack.id).limit(limit))
    return tuple((call, row) for call, row in found)


def with_a_call(work: Work, request_ids: Iterable[str]) -> frozenset[str]:
    """Return which of these requests somebody still has to be called about."""
    query = select(CallBack.request_id).where(
        CallBack.organisation == work.organisation,
        CallBack.done_at.is_(None),
        CallBack.request_id.in_(sorted(request_ids)),
    )
    return frozenset(work.session.scalars(query))


def count_calls(work: Work) -> int:
    """Return how many calls still have to be made."""
    query = select(func.count()).select_from(CallBack).where(CallBack.organisation == work.organisation)
    return work.session.scalar(query.where(CallBack.done_at.is_(None))) or 0


def let_erase(work: Work, row: Request, *, why: str) -> Request:
    """Record the person's word that data are erased although a look at them is still asked for. Raises MoveRefused."""
    domain.after(RequestState(row.state), Move.CARRY_OUT)
    if row.kind != RequestKind.ERASURE:
        raise NothingToConfirm(row.id)
    row.erase_word_at, row.erase_word_of = work.now, row.subject_ref
    row.revision += 1
    work.record(row, verb="erase-anyway", why=why, facts=in_role(work))
    return row


def _seal_call(work: Work, row: Request, call: CallBack, column: str, text: str) -> bytes:
    return work.seal(text, holder=row.id, table=_CALL, column=column, row=call.id)


def _open_call(work: Work, row: Request, call: CallBack, column: str, sealed: bytes) -> Written:
    return work.unseal_to_show(sealed, holder=row.id, table=_CALL, column=column, row=call.id)
