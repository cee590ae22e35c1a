"""Whose a second factor is: a member of staff's or a person's, and the case whose timeline tells of it."""

from dataclasses import dataclass

from waarborg_identity.domain import SessionKind
from waarborg_identity.models import Account, Person
from waarborg_shared.uow import Work


@dataclass(frozen=True)
class Holder:
    """Who signs in: ``ref`` is an account's or a person's."""

    kind: SessionKind
    ref: str


def case_of(work: Work, holder: Holder) -> Account | Person:
    """Return the account or person, locked. Raises UnknownCase."""
    if holder.kind is SessionKind.STAFF:
        return work.case(Account, holder.ref)
    return work.case(Person, holder.ref)
