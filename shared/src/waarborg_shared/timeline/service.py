"""Checks every timeline of a service's database, organisation by organisation, a page of cases at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Engine, Table, and_, exists, func, inspect, select
from sqlalchemy.orm import Session

from waarborg_shared.db import CaseMixin, Plumbing, organisation_session, organised, select_for
from waarborg_shared.timeline.chain import Head
from waarborg_shared.timeline.checking import Finding, FindingKind, Report, Row, Unseal, verify
from waarborg_shared.timeline.writer import TABLE, row_of
from waarborg_shared.vault import Vault

_PAGE = 200
_COLUMNS = {"salt": "salt_sealed", "why": "why_sealed"}


@dataclass(frozen=True)
class CaseReport:
    """The report of one case of one organisation; `kind` is the case's table."""

    organisation: str
    kind: str
    case_ref: str
    report: Report

    def lines(self) -> tuple[str, ...]:
        """What is wrong, a line each, naming the case and the number of the entry; empty when nothing is."""
        where = f"{self.organisation} {self.kind} {self.case_ref}"
        return tuple(f"{where} entry {each.number}: {each.kind}: {each.detail}" for each in self.report.findings)


def verify_service(
    engine: Engine, plumbing: Plumbing, models: Iterable[type[CaseMixin]], *, organisations: Iterable[str], vault: Vault
) -> Iterator[CaseReport]:
    """A report for each case that has (or should have) a timeline; reads a page of cases at a time, and may run while
    the service goes on writing."""
    kinds = tuple(models)
    for organisation in organisations:
        with closing(organisation_session(engine, organisation, reading=True)) as session:
            for model in kinds:
                yield from _cases(session, plumbing, model, organisation=organisation, vault=vault)
            tables = [_table(model) for model in kinds]
            yield from _without_case(session, plumbing, tables, organisation=organisation)


def case_models(base: Any) -> tuple[type[CaseMixin], ...]:
    """Every mapped class of a declarative base that is a case."""
    mapped = (mapper.class_ for mapper in base.registry.mappers)
    return tuple(sorted((each for each in mapped if issubclass(each, CaseMixin)), key=lambda each: each.__name__))


def opener(vault: Vault) -> Unseal:
    """How a row's sealed columns are opened: whose key it was is found by the key's id."""

    def unseal(row: Row, column: str) -> bytes:
        sealed = row[_COLUMNS[column]]
        place = row_of(row["case_ref"], row["number"])
        return vault.unseal_of_any(row["organisation"], sealed, table=TABLE, column=column, row=place)

    return unseal


def _cases(
    session: Session, plumbing: Plumbing, model: type[CaseMixin], *, organisation: str, vault: Vault
) -> Iterator[CaseReport]:
    unseal, case, after = opener(vault), _table(model), ""
    key = vault.chain_key(organisation)
    while True:
        page = select_for(case, organisation, case.c.id).where(case.c.id > after).order_by(case.c.id).limit(_PAGE)
        refs = session.scalars(page).all()
        if not refs:
            return
        for head, rows in _with_heads(session, plumbing, case, organisation=organisation, refs=refs):
            report = verify(rows, Head(head[1], bytes(head[2])), unseal, key=key)
            yield CaseReport(organisation, case.name, head[0], report)
        after = refs[-1]


def _with_heads(
    session: Session, plumbing: Plumbing, case: Table, *, organisation: str, refs: Sequence[str]
) -> Iterator[tuple[tuple[str, int, bytes], list[Row]]]:
    """Heads and rows of some cases in *one* statement: both are of the same moment, also while others write."""
    entry = plumbing.timeline
    heads = (case.c.id, case.c.timeline_number, case.c.timeline_link)
    columns = [column.label(f"entry_{column.name}") for column in entry.c]
    joined = case.outerjoin(entry, and_(organised(entry, organisation), entry.c.case_ref == case.c.id))
    statement = select(*heads, *columns).select_from(joined).where(organised(case, organisation), case.c.id.in_(refs))
    found = session.execute(statement.order_by(case.c.id, entry.c.number))
    for head, group in groupby(found, key=lambda row: (row[0], row[1], row[2])):
        entries = [dict(zip(entry.c.keys(), row[len(heads) :], strict=True)) for row in group]
        yield head, [each for each in entries if each["number"] is not None]


def _without_case(
    session: Session, plumbing: Plumbing, cases: Sequence[Table], *, organisation: str
) -> Iterator[CaseReport]:
    """Timelines whose case is in no table any more: the head went with it, so nothing vouches for their end."""
    entry = plumbing.timeline
    gone = [
        ~exists().where(case.c.organisation == entry.c.organisation, case.c.id == entry.c.case_ref) for case in cases
    ]
    statement = select_for(entry, organisation, entry.c.case_ref, func.count()).where(*gone)
    finding = Finding(0, FindingKind.NO_CASE, "the case is gone and its timeline is not")
    for case_ref, entries in session.execute(statement.group_by(entry.c.case_ref).order_by(entry.c.case_ref)):
        yield CaseReport(organisation, entry.name, case_ref, Report(entries, 0, (finding,)))


def _table(model: type[CaseMixin]) -> Table:
    table: Any = inspect(model).local_table
    return cast(Table, table)
