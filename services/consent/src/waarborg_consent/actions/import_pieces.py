"""Keeps an import's file and the plan made of it, sealed in pieces with a key that is destroyed when it is over."""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from waarborg_consent.domain.consent_parts import Part
from waarborg_consent.domain.consents import How
from waarborg_consent.domain.import_values import Answer, ImportRow
from waarborg_consent.models import ImportPiece
from waarborg_shared.uow import Work

FILE, PLAN = "file", "plan"
HELD_FOR = "import"
"""The retention class of what an import holds only until it is over."""
PIECE_ROWS = 500
_PIECE_BYTES = 1 << 20
_TABLE = "consent_import_piece"


def keep_file(work: Work, import_id: str, raw: bytes) -> None:
    """Keep a file as it was handed in."""
    for number, start in enumerate(range(0, len(raw), _PIECE_BYTES)):
        _keep(work, import_id, FILE, number, raw[start : start + _PIECE_BYTES])


def kept_file(work: Work, import_id: str) -> bytes:
    """Return the file as it was handed in. Raises KeyDestroyed where it is over."""
    return b"".join(_kept(work, import_id, FILE))


def keep_plan(work: Work, import_id: str, rows: Sequence[ImportRow]) -> int:
    """Keep what is to be imported, in its order, and return in how many pieces."""
    starts = range(0, len(rows), PIECE_ROWS)
    for number, start in enumerate(starts):
        plain = json.dumps([_written(row) for row in rows[start : start + PIECE_ROWS]], ensure_ascii=False)
        _keep(work, import_id, PLAN, number, zlib.compress(plain.encode()))
    return len(starts)


def kept_plan(work: Work, import_id: str, number: int) -> list[ImportRow]:
    """Return one piece of the plan."""
    (piece,) = _kept(work, import_id, PLAN, number)
    return [_read(row) for row in json.loads(zlib.decompress(piece))]


def _keep(work: Work, import_id: str, sort: str, number: int, plain: bytes) -> None:
    sealed = work.vault.seal(
        work.organisation,
        import_id,
        plain,
        table=_TABLE,
        column=sort,
        row=f"{import_id}/{number}",
        retention=HELD_FOR,
    )
    work.append(ImportPiece, import_id=import_id, sort=sort, number=number, sealed=sealed)


def _kept(work: Work, import_id: str, sort: str, number: int | None = None) -> Iterator[bytes]:
    query = select(ImportPiece.number, ImportPiece.sealed).where(
        ImportPiece.organisation == work.organisation, ImportPiece.import_id == import_id, ImportPiece.sort == sort
    )
    if number is not None:
        query = query.where(ImportPiece.number == number)
    for row in work.session.execute(query.order_by(ImportPiece.number)).all():
        yield work.vault.unseal(
            work.organisation,
            import_id,
            row.sealed,
            table=_TABLE,
            column=sort,
            row=f"{import_id}/{row.number}",
            retention=HELD_FOR,
        )


def _written(row: ImportRow) -> list[Any]:
    days = [day.isoformat() if day else None for day in (row.given_on, row.withdrawn_on)]
    said = [row.number, row.person_ref, row.purpose, row.answer, *days, row.how, row.statement_version, row.note]
    part = [sorted(row.part.categories), sorted(row.part.recipients)]
    until_on = row.until_on.isoformat() if row.until_on else None
    return [*said, row.witness, until_on, *part, row.representative, row.scan_sha256]


def _read(kept: list[Any]) -> ImportRow:
    number, person_ref, purpose, answer, given_on, withdrawn_on, how, version, note, witness, until_on, *more = kept
    categories, recipients, representative, scan = more or ((), (), "", None)  # none in a plan of before there were any
    return ImportRow(
        number=number,
        client_number="",
        person_ref=person_ref,
        purpose=purpose,
        answer=Answer(answer),
        given_on=date.fromisoformat(given_on) if given_on else None,
        withdrawn_on=date.fromisoformat(withdrawn_on) if withdrawn_on else None,
        how=How(how),
        statement_version=version,
        note=note,
        witness=witness,
        until_on=date.fromisoformat(until_on) if until_on else None,
        part=Part(categories=frozenset(categories), recipients=frozenset(recipients)),
        representative=representative,
        scan_sha256=scan,
    )
