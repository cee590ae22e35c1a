"""The case's state follows the list of persons: on as they are told, and back where somebody waits after all."""

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.deciding import informed_by_order
from waarborg_breach.actions.settling import settle, states_of
from waarborg_breach.actions.telling.rows import counts_of, last_order
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import SEVERAL, PersonState, told_state
from waarborg_breach.models import BreachCase, BreachPerson
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work


def settle_persons(work: Work, case: BreachCase) -> None:
    """Let the case's state follow the list: in part once somebody was told, informed once everybody was.

    It follows an order of the responsible person, and never comes before one.
    """
    order = last_order(work, case.id)
    if order is None or case.case_state not in domain.HANDLED:
        return
    now, then = PersonsState(case.persons_state), told_state(counts_of(work, case.id))
    moves = now in (PersonsState.TO_INFORM, PersonsState.IN_PART)
    if then is None or then is now or not moves:
        return
    in_part = then is PersonsState.IN_PART
    informed_by_order(work, case, at=work.now, by=_way(work, case), in_part=in_part, role=order.role)


def let_wait_again(work: Work, case: BreachCase) -> None:
    """Bring the case back to where somebody waits: he counted as told and was not, or he is new on the list.

    The persons' clock runs on from its first start. That nobody was told at all is said only where nobody wrote down
    that some were told in another way than by the list.
    """
    now = PersonsState(case.persons_state)
    if now not in (PersonsState.INFORMED, PersonsState.IN_PART) or case.case_state not in domain.HANDLED:
        return
    some = counts_of(work, case.id).of(PersonState.SENT) > 0 or _noted_by_hand(work, case)
    then = domain.waiting_again(states_of(case), some_told=some)
    if then.persons is now:
        return
    if not some:
        case.informed_at = case.informed_how = case.informed_how_sealed = None
    settle(work, case, then)
    work.record(case, verb="persons-wait-again", facts={"part": some})


def _noted_by_hand(work: Work, case: BreachCase) -> bool:
    """Whether somebody wrote down that people were told; what follows an order names the channel."""
    return any(step.verb == "informed-persons" and "by" not in step.facts for step in steps_of(work, case))


def _way(work: Work, case: BreachCase) -> str:
    """By which channel they were told, for the register: its code, or that there were several."""
    query = select(BreachPerson.channel).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == case.id,
        BreachPerson.state == PersonState.SENT.value,
    )
    channels = work.session.scalars(query.distinct().limit(2)).all()
    return channels[0][:32] if len(channels) == 1 else SEVERAL
