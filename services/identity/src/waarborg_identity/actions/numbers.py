"""The numbers that a person is known by: added, changed and taken away; a partner keeps and sees its own alone.

Somebody who was merged has the numbers of every reference that he goes by. Each stays with the reference that it was
given to, so that undoing a merge gives back what was there.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from waarborg_identity.actions.aliases import person_of, references_of
from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.domain import searched_as, told_kind
from waarborg_identity.domain.doubles import FINDS_AGAIN, alike_form
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.models import Person, PersonIdentifier
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import ERASED, Work, Written

NUMBERS = "identifiers"
"""The retention class of the numbers by which a person is found."""


class NoSuchNumber(LookupError):
    """The person has no number of that kind (404)."""

    text = Text("Deze persoon heeft zo'n nummer niet.", "This person has no such number.")


class NumberTaken(Exception):
    """Somebody else is known by that number already (409); whoever that is, is not told."""

    field = "number"
    text = Text("Iemand anders is al met dat nummer ingeschreven.", "Somebody else is registered with that number.")


class KnownByBoth(NumberTaken):
    """The person has that number under a merged reference, and another of the kind under his own (409)."""

    text = Text(
        "Deze persoon heeft dat nummer al, onder een inschrijving die is samengevoegd.",
        "This person has that number already, under a registration that was merged.",
    )


class LastNumber(Exception):
    """Without a client number or BSN nobody here can find the person again (409)."""

    text = Text(
        "Zonder cliëntnummer of BSN is deze persoon hier niet meer te vinden.",
        "Without a client number or BSN this person could not be found here any more.",
    )


def put_number(work: Work, person_ref: str, kind: str, number: str, *, ground: str | None = None) -> None:
    """Let a person be known by a number of that kind, in place of the one that he had. Raises UnknownCase, NumberTaken.

    ``ground`` is the purpose for which a BSN is kept (B11).
    """
    person = person_of(work, person_ref)
    known = numbers_of(work, person.id)
    row = next((each for each in known if each.kind == kind), None)
    digest = number_hash(work, kind, number)
    if row is not None and (row.number_hash, row.ground) == (digest, ground):
        return
    if any(each is not row and (each.kind, each.number_hash) == (kind, digest) for each in known):
        raise KnownByBoth
    if holder_of(work, kind, number) not in (None, None if row is None else row.person_ref):
        raise NumberTaken
    verb = "number-added" if row is None else "number-changed"
    if row is None:
        row = add_number(work, person, kind, number)
    else:
        row.number_hash, row.number_sealed = digest, sealed_number(work, row.id, row.person_ref, number)
        row.alike_hash = alike_hash(work, kind, number)
    row.ground = ground
    try:
        work.session.flush()
    except IntegrityError as error:  # somebody else was given the number since we looked
        raise NumberTaken from error
    work.record(person, verb=verb, facts={**told_kind(kind), **({"ground": ground} if ground else {})})
    note_deed(work, Deed.NUMBER_SET)


def drop_number(work: Work, person_ref: str, kind: str) -> None:
    """Take a number away from a person: a partner's own under all that he goes by, of ours the one that is shown.

    Raises UnknownCase, NoSuchNumber, and LastNumber where a reference would have none that finds it.
    """
    person = person_of(work, person_ref)
    known = numbers_of(work, person.id)
    rows = [each for each in known if each.kind == kind]
    if not rows:
        raise NoSuchNumber
    if kind in FINDS_AGAIN:
        rows = rows[:1]
        if {each.kind for each in known if each.person_ref == rows[0].person_ref} & FINDS_AGAIN == {kind}:
            raise LastNumber
    for row in rows:
        work.session.delete(row)
    work.record(person, verb="number-removed", facts=told_kind(kind))
    note_deed(work, Deed.NUMBER_REMOVED)


def show_number(work: Work, person_ref: str, kind: str) -> Written:
    """Return the person's number of that kind, and write down who looked. Raises UnknownCase, NoSuchNumber."""
    person = person_of(work, person_ref)
    row = next((each for each in numbers_of(work, person.id) if each.kind == kind), None)
    if row is None:
        raise NoSuchNumber
    work.record(person, verb="number-looked-at", facts=told_kind(kind))
    note_deed(work, Deed.NUMBER_SHOWN)
    return unsealed(work, row)


def number_at(work: Work, person_ref: str, kind: str) -> str | None:
    """Return the person's number of that kind for who gave it, None where there is none or it was erased."""
    row = next((row for row in numbers_of(work, person_ref) if row.kind == kind), None)
    written = unsealed(work, row) if row is not None else ERASED
    return None if written is ERASED else str(written)


def add_number(work: Work, person: Person, kind: str, number: str) -> PersonIdentifier:
    """Add a row for a number that nobody has; the caller flushes and records."""
    row_id = str(uuid.uuid4())
    row = PersonIdentifier(
        organisation=work.organisation,
        id=row_id,
        person_ref=person.id,
        kind=str(kind),
        number_hash=number_hash(work, kind, number),
        number_sealed=sealed_number(work, row_id, person.id, number),
        alike_hash=alike_hash(work, kind, number),
    )
    work.session.add(row)
    return row


def holder_of(work: Work, kind: str, number: str) -> str | None:
    """Return the reference that has that number, which may be a merged one; None when nobody has it."""
    return work.session.scalar(
        select(PersonIdentifier.person_ref).where(
            PersonIdentifier.organisation == work.organisation,
            PersonIdentifier.kind == str(kind),
            PersonIdentifier.number_hash == number_hash(work, kind, number),
        )
    )


def number_hash(work: Work, kind: str, number: str) -> bytes:
    """Return the keyed hash by which a number of that kind is found in this organisation."""
    return work.search_hash(str(kind), searched_as(kind, number))


def alike_hash(work: Work, kind: str, number: str) -> bytes:
    """Return the keyed hash by which numbers are found that differ in signs and zeros only; empty for none."""
    form = alike_form(kind, number)
    return work.search_hash("alike-number", form) if form else b""


def numbers_of(work: Work, person_ref: str) -> Sequence[PersonIdentifier]:
    """Return a person's numbers, sealed as they are: of the reference that he goes by first, then of merged ones."""
    refs = references_of(work, person_ref)
    rows = work.session.scalars(
        select(PersonIdentifier).where(
            PersonIdentifier.organisation == work.organisation, PersonIdentifier.person_ref.in_(refs)
        )
    )
    return sorted(rows, key=lambda row: (refs.index(row.person_ref), row.kind))


def unsealed(work: Work, row: PersonIdentifier) -> Written:
    """Return a number to show."""
    return work.unseal_to_show(
        row.number_sealed,
        holder=row.person_ref,
        table="person_identifier",
        column="number",
        row=row.id,
        retention=NUMBERS,
    )


def sealed_number(work: Work, row_id: str, holder: str, number: str) -> bytes:
    """Return a number as it is kept."""
    return work.seal(number, holder=holder, table="person_identifier", column="number", row=row_id, retention=NUMBERS)
