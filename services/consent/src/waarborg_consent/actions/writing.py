"""Adds one event to a person's file: the row, the fact that others hear, and the line of the timeline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waarborg_consent.domain import WHOLE, Authority, By, Given, How, NotByThem, NotOwn, Part
from waarborg_consent.models import Consent
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events import Event
from waarborg_shared.events.consent import (
    ConsentChangedInPart,
    ConsentDeferred,
    ConsentGiven,
    ConsentInvalidated,
    ConsentRefused,
    ConsentRequested,
    ConsentUndone,
    ConsentWithdrawn,
)
from waarborg_shared.uow import CaseFile, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was added to a person's file: one event, never changed afterwards."""

    id: str
    subject_ref: str
    sequence: int
    kind: Given
    purpose: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event to add. ``note`` and ``witness`` are free text and are sealed; ``undone`` is what kind was undone."""

    kind: Given
    purpose: str | None
    how: How
    by: By
    statement_version: str
    part: Part = WHOLE
    text_digest: str | None = None
    language: str | None = None
    ends_at: datetime | None = None
    authority: Authority | None = None
    scan_sha256: str | None = None
    request_ref: str | None = None
    undoes: str | None = None
    undone: Given | None = None
    note: str | None = None
    witness: str | None = None


VERBS: Mapping[Given, str] = {
    Given.REQUESTED: "asked-for-consent",
    Given.GIVEN: "gave-consent",
    Given.REFUSED: "refused-consent",
    Given.DEFERRED: "deferred-consent",
    Given.RENEWED: "renewed-consent",
    Given.WITHDRAWN: "withdrew-consent",
    Given.REVOKED: "revoked-consent",
    Given.INVALIDATED: "invalidated-consent",
    Given.UNDONE: "undid-choice",
}
LOOKS_BACK = frozenset({Given.UNDONE, Given.INVALIDATED})
"""After these, what was said before counts again: the newest event alone does not tell what stands."""
Telling = Callable[[str, Entry], Event]


def _ended(subject_ref: str, entry: Entry) -> Event:
    revoker = entry.by.value if entry.kind is Given.REVOKED else None
    return ConsentWithdrawn(
        subject_ref=subject_ref, purpose=entry.purpose, request_ref=entry.request_ref, revoker_kind=revoker
    )


def _given(subject_ref: str, entry: Entry) -> Event:
    assert entry.purpose is not None
    return ConsentGiven(
        subject_ref=subject_ref,
        purpose=entry.purpose,
        statement_version=entry.statement_version,
        ends_at=entry.ends_at,
    )


def _undone(subject_ref: str, entry: Entry) -> Event:
    assert entry.undone is not None
    return ConsentUndone(subject_ref=subject_ref, purpose=entry.purpose, undone_kind=entry.undone.value)


def _about_purpose(kind: Callable[..., Event]) -> Telling:
    return lambda subject_ref, entry: kind(subject_ref=subject_ref, purpose=entry.purpose)


TELLS: Mapping[Given, Telling] = {
    Given.REQUESTED: _about_purpose(ConsentRequested),
    Given.GIVEN: _given,
    Given.RENEWED: _given,
    Given.REFUSED: _about_purpose(ConsentRefused),
    Given.DEFERRED: _about_purpose(ConsentDeferred),
    Given.WITHDRAWN: _ended,
    Given.REVOKED: _ended,
    Given.INVALIDATED: _about_purpose(ConsentInvalidated),
    Given.UNDONE: _undone,
}


def fact(subject_ref: str, entry: Entry) -> Event:
    """Return what others hear of an event. Of a part of a purpose they hear so: it is not the whole that changed."""
    if entry.part == WHOLE or entry.purpose is None:
        return TELLS[entry.kind](subject_ref, entry)
    return ConsentChangedInPart(
        subject_ref=subject_ref,
        purpose=entry.purpose,
        kind=entry.kind.value,
        categories=tuple(sorted(entry.part.categories)),
        recipients=tuple(sorted(entry.part.recipients)),
    )


def only_own(work: Work, subject_ref: str, authority: Authority | None = None) -> None:
    """Let a person act for himself, or with authority for another; staff and partners for whom they may by right.

    Raises:
        NotOwn: it is somebody else's.
    """
    actor = work.actor
    if actor.kind is not ActorKind.PERSON or actor.subject_ref == subject_ref:
        return
    if authority is None or authority.representative_ref != actor.subject_ref:
        raise NotOwn(subject_ref)


def only_in_own_name(work: Work, by: By) -> None:
    """Let nobody who signed in as a person say what a court or the organisation says. Raises NotByThem."""
    if work.actor.kind is ActorKind.PERSON and by not in (By.PERSON, By.REPRESENTATIVE):
        raise NotByThem(by.value)


def write(work: Work, file: CaseFile, entry: Entry) -> Recorded:
    """Add an event: row, fact and timeline are one commit."""
    work.emit(fact(file.id, entry), case=file)
    added = Recorded(
        id=new_id(),
        subject_ref=file.id,
        sequence=file.event_sequence,
        kind=entry.kind,
        purpose=entry.purpose,
        at=work.now,
    )
    work.append(Consent, **columns_of(work, added, entry))
    work.record(file, verb=VERBS[entry.kind], facts=_facts(entry))
    return added


def columns_of(work: Work, added: Recorded, entry: Entry) -> dict[str, Any]:
    """Return the row of an event, with what is sealed of it. Raises KeyDestroyed where the person was erased."""
    authority, part = entry.authority, entry.part
    return {
        "id": added.id,
        "subject_ref": added.subject_ref,
        "sequence": added.sequence,
        "kind": entry.kind.value,
        "purpose": entry.purpose,
        "categories": sorted(part.categories) or None,
        "recipients": sorted(part.recipients) or None,
        "apart": part != WHOLE or entry.kind in LOOKS_BACK,
        "undoes": entry.undoes,
        "how": entry.how.value,
        "said_by": entry.by.value,
        "statement_version": entry.statement_version,
        "text_digest": entry.text_digest,
        "language": entry.language,
        "at": added.at,
        "ends_at": entry.ends_at,
        "actor_kind": work.actor.kind.value,
        "actor_ref": work.actor.ref,
        "representation_id": authority.representation_id if authority else None,
        "representative_ref": authority.representative_ref if authority else None,
        "authority_kind": authority.kind if authority else None,
        "scan_sha256": entry.scan_sha256,
        "request_ref": entry.request_ref,
        "note_sealed": _sealed(work, added, "note", entry.note),
        "witness_sealed": _sealed(work, added, "witness", entry.witness),
    }


def _sealed(work: Work, added: Recorded, column: str, text: str | None) -> bytes | None:
    if not text:
        return None
    return work.seal(text, holder=added.subject_ref, table="consent", column=column, row=added.id)


def _facts(entry: Entry) -> Mapping[str, str]:
    found = {"purpose": entry.purpose or "all", "how": entry.how.value}
    if entry.by is not By.PERSON:
        found["by"] = entry.by.value
    if entry.authority is not None:
        found["representation"] = entry.authority.representation_id
    if entry.undone is not None:
        found["undone"] = entry.undone.value
    return found
