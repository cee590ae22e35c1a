"""Making a package part by part: each step is one unit of work, and whoever goes on begins after the last one."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from waarborg_requests.actions import notices, stored
from waarborg_requests.actions.package.wishing import planned
from waarborg_requests.actions.review.giving import Given, given_file, given_numbers, given_text, given_value
from waarborg_requests.actions.review.looks import review_digest
from waarborg_requests.actions.review.marks import withheld
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.notices import Notice
from waarborg_requests.domain.own_words import category_name, holder_named
from waarborg_requests.domain.package.fetching import FAILED_STANDS, FETCH_WITHIN, PackageState
from waarborg_requests.domain.package.plan import ON_A_PAGE, Part, PartKind, extension_of, file_name
from waarborg_requests.domain.review.told import WHY_WITHHELD, how_much
from waarborg_requests.models import Package, PackageEntry, Request, StoredFile
from waarborg_requests.packing.archive import Entry, append, finish
from waarborg_requests.packing.pages import data_page, start_page
from waarborg_requests.packing.reading import Reader
from waarborg_requests.packing.schema import schema
from waarborg_requests.packing.tables import csv_lines, leaves
from waarborg_shared.clocks import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

MEDIA_TYPE = "application/zip"
BYTES_IN_A_STEP = 16 << 20
PARTS_IN_A_STEP = 200
FILES_AT_ONCE = 32
"""Of so many files that follow each other what is known is read at once, and of the small ones what is in them."""
MOST_FAILURES = 5
_WAIT = timedelta(minutes=2)


class ReviewChanged(Exception):
    """What is given is not any more what the package was begun with: it would hold what nobody approved."""


class _Pieces:
    """Gathers what is written into pieces of a stored file; what is left at the end of a step is a smaller piece."""

    def __init__(self, work: Work, file: StoredFile) -> None:
        self._work = work
        self._file = file
        self._waiting = bytearray()

    @property
    def at(self) -> int:
        """How many bytes the file has with what waits."""
        return self._file.size + len(self._waiting)

    def write(self, some: bytes) -> None:
        self._waiting += some
        while len(self._waiting) >= stored.PIECE_BYTES:
            stored.add_piece(self._work, self._file, bytes(self._waiting[: stored.PIECE_BYTES]))
            del self._waiting[: stored.PIECE_BYTES]

    def flush(self) -> None:
        if self._waiting:
            stored.add_piece(self._work, self._file, bytes(self._waiting))
            self._waiting.clear()


def make_some(work: Work, package: Package, rules: Rules) -> None:
    """Make the next parts of a package, some 16 MiB or 200 of them; after the last it is ready to be fetched.

    Raises:
        ReviewChanged, NotWhole, KeyDestroyed, BadPages: it cannot be made.
    """
    row = work.case(Request, package.request_id)
    if review_digest(work, row) != package.digest or row.subject_ref != package.subject_ref:
        raise ReviewChanged(package.id)
    file = _file(work, package)
    pieces, begun_at = _Pieces(work, file), file.size
    parts, entries = planned(work, row, package), entries_of(work, package)
    contents = _Contents(work=work, row=row, package=package, parts=parts, rules=rules, entries=entries)
    made_at, before = package.asked_at, len(entries)
    for part in parts[before:]:
        entries.append(append(part.name, contents.of(part), at=pieces.at, write=pieces.write, made_at=made_at))
        if pieces.at - begun_at >= BYTES_IN_A_STEP or len(entries) - before >= PARTS_IN_A_STEP:
            break
    _keep_entries(work, package, entries, before)
    if package.parts_done >= len(parts):
        finish(entries, at=pieces.at, write=pieces.write, made_at=made_at)
    pieces.flush()
    if package.parts_done >= len(parts):
        _ready(work, row, package, file)


def note_failure(work: Work, package: Package, *, why: str) -> None:
    """Keep that a step failed: it is tried again later, and after five times staff are told. ``why`` is a code.

    One that cannot be made stands for some days, and is destroyed; one that would hold what nobody approved is so now.
    """
    package.failures += 1
    package.next_at = work.now + _WAIT * 2**package.failures
    changed = why == ReviewChanged.__name__
    if package.state == PackageState.MAKING and (changed or package.failures >= MOST_FAILURES):
        package.state = PackageState.CLOSED.value if changed else PackageState.FAILED.value
        package.next_at = work.now if changed else work.now + FAILED_STANDS
        row = work.case(Request, package.request_id)
        work.record(row, verb="package-failed", facts={"why": why})
        notices.tell(work, row, Notice.PACKAGE_FAILED)


def entries_of(work: Work, package: Package) -> list[Entry]:
    """Return the entries that are in a package so far, in order."""
    query = select(PackageEntry).where(
        PackageEntry.organisation == work.organisation, PackageEntry.package_id == package.id
    )
    return [
        Entry(
            name=each.name,
            offset=each.offset,
            packed=each.packed,
            size=each.size,
            crc=each.crc,
            method=each.method,
            flags=each.flags,
            sha256=each.sha256,
        )
        for each in work.session.scalars(query.order_by(PackageEntry.number))
    ]


def _file(work: Work, package: Package) -> StoredFile:
    if package.file_id is not None:
        found = work.session.get(StoredFile, (work.organisation, package.file_id))
        assert found is not None
        return found
    file = stored.begin_file(work, holder=package.key, name="gegevens.zip", media_type=MEDIA_TYPE)
    package.file_id = file.id
    return file


def _keep_entries(work: Work, package: Package, entries: Sequence[Entry], before: int) -> None:
    """Keep what a step made, behind the entries that were there before it."""
    rows = [
        {
            "package_id": package.id,
            "number": number,
            "name": entry.name,
            "offset": entry.offset,
            "packed": entry.packed,
            "size": entry.size,
            "crc": entry.crc,
            "method": entry.method,
            "flags": entry.flags,
            "sha256": entry.sha256,
        }
        for number, entry in enumerate(entries[before:], start=before)
    ]
    work.append_all(PackageEntry, rows)
    package.parts_done = len(entries)


def _ready(work: Work, row: Request, package: Package, file: StoredFile) -> None:
    stored.end_file(work, file)
    package.state = PackageState.READY.value
    package.ready_at, package.until_at = work.now, work.now + FETCH_WITHIN
    package.next_at = package.until_at
    work.record(row, verb="package-ready", facts={"parts": package.parts_done})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """What stands in the parts of one package, each made when it is its turn."""

    work: Work
    row: Request
    package: Package
    parts: Sequence[Part]
    rules: Rules
    entries: Sequence[Entry]
    """What was made before, and grows with every part."""
    _files: dict[int, tuple[Given, bytes | None]] = field(default_factory=dict)

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
            PartKind.MANIFEST: self._manifest,
        }
        return made[part.kind](part)

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
            for each in withheld(self.work, self.row)
        ]
        yield start_page(
            language,
            organisation=self._organisation,
            number=self.row.number,
            made=self.package.asked_at.astimezone(AMSTERDAM).strftime("%d-%m-%Y"),
            categories=categories,
            withheld=told,
            portable=self.package.portable,
        )

    def _page(self, part: Part) -> Iterable[bytes]:
        items = [self._shown(given) for given in given_numbers(self.work, self.row, part.numbers)]
        name = self._called(part.category)
        yield data_page(
            self.package.language,
            organisation=self._organisation,
            category=name,
            items=items,
            kept_back=not items and any(each.category == part.category for each in withheld(self.work, self.row)),
        )

    def _shown(self, given: Given) -> dict[str, Any]:
        read, language = given.read, self.package.language
        reader = Reader(language, self.rules, read.holder)
        return {
            "number": read.item.number,
            "title": str(read.called(language)),
            "holder": holder_named(self.rules, read.holder).to(language),
            "day": read.item.occurred_on.strftime("%d-%m-%Y") if read.item.occurred_on else "",
            "redacted": given.redacted,
            "file": _name(given) if read.form is ItemForm.FILE else "",
            "media_type": read.item.media_type,
            "text": given_text(given) if read.form is ItemForm.TEXT else None,
            "value": reader.tree(given_value(given)) if read.form is ItemForm.JSON else None,
        }

    def _file(self, part: Part) -> Iterable[bytes]:
        """What is known of the next files is read at once, and so is what is in those that are small."""
        (number,) = part.numbers
        if number not in self._files:
            at = self.parts.index(part)
            coming = [each.numbers[0] for each in self.parts[at : at + FILES_AT_ONCE] if each.kind is PartKind.FILE]
            found = given_numbers(self.work, self.row, coming)
            as_they_are = [given.read.file for given in found if given.read.file is not None and not given.redacted]
            small = stored.small_files(self.work, as_they_are)
            self._files.clear()
            for given in found:
                whole = small.get(given.read.file.id) if given.read.file is not None else None
                self._files[given.read.item.number] = given, whole
        given, whole = self._files.pop(number)
        return given_file(self.work, given) if whole is None else (whole,)

    def _json(self, part: Part) -> Iterable[bytes]:
        """One JSON document, item by item: none of them is held for longer than its turn takes."""
        head = {**self._head(), **({"holder": part.holder} if part.holder else {})}
        yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "items": ['
        between = b"\n"
        for given in self._every(part):
            item = {"category_name": self._called(given.read.item.category), **_as_json(given, self.package.language)}
            yield between + json.dumps(item, ensure_ascii=False).encode()
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
            yield from given_numbers(self.work, self.row, part.numbers[at : at + ON_A_PAGE])


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
    return {**item, "content": given_text(given) if read.form is ItemForm.TEXT else given_value(given)}


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
