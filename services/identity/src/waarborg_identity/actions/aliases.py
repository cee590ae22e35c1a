"""By which references somebody goes: the one that stayed, and those that were merged into it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from waarborg_identity.domain.doubles import kept_as
from waarborg_identity.models import Person, PersonMerge
from waarborg_shared.uow import UnknownCase, Work


@dataclass(frozen=True)
class MergedIn:
    """A reference that was merged into another, and when; it may be undone while nothing was merged on top."""

    merged_ref: str
    kept_ref: str
    merged_at: datetime


def merges_about(work: Work, refs: Collection[str]) -> list[MergedIn]:
    """Return every merge that these references are part of, step by step, the oldest first."""
    found: dict[str, MergedIn] = {}
    asked: set[str] = set()
    new = set(refs)
    while new:
        asked |= new
        for row in work.session.scalars(
            select(PersonMerge).where(
                PersonMerge.organisation == work.organisation,
                or_(PersonMerge.merged_ref.in_(new), PersonMerge.kept_ref.in_(new)),
            )
        ):
            found[row.merged_ref] = MergedIn(row.merged_ref, row.kept_ref, row.merged_at)
        new = {ref for each in found.values() for ref in (each.merged_ref, each.kept_ref)} - asked
    return sorted(found.values(), key=lambda each: (each.merged_at, each.merged_ref))


def into_of(merges: Collection[MergedIn]) -> dict[str, str]:
    """Return of each merged reference what it was merged into."""
    return {each.merged_ref: each.kept_ref for each in merges}


def current_ref(work: Work, ref: str) -> str:
    """Return by which reference somebody goes now: this one, unless it was merged."""
    return kept_as(into_of(merges_about(work, {ref})), ref)


def references_of(work: Work, ref: str) -> list[str]:
    """Return every reference of a person, the one that he goes by first, then the newest merged ones."""
    merges = merges_about(work, {ref})
    return [kept_as(into_of(merges), ref), *(each.merged_ref for each in reversed(merges))]


def is_merged(work: Work, ref: str) -> bool:
    """Whether the reference is another name of somebody: nobody signs in by it meanwhile."""
    return work.session.get(PersonMerge, (work.organisation, ref)) is not None


def person_of(work: Work, ref: str, *, lock: bool = True) -> Person:
    """Return the person of a reference under the one that he goes by, locked unless told not to. Raises UnknownCase."""
    now = current_ref(work, ref)
    person = work.case(Person, now, lock=lock)
    if lock and is_merged(work, now):  # merged by somebody else since we looked: once is enough, for that is rare
        now = current_ref(work, now)
        person = work.case(Person, now)
        if is_merged(work, now):
            raise UnknownCase("Person")
    return person
