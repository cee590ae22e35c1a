"""Two lists become one where a report goes on under another number: nobody stands on it, or is told, twice."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from waarborg_breach.actions.resealing import Resealer
from waarborg_breach.actions.telling.announcing import announcement_of
from waarborg_breach.actions.telling.following import let_wait_again
from waarborg_breach.actions.telling.rows import telling_of, telling_or_new
from waarborg_breach.domain.reports import CannotMerge
from waarborg_breach.domain.telling import TellingState
from waarborg_breach.models import BreachAnnouncement, BreachPerson, BreachPersonCare, BreachPersonFault

AT_ONCE = 500


def join_lists(to: Resealer) -> int:
    """Bring the list, the message and the announcement of a report along to the kept case. Returns how many are new.

    Who stands on both stays as he is on the kept one, with what was written of his aftercare on either. A report was
    never decided on, so nobody on its list was told.

    Raises:
        CannotMerge: the worker is at the kept case's list.
    """
    faults = _faults(to)
    some = _portion(to, after="")
    kept = telling_of(to.work, to.kept.id, lock=True)
    if (some or faults) and kept is not None and kept.state == TellingState.SENDING:
        raise CannotMerge("sending")
    new = 0
    while some:
        after = some[-1].id
        new += _join(to, some)
        some = _portion(to, after=after)
    for fault in faults:
        sealed = to.row(fault.cells_sealed, "breach_person_fault", "cells", fault.id)
        if sealed is not None:
            fault.cells_sealed, fault.breach_id = sealed, to.kept.id
    _words(to)
    if new or faults:
        let_wait_again(to.work, to.kept)
    return new


def _portion(to: Resealer, *, after: str) -> Sequence[BreachPerson]:
    query = select(BreachPerson).where(
        BreachPerson.organisation == to.work.organisation,
        BreachPerson.breach_id == to.case.id,
        BreachPerson.id > after,
    )
    return to.work.session.scalars(query.order_by(BreachPerson.id).limit(AT_ONCE).with_for_update()).all()


def _faults(to: Resealer) -> Sequence[BreachPersonFault]:
    """Return the rows that were wrong and stand open."""
    query = select(BreachPersonFault).where(
        BreachPersonFault.organisation == to.work.organisation,
        BreachPersonFault.breach_id == to.case.id,
        BreachPersonFault.settled_at.is_(None),
    )
    return to.work.session.scalars(query).all()


def _join(to: Resealer, some: Sequence[BreachPerson]) -> int:
    """Bring a portion along, and let go of it, so that memory does not grow with the list."""
    session, there = to.work.session, _there(to, some)
    _care(to, {row.id: there.get(bytes(row.ref_hash), row.id) for row in some})
    new = 0
    for row in some:
        if bytes(row.ref_hash) in there:
            session.delete(row)
            continue
        sealed = to.row(row.ref_sealed, "breach_person", "ref", row.id)
        if sealed is not None:
            row.ref_sealed, row.breach_id = sealed, to.kept.id
            new += 1
    session.flush()
    for row in some:
        if row in session:
            session.expunge(row)
    return new


def _there(to: Resealer, some: Sequence[BreachPerson]) -> Mapping[bytes, str]:
    """Return which of these stand on the kept list already, and as whom."""
    query = select(BreachPerson.ref_hash, BreachPerson.id).where(
        BreachPerson.organisation == to.work.organisation,
        BreachPerson.breach_id == to.kept.id,
        BreachPerson.ref_hash.in_([row.ref_hash for row in some]),
    )
    return {bytes(ref): str(person_id) for ref, person_id in to.work.session.execute(query)}


def _care(to: Resealer, becomes: Mapping[str, str]) -> None:
    """Bring along what was written of the aftercare of people, by who each is on the kept list."""
    query = select(BreachPersonCare).where(
        BreachPersonCare.organisation == to.work.organisation, BreachPersonCare.person_id.in_(sorted(becomes))
    )
    for note in to.work.session.scalars(query).all():
        sealed = to.row(note.words_sealed, "breach_person_care", "words", note.id)
        if sealed is not None:
            note.words_sealed, note.person_id = sealed, becomes[note.person_id]
    to.work.session.flush()


def _words(to: Resealer) -> None:
    """Bring along what was written to people so far, where nothing was written there."""
    telling = telling_of(to.work, to.case.id)
    draft = to.of_case(telling.draft_sealed, "breach_telling", "draft") if telling is not None else None
    if draft is not None:
        kept = telling_or_new(to.work, to.kept)
        kept.draft_sealed = kept.draft_sealed or draft
    announcement = announcement_of(to.work, to.case)
    if announcement is None or announcement_of(to.work, to.kept) is not None:
        return
    sealed = to.of_case(announcement.text_sealed, "breach_announcement", "text")
    if sealed is not None:
        to.work.add(BreachAnnouncement(breach_id=to.kept.id, text_sealed=sealed, written_at=announcement.written_at))
