"""What is given in the end: each item as its mark leaves it, for the one who packs it and for who looks once more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waarborg_requests.actions import stored
from waarborg_requests.actions.collecting.items import ReadItem, items_numbered, items_of, read_items
from waarborg_requests.actions.review.marks import ground_of, marks_of, opened_cuts, opened_mark, whole_file
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.review.cuts import Field, Rectangle, Span, cut_fields, cut_text
from waarborg_requests.domain.review.marking import Mark, Verdict
from waarborg_requests.models import Item, ItemMark, Request
from waarborg_shared.uow import Work

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An item as it is given. ``redacted``: something was left out of it."""

    read: ReadItem
    mark: Mark

    @property
    def redacted(self) -> bool:
        """Whether something was left out of it."""
        return self.mark.verdict is Verdict.REDACT


def given_items(work: Work, row: Request, *, after: int | None = None, limit: int = _AT_ONCE) -> list[Given]:
    """Return items that are given, whole or in part, in order; an item without a mark is not given.

    ``after`` is the number of the last item seen; of ``limit`` items looked at, those withheld are left out, so that
    fewer may come, and none while more are to come: `every_given` goes on to the end.
    """
    items = items_of(work, row, after=after, limit=limit)
    marks = marks_of(work, items)
    wanted = [item for item in items if item.id in marks and marks[item.id].verdict != Verdict.WITHHOLD.value]
    return _given(work, wanted, marks)


def given_numbers(work: Work, row: Request, numbers: Sequence[int]) -> list[Given]:
    """Return the items with these numbers that are given, in order."""
    query = items_numbered(work, row, numbers).add_columns(ItemMark.verdict, ItemMark.ground, ItemMark.cuts_sealed)
    with_mark = (ItemMark.organisation == Item.organisation) & (ItemMark.item_id == Item.id)
    query = query.join(ItemMark, with_mark).where(
        ItemMark.organisation == work.organisation, ItemMark.verdict != Verdict.WITHHOLD.value
    )
    found = work.session.execute(query).all()
    marks = [
        Mark(verdict=Verdict(verdict), ground=ground_of(ground), cuts=opened_cuts(work, item, cuts))
        for item, verdict, ground, cuts in found
    ]
    reads = read_items(work, [item for item, *_ in found])
    return [Given(read=read, mark=mark) for read, mark in zip(reads, marks, strict=True)]


def every_given(work: Work, row: Request, *, after: int | None = None) -> Iterator[Given]:
    """Give every item that is given, in order, some at a time from the database."""
    at = after
    while items := items_of(work, row, after=at, limit=_AT_ONCE):
        yield from given_items(work, row, after=at, limit=_AT_ONCE)
        at = items[-1].number


def given_text(given: Given) -> str:
    """Return a text item as it is given."""
    spans = [cut for cut in given.mark.cuts if isinstance(cut, Span)]
    return cut_text(str(given.read.content), spans)


def given_value(given: Given) -> Any:
    """Return a JSON item as it is given."""
    if not given.mark.cuts:
        return given.read.value
    return cut_fields(given.read.value, [cut for cut in given.mark.cuts if isinstance(cut, Field)])


def given_file(work: Work, given: Given) -> Iterator[bytes]:
    """Give a file as it is given, piece by piece; one with rectangles is drawn anew in memory first."""
    from waarborg_requests.redacting.pages import burned  # noqa: PLC0415 - what draws pages takes memory

    assert given.read.form is ItemForm.FILE
    assert given.read.file is not None
    if not given.redacted:
        yield from stored.pieces_of(work, given.read.file)
        return
    rectangles = [cut for cut in given.mark.cuts if isinstance(cut, Rectangle)]
    yield burned(whole_file(work, given.read), given.read.item.media_type, rectangles)


def _given(work: Work, items: Sequence[Item], marks: Mapping[str, ItemMark]) -> list[Given]:
    return [
        Given(read=read, mark=opened_mark(work, marks[read.item.id], read.item)) for read in read_items(work, items)
    ]
