"""By which references a person goes, as identity tells: kept here, so that a decision asks nobody."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from waarborg_consent.models import ConsentFile, PersonAlias
from waarborg_shared.db import delete_for
from waarborg_shared.uow import UnknownCase, Work


def references_of(work: Work, subject_ref: str) -> tuple[tuple[str, ...], datetime]:
    """Return every reference of a person, and since when the last of them is known to be his."""
    known, since, new = {subject_ref}, work.now, {subject_ref}
    moments = []
    while new:
        rows = work.session.scalars(
            select(PersonAlias).where(PersonAlias.organisation == work.organisation, PersonAlias.ref.in_(new))
        ).all()
        moments += [row.since for row in rows]
        new = {row.other_ref for row in rows} - known
        known |= new
    return tuple(sorted(known)), max(moments, default=since)


def references_of_many(work: Work, subject_refs: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return every reference of each of these persons, in as many statements as a chain of references has links."""
    others: dict[str, set[str]] = {}
    new = set(subject_refs)
    while new:
        others |= {ref: set() for ref in new}
        rows = work.session.scalars(
            select(PersonAlias).where(PersonAlias.organisation == work.organisation, PersonAlias.ref.in_(new))
        )
        for row in rows:
            others[row.ref].add(row.other_ref)
        new = set().union(*others.values()) - others.keys()
    return {ref: _reached(ref, others) for ref in subject_refs}


def _reached(ref: str, others: dict[str, set[str]]) -> tuple[str, ...]:
    known, new = {ref}, {ref}
    while new:
        new = set().union(*(others[each] for each in new)) - known
        known |= new
    return tuple(sorted(known))


def join_references(work: Work, one_ref: str, other_ref: str, *, since: datetime) -> None:
    """Let two references be of one person from now on."""
    for ref, other in ((one_ref, other_ref), (other_ref, one_ref)):
        row = work.session.get(PersonAlias, (work.organisation, ref, other))
        if row is None:
            row = PersonAlias(organisation=work.organisation, ref=ref, other_ref=other)
            work.session.add(row)
        row.since = since
        _record(work, ref, "joined", {"with": other})


def part_references(work: Work, one_ref: str, other_ref: str) -> None:
    """Let two references be of two persons again; each has what was said under it."""
    for ref, other in ((one_ref, other_ref), (other_ref, one_ref)):
        work.session.execute(
            delete_for(PersonAlias.__table__, work.organisation).where(  # type: ignore[arg-type]
                PersonAlias.ref == ref, PersonAlias.other_ref == other
            )
        )
        _record(work, ref, "parted", {"from": other})


def _record(work: Work, ref: str, verb: str, facts: dict[str, str]) -> None:
    """Write it down in the person's file, if he has one: of who never said anything there is nothing to join."""
    try:
        work.record(work.case(ConsentFile, ref), verb=verb, facts=facts)
    except UnknownCase:
        return
