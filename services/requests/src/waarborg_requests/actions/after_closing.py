"""What waits for staff on a request that was answered or ended, beside what is being carried out: that it is begun, or
that somebody says whom it is about."""

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from waarborg_requests.actions.reading import Listed
from waarborg_requests.domain import Outcome
from waarborg_requests.domain.carrying import CarryingState
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_requests.models import Carrying, Package, Request
from waarborg_shared.uow import Work


def still_to_do(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return closed requests on which something waits for staff, the first due first: what was made ready and is not
    begun, or whom a package is about, before anybody may fetch it."""
    query = select(Request).where(Request.organisation == work.organisation, waits_for_staff(work))
    rows = work.session.scalars(query.order_by(Request.due_at, Request.id).limit(limit)).all()
    clocks = work.clocks.of_many([row.id for row in rows])
    return tuple(Listed(row, clocks.get(row.id, ())) for row in rows)


def waits_for_staff(work: Work) -> ColumnElement[bool]:
    """Whether that is so, as a condition on requests."""
    waits = or_(Request.id.in_(_made_ready(work)), Request.id.in_(_to_hand_over(work)))
    return and_(Request.answered_at.is_not(None), waits)


def _made_ready(work: Work) -> Select[str]:
    ready = Carrying.ended_at.is_(None), Carrying.state == CarryingState.PREPARED.value
    return select(Carrying.request_id).where(Carrying.organisation == work.organisation, *ready)


def _to_hand_over(work: Work) -> Select[str]:
    """A package that nobody may fetch until somebody confirmed whom it is about."""
    lies = Package.state.in_([PackageState.MAKING.value, PackageState.READY.value])
    unsure = exists().where(
        Request.organisation == Package.organisation,
        Request.id == Package.request_id,
        Request.unsure_since.is_not(None),
        Request.outcome.in_([Outcome.GRANTED.value, Outcome.PARTLY.value]),
    )
    return select(Package.request_id).where(Package.organisation == work.organisation, lies, unsure)
