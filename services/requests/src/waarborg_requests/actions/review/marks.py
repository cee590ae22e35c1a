"""What becomes of each collected item: the marks of a request, read and set, one at a time or many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from waarborg_requests.actions import stored
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.collecting.items import ReadItem, count_items, items_of, read_item
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain import Move, RequestState, after
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.review.cuts import Cut, Field, Rectangle, Span, check_rectangles, cut_fields, cut_text
from waarborg_requests.domain.review.marking import (
    PAGES,
    CutsDoNotFit,
    Mark,
    Verdict,
    Withheld,
    WithholdGround,
    check_mark,
    withheld_by_kind,
)
from waarborg_requests.domain.review.written import digest_of, read_cuts, write_cuts
from waarborg_requests.models import HolderTask, Item, ItemMark, Request
from waarborg_requests.redacting import BadPages
from waarborg_shared.uow import Work

LARGEST_DRAWN = 60 * (1 << 20)
"""So many bytes may a file have whose pages are drawn anew: it is whole in memory then."""
_TABLE = "item_mark"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How far the marking is."""

    items: int
    marked: int
    by_verdict: dict[str, int]
    about_others: int = 0
    """How many have no mark yet and are about somebody else as well: `give_the_rest` gives none of them."""

    @property
    def done(self) -> bool:
        """Whether of each item is said what becomes of it."""
        return self.marked >= self.items


def mark_item(work: Work, request_id: str, item_id: str, mark: Mark, *, revision: int) -> ItemMark:
    """Say what becomes of one item; ``revision`` is the mark's that was seen, 0 where there was none.

    Raises:
        Stale: somebody else marked it since.
        UnknownCase, MoveRefused, NoSuchItem, GroundMissing, GroundTooMany, NothingCut, CutsDoNotFit, BadCut
    """
    row = _open(work, request_id)
    read = read_item(work, row, item_id)
    _check(work, read, mark)
    before = work.session.get(ItemMark, (work.organisation, item_id))
    if (before.revision if before else 0) != revision:
        raise Stale
    made = _put(work, row, read.item, mark, before)
    facts = {"item": read.item.number, "verdict": mark.verdict.value, "ground": _ground(mark) or "none"}
    work.record(row, verb="marked-item", facts={**facts, **in_role(work)})
    return made


def give_the_rest(work: Work, request_id: str, *, category: str | None = None) -> int:
    """Give every item without a mark, of one category or of all; return how many. Nothing that has a mark changes.

    What is about somebody besides the person is left: each of those is judged by itself.

    Raises:
        UnknownCase, MoveRefused
    """
    row = _open(work, request_id)
    given = 0
    for item in _unmarked(work, row, category):
        _put(work, row, item, Mark(verdict=Verdict.GIVE), None)
        given += 1
    if given:
        work.record(row, verb="marked-items", facts={"count": given, "verdict": Verdict.GIVE.value, **in_role(work)})
    return given


def marks_of(work: Work, items: Sequence[Item]) -> dict[str, ItemMark]:
    """Return the marks of some items, by item."""
    query = select(ItemMark).where(
        ItemMark.organisation == work.organisation, ItemMark.item_id.in_([item.id for item in items])
    )
    return {mark.item_id: mark for mark in work.session.scalars(query)}


def opened_mark(work: Work, mark: ItemMark, item: Item) -> Mark:
    """Return a mark with its cuts opened; raises KeyDestroyed."""
    cuts = opened_cuts(work, item, mark.cuts_sealed)
    return Mark(verdict=Verdict(mark.verdict), ground=ground_of(mark.ground), cuts=cuts)


def opened_cuts(work: Work, item: Item, sealed: bytes | None) -> tuple[Cut, ...]:
    """Return what is left out of an item; raises KeyDestroyed."""
    if sealed is None:
        return ()
    return read_cuts(work.unseal(sealed, holder=_key(item.task_id), table=_TABLE, column="cuts", row=item.id))


def counted(work: Work, row: Request) -> Counted:
    """Return how many items there are, and how many of them have which mark."""
    query = (
        standing_marks(work, row, ItemMark.verdict, func.count())
        .where(ItemMark.item_id.is_not(None))
        .group_by(ItemMark.verdict)
    )
    by_verdict = {str(verdict): int(count) for verdict, count in work.session.execute(query)}
    others = standing_marks(work, row, func.count()).where(ItemMark.item_id.is_(None), Item.about.is_not(None))
    return Counted(
        items=count_items(work, row),
        marked=sum(by_verdict.values()),
        by_verdict=by_verdict,
        about_others=work.session.scalar(others) or 0,
    )


def all_marks(work: Work, row: Request) -> list[Mark]:
    """Return every mark of a request's standing items without its cuts, which what is told of them does not need."""
    query = standing_marks(work, row, ItemMark.verdict, ItemMark.ground).where(ItemMark.item_id.is_not(None))
    return [_plain_mark(verdict, ground) for verdict, ground in work.session.execute(query)]


def withheld(work: Work, row: Request) -> tuple[Withheld, ...]:
    """Return what is not given, whole or in part, by kind of data and ground, as the person is told of it."""
    query = standing_marks(work, row, Item.category, ItemMark.verdict, ItemMark.ground).where(
        ItemMark.item_id.is_not(None), ItemMark.verdict != Verdict.GIVE.value
    )
    found = work.session.execute(query)
    return withheld_by_kind((category, _plain_mark(verdict, ground)) for category, verdict, ground in found)


def standing_marks(work: Work, row: Request, *columns: Any) -> Any:
    """Return a query for ``columns`` over the items that stand for a request, each with its mark or without one."""
    return (
        select(*columns)
        .select_from(Item)
        .join(HolderTask, and_(HolderTask.organisation == Item.organisation, HolderTask.id == Item.task_id))
        .outerjoin(ItemMark, and_(ItemMark.organisation == Item.organisation, ItemMark.item_id == Item.id))
        .where(
            Item.organisation == work.organisation,
            Item.request_id == row.id,
            Item.subject_ref == row.subject_ref,
            HolderTask.organisation == work.organisation,
            HolderTask.request_id == row.id,
            HolderTask.subject_ref == row.subject_ref,
            HolderTask.state == "contributed",
            HolderTask.void_at.is_(None),
            HolderTask.over_at.is_(None),
        )
    )


def _unmarked(work: Work, row: Request, category: str | None) -> Iterator[Item]:
    """Give the items without a mark that are about nobody but the person."""
    at: int | None = None
    while items := items_of(work, row, after=at, limit=_AT_ONCE):
        at, marks = items[-1].number, marks_of(work, items)
        for item in items:
            if item.id not in marks and item.about is None and category in (None, item.category):
                yield item


def _open(work: Work, request_id: str) -> Request:
    """Lock a request that was not answered yet."""
    row = work.case(Request, request_id)
    after(RequestState(row.state), Move.ANSWER)
    return row


def _check(work: Work, read: ReadItem, mark: Mark) -> None:
    check_mark(mark, read.form, read.item.media_type)
    if mark.verdict is not Verdict.REDACT:
        return
    if read.form is ItemForm.TEXT:
        cut_text(str(read.content), [cut for cut in mark.cuts if isinstance(cut, Span)])
    elif read.form is ItemForm.JSON:
        cut_fields(read.value, [cut for cut in mark.cuts if isinstance(cut, Field)])
    else:
        check_rectangles([cut for cut in mark.cuts if isinstance(cut, Rectangle)], pages_in(work, read))


def pages_in(work: Work, read: ReadItem) -> int:
    """Return how many pages a file has that can be drawn anew; raises CutsDoNotFit for any other."""
    from waarborg_requests.redacting.pages import page_count  # noqa: PLC0415 - what draws pages takes memory

    try:
        return page_count(whole_file(work, read), read.item.media_type)
    except BadPages as bad:
        raise CutsDoNotFit(str(bad)) from bad


def whole_file(work: Work, read: ReadItem) -> bytes:
    """Return a file that is small enough to be drawn; raises CutsDoNotFit for a larger one, or none with pages."""
    if read.file is None or read.item.media_type not in PAGES or read.file.size > LARGEST_DRAWN:
        raise CutsDoNotFit("no pages, or too large to be drawn")
    return b"".join(stored.pieces_of(work, read.file))


def _put(work: Work, row: Request, item: Item, mark: Mark, before: ItemMark | None) -> ItemMark:
    made = before or ItemMark(organisation=work.organisation, item_id=item.id, request_id=row.id, revision=0)
    text = write_cuts(mark.cuts) if mark.cuts else None
    made.revision += 1
    made.verdict, made.ground = mark.verdict.value, _ground(mark)
    made.marked_by, made.marked_at = work.actor.ref, work.now
    made.cuts_digest = digest_of(text) if text else None
    made.cuts_sealed = (
        work.seal(text, holder=_key(item.task_id), table=_TABLE, column="cuts", row=item.id) if text else None
    )
    if before is None:
        work.session.add(made)
    return made


def _key(task_id: str) -> str:
    return f"task:{task_id}"


def _ground(mark: Mark) -> str | None:
    return mark.ground.value if mark.ground else None


def ground_of(code: str | None) -> WithholdGround | None:
    """Return the ground of a code, if there is one."""
    return WithholdGround(code) if code else None


def _plain_mark(verdict: str, ground: str | None) -> Mark:
    return Mark(verdict=Verdict(verdict), ground=ground_of(ground))
