"""Two references turned out to be of one person, or of two: open requests follow, and wait for somebody's word.

So does what was answered and is still to be handed over. What was collected before is asked for anew: of the one it is
not all, and of two it may be the other's.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from waarborg_requests.actions import carrying, course, notices, references
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.collecting import asking
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.package.renewing import take_back
from waarborg_requests.actions.package.wishing import standing_package
from waarborg_requests.domain import Told
from waarborg_requests.domain.carrying import UNDER_WAY
from waarborg_requests.domain.ending import NothingToConfirm
from waarborg_requests.domain.notices import Notice
from waarborg_requests.models import Carrying, Request, RequestDelivery
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def follow_merge(work: Work, *, kept_ref: str, merged_ref: str, at: datetime) -> None:
    """Let open requests about the merged reference be about the kept one; until staff confirm nothing is given.

    Those about the kept reference wait too: what is held under the other is about to come along. Word that is older
    than what is known of these two, or known already, changes nothing.
    """
    merged = references.references_of(work, merged_ref)
    if not references.join(work, kept_ref, merged_ref, at=at):
        return
    one = references.references_of(work, kept_ref)
    for row in _open_where(work, Request.subject_ref.in_(sorted(one))):
        if row.subject_ref in merged:
            row.filed_ref, row.subject_ref = row.filed_ref or row.subject_ref, kept_ref
        _wait(work, row, "persons-joined")
        _ask_anew(work, row)
    for row in _lying_where(work, Request.subject_ref.in_(sorted(one))):
        _wait(work, row, "persons-joined")


def follow_split(work: Work, *, kept_ref: str, split_ref: str, at: datetime) -> None:
    """Let requests return to the reference that they were filed under; the others wait for somebody's word too.

    What was answered returns as well, unless something was begun for the one that it went by.
    """
    since = references.joined_since(work, kept_ref, split_ref)
    one = references.references_of(work, kept_ref, split_ref)
    if not references.part(work, kept_ref, split_ref, at=at):
        return
    his = references.references_of(work, split_ref)
    about_both = Request.subject_ref.in_(sorted(one))
    for row in _open_where(work, about_both):
        _return(row, split_ref, his)
        _wait(work, row, "persons-parted")
        _ask_anew(work, row)
    for row in _lying_where(work, about_both):
        _wait(work, row, "persons-parted")
        _take_back_what_was_both(work, row, since)
    for row in _answered_where(work, about_both, Request.filed_ref.in_(sorted(his))):
        if all(each.subject_ref in his for each in carrying.ran(work, row)):
            _return(row, split_ref, his)


def _return(row: Request, split_ref: str, his: frozenset[str]) -> None:
    """Let a request be about who was split off, where it was filed for him."""
    if row.filed_ref in his and row.subject_ref not in his:
        row.subject_ref, row.filed_ref = split_ref, None if row.filed_ref == split_ref else row.filed_ref


def _ask_anew(work: Work, row: Request) -> None:
    """Let go of what was collected; once somebody confirmed whom it is about every holder is asked again."""
    for task in asking.tasks_of(work, row):
        asking.void(work, row, task)


def _take_back_what_was_both(work: Work, row: Request, since: datetime | None) -> None:
    """Let nobody fetch what was collected while the two were taken for one (``since``, or ever), and tell who handles
    it; what was collected before that stays as it is."""
    mixed = [task for task in asking.tasks_of(work, row) if since is None or (task.answered_at or work.now) >= since]
    for task in mixed:
        asking.void(work, row, task)
    if mixed:
        take_back(work, row)
        notices.tell(work, row, Notice.TAKEN_BACK)


def confirm_person(work: Work, request_id: str, *, revision: int, rules: Rules) -> Request:
    """Record that somebody looked whom the request is about after such a change; what waited for it begins.

    Raises:
        Stale, UnknownCase, NothingToConfirm
    """
    row = unchanged(work, request_id, revision)
    if row.unsure_since is None or not may_confirm(work, row):
        raise NothingToConfirm(request_id)
    row.unsure_since = None
    if row.filed_ref is not None and row.filed_ref not in references.references_of(work, row.subject_ref):
        row.filed_ref = None  # that was somebody else's: from now on it is about this person and nobody besides
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


def _answered_where(work: Work, *of_it: ColumnElement[bool]) -> Iterable[Request]:
    query = select(Request.id).where(Request.organisation == work.organisation, Request.answered_at.is_not(None))
    for request_id in work.session.scalars(query.where(*of_it).order_by(Request.id)).all():
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
