"""What staff are told of a request by itself: on the desk of whoever has to know, until he says that he saw it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from waarborg_requests.actions.acting import in_role
from waarborg_requests.domain.notices import GOES_TO, OUTLIVES_ANSWER, ForWhom, Notice
from waarborg_requests.models import Request, StaffNotice
from waarborg_shared.auth import Actor
from waarborg_shared.clocks import Clock
from waarborg_shared.db import made_once, new_id
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import UnknownCase, Work

_OF_IT = and_(Request.organisation == StaffNotice.organisation, Request.id == StaffNotice.request_id)
_DUTY = {ForWhom.HANDLER: Duty.REQUESTS_ANSWER, ForWhom.WATCH: Duty.REQUESTS_WATCH}
_OF_REQUEST = (
    made_once(StaffNotice)
    .where(StaffNotice.request_id == bindparam("request_id"))
    .order_by(StaffNotice.at, StaffNotice.id)
)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with the request that it is about."""

    notice: StaffNotice
    request: Request
    clocks: tuple[Clock, ...] = ()


def tell(work: Work, row: Request, what: Notice, *, clock: str = "") -> None:
    """Lay a notice on the desk of whom it is for; one that lies there unseen is not laid there twice."""
    lying = {(each.what, each.clock, each.for_whom) for each in of_request(work, row) if each.seen_at is None}
    for whom in GOES_TO[what]:
        if (what.value, clock, whom.value) not in lying:
            fresh = StaffNotice(
                id=new_id(), request_id=row.id, what=what.value, clock=clock, for_whom=whom.value, at=work.now
            )
            work.add(fresh)


def settle(work: Work, row: Request) -> None:
    """Take away what lies on a desk and has no use any more, as the request was answered or ended."""
    for each in of_request(work, row):
        if each.seen_at is None and each.what not in OUTLIVES_ANSWER:
            each.seen_at, each.seen_by = work.now, work.actor.ref


def take_away(work: Work, row: Request, what: Notice) -> None:
    """Take away what lies on a desk of one sort, as what it tells of is so no more."""
    for each in of_request(work, row):
        if each.seen_at is None and each.what == what:
            each.seen_at, each.seen_by = work.now, work.actor.ref


def of_request(work: Work, row: Request) -> Sequence[StaffNotice]:
    """Return the notices about a request, the oldest first."""
    work.session.flush()
    return work.found(_OF_REQUEST, request_id=row.id).all()


def lying_for(work: Work, row: Request) -> tuple[StaffNotice, ...]:
    """Return what lies on the desk of whoever acts about one request; what is for him twice comes once."""
    found: dict[tuple[str, str], StaffNotice] = {}
    for each in of_request(work, row):
        if each.seen_at is None and may_see(each, row, work.actor):
            found.setdefault((each.what, each.clock), each)
    return tuple(found.values())


def unseen(work: Work, *, limit: int) -> tuple[Told, ...]:
    """Return what lies on the desk of whoever acts, the oldest first; who both handles and keeps watch sees it once."""
    both = select(StaffNotice, Request).join(Request, _OF_IT)
    query = both.where(StaffNotice.organisation == work.organisation, _on_desk_of(work.actor))
    found: dict[tuple[str, str, str], Told] = {}
    for notice, request in work.session.execute(query.order_by(StaffNotice.at, StaffNotice.id).limit(2 * limit)):
        found.setdefault((request.id, notice.what, notice.clock), Told(notice, request))
    shown = tuple(found.values())[:limit]
    clocks = work.clocks.of_many([each.request.id for each in shown])
    return tuple(replace(each, clocks=_about(each.notice, clocks.get(each.request.id, ()))) for each in shown)


def _about(notice: StaffNotice, clocks: tuple[Clock, ...]) -> tuple[Clock, ...]:
    """Return the clock that a notice is about; of one that is about none, those that still run."""
    left = tuple(clock for clock in clocks if clock.stopped_at is None)
    return tuple(clock for clock in left if clock.name == notice.clock) or left


def count_unseen(work: Work) -> int:
    """Return how many notices lie on the desk of whoever acts."""
    each = select(StaffNotice.request_id, StaffNotice.what, StaffNotice.clock).join(Request, _OF_IT)
    each = each.where(StaffNotice.organisation == work.organisation, _on_desk_of(work.actor)).distinct()
    return work.session.scalar(select(func.count()).select_from(each.subquery())) or 0


def see(work: Work, request_id: str, notice_id: str) -> StaffNotice:
    """Take a notice off one's desk; saying so a second time changes nothing.

    Raises:
        UnknownCase: there is none of this name for whoever acts.
    """
    row = work.case(Request, request_id)
    found = next((each for each in of_request(work, row) if each.id == notice_id), None)
    if found is None or not may_see(found, row, work.actor):
        raise UnknownCase(notice_id)
    same = [each for each in of_request(work, row) if (each.what, each.clock) == (found.what, found.clock)]
    lying = [each for each in same if each.seen_at is None and may_see(each, row, work.actor)]
    for each in lying:
        each.seen_at, each.seen_by = work.now, work.actor.ref
    if lying:
        work.record(
            row, verb="notice-seen", facts={"what": found.what, "clock": found.clock or "none", **in_role(work)}
        )
    return found


def may_see(notice: StaffNotice, row: Request, actor: Actor) -> bool:
    """Whether a notice lies on the desk of this actor: by his duty, and his own case where somebody took it up."""
    whom = ForWhom(notice.for_whom)
    if _DUTY[whom] not in actor.duties:
        return False
    return whom is ForWhom.WATCH or row.taken_up_by in (None, actor.ref)


def _on_desk_of(actor: Actor) -> ColumnElement[bool]:
    return and_(StaffNotice.seen_at.is_(None), or_(*_for(actor.duties, actor.ref)))


def _for(duties: Collection[str], ref: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [StaffNotice.for_whom == ""]
    if Duty.REQUESTS_WATCH in duties:
        found.append(StaffNotice.for_whom == ForWhom.WATCH.value)
    if Duty.REQUESTS_ANSWER in duties:
        mine = or_(Request.taken_up_by.is_(None), Request.taken_up_by == ref)
        found.append(and_(StaffNotice.for_whom == ForWhom.HANDLER.value, mine))
    return found
