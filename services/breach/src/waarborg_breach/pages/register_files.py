"""The register as a file: CSV, XLSX, PDF and JSON of what a filter shows, made so many breaches at a time."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from waarborg_breach.actions import register_book as book
from waarborg_breach.actions.register_book import Entry
from waarborg_breach.domain.register_book import Finding
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.register_asked import read_asked
from waarborg_breach.shown_register import Cell, Sayer, cells_of, fields_of, finding_in_words, own_of
from waarborg_breach.texts import ACTORS
from waarborg_breach.texts import register_book as words
from waarborg_breach.typesetting import MEDIA_TYPE, Block, Book, typeset_register
from waarborg_shared.auth import require_duty
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import Duty
from waarborg_shared.sheets.writing import csv_of, pieces_of, xlsx_of
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.words import moment_in_words

PER_PDF = 100
"""So many breaches stand in one PDF; where there are more, the file is a ZIP of several."""
NAME = "breaches"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": MEDIA_TYPE,
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A part of the register that somebody takes along: what it is, and how it is read while it is sent."""

    say: Sayer
    finding: Finding
    count: int
    at: datetime
    by: str
    reading: Callable[[], AbstractContextManager[Work]]

    def of_each(self, make: Callable[[Entry], Any]) -> Iterator[Any]:
        """Give what is made of each breach, a batch in memory at a time."""
        return book.in_batches(self.reading, self.finding, self.say.rules, make)

    def opening(self) -> tuple[str, ...]:
        """Say what this is: which part, taken when and by whom."""
        at = str(moment_in_words(self.at, self.say.lang))
        taken = self.say.text(words.TAKEN_ALONG).format(at=at, who=self.by, count=self.count)
        return finding_in_words(self.say, self.finding), taken


@pages.get("/register/export.<sheet>")
def export_register(sheet: str) -> Response:
    """Give what the filter shows as a file, in the page's language; who took it along stands in the register's log."""
    require_duty(current.actor, Duty.BREACH_READ)
    asked = read_asked()
    if sheet not in _MAKERS or asked.finding is None:
        raise NotFound
    runtime, organisation, actor, now = current.runtime, current.organisation, current.actor, current.now()
    with current.begin() as work:
        counted = book.count(work, asked.finding)
        book.note_taken_along(work, asked.finding, form=sheet, counted=counted)
    taken = _Taken(
        say=Sayer(current.lang, current.rules),
        finding=asked.finding,
        count=counted,
        at=now,
        by=_who(),
        reading=lambda: runtime.uow.read(organisation, actor=actor, now=now),
    )
    kind, body = _MAKERS[sheet](taken)
    answer = Response(body, content_type=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _who() -> str:
    """Say who takes it along: by name where it is the reader's own, else by the role or the kind."""
    actor = current.actor
    role = current.rules.roles.get(actor.sole_role)
    kind = (role.name if role is not None else ACTORS[actor.kind]).to(current.lang)
    return f"{actor.label} ({kind})" if actor.label else kind


def _rows(taken: _Taken) -> Iterator[list[object]]:
    yield [taken.say.text(each) for each in words.COLUMNS.values()]
    yield from taken.of_each(lambda entry: [_in_sheet(cell) for cell in cells_of(taken.say, entry).values()])


def _in_sheet(cell: Cell) -> object:
    """A moment in Amsterdam with its distance from UTC, so that the hour that comes twice is clear."""
    return cell.astimezone(AMSTERDAM).isoformat(timespec="minutes") if isinstance(cell, datetime) else cell


def _csv(taken: _Taken) -> tuple[str, Iterable[bytes]]:
    return "csv", csv_of(_rows(taken))


def _xlsx(taken: _Taken) -> tuple[str, Iterable[bytes]]:
    return "xlsx", pieces_of(xlsx_of(_rows(taken), title=NAME))


def _json(taken: _Taken) -> tuple[str, Iterable[bytes]]:
    def pieces() -> Iterator[bytes]:
        head = {"taken_at": taken.at.isoformat(), "count": taken.count, "only": taken.finding.codes()}
        yield (json.dumps(head, ensure_ascii=False)[:-1] + ', "breaches": [').encode()
        for at, each in enumerate(taken.of_each(lambda entry: _in_json(taken.say, entry))):
            yield (",\n" if at else "\n").encode() + json.dumps(each, ensure_ascii=False).encode()
        yield b"\n]}\n"

    return "json", pieces()


def _in_json(say: Sayer, entry: Entry) -> dict[str, Any]:
    case = entry.case
    codes = {
        "id": case.id,
        "case_state": case.case_state,
        "authority_state": case.authority_state,
        "persons_state": case.persons_state,
        "kind_code": case.kind,
        "origin_code": case.origin,
    }
    cells = {
        name: cell.isoformat() if isinstance(cell, datetime) else cell or None if cell != 0 else 0
        for name, cell in cells_of(say, entry).items()
    }
    return codes | cells


def _pdf(taken: _Taken) -> tuple[str, Iterable[bytes]]:
    blocks = taken.of_each(lambda entry: _block(taken.say, entry))
    if taken.count <= PER_PDF:
        return "pdf", [_book(taken, tuple(blocks))]
    return "zip", _archive(taken, blocks)


class _Pipe(io.RawIOBase):
    """Takes what an archive writes, until it is sent on."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Give what was written since the last time."""
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)


def _archive(taken: _Taken, blocks: Iterator[Block]) -> Iterator[bytes]:
    """Give a ZIP of PDFs, one in memory at a time."""
    pipe, part = _Pipe(), 0
    with zipfile.ZipFile(pipe, "w") as archive:
        while some := tuple(islice(blocks, PER_PDF)):
            part += 1
            archive.writestr(f"{NAME}-{part:03}.pdf", _book(taken, some))
            yield pipe.taken()
    yield pipe.taken()


def _book(taken: _Taken, blocks: tuple[Block, ...]) -> bytes:
    say = taken.say
    made = Book(
        title=say.text(words.TITLE),
        language=say.lang,
        organisation=say.rules.organisation,
        theme=say.rules.theme,
        opening=taken.opening(),
        head=(say.text(words.WHAT), say.text(words.SAID)),
        blocks=blocks,
    )
    return typeset_register(made, at=taken.at)


def _block(say: Sayer, entry: Entry) -> Block:
    rows = [*fields_of(say, entry), *own_of(say, entry)]
    return Block(entry.case.number, tuple((name, tuple(lines)) for name, lines in rows))


_MAKERS: dict[str, Callable[[_Taken], tuple[str, Iterable[bytes]]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "pdf": _pdf,
}
