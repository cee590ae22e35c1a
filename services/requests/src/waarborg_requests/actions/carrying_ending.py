"""How carrying out ends before everybody was asked: before it began it is stopped, after that it goes no further.

What was done stays done, and who was told still answers. Who got the data of us before is told of what was done
(art. 19 AVG), also where nobody else is asked any more.
"""

from waarborg_requests.actions.carrying import carrying_of, end_if_over, is_of, steps_in
from waarborg_requests.actions.carrying_time import put_time_on
from waarborg_requests.domain import Outcome, RequestState
from waarborg_requests.domain.carrying import (
    NARROWED,
    AlreadyBegun,
    CarryingState,
    EverybodyAsked,
    NotPrepared,
    StepKind,
    StepState,
)
from waarborg_requests.domain.states import ended_without_answer
from waarborg_requests.models import Carrying, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

BY_STAFF = "staff"


def not_for_another(work: Work, row: Request, rules: Rules) -> None:
    """The request turns out to be about somebody else: what was made ready ends, and what was begun forbids it.

    Raises AlreadyBegun."""
    carrying = carrying_of(work, row)
    if carrying is None or is_of(work, row, carrying) or carrying.state == CarryingState.CUT_SHORT:
        return
    if carrying.state != CarryingState.PREPARED:
        raise AlreadyBegun(row.id)
    stop_for_another(work, row, rules)


def stop_for_another(work: Work, row: Request, _rules: Rules) -> None:
    """What was made ready for one person is not carried out for another; two references that were joined are of one.

    What was begun for another stands still until staff end it.
    """
    carrying = carrying_of(work, row)
    if carrying is not None and not is_of(work, row, carrying) and carrying.state == CarryingState.PREPARED:
        end_before_it_began(work, row, carrying, because="another-person")


def stop_what_waits(work: Work, row: Request, _rules: Rules) -> None:
    """What was made ready is not carried out for a request that ended without a yes to it, and what was begun goes no
    further for one that ended without an answer. Taking a consent back works at once, and so goes on."""
    carrying = carrying_of(work, row)
    if row.outcome in (Outcome.GRANTED, Outcome.PARTLY) or carrying is None:
        return
    if carrying.state == CarryingState.PREPARED:
        end_before_it_began(work, row, carrying, because="closed")
    elif ended_without_answer(RequestState(row.state)) and row.kind != RequestKind.WITHDRAWAL:
        cut_short(work, row, carrying, because=row.state)


def narrowed(work: Work, row: Request) -> None:
    """The person wants less than he asked: what was made ready ends, and what was begun goes no further."""
    carrying = carrying_of(work, row)
    if carrying is None:
        return
    if carrying.state == CarryingState.PREPARED:
        end_before_it_began(work, row, carrying, because=NARROWED)
    elif row.kind != RequestKind.WITHDRAWAL:
        cut_short(work, row, carrying, because=NARROWED)


def stop_unsure(work: Work, row: Request, *, because: str) -> None:
    """What was made ready and not begun is not carried out once who asks is not sure any more, or may not."""
    carrying = carrying_of(work, row)
    if row.answered_at is None and carrying is not None and carrying.state == CarryingState.PREPARED:
        end_before_it_began(work, row, carrying, because=because)


def end_by_staff(work: Work, row: Request, *, why: str) -> None:
    """Ask nobody further, as staff decided. Raises NotPrepared, EverybodyAsked."""
    carrying = carrying_of(work, row)
    if carrying is None or carrying.state != CarryingState.RUNNING:
        raise NotPrepared(row.id)
    if not cut_short(work, row, carrying, because=BY_STAFF, why=why):
        raise EverybodyAsked(row.id)


def cut_short(work: Work, row: Request, carrying: Carrying, *, because: str, why: str = "") -> bool:
    """Ask nobody further who was not asked yet. Returns whether there was anybody."""
    steps = steps_in(work, carrying)
    still_told = because != BY_STAFF
    left = [each for each in steps if each.state == StepState.WAITING]
    left = [each for each in left if not (still_told and each.holder_kind == StepKind.RECIPIENT)]
    if carrying.state != CarryingState.RUNNING or not left:
        return False
    for each in left:
        each.state = StepState.NOT_ASKED.value
    carrying.cut_because = because
    work.session.flush()
    work.record(row, verb="carrying-cut-short", why=why, facts={"because": because})
    end_if_over(work, row, carrying)
    put_time_on(work, row, carrying, steps)
    return True


def end_before_it_began(work: Work, row: Request, carrying: Carrying, *, because: str) -> None:
    """Stop what nobody was told of."""
    carrying.state, carrying.ended_at = CarryingState.STOPPED.value, work.now
    work.session.flush()
    work.record(row, verb="carrying-stopped", facts={"because": because})
