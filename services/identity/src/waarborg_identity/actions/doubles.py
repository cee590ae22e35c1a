"""Doubles in the register: looked at side by side, merged by somebody, undone, and one split in two."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.aliases import MergedIn, current_ref, into_of, merges_about, person_of
from waarborg_identity.actions.letters import void_letter_codes
from waarborg_identity.actions.numbers import numbers_of, sealed_number, unsealed
from waarborg_identity.actions.persons import PersonShown, name_hash, show_person
from waarborg_identity.actions.revocations import revoke_tokens
from waarborg_identity.actions.sessions import EndReason, end_sessions_of
from waarborg_identity.domain import IdentifierKind, told_kind
from waarborg_identity.domain.doubles import (
    BadSplit,
    MergedAlready,
    SamePerson,
    check_merge,
    check_split,
    check_undo,
)
from waarborg_identity.models import Client, Person, PersonAccount, PersonIdentifier, PersonMerge, PersonsApart
from waarborg_shared.events.identity import PersonRegistered, PersonsMerged, PersonsSplit
from waarborg_shared.uow import ERASED, Work, Written


@dataclass(frozen=True)
class NumberShown:
    """One number of a person for who works here; of a BSN only that it is known. ``given_to`` may be a merged one."""

    id: str
    kind: str
    number: Written = field(repr=False)
    partner: str
    ground: str | None
    given_to: str


@dataclass(frozen=True)
class PersonFile:
    """A person with all numbers, and the registrations that were merged into his."""

    person: PersonShown
    numbers: tuple[NumberShown, ...]
    merges: tuple[MergedIn, ...]
    has_account: bool


@dataclass(frozen=True)
class NewSplit:
    """What goes to a new reference: numbers by their ids, and the name of whoever it is."""

    numbers: tuple[str, ...]
    reason: str = field(repr=False)
    name: str | None = field(default=None, repr=False)


def person_file(work: Work, person_ref: str) -> PersonFile:
    """Return everything that the desk may see of a person, and write down who looked. Raises UnknownCase."""
    shown = show_person(work, person_ref)
    ref = shown.merged_into or shown.person_ref
    names = _partners(work)
    account = select(PersonAccount.person_ref).where(
        PersonAccount.organisation == work.organisation, PersonAccount.person_ref == ref
    )
    return PersonFile(
        person=shown,
        numbers=tuple(_number_shown(work, row, names) for row in numbers_of(work, ref)),
        merges=tuple(merges_about(work, {ref})),
        has_account=work.session.scalar(account) is not None,
    )


def merge_persons(work: Work, kept_ref: str, merged_ref: str, why: str) -> None:
    """Let a reference be another name of a person from now on. Raises CannotMerge, UnknownCase.

    Whoever is signed in under it is so no more, and what let him in does not, for as long as this stands.
    """
    kept, merged = _both(work, kept_ref, merged_ref)
    into = into_of(merges_about(work, {kept.id, merged.id}))
    rows = (*numbers_of(work, kept.id), *numbers_of(work, merged.id))
    with_bsn = {row.person_ref for row in rows if row.kind == IdentifierKind.BSN}
    check_merge(into, kept.id, merged.id, with_bsn=with_bsn)
    work.session.add(
        PersonMerge(
            organisation=work.organisation,
            merged_ref=merged.id,
            kept_ref=kept.id,
            merged_at=work.now,
            merged_by=work.actor.ref,
        )
    )
    _shut_out(work, merged)
    work.emit(PersonsMerged(kept_ref=kept.id, merged_ref=merged.id), case=kept)
    work.record(kept, verb="merged", why=why, facts={"with": merged.id})
    work.record(merged, verb="merged-into", why=why, facts={"into": kept.id})


def undo_merge(work: Work, merged_ref: str, why: str) -> str:
    """Let a merged reference be somebody of his own again, as he was; returns whose name it was.

    Raises NotMerged, MergedOnTop, UnknownCase.
    """
    work.case(Person, merged_ref, lock=False)
    kept_ref = check_undo(into_of(merges_about(work, {merged_ref})), merged_ref)
    kept, merged = _both(work, kept_ref, merged_ref)
    check_undo(into_of(merges_about(work, {merged_ref})), merged_ref)  # nobody was quicker
    row = work.session.get(PersonMerge, (work.organisation, merged.id))
    work.session.delete(row)
    _shut_out(work, kept)
    work.emit(PersonsSplit(kept_ref=kept.id, split_ref=merged.id), case=kept)
    work.record(kept, verb="merge-undone", why=why, facts={"with": merged.id})
    work.record(merged, verb="merge-undone", why=why, facts={"into": kept.id})
    return kept.id


def say_apart(work: Work, one_ref: str, other_ref: str, why: str) -> None:
    """Write down that two who look like one are two, and are not shown as doubles again. Raises CannotMerge."""
    one, other = _both(work, *sorted((one_ref, other_ref)))
    if current_ref(work, one.id) == current_ref(work, other.id):
        raise SamePerson
    if work.session.get(PersonsApart, (work.organisation, one.id, other.id)) is not None:
        return
    work.session.add(
        PersonsApart(
            organisation=work.organisation,
            one_ref=one.id,
            other_ref=other.id,
            said_at=work.now,
            said_by=work.actor.ref,
        )
    )
    work.record(one, verb="said-apart", why=why, facts={"from": other.id})
    work.record(other, verb="said-apart", why=why, facts={"from": one.id})


def split_person(work: Work, person_ref: str, command: NewSplit) -> str:
    """Give the chosen numbers of a person to a new reference, and return it. Raises BadSplit, UnknownCase.

    A number of a registration that was merged does not move: undoing that merge takes it along.
    """
    person = person_of(work, person_ref)
    if person.id != person_ref:
        raise MergedAlready
    own = {row.id: row for row in numbers_of(work, person.id) if row.person_ref == person.id}
    going = check_split({row.id: row.kind for row in own.values()}, command.numbers)
    numbers = {ref: unsealed(work, own[ref]) for ref in going}
    if ERASED in numbers.values():
        raise BadSplit
    split = Person(organisation=work.organisation, id=str(uuid.uuid4()), created_at=work.now)
    if command.name:
        split.name_sealed = work.seal(
            command.name, holder=split.id, table="person", column="name", row=split.id, retention=CONTACT
        )
    split.name_hash = name_hash(work, command.name or "")
    work.session.add(split)
    work.session.flush()
    for ref, number in numbers.items():
        own[ref].person_ref = split.id
        own[ref].number_sealed = sealed_number(work, ref, split.id, str(number))
    _shut_out(work, person)
    kinds = [dict(told_kind(own[ref].kind)) for ref in sorted(going)]
    work.emit(PersonRegistered(person_ref=split.id), case=split)
    work.emit(PersonsSplit(kept_ref=person.id, split_ref=split.id), case=person)
    work.record(person, verb="split", why=command.reason, facts={"off": split.id, "numbers": kinds})
    work.record(split, verb="split-off", why=command.reason, facts={"from": person.id, "numbers": kinds})
    return split.id


def _both(work: Work, one_ref: str, other_ref: str) -> tuple[Person, Person]:
    """Lock two persons, always in the same order, so that two who merge do not wait for one another. Raises."""
    if one_ref == other_ref:
        raise SamePerson
    locked = {ref: work.case(Person, ref) for ref in sorted((one_ref, other_ref))}
    return locked[one_ref], locked[other_ref]


def _shut_out(work: Work, person: Person) -> None:
    """End what somebody is signed in by, and the letters that were made: it is no longer sure who holds them."""
    end_sessions_of(work, person.id, EndReason.REVOKED, case=person)
    revoke_tokens(work, person.id)
    void_letter_codes(work, person.id)


def _number_shown(work: Work, row: PersonIdentifier, partners: Mapping[str, str]) -> NumberShown:
    told = told_kind(row.kind)
    hidden = row.kind == IdentifierKind.BSN
    return NumberShown(
        id=row.id,
        kind=told["kind"],
        number="" if hidden else unsealed(work, row),
        partner=partners.get(told.get("partner", ""), told.get("partner", "")),
        ground=row.ground,
        given_to=row.person_ref,
    )


def _partners(work: Work) -> Mapping[str, str]:
    """What each partner is called, by its id."""
    rows = work.session.execute(select(Client.id, Client.name).where(Client.organisation == work.organisation))
    return {row.id: row.name for row in rows}
