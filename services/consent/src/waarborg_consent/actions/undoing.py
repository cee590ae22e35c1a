"""Undo a choice shortly after it was made, and tell of a consent whose last day is over."""

from waarborg_consent.actions.known_persons import file_of
from waarborg_consent.actions.reading import OwnEvents, events_in_file
from waarborg_consent.actions.shown_texts import statement_in_force, text_digests
from waarborg_consent.actions.writing import Entry, Recorded, only_own, write
from waarborg_consent.domain import (
    By,
    ConsentEvent,
    Given,
    How,
    NotByThem,
    as_of,
    live,
    undo,
    undoable,
)
from waarborg_shared.auth import ActorKind
from waarborg_shared.events.consent import ConsentExpired
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def undo_choice(work: Work, subject_ref: str, event_id: str, *, rules: Rules) -> Recorded:
    """Take back a choice of a few minutes ago, as if it had not been made; for the person himself alone.

    Raises:
        NotByThem: somebody else asks.
        NotOwn: it is somebody else's choice.
        NothingToUndo: there is no such choice, or something was said after it.
        TooLateToUndo: the minutes are over.
    """
    only_own(work, subject_ref)
    if work.actor.kind is not ActorKind.PERSON:
        raise NotByThem("undo")
    file = file_of(work, subject_ref)
    found = _own(work, subject_ref)
    undone = undo(found.events, event_id, own=found.own, at=work.now)
    entry = Entry(
        kind=Given.UNDONE,
        purpose=undone.purpose,
        how=How.PAGE,
        by=By.PERSON,
        statement_version=statement_in_force(work, rules),
        part=undone.part,
        undoes=undone.id,
        undone=undone.kind,
    )
    return write(work, file, entry)


def what_can_be_undone(work: Work, subject_ref: str) -> tuple[ConsentEvent, ...]:
    """Return the choices that the person himself may still undo, the newest first."""
    only_own(work, subject_ref)
    if work.actor.kind is not ActorKind.PERSON:
        return ()
    found = _own(work, subject_ref)
    return undoable(found.events, own=found.own, at=work.now)


def _own(work: Work, subject_ref: str) -> OwnEvents:
    return events_in_file(work, subject_ref, actor_kind=ActorKind.PERSON.value, actor_ref=work.actor.ref)


def tell_of_the_end(work: Work, subject_ref: str, event_id: str, *, rules: Rules) -> None:
    """Tell that a consent ended by its date, unless it had ended before, or was given anew."""
    known = as_of(events_in_file(work, subject_ref).events, work.now, texts=text_digests(rules))
    ended = next((event for event in known if event.id == event_id), None)
    if ended is None or ended.kind is not Given.EXPIRED or ended.purpose is None:
        return
    if ended not in live(known, ended.purpose).values():
        return
    file = file_of(work, subject_ref)
    fact = ConsentExpired(
        subject_ref=subject_ref,
        purpose=ended.purpose,
        categories=tuple(sorted(ended.categories)),
        recipients=tuple(sorted(ended.recipients)),
    )
    work.emit(fact, case=file)
    work.record(file, verb="consent-ended", facts={"purpose": ended.purpose})
