"""Taking in what a holder has: items that replace the ones before, files one by one, and the word that it is all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from waarborg_requests.actions import stored
from waarborg_requests.actions.collecting.asking import answered, open_task
from waarborg_requests.actions.collecting.items import NewItem, add_items
from waarborg_requests.domain.collecting import (
    MOST_ITEMS,
    Hindrance,
    ItemForm,
    SubjectFirst,
    TaskState,
    TooManyItems,
    WrongPerson,
    back_off,
    check_finish,
)
from waarborg_requests.models import HolderTask, Item, Request, StoredFile
from waarborg_shared.uow import Work

OTHER = "other"
"""The category of what a holder gave none for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that was looked at and may come in. ``handle`` is by which its holder replaces or takes it away."""

    name: str
    media_type: str
    handle: str
    category: str = OTHER
    title: str = ""
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """What a holder says of what he was asked, once he is done."""

    outcome: TaskState
    hindrance: Hindrance | None = None
    words: str = ""


def say_subject(work: Work, task: HolderTask, subject_ref: str | None) -> None:
    """Compare about whom a holder says that it is with whom he was asked about. Raises WrongPerson."""
    if subject_ref is None or subject_ref != task.subject_ref:
        raise WrongPerson
    task.subject_said_at = task.subject_said_at or work.now


def replace_items(work: Work, row: Request, task: HolderTask, new: Sequence[NewItem]) -> None:
    """Put texts and values in the place of those that this task had; its files stay. Raises TooManyItems."""
    for item in _items(work, task):
        if item.file_id is None:
            work.session.delete(item)
    work.session.flush()
    if count(work, task) + len(new) > MOST_ITEMS:
        raise TooManyItems
    add_items(work, row, task, new)


def put_file(work: Work, row: Request, task: HolderTask, new: NewFile, chunks: Iterable[bytes]) -> Item:
    """Keep a file; one under the same handle gives way to it. Raises SubjectFirst, TooManyItems, TooLarge."""
    if task.subject_said_at is None:
        raise SubjectFirst
    take_away(work, task, new.handle)
    if count(work, task) >= MOST_ITEMS:
        raise TooManyItems
    file = stored.keep(work, chunks, holder=task.key, name=new.name, media_type=new.media_type)
    item = NewItem(
        category=new.category,
        title=new.title or new.name,
        form=ItemForm.FILE,
        file=file,
        occurred_on=new.occurred_on,
        handle=new.handle,
    )
    add_items(work, row, task, (item,))
    return next(each for each in _items(work, task) if each.handle == new.handle)


def take_away(work: Work, task: HolderTask, handle: str) -> bool:
    """Take away a file that was handed in under a handle; whether there was one."""
    found = [item for item in _items(work, task) if item.file_id is not None and item.handle == handle]
    for item in found:
        file = work.session.get(StoredFile, (work.organisation, item.file_id))
        work.session.delete(item)
        work.session.flush()
        if file is not None:
            stored.drop(work, file)
    return bool(found)


def add_item(work: Work, row: Request, task: HolderTask, new: NewItem) -> None:
    """Add one item that somebody typed; the same a second time changes nothing. Raises TooManyItems."""
    if any(item.handle == new.handle for item in _items(work, task)):
        return
    if count(work, task) >= MOST_ITEMS:
        raise TooManyItems
    add_items(work, row, task, (new,))


def take_away_item(work: Work, task: HolderTask, item_id: str) -> None:
    """Take away one item of a task, a file or not; one that is not there (any more) is no matter."""
    for item in _items(work, task):
        if item.id == item_id and item.file_id is not None and item.handle is not None:
            take_away(work, task, item.handle)
        elif item.id == item_id:
            work.session.delete(item)
            work.session.flush()


def finish(work: Work, row: Request, task: HolderTask, said: Finish) -> None:
    """Close a task with what its holder says: from here on nothing of it changes.

    Raises:
        NothingHandedIn, SomethingHandedIn, HindranceNeeded, WordsNeeded
    """
    check_finish(said.outcome, items=count(work, task), hindrance=said.hindrance, words=said.words)
    answered(work, row, task, said.outcome, hindrance=said.hindrance, words=said.words)


def take_in(work: Work, task_id: str, new: Sequence[NewItem]) -> None:
    """Take in all that one of our own services has, and close its task. Raises NoSuchTask, TaskClosed, TooManyItems."""
    row, task = open_task(work, task_id)
    task.subject_said_at = work.now
    replace_items(work, row, task, new)
    finish(work, row, task, Finish(outcome=TaskState.CONTRIBUTED if new else TaskState.NOTHING_FOUND))


def put_off(work: Work, task_id: str) -> None:
    """One of our own services was away: it is asked again later, for as long as its task stands."""
    _, task = open_task(work, task_id)
    task.attempts += 1
    task.next_at = work.now + back_off(task.attempts)


def handed_in(work: Work, task: HolderTask) -> Sequence[Item]:
    """Return what a task has so far, for its holder: handed in, and perhaps not all yet."""
    return _items(work, task)


def count(work: Work, task: HolderTask) -> int:
    """Return how many items a task has so far."""
    mine = Item.organisation == work.organisation, Item.task_id == task.id
    return work.session.scalar(select(func.count()).select_from(Item).where(*mine)) or 0


def _items(work: Work, task: HolderTask) -> Sequence[Item]:
    query = select(Item).where(Item.organisation == work.organisation, Item.task_id == task.id)
    return work.session.scalars(query.order_by(Item.number)).all()
