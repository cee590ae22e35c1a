"""Finds many persons at once, by client number or by reference; each hit is written down as a single search's is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from waarborg_identity.actions.aliases import into_of, merges_about
from waarborg_identity.actions.numbers import number_hash
from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.domain.doubles import kept_as
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.models import Person, PersonIdentifier
from waarborg_shared.db.many import of_each
from waarborg_shared.uow import Work

MOST_AT_ONCE = 1_000
_IDENTIFIER = PersonIdentifier.__table__.c
_NUMBERS = select(_IDENTIFIER.number_hash, _IDENTIFIER.person_ref).where(
    _IDENTIFIER.organisation == bindparam("organisation"), _IDENTIFIER.kind == IdentifierKind.CLIENT_NUMBER.value
)
_BY_HASH = {
    dialect: of_each(_NUMBERS, _IDENTIFIER.number_hash, "hashes", dialect) for dialect in ("postgresql", "sqlite")
}


@dataclass(frozen=True)
class FoundPersons:
    """By which reference each goes who was found; a number or reference that is not here is nobody's."""

    by_number: Mapping[str, str] = field(repr=False)
    by_reference: Mapping[str, str]


def find_persons(work: Work, numbers: Collection[str], refs: Collection[str]) -> FoundPersons:
    """Return who is found by these client numbers and references, each under the reference that he goes by now.

    One statement for the numbers and one for the references, however many; who was merged costs one more.
    """
    hashes = {number: number_hash(work, IdentifierKind.CLIENT_NUMBER, number) for number in numbers}
    holders = _holders(work, set(hashes.values()))
    there = _there(work, refs)
    into = into_of(merges_about(work, {*holders.values(), *there}))
    found = FoundPersons(
        by_number={number: kept_as(into, holders[digest]) for number, digest in hashes.items() if digest in holders},
        by_reference={ref: kept_as(into, ref) for ref in there},
    )
    _write_down(work, found, asked=len(numbers) + len(refs))
    return found


def _holders(work: Work, hashes: Collection[bytes]) -> dict[bytes, str]:
    if not hashes:
        return {}
    query = _BY_HASH[work.connection.dialect.name]
    rows = work.execute(query, {"organisation": work.organisation, "hashes": sorted(hashes)})
    return {bytes(row.number_hash): row.person_ref for row in rows}


def _there(work: Work, refs: Collection[str]) -> set[str]:
    if not refs:
        return set()
    asked = select(Person.id).where(Person.organisation == work.organisation, Person.id.in_(refs))
    return set(work.session.scalars(asked))


def _write_down(work: Work, found: FoundPersons, *, asked: int) -> None:
    """Write a look-up on the timeline of everybody who was found, and count for a partner who was not."""
    by = dict.fromkeys(found.by_reference.values(), "reference")
    by |= dict.fromkeys(found.by_number.values(), IdentifierKind.CLIENT_NUMBER.value)
    work.ready_to_seal(by)
    for ref, file in work.files(Person, by).items():
        work.record(file, verb="looked-up", facts={"by": by[ref]})
    hits = len(found.by_number) + len(found.by_reference)
    note_deed(work, Deed.PERSON_FOUND, times=hits)
    note_deed(work, Deed.PERSON_NOT_FOUND, times=asked - hits)
