"""How long what was collected is kept after an answer that gives: while a package may be made of it, and no longer.

A package is fetched within thirty days. As long again after the last one is over, or after the answer where there was
none, staff can make another; then the keys of what was collected are destroyed, and the timeline says so.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from waarborg_requests.actions.carrying_by_staff import holds_of
from waarborg_requests.actions.collecting.asking import task_of
from waarborg_requests.actions.package.wishing import package_of
from waarborg_requests.domain.package.fetching import FETCH_WITHIN
from waarborg_requests.models import HolderTask, Package, Request
from waarborg_shared.uow import Work

_LOOK_AGAIN = timedelta(days=1)
"""After how long is looked again at what stays for now: a package stands, or a legal hold."""


def due_to_end(work: Work, *, limit: int = 20) -> Sequence[str]:
    """Return the tasks whose time is over, the longest first."""
    query = select(HolderTask.id).where(
        HolderTask.organisation == work.organisation,
        HolderTask.kept_until.is_not(None),
        HolderTask.kept_until <= work.now,
        HolderTask.over_at.is_(None),
        HolderTask.void_at.is_(None),
    )
    return work.session.scalars(query.order_by(HolderTask.kept_until, HolderTask.id).limit(limit)).all()


def end_keeping(work: Work, task_id: str) -> None:
    """Let go of what a task brought, if its time is over now; the worker destroys its key. Raises NoSuchTask.

    The task itself stays, with what came of it: the letter told where was searched.
    """
    row, task = task_of(work, task_id)
    if task.kept_until is None or task.kept_until > work.now or task.over_at is not None or task.void_at is not None:
        return
    later = _kept_on_until(work, row)
    if later is not None:
        task.kept_until = later
        return
    task.over_at = work.now
    task.revision += 1
    work.record(row, verb="holder-over", facts={"holder": task.holder})


def _kept_on_until(work: Work, row: Request) -> datetime | None:
    """Return until when it stays all the same; None where nothing keeps it."""
    if package_of(work, row) is not None or holds_of(work, row):
        return work.now + _LOOK_AGAIN
    packages = Package.organisation == work.organisation, Package.request_id == row.id
    last = work.session.scalar(select(func.max(Package.destroyed_at)).where(*packages))
    if last is not None and last + FETCH_WITHIN > work.now:
        return last + FETCH_WITHIN
    return None
