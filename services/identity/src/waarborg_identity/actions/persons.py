"""The register of persons: one random reference per organisation, found by client number or BSN."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.aliases import person_of, references_of
from waarborg_identity.actions.numbers import add_number, holder_of, numbers_of, unsealed
from waarborg_identity.actions.partner_deeds import note_deed
from waarborg_identity.domain import IdentifierKind, check_client_number, told_kind
from waarborg_identity.domain.doubles import name_form
from waarborg_identity.domain.partner_deeds import Deed
from waarborg_identity.models import Person
from waarborg_shared.events.identity import PersonRegistered
from waarborg_shared.uow import Work, Written


class AlreadyRegistered(Exception):
    """Somebody is registered with that number already (409). ``field`` names the number, never its value."""

    def __init__(self, kind: IdentifierKind) -> None:
        super().__init__(kind.value)
        self.field = kind.value


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person to register: by client number, BSN or both.

    The BSN has passed the 11-test, and ``ground`` is the purpose for which a law asks for it (B11).
    """

    client_number: str | None = field(default=None, repr=False)
    bsn: str | None = field(default=None, repr=False)
    ground: str | None = None
    name: str | None = field(default=None, repr=False)

    def numbers(self) -> dict[IdentifierKind, str]:
        """Return the numbers that were given, by kind."""
        given = {IdentifierKind.CLIENT_NUMBER: self.client_number, IdentifierKind.BSN: self.bsn}
        return {kind: number for kind, number in given.items() if number}


@dataclass(frozen=True)
class PersonShown:
    """What the desk sees of a person; a BSN is never among it, only that there is one.

    ``person_ref`` is what was asked for; ``merged_into`` is by which he goes, where that is another.
    """

    person_ref: str
    merged_into: str | None
    name: Written = field(repr=False)
    client_number: Written = field(repr=False)
    has_bsn: bool
    registered_at: datetime


def register_person(work: Work, command: NewPerson) -> Person:
    """Give a person a reference. Raises AlreadyRegistered or BadNumber."""
    numbers = command.numbers()
    if IdentifierKind.CLIENT_NUMBER in numbers:
        numbers[IdentifierKind.CLIENT_NUMBER] = check_client_number(numbers[IdentifierKind.CLIENT_NUMBER])
    for kind, number in numbers.items():
        if holder_of(work, kind, number) is not None:
            raise AlreadyRegistered(kind)
    person = Person(organisation=work.organisation, id=str(uuid.uuid4()), created_at=work.now)
    if command.name:
        person.name_sealed = work.seal(
            command.name, holder=person.id, table="person", column="name", row=person.id, retention=CONTACT
        )
    person.name_hash = name_hash(work, command.name or "")
    work.session.add(person)
    work.session.flush()
    for kind, number in numbers.items():
        row = add_number(work, person, kind, number)
        row.ground = command.ground if kind is IdentifierKind.BSN else None
        try:
            work.session.flush()
        except IntegrityError as error:  # somebody else registered the number since we looked
            raise AlreadyRegistered(kind) from error
    work.emit(PersonRegistered(person_ref=person.id), case=person)
    told = {"ground": command.ground} if command.ground and IdentifierKind.BSN in numbers else {}
    work.record(person, verb="registered", facts={"numbers": [kind.value for kind in numbers], **told})
    note_deed(work, Deed.PERSON_REGISTERED)
    return person


def find_person(work: Work, kind: str, number: str, *, ground: str | None = None) -> str | None:
    """Return by which reference the person with that number goes, None when nobody has it; a hit is written down.

    ``ground`` is the purpose for which a BSN is searched by (B11).
    """
    found = holder_of(work, kind, number)
    note_deed(work, Deed.PERSON_NOT_FOUND if found is None else Deed.PERSON_FOUND)
    if found is None:
        return None
    person = person_of(work, found)
    work.record(
        person, verb="looked-up", facts={"by": told_kind(kind)["kind"], **({"ground": ground} if ground else {})}
    )
    return person.id


def show_person(work: Work, person_ref: str) -> PersonShown:
    """Return what the desk may see of a person, and write down who looked. Raises UnknownCase."""
    person = person_of(work, person_ref)
    numbers = numbers_of(work, person.id)
    kept = next((row for row in numbers if row.kind == IdentifierKind.CLIENT_NUMBER), None)
    work.record(person, verb="looked-at")
    note_deed(work, Deed.PERSON_SHOWN)
    return PersonShown(
        person_ref=person_ref,
        merged_into=person.id if person.id != person_ref else None,
        name=name_of_person(work, person.id),
        client_number=unsealed(work, kept) if kept else "",
        has_bsn=any(row.kind == IdentifierKind.BSN for row in numbers),
        registered_at=person.created_at,
    )


def name_of_person(work: Work, person_ref: str) -> Written:
    """Return the person's name to show; of who was merged the first that is kept, empty when there is none."""
    refs = references_of(work, person_ref)
    names = (_name(work, work.case(Person, ref, lock=False)) for ref in refs)
    return next((name for name in names if name), "")


def name_hash(work: Work, name: str) -> bytes:
    """Return the keyed hash by which others of that name are found; empty where there is nothing to compare."""
    form = name_form(name)
    return work.search_hash("person-name", form) if form else b""


def _name(work: Work, person: Person) -> Written:
    if person.name_sealed is None:
        return ""
    return work.unseal_to_show(
        person.name_sealed, holder=person.id, table="person", column="name", row=person.id, retention=CONTACT
    )
