"""Who is concerned: a list by reference, from a file or a partner, each once; a row that is wrong is kept and named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, inspect, select

from waarborg_breach import domain
from waarborg_breach.actions.telling.following import let_wait_again, settle_persons
from waarborg_breach.actions.telling.rows import (
    hash_of,
    open_json,
    seal_json,
    seal_reference,
    telling_or_new,
)
from waarborg_breach.domain.telling import NoWay, PersonState, StillTelling, TellingState, usual_way
from waarborg_breach.domain.telling_rows import BadRow, Column, Reader, Row, RowFault, reader_for
from waarborg_breach.models import BreachCase, BreachPerson, BreachPersonFault
from waarborg_shared.db import new_id
from waarborg_shared.db.many import of_each
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import ERASED, Work, Written

AT_ONCE = 500
_PERSON: Any = inspect(BreachPerson).local_table.c
_OF_CASE = select(_PERSON.ref_hash).where(
    _PERSON.organisation == bindparam("organisation"), _PERSON.breach_id == bindparam("breach_id")
)
_OF_REFS = {dialect: of_each(_OF_CASE, _PERSON.ref_hash, "refs", dialect) for dialect in ("postgresql", "sqlite")}
"""Each is looked for by its own key: of a table that is just being filled the planner knows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What came of a list: how many are new, how many stood there already, and which rows are wrong."""

    added: int
    known: int
    bad: Sequence[BadRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A row that was wrong, as it is shown."""

    number: int
    column: Column
    fault: RowFault
    cell: Written = field(repr=False)
    reference: Written = field(repr=False)


def reader_of(rules: Rules) -> Reader:
    """Return a reader of rows by the organisation's channels and languages."""
    return reader_for(tuple(rules.channels.values()), rules.organisation.languages)


def list_persons(
    work: Work, case: BreachCase, rows: Iterable[Row | BadRow], *, given_by: str, rules: Rules, keep_bad: bool = True
) -> Listed:
    """Put those of a list on the case's, each once. What is wrong is kept by row and column until somebody settled it;
    a program gets it back instead (``keep_bad``).

    Raises:
        CaseOver, StillTelling, NoWay: the organisation has no channel at all.
    """
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    telling = telling_or_new(work, case)
    if telling.state == TellingState.SENDING:
        raise StillTelling
    usual = usual_way(tuple(rules.channels.values()), rules.breach_protocol.tell_by)
    if usual is None:
        raise NoWay
    otherwise = {"channel": usual, "language": rules.organisation.languages[0], "given_by": given_by}
    bad: list[BadRow] = []
    added = known = 0
    work.ready_to_seal([case.id])
    for some in _portions(rows):
        good = {hash_of(work, each.reference): each for each in some if isinstance(each, Row)}
        bad += [each for each in some if isinstance(each, BadRow)]
        there = _there(work, case, good)
        new = [(ref, row) for ref, row in good.items() if ref not in there]
        work.append_all(BreachPerson, [_person(work, case, ref, row, otherwise) for ref, row in new])
        added += len(new)
        known += sum(isinstance(each, Row) for each in some) - len(new)
    if keep_bad:
        work.append_all(BreachPersonFault, [_fault(work, case, each) for each in bad])
    if added or (bad and keep_bad):
        case.revision += 1
    facts = {"added": added, "known": known, "wrong": len(bad), "given_by": given_by}
    work.record(case, verb="listed-persons", facts=facts)
    if added or (bad and keep_bad):
        let_wait_again(work, case)
    return Listed(added=added, known=known, bad=bad)


def unsettled_of(work: Work, case: BreachCase, *, limit: int = 100) -> list[Unsettled]:
    """Return the rows that were wrong and stand open, in their order."""
    query = select(BreachPersonFault).where(
        BreachPersonFault.breach_id == case.id, BreachPersonFault.settled_at.is_(None)
    )
    return [_shown(work, row) for row in work.session.scalars(query.order_by(BreachPersonFault.id).limit(limit))]


def settle_rows(work: Work, case: BreachCase, *, why: str) -> None:
    """Say how the rows that were wrong were put right, or that they are nobody. Raises CaseOver, NoSuchMove."""
    if case.case_state not in domain.HANDLED:
        raise domain.CaseOver(case.case_state)
    query = select(BreachPersonFault).where(
        BreachPersonFault.breach_id == case.id, BreachPersonFault.settled_at.is_(None)
    )
    rows = work.session.scalars(query).all()
    if not rows:
        raise domain.NoSuchMove("no-rows")
    for row in rows:
        row.settled_at = work.now
    case.revision += 1
    work.record(case, verb="settled-rows", why=why, facts={"rows": len(rows)})
    settle_persons(work, case)


def _portions(rows: Iterable[Row | BadRow]) -> Iterable[list[Row | BadRow]]:
    some: list[Row | BadRow] = []
    for row in rows:
        some.append(row)
        if len(some) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _there(work: Work, case: BreachCase, refs: Iterable[bytes]) -> set[bytes]:
    given = {"organisation": work.organisation, "breach_id": case.id, "refs": list(refs)}
    found = work.execute(_OF_REFS[work.connection.dialect.name], given) if given["refs"] else ()
    return {bytes(row.ref_hash) for row in found}


def _person(work: Work, case: BreachCase, ref: bytes, row: Row, otherwise: Mapping[str, str]) -> dict[str, object]:
    person_id = new_id()
    return {
        "id": person_id,
        "breach_id": case.id,
        "ref_hash": ref,
        "ref_sealed": seal_reference(work, case.id, person_id, row.reference),
        "channel": row.channel or otherwise["channel"],
        "language": row.language or otherwise["language"],
        "given_by": otherwise["given_by"],
        "listed_at": work.now,
        "state": PersonState.TO_DO.value,
        "attempts": 0,
    }


def _fault(work: Work, case: BreachCase, bad: BadRow) -> dict[str, object]:
    fault_id = new_id()
    cells = {"cell": bad.cell, "reference": bad.reference}
    place = {"table": "breach_person_fault", "column": "cells", "row": fault_id}
    return {
        "id": fault_id,
        "breach_id": case.id,
        "row_number": bad.number,
        "column": bad.column.value,
        "fault": bad.fault.value,
        "cells_sealed": seal_json(work, case.id, cells, **place),
        "noted_at": work.now,
    }


def _shown(work: Work, row: BreachPersonFault) -> Unsettled:
    place = {"table": "breach_person_fault", "column": "cells", "row": row.id}
    cells = open_json(work, row.breach_id, row.cells_sealed, **place)
    erased = cells is ERASED
    return Unsettled(
        number=row.row_number,
        column=Column(row.column),
        fault=RowFault(row.fault),
        cell=ERASED if erased else cells["cell"],
        reference=ERASED if erased else cells["reference"],
    )
