"""Pointing out what is left out of an item: boxes beside words and values, and rectangles on the pictures of pages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from flask import request, url_for
from flask_babel import gettext
from marshmallow import ValidationError

from waarborg_requests.actions.collecting.items import ReadItem, read_item
from waarborg_requests.actions.review.marks import CutsDoNotFit, pages_in, whole_file
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.review.cuts import Cut, Field, Rectangle, Span, cut_fields, cut_text
from waarborg_requests.domain.review.marking import Mark, NothingCut
from waarborg_requests.domain.review.suggesting import Likely, suggest, tells_address
from waarborg_requests.models import Request
from waarborg_requests.packing.reading import Reader
from waarborg_requests.packing.tables import leaves as leaves_of
from waarborg_requests.schemas.review import NewRectangleForm, RectangleField
from waarborg_requests.texts.review import LIKELY
from waarborg_shared.hooks.values import DataCategory
from waarborg_shared.uow import Work, Written
from waarborg_shared.web import Form, current
from waarborg_shared.web.i18n import in_language as said

WIDTH = 720  # CSS pixels: the pictures have this width on the page, so that a click says where on the page it was
_MOST_LEAVES = 2_000


def cuts_from(typed: Mapping[str, Any], read: ReadItem) -> tuple[Cut, ...]:
    """Return every cut that was pointed out; a word to leave out counts wherever it stands. Raises NothingCut for a
    word that stands nowhere."""
    if read.form is ItemForm.JSON:
        return tuple(typed["pointers"])
    if read.form is ItemForm.FILE:
        return tuple(typed["rectangles"])
    return (*typed["cuts"], *_everywhere(str(read.content), typed["words"]))


def _everywhere(text: str, words: str) -> Iterator[Span]:
    for word in filter(None, (line.strip() for line in words.splitlines())):
        found = [Span(*match.span()) for match in re.finditer(re.escape(word), text, re.IGNORECASE)]
        if not found:
            raise NothingCut("a word that does not stand in the text")
        yield from found


def shown_content(
    work: Work, read: ReadItem, mark: Mark | None, form: Form, *, own: Iterable[Written | None]
) -> dict[str, Any]:
    """Return what the page shows of an item: what it holds, what may be left out, and how it is given as marked."""
    if not isinstance(read.title, str):
        return {"form": "erased", "cuttable": False}
    cuts = mark.cuts if mark else ()
    mine = [each for each in own if isinstance(each, str)]
    if read.form is ItemForm.TEXT:
        return _text(str(read.content), cuts, form, mine)
    if read.form is ItemForm.JSON:
        return _leaves(read, cuts, form, mine)
    return _pages(work, read, cuts, form)


def _text(text: str, cuts: Sequence[Cut], form: Form, own: list[str]) -> dict[str, Any]:
    spans = [cut for cut in cuts if isinstance(cut, Span)]
    chosen = set(form.values["cuts"]) if "cuts" in form.values else {_said(span) for span in spans}
    likely = {f"{each.start}-{each.end}": said(LIKELY[each.likely]) for each in suggest(text, own)}
    pieces = sorted({*likely, *(_said(span) for span in spans)}, key=lambda each: int(each.partition("-")[0]))
    return {
        "form": "text",
        "cuttable": True,
        "text": text,
        "given": cut_text(text, spans) if spans else "",
        "pieces": [(each, _piece(text, each), likely.get(each, ""), each in chosen) for each in pieces],
    }


def _leaves(read: ReadItem, cuts: Sequence[Cut], form: Form, own: list[str]) -> dict[str, Any]:
    fields = [cut for cut in cuts if isinstance(cut, Field)]
    chosen = set(form.values["pointers"]) if "pointers" in form.values else {field.pointer for field in fields}
    value, reader = read.value, Reader(current.lang, current.rules, read.holder)
    leaves = [leaf for leaf in islice(reader.leaves(value), _MOST_LEAVES) if leaf.pointer]
    return {
        "form": "json",
        "cuttable": isinstance(value, dict | list),
        "given": rows_of(reader, cut_fields(value, fields)) if fields else [],
        "leaves": [
            (leaf.pointer, leaf.name, leaf.shown, _looks_like(leaf.pointer, str(leaf.raw), own), leaf.pointer in chosen)
            for leaf in leaves
        ],
    }


def rows_of(reader: Reader, value: Any) -> list[tuple[str, str]]:
    """Return each plain value of a JSON item with the words for where it stands."""
    return [(leaf.name, leaf.shown) for leaf in reader.leaves(value)]


def _pages(work: Work, read: ReadItem, cuts: Sequence[Cut], form: Form) -> dict[str, Any]:
    shown = {"form": "file", "name": read.title, "media_type": read.item.media_type, "size": read.item.size}
    try:
        count = pages_in(work, read)
    except CutsDoNotFit:
        return {**shown, "cuttable": False, "pages": []}
    chosen = form.values.get("rectangles")
    kept = list(chosen) if chosen is not None else [_written(cut) for cut in cuts if isinstance(cut, Rectangle)]
    at = min(_page_asked(), count)
    here = [each.partition(",")[2] for each in kept if each.startswith(f"{at - 1},")]
    address = url_for("staff.item_page", request_id=read.item.request_id, item_id=read.item.id, page=at - 1, r=here)
    return {
        **shown,
        "cuttable": True,
        "many": count,
        "at": at,
        "width": WIDTH,
        "picture": address,
        "rectangles": [(each, _rectangle_in_words(each)) for each in kept],
        "corner": form.values.get("corner", ""),
        "new": form.values.get("new") or Form(NewRectangleForm(), {"page": at}),
    }


def _page_asked() -> int:
    """Return the page that is shown, counted from 1: the form carries it along, a link names it."""
    return max(request.form.get("_page", 0, type=int) or request.args.get("page", 1, type=int), 1)


def drawing(form: Form, request_id: str, item_id: str) -> Form | None:
    """Return the form once more where a rectangle was pointed at, or another page asked for; None where it is sent."""
    at_x, at_y = request.form.get("_at.x", type=int), request.form.get("_at.y", type=int)
    if at_x is not None and at_y is not None:
        return _pointed(form, request_id, item_id, at_x, at_y)
    if request.form.get("_do") == "add":
        return _added(form)
    if request.form.get("_do") in {"page", "look"}:
        return _as_typed(form)
    return None


def _pointed(form: Form, request_id: str, item_id: str, x: int, y: int) -> Form:
    """The first click is a corner, the second the one across."""
    from waarborg_requests.redacting.pages import page_shape  # noqa: PLC0415 - what draws pages takes memory

    with current.read() as work:
        read = read_item(work, work.case(Request, request_id, lock=False), item_id)
        page = _page_asked() - 1
        wide, high = page_shape(whole_file(work, read), read.item.media_type, page)
    here = min(max(x / WIDTH, 0), 1), min(max(y / (WIDTH * high / wide), 0), 1)
    again, corner = _as_typed(form), request.form.get("_corner", "")
    before = _corner(corner)
    if before is None:
        again.values["corner"] = f"{here[0]:.4f},{here[1]:.4f}"
        return again
    left, top = min(before[0], here[0]), min(before[1], here[1])
    width, height = abs(before[0] - here[0]), abs(before[1] - here[1])
    if width * height == 0:
        again.refuse("", gettext("Point at two different corners, across from each other."))
        return again
    made = Rectangle(page, left, top, min(width, 1 - left), min(height, 1 - top))
    again.values["rectangles"] = [*again.values.get("rectangles", ()), _written(made)]
    again.values["verdict"] = "redact"
    return again


def _added(form: Form) -> Form:
    """Add the rectangle that was given in figures."""
    again = _as_typed(form)
    typed = {name: request.form.get(f"_new_{name}", "").strip() for name in NewRectangleForm().fields}
    new = Form(NewRectangleForm(), typed)
    errors = new.schema.validate({name: int(value) if value.isdecimal() else value for name, value in typed.items()})
    if errors:
        for name in errors:
            new.refuse(str(name), gettext("Give a whole number that lies on the page."))
        again.values["new"] = new
        again.refuse("", gettext("The new rectangle is not complete: see below the picture."))
        return again
    made = new.schema.load({name: int(value) for name, value in typed.items()})
    again.values["rectangles"] = [*again.values.get("rectangles", ()), _written(made)]
    again.values["verdict"] = "redact"
    return again


def _as_typed(form: Form) -> Form:
    """What was chosen so far, without what is wrong with it: nothing was sent yet."""
    return Form(form.schema, {**form.values, "rectangles": list(form.values.get("rectangles", ()))})


def pictures(written: Iterable[str], page: int) -> list[Rectangle]:
    """Return the rectangles that an address names for a page; what is none is left out."""
    found: list[Rectangle] = []
    for each in written:
        try:
            found.append(cast(Rectangle, RectangleField().deserialize(f"{page},{each}")))
        except ValidationError:  # an address that somebody changed by hand
            continue
    return found


def _corner(text: str) -> tuple[float, float] | None:
    found = re.fullmatch(r"([01]\.[0-9]{4}),([01]\.[0-9]{4})", text)
    return (float(found[1]), float(found[2])) if found else None


def _looks_like(pointer: str, text: str, own: list[str]) -> str:
    found = suggest(text, own)
    if not found and tells_address("", pointer.rpartition("/")[2]):
        return said(LIKELY[Likely.ADDRESS])
    return said(LIKELY[found[0].likely]) if found else ""


def holds_address(read: ReadItem, category: DataCategory | None) -> bool:
    """Whether an address seems to stand in an item: by its kind of data, or by what it holds if it is no file."""
    if category is not None and category.tells_address:
        return True
    if read.form is ItemForm.TEXT:
        return isinstance(read.content, str) and tells_address(read.content)
    if read.form is not ItemForm.JSON or not isinstance(read.content, str):
        return False
    leaves = islice(leaves_of(read.value), _MOST_LEAVES)
    return any(tells_address(str(value), pointer.rpartition("/")[2]) for pointer, value in leaves)


def _piece(text: str, span: str) -> str:
    start, _, end = span.partition("-")
    return text[int(start) : int(end)]


def _said(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _written(rectangle: Rectangle) -> str:
    values = rectangle.left, rectangle.top, rectangle.width, rectangle.height
    return ",".join([str(rectangle.page), *(f"{min(value, 1):.5f}" for value in values)])


def _rectangle_in_words(written: str) -> str:
    page, left, top, width, height = written.split(",")
    return gettext(
        "Page %(page)d: %(left)d from the left and %(top)d from the top, %(width)d wide and %(height)d high",
        page=int(page) + 1,
        left=round(100 * float(left)),
        top=round(100 * float(top)),
        width=round(100 * float(width)),
        height=round(100 * float(height)),
    )
