"""A code by which one person hands in for one task without signing in: made by staff, shown once, kept as its hash."""

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.collecting.asking import open_task
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain.collecting import LINK_LIVES, NoSuchTask
from waarborg_requests.models import HolderTask, Request
from waarborg_shared.hooks.values import HolderKind
from waarborg_shared.uow import Work

KIND = "requests.hand-in-code"


def make_code(work: Work, task_id: str, *, revision: int, entropy: bytes) -> tuple[Request, str]:
    """Make a code for a person's task, in place of the one before; it counts for fourteen days and until he is done.

    Raises:
        NoSuchTask, TaskClosed, Stale
    """
    row, task = open_task(work, task_id)
    if task.holder_kind != HolderKind.PERSON:
        raise NoSuchTask
    if task.revision != revision:
        raise Stale
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
