"""Letting go of what was brought: the keys that seal it, for who erases, and the rows once a key was destroyed."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select

from waarborg_requests.actions import stored
from waarborg_requests.models import HolderTask, Item, ItemMark, Request
from waarborg_shared.uow import Work

REASON, OVER = "collected-void", "collected-over"
"""The codes of why a key was destroyed: what it sealed counts no more, or its time was over."""


def keys_of(work: Work, row: Request) -> tuple[str, ...]:
    """Return every holder, in the key store, of a key under which something lies that was brought for a request: who
    erases the request destroys these too."""
    query = select(HolderTask).where(HolderTask.organisation == work.organisation, HolderTask.request_id == row.id)
    return tuple(task.key for task in work.session.scalars(query.order_by(HolderTask.id)))


def tasks_of(work: Work, row: Request) -> tuple[str, ...]:
    """Return every task that was for a request, also those that count no more."""
    query = select(HolderTask.id).where(HolderTask.organisation == work.organisation, HolderTask.request_id == row.id)
    return tuple(work.session.scalars(query.order_by(HolderTask.id)))


def to_empty(work: Work, *, limit: int = 20) -> Sequence[HolderTask]:
    """Return tasks that count no more, or are kept no longer, and of which what they brought is still there."""
    query = select(HolderTask).where(
        HolderTask.organisation == work.organisation,
        or_(HolderTask.void_at.is_not(None), HolderTask.over_at.is_not(None)),
        HolderTask.emptied_at.is_(None),
    )
    return work.session.scalars(query.order_by(HolderTask.id).limit(limit)).all()


def emptied(work: Work, task_id: str) -> None:
    """Delete what a task brought, after its key was destroyed; that it is gone stands on the timeline of its request,
    once."""
    task = work.session.get(HolderTask, (work.organisation, task_id))
    if task is None:
        return
    row = work.case(Request, task.request_id)
    work.session.refresh(task)
    if task.emptied_at is None:
        empty(work, task_id)
        work.record(row, verb="holder-emptied", facts={"holder": task.holder})


def empty(work: Work, task_id: str) -> None:
    """Delete what a task brought, with what was marked in it; its key was destroyed before, wherever copies are."""
    task = work.session.get(HolderTask, (work.organisation, task_id))
    if task is None or task.emptied_at is not None:
        return
    brought = Item.organisation == work.organisation, Item.task_id == task.id
    marks = ItemMark.organisation == work.organisation, ItemMark.item_id.in_(select(Item.id).where(*brought))
    work.session.execute(delete(ItemMark).where(*marks).execution_options(synchronize_session=False))
    work.session.execute(delete(Item).where(*brought))
    stored.empty(work, task.key)
    task.emptied_at, task.kept_until = work.now, None
