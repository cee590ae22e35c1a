"""Confirm or correct a cell of the role table, and show the table as it stood on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from waarborg_consent.domain.role_table import (
    AlreadyDecided,
    CellError,
    CellVerdict,
    CellVersion,
    ShownCell,
    cell_at,
    judge,
    letters_to_rights,
    rights_to_letters,
)
from waarborg_consent.models import RoleTable, TableCell
from waarborg_shared.events.consent import RoleTableDecided
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RecordType
from waarborg_shared.uow import Work
from waarborg_shared.uow.erased import Written

THE_TABLE = "role-table"
_CELLS: Any = TableCell.__table__
_VERSIONS = (
    select(_CELLS).where(_CELLS.c.organisation == bindparam("organisation")).order_by(_CELLS.c.at, _CELLS.c.number)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDecision:
    """What somebody decides on a cell. ``seen`` is how many decisions on its row there were on the page, or None."""

    role: str
    record_type: str
    verdict: CellVerdict
    rights: frozenset[str]
    why: str
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A kind of record with a cell for each role, and every decision on them with what was said, the newest first."""

    record_type: RecordType
    cells: Mapping[str, ShownCell]
    decided: Sequence[tuple[CellVersion, Written | str]] = ()


def decide_on_cell(work: Work, command: CellDecision, *, rules: Rules) -> CellVersion:
    """Confirm a cell or correct it: decisions go by it from the next one on.

    Raises:
        CellError: there is no such cell, it was decided on meanwhile, or the verdict does not fit what is given.
    """
    record_type = rules.record_types.get(command.record_type)
    if command.role not in rules.roles or record_type is None:
        raise CellError(command.role)
    table = work.file(RoleTable, THE_TABLE)
    of_row = [each for each, _ in _versions(work) if each.record_type == record_type.code]
    if command.seen is not None and command.seen != len(of_row):
        raise AlreadyDecided(command.role)
    grant = rules.grants.get((command.role, record_type.code))
    shown = cell_at(command.role, record_type, grant, of_row, until=None)
    rights = judge(shown, command.verdict, command.rights)
    decided = CellVersion(
        role=command.role,
        record_type=record_type.code,
        number=shown.cell.number + 1,
        verdict=command.verdict,
        rights=rights,
        at=work.now,
        by_ref=work.actor.ref,
    )
    _keep(work, decided, command.why)
    facts = {"role": decided.role, "record_type": decided.record_type, "rights": rights_to_letters(rights) or "none"}
    work.record(table, verb=f"{command.verdict}-cell", facts=facts, why=command.why)
    work.emit(
        RoleTableDecided(
            role=decided.role,
            record_type=decided.record_type,
            verdict=decided.verdict.value,
            rights=rights_to_letters(rights) or "none",
            number=decided.number,
        ),
        case=table,
    )
    return decided


def role_table(work: Work, *, rules: Rules, until: datetime | None = None) -> list[TableRow]:
    """Return the table as it stands, or as it stood at a moment."""
    versions = [each for each, _ in _versions(work)]
    return [
        TableRow(record_type=record_type, cells=_cells(record_type, versions, rules=rules, until=until))
        for record_type in rules.record_types.values()
    ]


def row_of_table(work: Work, record_type: RecordType, *, rules: Rules) -> TableRow:
    """Return one row as it stands, with everything that was decided on it."""
    found = [(each, why) for each, why in _versions(work) if each.record_type == record_type.code]
    cells = _cells(record_type, [each for each, _ in found], rules=rules, until=None)
    told = [(each, _why(work, each, why)) for each, why in reversed(found)]
    return TableRow(record_type=record_type, cells=cells, decided=told)


def _cells(
    record_type: RecordType, versions: Sequence[CellVersion], *, rules: Rules, until: datetime | None
) -> dict[str, ShownCell]:
    return {
        role: cell_at(role, record_type, rules.grants.get((role, record_type.code)), versions, until=until)
        for role in rules.roles
    }


def _versions(work: Work) -> list[tuple[CellVersion, bytes | None]]:
    rows = work.execute(_VERSIONS, {"organisation": work.organisation})
    return [
        (
            CellVersion(
                role=row.role,
                record_type=row.record_type,
                number=row.number,
                verdict=CellVerdict(row.verdict),
                rights=letters_to_rights(row.rights),
                at=row.at,
                by_ref=row.by_ref,
            ),
            row.why_sealed,
        )
        for row in rows
    ]


def _keep(work: Work, decided: CellVersion, why: str) -> None:
    row = _row_name(decided)
    work.append(
        TableCell,
        role=decided.role,
        record_type=decided.record_type,
        number=decided.number,
        table_id=THE_TABLE,
        verdict=decided.verdict.value,
        rights=rights_to_letters(decided.rights),
        at=decided.at,
        by_ref=decided.by_ref,
        why_sealed=work.seal(why, holder=THE_TABLE, table="table_cell", column="why", row=row),
    )


def _why(work: Work, decided: CellVersion, sealed: bytes | None) -> Written | str:
    if sealed is None:
        return ""
    return work.unseal_to_show(sealed, holder=THE_TABLE, table="table_cell", column="why", row=_row_name(decided))


def _row_name(decided: CellVersion) -> str:
    return f"{decided.role}/{decided.record_type}/{decided.number}"
