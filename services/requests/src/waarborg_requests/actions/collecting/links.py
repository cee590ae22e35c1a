"""A code by which one person hands in for one task without signing in: made by staff, shown once, kept as its hash."""

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.collecting.asking import by_hand, open_task
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain.collecting import LINK_LIVES, NoSuchTask
from waarborg_requests.models import HolderTask, Request
from waarborg_shared.events.requests import HolderReleased
from waarborg_shared.hooks.values import HolderKind
from waarborg_shared.uow import Work

KIND = "requests.hand-in-code"


def make_code(work: Work, task_id: str, *, revision: int, entropy: bytes) -> tuple[Request, str]:
    """Make a code for a task, in place of the one before; it counts for fourteen days and until who has it is done.

    Where a partner's system was asked, somebody takes the data out of it and hands them in: the partner is told that
    it need not, and hands in nothing while the code counts, so that neither writes over what the other brought.

    Raises:
        NoSuchTask, TaskClosed, Stale
    """
    row, task = open_task(work, task_id)
    if task.holder_kind == HolderKind.SERVICE:
        raise NoSuchTask
    if task.revision != revision:
        raise Stale
    if task.holder_kind == HolderKind.PARTNER and not by_hand(work, task):
        work.emit(HolderReleased(request_ref=row.id, task_ref=task.id, holder=task.holder), case=row)
    code = domain.spell_code(entropy)
    task.link_hash, task.link_until = _hash(work, code), work.now + LINK_LIVES
    task.revision += 1
    work.record(row, verb="holder-link-made", facts={"holder": task.holder, **in_role(work)})
    return row, code


def by_code(work: Work, code: str) -> tuple[Request, HolderTask]:
    """Return the task that a code is for, while it counts. Raises NoSuchTask: why not is not told."""
    query = select(HolderTask.id).where(
        HolderTask.organisation == work.organisation,
        HolderTask.link_hash == _hash(work, code),
        HolderTask.link_until > work.now,
    )
    task_id = work.session.scalar(query) if domain.read_code(code) else None
    if task_id is None:
        raise NoSuchTask
    return open_task(work, task_id)


def _hash(work: Work, code: str) -> bytes:
    return work.search_hash(KIND, domain.read_code(code) or "")
