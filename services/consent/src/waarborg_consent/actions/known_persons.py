"""Of whom identity told: nothing is recorded here under a reference that the register of persons never gave out."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from waarborg_consent.domain import UnknownPerson
from waarborg_consent.models import ConsentFile, KnownPerson
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import select_for
from waarborg_shared.uow import Beside, CaseFile, Work

AT_ONCE = 1_000
_PERSONS: Any = KnownPerson.__table__
_FILES: Any = ConsentFile.__table__
_NAME_SOMEBODY = frozenset({ActorKind.STAFF, ActorKind.PARTNER})
"""Who types or sends a reference, which may be a wrong one; of the others identity or an event of it vouches."""


def know_person(work: Work, ref: str) -> None:
    """Keep that identity gave out this reference, and make its person's file: that is what a recording looks at."""
    if work.session.get(KnownPerson, (work.organisation, ref)) is None:
        work.session.add(KnownPerson(organisation=work.organisation, ref=ref, since=work.now))
    work.file(ConsentFile, ref)


def know_persons(work: Work, refs: Collection[str]) -> None:
    """Keep the same of many, by as many statements as of one."""
    told = select_for(_PERSONS, work.organisation, _PERSONS.c.ref).where(_PERSONS.c.ref.in_(sorted(refs)))
    new = sorted(set(refs) - set(work.connection.scalars(told)))
    work.append_all(KnownPerson, ({"ref": ref, "since": work.now} for ref in new))
    work.files(ConsentFile, refs)


def known_here(work: Work, refs: Collection[str]) -> set[str]:
    """Return those of the references by which somebody is known here."""
    found: set[str] = set()
    for some in _some(sorted(refs)):
        told = select_for(_PERSONS, work.organisation, _PERSONS.c.ref).where(_PERSONS.c.ref.in_(some))
        filed = select_for(_FILES, work.organisation, _FILES.c.id).where(_FILES.c.id.in_(some))
        found |= set(work.connection.scalars(told)) | set(work.connection.scalars(filed))
    return found


def file_of(work: Work, subject_ref: str, *, beside: Beside = ()) -> CaseFile:
    """Lock the person's file, making it the first time; ``beside`` is read with it.

    Whoever is registered has one already, so that this costs no statement more than the lock: only where it was made
    just now is looked whether identity ever told of him.

    Raises:
        UnknownPerson: a member of staff or a partner names a reference that nobody has.
    """
    file = work.file(ConsentFile, subject_ref, beside=beside)
    if file.new and work.actor.kind in _NAME_SOMEBODY:
        told = select_for(_PERSONS, work.organisation, _PERSONS.c.ref).where(_PERSONS.c.ref == subject_ref)
        if work.connection.scalars(told).first() is None:
            raise UnknownPerson(subject_ref)
    return file


def _some(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(values), AT_ONCE):
        yield values[first : first + AT_ONCE]
