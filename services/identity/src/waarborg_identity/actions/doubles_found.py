"""Who may be registered twice: found by what is alike, in names and numbers that nobody can read here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.numbers import alike_hash, unsealed
from waarborg_identity.actions.persons import name_hash
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.domain.doubles import Sign
from waarborg_identity.models import Person, PersonIdentifier, PersonMerge, PersonsApart
from waarborg_shared.uow import ERASED, Work

MOST_SHOWN = 50
"""Pairs on one list; whoever works them off sees the next."""


@dataclass(frozen=True)
class Pair:
    """Two references that may be of one person, and why; no name and no number, so that looking here reveals nobody."""

    one_ref: str
    other_ref: str
    signs: tuple[Sign, ...]
    one_since: datetime
    other_since: datetime


def possible_doubles(work: Work) -> list[Pair]:
    """Return the pairs that may be one person, those with the most signs first and then the newest; no more than 50."""
    signs: dict[tuple[str, str], set[Sign]] = {}
    for sign, query in ((Sign.NUMBER, _by_number(work)), (Sign.NAME, _by_name(work))):
        for one, other in work.session.execute(query.limit(MOST_SHOWN)):
            signs.setdefault((one, other), set()).add(sign)
    refs = {ref for pair in signs for ref in pair}
    rows = select(Person.id, Person.created_at).where(Person.organisation == work.organisation, Person.id.in_(refs))
    since = {row.id: row.created_at for row in work.session.execute(rows)}
    pairs = [Pair(one, other, tuple(sorted(found)), since[one], since[other]) for (one, other), found in signs.items()]
    pairs.sort(key=lambda each: (len(each.signs), max(each.one_since, each.other_since)), reverse=True)
    return pairs[:MOST_SHOWN]


def fill_in_what_finds_doubles(work: Work, *, most: int = 500) -> int:
    """Work out what is compared of names and numbers that were there before; returns how many were done."""
    persons = work.session.scalars(
        select(Person)
        .where(Person.organisation == work.organisation, Person.name_hash.is_(None))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for person in persons:
        name = "" if person.name_sealed is None else _known_name(work, person)
        person.name_hash = name_hash(work, name)
    rows = work.session.scalars(
        select(PersonIdentifier)
        .where(PersonIdentifier.organisation == work.organisation, PersonIdentifier.alike_hash.is_(None))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        number = unsealed(work, row)
        row.alike_hash = b"" if number is ERASED else alike_hash(work, row.kind, str(number))
    return len(persons) + len(rows)


def _by_name(work: Work) -> Select[str, str]:
    one, other = aliased(Person), aliased(Person)
    query = select(one.id, other.id).join(
        other,
        and_(other.organisation == one.organisation, other.name_hash == one.name_hash, other.id > one.id),
    )
    query = query.where(one.organisation == work.organisation, one.name_hash != b"")
    return _open(work, query, one.id, other.id).order_by(other.created_at.desc(), one.id, other.id)


def _by_number(work: Work) -> Select[str, str]:
    one, other = aliased(PersonIdentifier), aliased(PersonIdentifier)
    ours = IdentifierKind.CLIENT_NUMBER.value
    query = select(one.person_ref, other.person_ref).join(
        other,
        and_(
            other.organisation == one.organisation,
            other.alike_hash == one.alike_hash,
            other.person_ref > one.person_ref,
            or_(one.kind == other.kind, one.kind == ours, other.kind == ours),
        ),
    )
    query = query.where(one.organisation == work.organisation, one.alike_hash != b"")
    return _open(work, query, one.person_ref, other.person_ref).distinct().order_by(one.person_ref, other.person_ref)


def _open(work: Work, query: Select[str, str], one: object, other: object) -> Select[str, str]:
    """Leave out who was merged, and pairs of whom somebody said that they are two."""
    merged = select(PersonMerge.merged_ref).where(PersonMerge.organisation == work.organisation)
    said = exists().where(
        PersonsApart.organisation == work.organisation, PersonsApart.one_ref == one, PersonsApart.other_ref == other
    )
    return query.where(one.not_in(merged), other.not_in(merged), not_(said))  # type: ignore[attr-defined]


def _known_name(work: Work, person: Person) -> str:
    written = work.unseal_to_show(
        person.name_sealed or b"", holder=person.id, table="person", column="name", row=person.id, retention=CONTACT
    )
    return "" if written is ERASED else str(written)
