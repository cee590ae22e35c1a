"""What stands in the parts of a package: readable pages, files, JSON and CSV, and the list of all of it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from waarborg_requests.actions.package.ahead import FILES_AT_ONCE, READ_AT_ONCE, ReadAhead
from waarborg_requests.actions.review.giving import Given, given_text, given_value
from waarborg_requests.actions.review.marks import withheld
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.own_words import category_name, holder_named
from waarborg_requests.domain.package.plan import ON_A_PAGE, Part, PartKind, extension_of, file_name
from waarborg_requests.domain.review.marking import Withheld
from waarborg_requests.domain.review.told import WHY_WITHHELD, how_much
from waarborg_requests.models import Package, Request
from waarborg_requests.packing.archive import Entry
from waarborg_requests.packing.explaining import explained
from waarborg_requests.packing.pages import data_page, explained_page, start_page
from waarborg_requests.packing.reading import Reader
from waarborg_requests.packing.schema import schema
from waarborg_requests.packing.tables import csv_lines, leaves
from waarborg_shared.clocks import AMSTERDAM, due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What stands in the parts of one package, each made when it is its turn."""

    work: Work
    row: Request
    package: Package
    parts: Sequence[Part]
    rules: Rules
    entries: Sequence[Entry]
    """What was made before, and grows with every part."""
    ahead: ReadAhead
    _readers: dict[str, Reader] = field(default_factory=dict)

    def of(self, part: Part) -> Iterable[bytes]:
        """Return what stands in a part."""
        made: Mapping[PartKind, Callable[[Part], Iterable[bytes]]] = {
            PartKind.START: self._start,
            PartKind.PAGE: self._page,
            PartKind.FILE: self._file,
            PartKind.HOLDER: self._json,
            PartKind.PORTABLE_JSON: self._json,
            PartKind.PORTABLE_CSV: self._csv,
            PartKind.SCHEMA: lambda _: (_dumped(schema()),),
            PartKind.EXPLAINED: self._explained,
            PartKind.MANIFEST: self._manifest,
        }
        return made[part.kind](part)

    @cached_property
    def _withheld(self) -> tuple[Withheld, ...]:
        return withheld(self.work, self.row)

    @property
    def _organisation(self) -> str:
        return self.rules.organisation.name

    def _called(self, category: str) -> str:
        return category_name(category, self.rules).to(self.package.language)

    def _start(self, _: Part) -> Iterable[bytes]:
        pages = [part for part in self.parts if part.kind is PartKind.PAGE]
        categories = [
            {
                "name": self._called(code),
                "count": sum(len(part.numbers) for part in pages if part.category == code),
                "pages": [part.name for part in pages if part.category == code],
            }
            for code in sorted({part.category for part in pages})
        ]
        language = self.package.language
        told = [
            (
                self._called(each.category),
                how_much(each.verdict, each.count).to(language),
                WHY_WITHHELD[each.ground].to(language),
            )
            for each in self._withheld
        ]
        yield start_page(
            language,
            organisation=self._organisation,
            number=self.row.number,
            made=self.package.asked_at.astimezone(AMSTERDAM).strftime("%d-%m-%Y"),
            categories=categories,
            withheld=told,
            portable=self.package.portable,
            explained=next((part.name for part in self.parts if part.kind is PartKind.EXPLAINED), ""),
        )

    def _explained(self, _: Part) -> Iterable[bytes]:
        given = {part.category for part in self.parts if part.kind is PartKind.PAGE and part.numbers}
        chapters = explained(self.rules, on=due_on(self.package.asked_at), given=given)
        yield explained_page(self.package.language, organisation=self._organisation, chapters=chapters)

    def _page(self, part: Part) -> Iterable[bytes]:
        items = [self._shown(given) for given in self.ahead.given(part.numbers, self._pages_after(part))]
        name = self._called(part.category)
        yield data_page(
            self.package.language,
            organisation=self._organisation,
            category=name,
            items=items,
            kept_back=not items and any(each.category == part.category for each in self._withheld),
        )

    def _pages_after(self, part: Part) -> Iterator[int]:
        """Give the numbers of the items on the pages after one, in order."""
        for each in self.parts[self.parts.index(part) + 1 :]:
            if each.kind is not PartKind.PAGE:
                return
            yield from each.numbers

    def _shown(self, given: Given) -> dict[str, Any]:
        read, form, language = given.read, given.read.form, self.package.language
        reader = self._readers.get(read.holder)
        if reader is None:
            reader = self._readers[read.holder] = Reader(language, self.rules, read.holder)
        return {
            "number": read.item.number,
            "title": str(read.called(language)),
            "holder": holder_named(self.rules, read.holder).to(language),
            "day": read.item.occurred_on.strftime("%d-%m-%Y") if read.item.occurred_on else "",
            "redacted": given.redacted,
            "file": _name(given) if form is ItemForm.FILE else "",
            "media_type": read.item.media_type,
            "text": given_text(given) if form is ItemForm.TEXT else None,
            "value": reader.tree(given_value(given)) if form is ItemForm.JSON else None,
        }

    def _file(self, part: Part) -> Iterable[bytes]:
        (number,) = part.numbers
        at = self.parts.index(part)
        coming = [each.numbers[0] for each in self.parts[at : at + FILES_AT_ONCE] if each.kind is PartKind.FILE]
        return self.ahead.file(number, coming)

    def _json(self, part: Part) -> Iterable[bytes]:
        """One JSON document, item by item: none of them is held for longer than its turn takes."""
        head = {**self._head(), **({"holder": part.holder} if part.holder else {})}
        yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "items": ['
        between = b"\n"
        for given in self._every(part):
            item = {"category_name": self._called(given.read.item.category), **_as_json(given, self.package.language)}
            yield between + _one_line(item, given).encode()
            between = b",\n"
        yield b"\n]}\n"

    def _csv(self, part: Part) -> Iterable[bytes]:
        language = self.package.language
        return csv_lines(row for given in self._every(part) for row in _rows(given, language))

    def _manifest(self, _: Part) -> Iterable[bytes]:
        files = [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in self.entries]
        yield _dumped({**self._head(), "files": files})

    def _head(self) -> dict[str, str]:
        made_at = self.package.asked_at.isoformat()
        return {"organisation": self._organisation, "request": self.row.number, "made_at": made_at}

    def _every(self, part: Part) -> Iterator[Given]:
        for at in range(0, len(part.numbers), ON_A_PAGE):
            after = at + ON_A_PAGE
            yield from self.ahead.given(part.numbers[at:after], part.numbers[after : after + READ_AT_ONCE])


def _as_json(given: Given, language: str) -> dict[str, Any]:
    read = given.read
    item = {
        "number": read.item.number,
        "category": read.item.category,
        "holder": read.holder,
        "title": str(read.called(language)),
        "date": read.item.occurred_on.isoformat() if read.item.occurred_on else None,
        "form": read.form.value,
        "redacted": given.redacted,
    }
    if read.form is ItemForm.FILE:
        return {**item, "file": _name(given), "media_type": read.item.media_type}
    if _as_it_is(given):
        return item
    return {**item, "content": given_text(given) if read.form is ItemForm.TEXT else given_value(given)}


def _as_it_is(given: Given) -> bool:
    """Whether an item is JSON of which nothing was left out: as we wrote it when it came, it is what is given."""
    return given.read.form is ItemForm.JSON and not given.redacted and isinstance(given.read.content, str)


def _one_line(item: Mapping[str, Any], given: Given) -> str:
    line = json.dumps(item, ensure_ascii=False)
    return f'{line[:-1]}, "content": {given.read.content}}}' if _as_it_is(given) else line


def _rows(given: Given, language: str) -> Iterator[Sequence[str]]:
    item = given.read.item
    day = item.occurred_on.isoformat() if item.occurred_on else ""
    before = (str(item.number), item.category, given.read.holder, str(given.read.called(language)), day)
    if given.read.form is ItemForm.JSON:
        for pointer, value in leaves(given_value(given)):
            yield (*before, pointer, value)
    else:
        yield (*before, "", _name(given) if given.read.form is ItemForm.FILE else given_text(given))


def _name(given: Given) -> str:
    return file_name(given.read.item.number, extension_of(given.read.item.media_type))


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
