"""What is still to be done by staff on a request that was answered or ended: carried out by hand, or confirmed."""

from sqlalchemy import Select, and_, exists, or_, select, union

from waarborg_requests.actions.reading import Listed
from waarborg_requests.domain import Outcome
from waarborg_requests.domain.carrying import ASKED, CarryingState, StepKind
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_requests.models import Carrying, CarryingStep, Package, Request
from waarborg_shared.carrying import Why
from waarborg_shared.uow import Work


def still_to_do(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return closed requests on which something waits for staff, the first due first: a step that people carry out,
    what was made ready and is not begun, or whom it is about, before more is handed over or carried out."""
    waits = union(_to_carry(work), _held_up(work), _to_hand_over(work))
    query = select(Request).where(
        Request.organisation == work.organisation, Request.id.in_(waits), Request.answered_at.is_not(None)
    )
    rows = work.session.scalars(query.order_by(Request.due_at, Request.id).limit(limit)).all()
    clocks = work.clocks.of_many([row.id for row in rows])
    return tuple(Listed(row, clocks.get(row.id, ())) for row in rows)


def _to_carry(work: Work) -> Select[str]:
    by_hand = or_(CarryingStep.holder_kind != StepKind.SERVICE.value, CarryingStep.ground == Why.STAFF_CONFIRM.value)
    waits = exists().where(
        CarryingStep.organisation == Carrying.organisation,
        CarryingStep.carrying_id == Carrying.id,
        CarryingStep.state.in_([each.value for each in ASKED]),
        by_hand,
    )
    running = and_(Carrying.state == CarryingState.RUNNING.value, waits)
    ready = Carrying.state == CarryingState.PREPARED.value
    mine = Carrying.organisation == work.organisation, Carrying.ended_at.is_(None)
    return select(Carrying.request_id).where(*mine, or_(running, ready))


def _held_up(work: Work) -> Select[str]:
    """What was begun and nobody further is asked for, as nobody said yet whom it is about."""
    running = Carrying.ended_at.is_(None), Carrying.state == CarryingState.RUNNING.value
    unsure = exists().where(
        Request.organisation == Carrying.organisation,
        Request.id == Carrying.request_id,
        Request.unsure_since.is_not(None),
    )
    return select(Carrying.request_id).where(Carrying.organisation == work.organisation, *running, unsure)


def _to_hand_over(work: Work) -> Select[str]:
    """A package that nobody may fetch for the same reason."""
    lies = Package.state.in_([PackageState.MAKING.value, PackageState.READY.value])
    unsure = exists().where(
        Request.organisation == Package.organisation,
        Request.id == Package.request_id,
        Request.unsure_since.is_not(None),
        Request.outcome.in_([Outcome.GRANTED.value, Outcome.PARTLY.value]),
    )
    return select(Package.request_id).where(Package.organisation == work.organisation, lies, unsure)
