"""Register who speaks for a client, end it, and record what changes who decides: each a fact that is only added."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from waarborg_consent.actions.adding import add_event, recorded_by, sealed_note
from waarborg_consent.actions.representing import ENDED, SET_ASIDE, UNWILLING, WILLING, Known, known_of
from waarborg_consent.domain import (
    Evidence,
    Representation,
    Span,
    Wanted,
    registering_representatives,
    representation_errors,
)
from waarborg_consent.models import ClientFactRow, ConsentFile, RepresentationRow
from waarborg_consent.references import references_of
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import RepresentationEnded, RepresentationRegistered
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Scope
from waarborg_shared.uow import CaseFile, UnknownCase, Work
from waarborg_shared.uow.erased import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRepresentation:
    """Somebody to register as a representative. ``note`` is free text about the evidence; it is sealed."""

    subject_ref: str
    representative_ref: str
    kind: str
    scopes: frozenset[Scope]
    begins_on: date
    ends_on: date | None
    evidence: Evidence
    evidence_seen_on: date
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSetAside:
    """A representative's wish that a carer does not follow on a subject on these days (art. 7:465(4) BW), and why."""

    topic: Scope
    begins_on: date
    ends_on: date
    note: str


def register_representation(work: Work, command: NewRepresentation, *, rules: Rules) -> str:
    """Register that somebody speaks for a client, and return the representation's id.

    Raises:
        RepresentationError: what is wrong, by field.
    """
    file = work.file(ConsentFile, command.subject_ref)
    today, known = due_on(work.now), known_of(work, command.subject_ref, rules=rules)
    refs, _ = references_of(work, command.representative_ref)
    wanted = Wanted(
        representative_refs=refs,
        kind=command.kind,
        scopes=command.scopes,
        term=Span(begins_on=command.begins_on, ends_on=command.ends_on),
        evidence=command.evidence,
        evidence_seen_on=command.evidence_seen_on,
    )
    kinds = {kind.code: kind for kind in rules.representative_kinds}
    registering_representatives.check(
        wanted,
        client=known.facts,
        client_refs=known.refs,
        kinds=kinds,
        known=known.representations,
        today=today,
    )
    _check_circle(work, command, known, rules=rules)
    added = new_id()
    work.append(
        RepresentationRow,
        id=added,
        subject_ref=command.subject_ref,
        representative_ref=command.representative_ref,
        kind=command.kind,
        scopes=sorted(scope.value for scope in command.scopes),
        begins_on=command.begins_on,
        ends_on=command.ends_on,
        evidence=command.evidence.value,
        evidence_seen_on=command.evidence_seen_on,
        **recorded_by(work),
        note_sealed=sealed_note(work, file, command.note, table="representation", row=added),
    )
    told = {"subject_ref": file.id, "representation_ref": added, "representative_ref": command.representative_ref}
    work.emit(RepresentationRegistered(**told), case=file)
    facts = {"representation": added, "representative": command.representative_ref, "kind": command.kind}
    work.record(file, verb="registered-representative", facts={**facts, "evidence": command.evidence.value})
    return added


def end_representation(work: Work, representation_id: str, *, from_on: date, note: str | None, rules: Rules) -> None:
    """End a representation from a day on.

    Raises:
        UnknownCase: there is none of that id. RepresentationError: it ended before, or not on that day.
    """
    file, each = _locked(work, representation_id, rules=rules)
    registering_representatives.check_end(each, from_on)
    add_event(work, file, about=each.id, kind=ENDED, span=Span(begins_on=from_on), note=note)
    work.emit(RepresentationEnded(subject_ref=file.id, representation_ref=each.id), case=file)
    work.record(file, verb="ended-representation", facts={"representation": each.id})


def say_willing(work: Work, representation_id: str, *, willing: bool, note: str | None, rules: Rules) -> None:
    """Record that a representative does not wish to act, or does again (art. 7:465(3) BW).

    Raises:
        UnknownCase: there is none of that id. RepresentationError: it is not his to say, or nothing changes.
    """
    file, each = _locked(work, representation_id, rules=rules)
    today = due_on(work.now)
    registering_representatives.check_willingness(each, willing=willing, today=today)
    kind = WILLING if willing else UNWILLING
    add_event(work, file, about=each.id, kind=kind, span=Span(begins_on=today), note=note)
    work.record(file, verb=f"said-{kind}", facts={"representation": each.id})


def set_wish_aside(work: Work, representation_id: str, command: NewSetAside, *, rules: Rules) -> None:
    """Record that a carer does not follow a representative, as good care asks (art. 7:465(4) BW): why, and by whom.

    Raises:
        UnknownCase: there is none of that id. RepresentationError: the days or the subject are not right.
    """
    file, each = _locked(work, representation_id, rules=rules)
    span = Span(begins_on=command.begins_on, ends_on=command.ends_on)
    registering_representatives.check_days(span, today=due_on(work.now))
    if command.topic not in each.scopes:
        raise representation_errors.OutsideScopes
    add_event(work, file, about=each.id, kind=SET_ASIDE, span=span, note=command.note, topic=command.topic)
    work.record(file, verb="set-wish-aside", facts={"representation": each.id, "topic": command.topic.value})


def _check_circle(work: Work, command: NewRepresentation, known: Known, *, rules: Rules) -> None:
    """Refuse somebody for whom another decides on the same subjects; for a judge's measure also who has one himself."""
    kind = next(each for each in rules.representative_kinds if each.code == command.kind)
    day = max(command.begins_on, due_on(work.now))
    read: dict[str, Known] = {}

    def of(ref: str) -> Known:
        if ref not in read:
            read[ref] = known_of(work, ref, rules=rules)
        return read[ref]

    def masters(ref: str) -> set[str]:
        return registering_representatives.masters(
            of(ref).facts, of(ref).representations, command.scopes, kind=kind, day=day
        )

    registering_representatives.check_circle(known.refs, command.representative_ref, masters=masters)
    himself = of(command.representative_ref).facts
    if not all(himself.own_master(scope, day) for scope in command.scopes):
        raise representation_errors.CannotRepresent


def _locked(work: Work, representation_id: str, *, rules: Rules) -> tuple[CaseFile, Representation]:
    row = work.session.get(RepresentationRow, (work.organisation, representation_id))
    if row is None:
        raise UnknownCase("representation")
    file = work.file(ConsentFile, row.subject_ref)
    known = known_of(work, row.subject_ref, rules=rules)
    return file, next(each for each in known.representations if each.id == representation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceShown:
    """What was seen of a representation, and when; the note opened, for staff."""

    kind: Evidence
    seen_on: date
    note: Written | None


def evidence_of(work: Work, ids: Collection[str]) -> dict[str, EvidenceShown]:
    """Return what was seen of each of these representations, by id."""
    rows = work.session.scalars(select(RepresentationRow).where(RepresentationRow.id.in_(ids)))
    return {row.id: _evidence(work, row) for row in rows}


def _evidence(work: Work, row: RepresentationRow) -> EvidenceShown:
    sealed, note = row.note_sealed, None
    if sealed is not None:
        note = work.unseal_to_show(sealed, holder=row.subject_ref, table="representation", column="note", row=row.id)
    return EvidenceShown(kind=Evidence(row.evidence), seen_on=row.evidence_seen_on, note=note)


def is_of(work: Work, about: str, subject_ref: str) -> bool:
    """Whether a representation or a fact is in this client's file, under whatever reference of his."""
    refs, _ = references_of(work, subject_ref)
    key = work.organisation, about
    row = work.session.get(RepresentationRow, key) or work.session.get(ClientFactRow, key)
    return row is not None and row.subject_ref in refs
