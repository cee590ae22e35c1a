"""What is carried out for a request: its rows, which holder is asked when, and what each of them answers.

Where it stands is in the rows, and who is asked hears of it by an event of the same commit: a crash at any moment
leaves nothing half, and whatever is delivered again meets a step that knows its answer.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam

from waarborg_requests.actions import notices
from waarborg_requests.actions.beginning import may_begin
from waarborg_requests.actions.carrying_time import begin_time, end_time, move_time, put_time_on
from waarborg_requests.actions.references import references_of
from waarborg_requests.domain import Answer
from waarborg_requests.domain.carrying import (
    ASKED,
    ENDED,
    NARROWED,
    RAN,
    UNDER_WAY,
    CarryingState,
    NoSuchStep,
    StepKind,
    StepStands,
    StepState,
    answer_of,
    next_turn,
    over,
    something_stays,
    to_be_answered,
)
from waarborg_requests.domain.carrying_time import check_day
from waarborg_requests.domain.carrying_words import OTHERS, SERVICES
from waarborg_requests.domain.notices import Notice
from waarborg_requests.models import Carrying, CarryingStep, Request
from waarborg_shared.carrying import Carried, Kept, Told, Why, from_codes
from waarborg_shared.db import made_once, new_id
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.uow import Work

_BY_EVENT = frozenset({StepKind.SERVICE, StepKind.PARTNER})
_EVERY = (
    made_once(Carrying)
    .where(Carrying.request_id == bindparam("request_id"), Carrying.state != CarryingState.STOPPED.value)
    .order_by(Carrying.prepared_at, Carrying.id)
)
_STEPS = (
    made_once(CarryingStep)
    .where(CarryingStep.carrying_id == bindparam("carrying_id"))
    .order_by(CarryingStep.turn, CarryingStep.holder, CarryingStep.id)
)


class NotThisPerson(Exception):
    """A holder answered about somebody else than was asked of: nothing is done with it."""

    code = "not-this-person"


def carrying_of(work: Work, row: Request) -> Carrying | None:
    """Return what is carried out for a request: what goes on now, else what was carried out last; not what was stopped
    before it began."""
    found = _every(work, row)
    under_way = (each for each in found if CarryingState(each.state) in UNDER_WAY)
    return next(under_way, found[-1] if found else None)


def ran_for(work: Work, row: Request) -> tuple[Carrying, ...]:
    """Return what was begun for a request and the person whom it is about now, the first begun first."""
    return tuple(each for each in ran(work, row) if is_of(work, row, each))


def ran(work: Work, row: Request) -> tuple[Carrying, ...]:
    """Return all that was begun for a request, for whomever, the first begun first."""
    return tuple(each for each in _every(work, row) if CarryingState(each.state) in RAN)


def _every(work: Work, row: Request) -> Sequence[Carrying]:
    return work.found(_EVERY, request_id=row.id).all()


def is_of(work: Work, row: Request, carrying: Carrying) -> bool:
    """Whether something is carried out for the person whom the request is about; joined references are of one."""
    return carrying.subject_ref in references_of(work, row.subject_ref)


def steps_in(work: Work, carrying: Carrying) -> Sequence[CarryingStep]:
    """Return the step of every holder, in the order in which they are asked."""
    return work.found(_STEPS, carrying_id=carrying.id).all()


def stands(steps: Iterable[CarryingStep]) -> list[StepStands]:
    """Return the steps as the rules see them."""
    return [StepStands(turn=each.turn, state=StepState(each.state)) for each in steps]


def kept_by(step: CarryingStep) -> tuple[Kept, ...]:
    """Return what stays at a holder."""
    rows = step.kept
    return from_codes([each[0] for each in rows], [each[1] for each in rows], [each[2] for each in rows])


def told_by(step: CarryingStep) -> Told | None:
    """Return what a holder answered last; None where it did not answer yet, or was asked again since."""
    if step.answered_at is None or step.state not in {each.value for each in Carried}:
        return None
    ground = Why(step.ground) if step.ground else None
    return Told(Carried(step.state), ground, kept_by(step), step.expected_on)


def holder_named(step: CarryingStep, rules: Rules) -> Text:
    """Return what a holder is called for people."""
    named = {each.code: each.name for each in rules.recipients}
    named |= {each.code: each.name for each in rules.holders.values()}
    found = SERVICES.get(step.holder) or named.get(step.holder)
    if found is None:
        return OTHERS if step.holder_kind == StepKind.RECIPIENT else Text(step.holder, step.holder)
    return found


def may_be_counted(work: Work, row: Request, carrying: Carrying) -> bool:
    """Whether it says how far this request is: what was begun for somebody else does as long as it goes on."""
    return is_of(work, row, carrying) or CarryingState(carrying.state) in UNDER_WAY


def held(work: Work, row: Request, carrying: Carrying) -> bool:
    """Whether nobody further is asked: it is not sure any more whom it is about, or that who asks may.

    Who asked is not looked at any more once it was answered.
    """
    if row.unsure_since is not None or not is_of(work, row, carrying):
        return True
    return row.answered_at is None and not may_begin(work, row)


def go_on(work: Work, row: Request, rules: Rules) -> None:
    """Go on with what was held; a second time asks nobody anew."""
    carrying = carrying_of(work, row)
    if carrying is not None and carrying.state == CarryingState.RUNNING:
        ask_next(work, row, carrying, rules)


def ask_next(work: Work, row: Request, carrying: Carrying, rules: Rules) -> None:
    """Ask those whose turn it is, or end the whole when everybody has answered; where it is held nobody is asked."""
    steps = steps_in(work, carrying)
    turn = next_turn(stands(steps))
    if turn is not None and held(work, row, carrying):
        work.record(row, verb="carrying-held", facts={"kind": carrying.kind})
    elif turn is not None:
        carrying.step = turn
        for step in [each for each in steps if each.turn == turn and each.state == StepState.WAITING]:
            ask(work, row, carrying, step, rules)
    end_if_over(work, row, carrying)
    put_time_on(work, row, carrying, steps_in(work, carrying))


def end_if_over(work: Work, row: Request, carrying: Carrying) -> None:
    """End the whole once nobody is to answer any more."""
    if carrying.state != CarryingState.RUNNING or not over(stands(steps_in(work, carrying))):
        return
    carrying.state = (CarryingState.CUT_SHORT if carrying.cut_because else CarryingState.DONE).value
    carrying.ended_at = work.now
    if not carrying.cut_because:
        work.record(row, verb="carrying-ended", facts={"kind": carrying.kind})


def ask(work: Work, row: Request, carrying: Carrying, step: CarryingStep, rules: Rules) -> None:
    """Ask one holder, with a date; asking it again is the same question, by the reference of the step."""
    step.state, step.asked_at, step.expected_on = StepState.TOLD.value, step.asked_at or work.now, None
    begin_time(work, row, step, rules)
    _tell(work, row, carrying, step)


def _tell(work: Work, row: Request, carrying: Carrying, step: CarryingStep) -> None:
    if StepKind(step.holder_kind) in _BY_EVENT:
        event = CarryingAsked(
            request_ref=row.id,
            carrying_ref=carrying.id,
            step_ref=step.id,
            subject_ref=carrying.subject_ref,
            kind=carrying.kind,
            holder=step.holder,
            about=tuple(carrying.about),
            ground=carrying.ground,
            stays=_stays(steps_in(work, carrying)),
            joined_refs=_joined(work, carrying, step),
        )
        work.emit(event, case=row)


def take_answer(work: Work, row: Request, carrying: Carrying, step: CarryingStep, told: Told, *, rules: Rules) -> None:
    """Take what a holder answers and ask who comes next; the same answer again changes nothing.

    Raises:
        NotAskedYet, AnsweredOtherwise, WhyNeeded, DayDoesNotFit
    """
    before = told_by(step)
    state = answer_of(StepState(step.state), told, before=before)
    if before == told and step.state == state:
        return
    check_day(told.expected_on, state, work.now)
    step.state, step.ground = state.value, told.ground.value if told.ground else None
    step.kept = [[each.what, each.why.value, each.until.isoformat() if each.until else "no-day"] for each in told.kept]
    step.until = max((each.until for each in told.kept if each.until), default=None)
    step.answered_at, step.answered_by, step.expected_on = work.now, work.actor.ref, told.expected_on
    if state in ENDED:
        end_time(work, step)
    elif told.expected_on is not None:
        move_time(work, row, step, told.expected_on, rules)
    facts = {"holder": step.holder, "outcome": state.value}
    work.record(row, verb="carrying-answered", facts=facts)
    work.session.flush()
    ask_next(work, row, carrying, rules)


def remind(work: Work, step_ref: str) -> None:
    """Most of a step's time has gone: a system is told again, and of what people do its handler is told."""
    row, carrying, step = _timed(work, step_ref)
    if not is_open(step):
        return
    step.reminded_at = work.now
    if by_hand(step) and step.holder_kind != StepKind.PARTNER:
        notices.tell(work, row, Notice.CARRYING_NEARED)
    elif not held(work, row, carrying):
        _tell(work, row, carrying, step)
    work.record(row, verb="carrying-reminded", facts={"holder": step.holder})


def lapse(work: Work, step_ref: str) -> None:
    """A step's time is over: it stays asked, and who handles the request is told."""
    row, _, step = _timed(work, step_ref)
    if not is_open(step):
        return
    step.lapsed_at = step.lapsed_at or work.now
    notices.tell(work, row, Notice.CARRYING_LATE)
    work.record(row, verb="carrying-late", facts={"holder": step.holder})


def answer_by_service(
    work: Work,
    request_ref: str,
    step_ref: str,
    told: Told,
    *,
    subject_ref: str,
    rules: Rules,
    recipients: Sequence[str] = (),
) -> None:
    """A service of ours answered; what it answered before, or was answered by hand meanwhile, stands.

    ``recipients`` are those who got the data once: to tell each of them becomes a task (art. 19 AVG).

    Raises:
        UnknownCase, NoSuchStep, NotThisPerson
    """
    row = work.case(Request, request_ref)
    carrying, step = _find(work, row, step_ref)
    if carrying.subject_ref != subject_ref:
        raise NotThisPerson(step_ref)
    if StepState(step.state) in ENDED:
        return
    known = {each.holder for each in steps_in(work, carrying)}
    for recipient in sorted(set(recipients) - known):
        work.add(new_step(carrying, recipient, StepKind.RECIPIENT, turn=step.turn))
    work.session.flush()
    for each in () if held(work, row, carrying) else steps_in(work, carrying):
        if each.holder_kind == StepKind.RECIPIENT and each.state == StepState.WAITING:
            ask(work, row, carrying, each, rules)
    take_answer(work, row, carrying, step, told, rules=rules)


def answer_by_partner(work: Work, step_ref: str, told: Told, *, holder: str, rules: Rules) -> CarryingStep:
    """A partner system answers its own step, and nobody else's: ``holder`` is which of the holders it is.

    Raises:
        NoSuchStep, NotAskedYet, AnsweredOtherwise, WhyNeeded, DayDoesNotFit
    """
    step = work.session.get(CarryingStep, (work.organisation, step_ref))
    if step is None or (step.holder_kind, step.holder) != (StepKind.PARTNER.value, holder):
        raise NoSuchStep(step_ref)
    row, carrying, step = _timed(work, step_ref)
    take_answer(work, row, carrying, step, told, rules=rules)
    return step


def by_hand(step: CarryingStep) -> bool:
    """Whether staff say what came of a step: of people and recipients, of a partner system that does not answer by
    itself, and where a service of ours waits for them."""
    return step.holder_kind != StepKind.SERVICE or step.ground == Why.STAFF_CONFIRM


def new_step(carrying: Carrying, holder: str, kind: StepKind, *, turn: int) -> CarryingStep:
    """Return the step of one holder, not asked yet."""
    return CarryingStep(
        organisation=carrying.organisation,
        id=new_id(),
        carrying_id=carrying.id,
        holder=holder,
        holder_kind=kind.value,
        turn=turn,
        state=StepState.WAITING.value,
        kept=[],
    )


def step_of(work: Work, row: Request, step_ref: str) -> tuple[Carrying, CarryingStep]:
    """Return a step of what is carried out for a request; raises NoSuchStep."""
    return _find(work, row, step_ref)


def check_answer(work: Work, row: Request, given: Answer, rules: Rules) -> None:
    """Refuse a yes to what was not carried out, and a no to what was.

    What was begun for somebody else counts only as long as it goes on; what was cut short, where something was done.

    Raises:
        NotCarriedOut, StillWaits, SomethingStays, WasCarriedOut
    """
    carrying = carrying_of(work, row)
    steps = steps_in(work, carrying) if carrying else ()
    done = any(did_something(each) for each in steps)
    if carrying is not None and not may_be_counted(work, row, carrying):
        carrying = None
    if carrying is not None and carrying.state == CarryingState.CUT_SHORT and not done:
        carrying = None
    to_be_answered(
        RequestKind(row.kind),
        given,
        carrying=CarryingState(carrying.state) if carrying else None,
        waits=[holder_named(each, rules) for each in steps if StepState(each.state) not in ENDED],
        stays=anything_stays(_wanted(carrying, steps)),
        done=done,
    )


def _wanted(carrying: Carrying | None, steps: Iterable[CarryingStep]) -> list[CarryingStep]:
    """Return the steps without those that the person himself does not want any more."""
    narrowed = carrying is not None and carrying.cut_because == NARROWED
    return [each for each in steps if not (narrowed and each.state == StepState.NOT_ASKED)]


def anything_stays(steps: Iterable[CarryingStep]) -> bool:
    """Whether some holder did not do all of it."""
    return any(something_stays(StepState(each.state), kept_by(each)) for each in steps)


def did_something(step: CarryingStep) -> bool:
    """Whether a holder did what was asked, and not only said that there was nothing to do it with."""
    return step.state == StepState.DONE and step.ground != Why.NOTHING_HELD


def is_known(row: Request) -> bool:
    """Whether it is sure whose data it is about."""
    return row.subject_ref is not None and row.identified_at is not None


def is_open(step: CarryingStep) -> bool:
    """Whether somebody still has to answer."""
    return StepState(step.state) in ASKED


def _find(work: Work, row: Request, step_ref: str) -> tuple[Carrying, CarryingStep]:
    step = work.session.get(CarryingStep, (work.organisation, step_ref))
    carrying = work.session.get(Carrying, (work.organisation, step.carrying_id)) if step else None
    if carrying is None or step is None or carrying.request_id != row.id or carrying.state == CarryingState.STOPPED:
        raise NoSuchStep(step_ref)
    return carrying, step


def _timed(work: Work, step_ref: str) -> tuple[Request, Carrying, CarryingStep]:
    """Return a step with its request, which is locked; both as they are now that nobody else changes them."""
    step = work.session.get(CarryingStep, (work.organisation, step_ref))
    carrying = work.session.get(Carrying, (work.organisation, step.carrying_id)) if step else None
    if step is None or carrying is None:
        raise NoSuchStep(step_ref)
    row = work.case(Request, carrying.request_id)
    work.session.refresh(step)
    work.session.refresh(carrying)
    return row, carrying, step


def _joined(work: Work, carrying: Carrying, step: CarryingStep) -> tuple[str, ...]:
    """Return the person's other references, for our own services: a partner system is told of joined ones by itself."""
    if step.holder_kind != StepKind.SERVICE:
        return ()
    return tuple(sorted(references_of(work, carrying.subject_ref) - {carrying.subject_ref}))


def _stays(steps: Iterable[CarryingStep]) -> tuple[str, ...]:
    whys = {kept.why.value for each in steps for kept in kept_by(each)}
    return tuple(sorted(whys | {each.ground for each in steps if each.state == StepState.REFUSED and each.ground}))
