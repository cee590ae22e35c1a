"""Two references turned out to be of one person, or of two: open requests follow, and wait for somebody's word.

So does what was answered and is still to be handed over; whom that was about does not change by itself.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, or_, select

from waarborg_requests.actions import carrying, course
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.package.wishing import standing_package
from waarborg_requests.domain import Told
from waarborg_requests.domain.carrying import UNDER_WAY
from waarborg_requests.domain.ending import NothingToConfirm
from waarborg_requests.models import Carrying, Request, RequestDelivery
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def follow_merge(work: Work, *, kept_ref: str, merged_ref: str) -> None:
    """Let open requests about the merged reference be about the kept one; until staff confirm nothing is given.

    Those about the kept reference wait too: what is held under the other is about to come along.
    """
    for row in _open_where(work, Request.subject_ref.in_((kept_ref, merged_ref))):
        if row.subject_ref == merged_ref:
            row.filed_ref, row.subject_ref = row.filed_ref or merged_ref, kept_ref
        _wait(work, row, "persons-joined")
    for row in _lying_where(work, Request.subject_ref.in_((kept_ref, merged_ref))):
        _wait(work, row, "persons-joined")


def follow_split(work: Work, *, kept_ref: str, split_ref: str) -> None:
    """Let requests return to the reference that they were filed under; the others wait for somebody's word too."""
    for row in _open_where(work, Request.subject_ref == kept_ref):
        if row.filed_ref == split_ref:
            row.subject_ref, row.filed_ref = split_ref, None
        _wait(work, row, "persons-parted")
    for row in _lying_where(work, Request.subject_ref.in_((kept_ref, split_ref))):
        _wait(work, row, "persons-parted")


def confirm_person(work: Work, request_id: str, *, revision: int, rules: Rules) -> Request:
    """Record that somebody looked whom the request is about after such a change; what waited for it begins.

    Raises:
        Stale, UnknownCase, NothingToConfirm
    """
    row = unchanged(work, request_id, revision)
    if row.unsure_since is None or not may_confirm(work, row):
        raise NothingToConfirm(request_id)
    row.unsure_since = None
    row.revision += 1
    work.record(row, verb="person-confirmed", facts=in_role(work))
    if row.answered_at is None:
        course.known(work, row, rules)
    else:
        carrying.go_on(work, row, rules)
    return row


def may_confirm(work: Work, row: Request) -> bool:
    """Whether something waits for a confirmation: the answer, or after it what is handed over or carried out."""
    return row.answered_at is None or row.outcome is not None or carrying.carrying_of(work, row) is not None


def _wait(work: Work, row: Request, verb: str) -> None:
    row.unsure_since = row.unsure_since or work.now
    row.revision += 1
    work.record(row, verb=verb)


def _open_where(work: Work, of_it: ColumnElement[bool]) -> Iterable[Request]:
    query = select(Request.id).where(Request.organisation == work.organisation, Request.answered_at.is_(None), of_it)
    for request_id in work.session.scalars(query.order_by(Request.id)).all():
        yield work.case(Request, request_id)


def _lying_where(work: Work, of_it: ColumnElement[bool]) -> Iterable[Request]:
    """Give what ended and is still to be handed over or carried out: a package stands, the answer was not delivered
    yet, or what was decided has not been done everywhere."""
    told = exists().where(
        RequestDelivery.organisation == work.organisation,
        RequestDelivery.request_id == Request.id,
        RequestDelivery.template == Told.ANSWERED.value,
        RequestDelivery.delivered_at.is_not(None),
    )
    query = select(Request.id).where(Request.organisation == work.organisation, Request.answered_at.is_not(None), of_it)
    carried = exists().where(
        Carrying.organisation == work.organisation,
        Carrying.request_id == Request.id,
        Carrying.state.in_(sorted(UNDER_WAY)),
    )
    handed_over = and_(Request.outcome.is_not(None), or_(standing_package(work), ~told))
    query = query.where(or_(handed_over, carried))
    for request_id in work.session.scalars(query.order_by(Request.id)).all():
        yield work.case(Request, request_id)
