"""What staff do about carrying out: say what exactly, begin, stop or end it, say what people did, and set holds."""

from dataclasses import dataclass

from sqlalchemy import select

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.beginning import may_be_said_yes
from waarborg_requests.actions.carrying import (
    ask,
    ask_next,
    by_hand,
    carrying_of,
    held,
    is_known,
    is_of,
    is_open,
    new_step,
    step_of,
    steps_in,
    take_answer,
)
from waarborg_requests.actions.carrying_ending import end_before_it_began, end_by_staff
from waarborg_requests.actions.carrying_time import put_time_on
from waarborg_requests.actions.references import references_of
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain import RequestState
from waarborg_requests.domain.carrying import (
    AlreadyBegun,
    AlreadyPrepared,
    CannotCarry,
    CarryingHeld,
    CarryingState,
    NoSuchStep,
    NotPrepared,
    PersonNeeded,
    PreparedForAnother,
    holders_for,
    prepare,
)
from waarborg_requests.domain.ending import NotSureWhom
from waarborg_requests.domain.states import ended_without_answer
from waarborg_requests.models import Carrying, CarryingStep, Request, RequestHold
from waarborg_shared.carrying import Told
from waarborg_shared.db import new_id
from waarborg_shared.events.requests import LegalHoldEnded, LegalHoldSet
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind
from waarborg_shared.uow import Work, Written

_TABLE = "carrying"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCarrying:
    """What is to be done: ``words`` for people; for systems what it is about, and the ground of a restriction."""

    words: str
    about: str | None = None
    ground: str | None = None


def prepare_carrying(work: Work, request_id: str, command: NewCarrying, *, revision: int, rules: Rules) -> Request:
    """Make ready what was decided, with a step for every holder; nobody is told yet.

    Raises:
        Stale, UnknownCase, CannotCarry, PersonNeeded, WhyPurpose, WhyRestricted, AlreadyPrepared
    """
    row = _changing(work, request_id, revision)
    kind = RequestKind(row.kind)
    about = [command.about] if command.about else objected_to(row, rules)
    prepare(kind, RequestState(row.state), known=is_known(row), about=bool(about), ground=command.ground)
    if _stands(work, row, carrying_of(work, row)):
        raise AlreadyPrepared(row.id)
    holders = holders_for(kind, rules.holders.values())
    if not holders:
        raise CannotCarry(kind)
    assert row.subject_ref is not None
    carrying_id = new_id()
    carrying = Carrying(
        id=carrying_id,
        organisation=work.organisation,
        request_id=row.id,
        subject_ref=row.subject_ref,
        kind=row.kind,
        state=CarryingState.PREPARED.value,
        step=0,
        about=about,
        ground=command.ground,
        words_sealed=work.seal(command.words, holder=row.id, table=_TABLE, column="words", row=carrying_id),
        prepared_at=work.now,
        prepared_by=work.actor.ref,
    )
    work.add(carrying)
    work.session.flush()
    for each in holders:
        work.add(new_step(carrying, each.code, each.kind, turn=each.turn))
    work.record(row, verb="carrying-prepared", facts={"kind": row.kind, "holders": len(holders), **in_role(work)})
    return row


def _stands(work: Work, row: Request, carrying: Carrying | None) -> bool:
    """Whether something stands beside which nothing else is made ready: it goes on, or was done for this person."""
    if carrying is None or carrying.state == CarryingState.CUT_SHORT:
        return False
    return carrying.state != CarryingState.DONE or is_of(work, row, carrying)


def may_be_prepared(work: Work, row: Request, carrying: Carrying | None) -> bool:
    """Whether what is to be done can be made ready, also after something else that was cut short."""
    return not _stands(work, row, carrying)


def objected_to(row: Request, rules: Rules) -> list[str]:
    """Return the purposes and kinds of message that an objection is about by what the person chose; none where only
    his own words say it, or for another kind of request."""
    subject = rules.objection_subjects.get(ObjectionAbout(row.about)) if row.about else None
    return [*subject.purposes, *subject.message_kinds] if subject is not None else []


def begin_carrying(work: Work, request_id: str, *, revision: int, rules: Rules) -> Request:
    """Tell the first holders; from here on it is not stopped.

    Raises:
        Stale, UnknownCase, NotPrepared, PersonNeeded
        RequestError: a yes could not be given now either, as who asks may not or somebody waits for a look.
    """
    row = _changing(work, request_id, revision)
    carrying = carrying_of(work, row)
    ended = ended_without_answer(RequestState(row.state))
    if ended or carrying is None or carrying.state != CarryingState.PREPARED:
        raise NotPrepared(row.id)
    _sure_for_whom(work, row, carrying)
    if row.answered_at is None:
        may_be_said_yes(work, row, rules)
    carrying.state, carrying.begun_at = CarryingState.RUNNING.value, work.now
    work.record(row, verb="carrying-begun", facts={"kind": carrying.kind, **in_role(work)})
    ask_next(work, row, carrying, rules)
    return row


def _sure_for_whom(work: Work, row: Request, carrying: Carrying) -> None:
    """Begin for nobody but the person whom the request is about now, and who was identified.

    Raises:
        PersonNeeded, PreparedForAnother, NotSureWhom
    """
    if not is_known(row):
        raise PersonNeeded(row.id)
    if not is_of(work, row, carrying):
        raise PreparedForAnother(row.id)
    if row.unsure_since is not None:
        raise NotSureWhom(row.id)


def stop_carrying(work: Work, request_id: str, *, revision: int) -> Request:
    """Stop what nobody was told of yet. Raises Stale, UnknownCase, NotPrepared, AlreadyBegun."""
    row = _changing(work, request_id, revision)
    carrying = carrying_of(work, row)
    if carrying is None:
        raise NotPrepared(row.id)
    if carrying.state != CarryingState.PREPARED:
        raise AlreadyBegun(row.id)
    end_before_it_began(work, row, carrying, because="staff")
    return row


def end_carrying(work: Work, request_id: str, *, why: str, revision: int) -> Request:
    """Ask nobody further: what was done stays done, and who was told still answers. ``why`` is kept with the request.

    Raises:
        Stale, UnknownCase, NotPrepared, EverybodyAsked
    """
    row = _changing(work, request_id, revision)
    end_by_staff(work, row, why=why)
    return row


def answer_by_hand(
    work: Work, request_id: str, step_ref: str, told: Told, *, note: str, revision: int, rules: Rules
) -> Request:
    """Say what somebody did who has no system that answers, or that there is nothing to confirm. ``note`` is sealed.

    Raises:
        Stale, UnknownCase, NoSuchStep, NotAskedYet, AnsweredOtherwise, WhyNeeded, DayDoesNotFit
    """
    row = _changing(work, request_id, revision)
    carrying, step = step_of(work, row, step_ref)
    if not by_hand(step):
        raise NoSuchStep(step_ref)
    if note:
        step.note_sealed = work.seal(note, holder=row.id, table="carrying_step", column="note", row=step.id)
    take_answer(work, row, carrying, step, told, rules=rules)
    return row


def ask_again(work: Work, request_id: str, step_ref: str, *, revision: int, rules: Rules) -> Request:
    """Ask a holder once more that has not done it yet. Raises Stale, UnknownCase, NoSuchStep, CarryingHeld."""
    row = _changing(work, request_id, revision)
    carrying, step = step_of(work, row, step_ref)
    if not is_open(step):
        raise NoSuchStep(step_ref)
    if held(work, row, carrying):
        raise CarryingHeld(row.id)
    ask(work, row, carrying, step, rules)
    put_time_on(work, row, carrying, steps_in(work, carrying))
    work.record(row, verb="carrying-asked-again", facts={"holder": step.holder, **in_role(work)})
    return row


def confirm_name(work: Work, request_id: str, step_ref: str, *, revision: int) -> Request:
    """Keep that a member of staff had the name changed; the register of persons answers the step by itself."""
    row = _changing(work, request_id, revision)
    _, step = step_of(work, row, step_ref)
    work.record(row, verb="carrying-confirmed", facts={"holder": step.holder, **in_role(work)})
    return row


def words_of(work: Work, row: Request, carrying: Carrying) -> Written:
    """Return what exactly is to be done."""
    return work.unseal_to_show(carrying.words_sealed, holder=row.id, table=_TABLE, column="words", row=carrying.id)


def note_of(work: Work, row: Request, step: CarryingStep) -> Written | None:
    """Return what was written with an answer by hand."""
    if step.note_sealed is None:
        return None
    return work.unseal_to_show(step.note_sealed, holder=row.id, table="carrying_step", column="note", row=step.id)


def set_hold(work: Work, request_id: str, *, reason: str, revision: int) -> Request:
    """Let nothing of the person be erased until this ends. Raises Stale, UnknownCase, PersonNeeded."""
    row = _changing(work, request_id, revision)
    if row.subject_ref is None:
        raise PersonNeeded(row.id)
    hold_id = new_id()
    hold = RequestHold(
        id=hold_id,
        organisation=work.organisation,
        request_id=row.id,
        subject_ref=row.subject_ref,
        reason_sealed=work.seal(reason, holder=row.id, table="request_hold", column="reason", row=hold_id),
        set_at=work.now,
        set_by=work.actor.ref,
    )
    work.add(hold)
    work.emit(LegalHoldSet(hold_ref=hold_id, subject_ref=row.subject_ref), case=row)
    work.record(row, verb="hold-set", facts=in_role(work))
    return row


def end_hold(work: Work, request_id: str, hold_ref: str, *, revision: int) -> Request:
    """End a hold that was set from this request. Raises Stale, UnknownCase, NoSuchStep."""
    row = _changing(work, request_id, revision)
    hold = next((each for each in holds_of(work, row) if each.id == hold_ref and each.request_id == row.id), None)
    if hold is None:
        raise NoSuchStep(hold_ref)
    hold.ended_at, hold.ended_by = work.now, work.actor.ref
    work.emit(LegalHoldEnded(hold_ref=hold.id, subject_ref=hold.subject_ref), case=row)
    work.record(row, verb="hold-ended", facts=in_role(work))
    return row


def holds_of(work: Work, row: Request) -> list[RequestHold]:
    """Return the holds that stand for the person of a request, whichever request they were set from."""
    if row.subject_ref is None:
        return []
    query = select(RequestHold).where(
        RequestHold.organisation == work.organisation,
        RequestHold.subject_ref.in_(sorted(references_of(work, row.subject_ref))),
        RequestHold.ended_at.is_(None),
    )
    return list(work.session.scalars(query.order_by(RequestHold.set_at, RequestHold.id)))


def reason_of_hold(work: Work, hold: RequestHold) -> Written:
    """Return why a hold was set."""
    return work.unseal_to_show(
        hold.reason_sealed, holder=hold.request_id, table="request_hold", column="reason", row=hold.id
    )


def _changing(work: Work, request_id: str, revision: int) -> Request:
    row = work.case(Request, request_id)
    if row.revision != revision:
        raise Stale
    row.revision += 1
    return row
