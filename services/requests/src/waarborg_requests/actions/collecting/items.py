"""The items that holders brought for a request, for who reviews and packs them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from waarborg_requests.domain.collecting import ItemForm, TaskState
from waarborg_requests.domain.states import RequestError
from waarborg_requests.models import HolderTask, Item, Request, StoredFile
from waarborg_shared.db import new_id
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work, Written

_TABLE = "item"
PAGE = 100


class NoSuchItem(RequestError):
    """There is no such item among what was brought for this request about this person."""

    text = Text("Dit onderdeel is er niet bij dit verzoek.", "There is no such item with this request.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to add. ``content`` is the text, or the JSON value as text; or ``file`` was kept under the task's key.

    ``title`` is in the language that its holder wrote it in; what services of ours have is called in Dutch, and in
    English as well (``title_en``).
    """

    category: str
    title: str
    form: ItemForm
    content: str | None = None
    file: StoredFile | None = None
    title_en: str | None = None
    about: str | None = None
    occurred_on: date | None = None
    handle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """An item, opened. ``content`` is the text, or the JSON value as text (None for a file); ``file`` is there for a
    file, and `actions.stored.pieces_of` gives what is in it."""

    item: Item
    holder: str
    title: Written
    content: Written | None
    file: StoredFile | None
    title_en: Written | None = None

    def called(self, language: str) -> Written:
        """Return its title in the language of who reads, where it has one in that."""
        return self.title_en if language == "en" and self.title_en is not None else self.title

    @property
    def form(self) -> ItemForm:
        """In what form it came."""
        return ItemForm(self.item.form)

    @property
    def value(self) -> Any:
        """The JSON value of an item that is one; of others the text."""
        if self.form is ItemForm.JSON and isinstance(self.content, str):
            return json.loads(self.content)
        return self.content


def items_of(work: Work, row: Request, *, after: int | None = None, limit: int = PAGE) -> Sequence[Item]:
    """Return items about the person of a request, in order; ``after`` is the number of the last one seen.

    Only what a holder handed in whole is there, and nothing of what was brought about somebody else before.
    """
    query = _standing(work, row).order_by(Item.number).limit(limit)
    if after is not None:
        query = query.where(Item.number > after)
    return work.session.scalars(query).all()


def items_numbered(work: Work, row: Request, numbers: Sequence[int]) -> Select[Item]:
    """Return a query for those of the items with these numbers, in order; one that is short where none is left out."""
    first, last = min(numbers), max(numbers)
    together = last - first + 1 == len(numbers)
    wanted = Item.number.between(first, last) if together else Item.number.in_(sorted(numbers))
    return _standing(work, row).where(wanted).order_by(Item.number)


def count_items(work: Work, row: Request) -> int:
    """Return how many there are."""
    return work.session.scalar(select(func.count()).select_from(_standing(work, row).subquery())) or 0


def read_item(work: Work, row: Request, item_id: str) -> ReadItem:
    """Return one of them with title and content opened. The caller has checked the right to read it, and records that
    he looked. Raises NoSuchItem."""
    item = work.session.scalars(_standing(work, row).where(Item.id == item_id)).one_or_none()
    if item is None:
        raise NoSuchItem(item_id)
    return read_items(work, (item,))[0]


def read_items(work: Work, items: Sequence[Item]) -> Sequence[ReadItem]:
    """Return several that `items_of` gave, opened, by a fixed number of queries."""
    task_ids = {item.task_id for item in items}
    file_ids = {item.file_id for item in items if item.file_id is not None}
    tasks = _by_id(work, HolderTask, task_ids)
    files = _by_id(work, StoredFile, file_ids)
    work.ready_to_unseal([task.key for task in tasks.values()])
    return [_opened(work, item, tasks[item.task_id], files.get(item.file_id or "")) for item in items]


def add_items(work: Work, row: Request, task: HolderTask, new: Sequence[NewItem]) -> None:
    """Add items to a task of a request that the caller has locked."""
    query = select(func.max(Item.number)).where(Item.organisation == work.organisation, Item.request_id == row.id)
    last = work.session.scalar(query) or 0
    for number, each in enumerate(new, start=last + 1):
        work.add(_item(work, row, task, each, number))
    work.session.flush()


def _item(work: Work, row: Request, task: HolderTask, new: NewItem, number: int) -> Item:
    item_id = new_id()
    content = None if new.content is None else new.content.encode()
    file = new.file
    assert (content is None) != (file is None)
    return Item(
        organisation=work.organisation,
        id=item_id,
        request_id=row.id,
        task_id=task.id,
        subject_ref=task.subject_ref,
        number=number,
        category=new.category,
        title_sealed=work.seal(new.title, holder=task.key, table=_TABLE, column="title", row=item_id),
        title_en_sealed=None
        if new.title_en is None
        else work.seal(new.title_en, holder=task.key, table=_TABLE, column="title_en", row=item_id),
        about=new.about,
        occurred_on=new.occurred_on,
        form=new.form.value,
        content_sealed=None
        if new.content is None
        else work.seal(new.content, holder=task.key, table=_TABLE, column="content", row=item_id),
        handle=new.handle,
        file_id=file.id if file else None,
        media_type=file.media_type if file else _MEDIA[new.form],
        size=file.size if file else len(content or b""),
        sha256=(file.sha256 or "") if file else hashlib.sha256(content or b"").hexdigest(),
        added_at=work.now,
    )


_MEDIA = {ItemForm.TEXT: "text/plain", ItemForm.JSON: "application/json"}


def _standing(work: Work, row: Request) -> Select[Item]:
    return (
        select(Item)
        .join(HolderTask, (HolderTask.organisation == Item.organisation) & (HolderTask.id == Item.task_id))
        .where(
            Item.organisation == work.organisation,
            HolderTask.organisation == work.organisation,
            Item.request_id == row.id,
            Item.subject_ref == row.subject_ref,
            HolderTask.request_id == row.id,
            HolderTask.subject_ref == row.subject_ref,
            HolderTask.state == TaskState.CONTRIBUTED.value,
            HolderTask.void_at.is_(None),
            HolderTask.over_at.is_(None),
        )
    )


def _by_id(work: Work, model: Any, ids: set[str]) -> dict[str, Any]:
    if not ids:
        return {}
    query = select(model).where(model.organisation == work.organisation, model.id.in_(sorted(ids)))
    return {each.id: each for each in work.session.scalars(query)}


def _opened(work: Work, item: Item, task: HolderTask, file: StoredFile | None) -> ReadItem:
    def opened(sealed: bytes | None, column: str) -> Written | None:
        if sealed is None:
            return None
        return work.unseal_to_show(sealed, holder=task.key, table=_TABLE, column=column, row=item.id)

    title = opened(item.title_sealed, "title")
    assert title is not None
    return ReadItem(
        item=item,
        holder=task.holder,
        title=title,
        content=opened(item.content_sealed, "content"),
        file=file,
        title_en=opened(item.title_en_sealed, "title_en"),
    )
