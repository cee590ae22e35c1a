"""Record a consent, withdraw one, show what stands."""

from dataclasses import dataclass
from datetime import datetime

from waarborg_consent.actions.reading import events_of
from waarborg_consent.domain import (
    AlreadyWithdrawn,
    Given,
    How,
    NotOwn,
    Standing,
    give,
    standings,
    withdraw,
)
from waarborg_consent.models import Consent, ConsentFile
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import CaseFile, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A consent to record. ``note`` is free text for proof (who was there, where the paper lies); it is sealed."""

    subject_ref: str
    purpose: str
    statement_version: str
    how: How
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A withdrawal to carry out; ``purpose`` None ends everything; ``request_ref`` is the request that asked for it."""

    subject_ref: str
    purpose: str | None
    how: How
    request_ref: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was added to a person's file: one event, never changed afterwards."""

    id: str
    subject_ref: str
    sequence: int
    kind: Given
    purpose: str | None
    at: datetime


def record_consent(work: Work, command: NewConsent, *, rules: Rules) -> Recorded:
    """Record that consent was given, with its proof.

    Raises:
        ConsentError: the purpose, the statement's version or the person is not right.
    """
    only_own(work, command.subject_ref)
    give(
        rules.purposes,
        command.purpose,
        statement_version=command.statement_version,
        in_force=rules.organisation.statement_version,
    )
    file = _file(work, command.subject_ref)
    work.emit(
        ConsentGiven(
            subject_ref=command.subject_ref, purpose=command.purpose, statement_version=command.statement_version
        ),
        case=file,
    )
    added = _add(
        work,
        file,
        kind=Given.GIVEN,
        purpose=command.purpose,
        how=command.how,
        statement_version=command.statement_version,
        note=command.note,
    )
    work.record(file, verb="gave-consent", facts={"purpose": command.purpose, "how": command.how.value})
    return added


def withdraw_consent(work: Work, command: Withdrawal, *, rules: Rules) -> Recorded:
    """End a consent, or all of them, at once (art. 7(3) AVG).

    Raises:
        AlreadyWithdrawn: nothing stood that could end.
        ConsentError: the purpose or the person is not right.
    """
    only_own(work, command.subject_ref)
    file = _file(work, command.subject_ref)
    withdraw(events_of(work, command.subject_ref, rules=rules), rules.purposes, purpose=command.purpose)
    work.emit(
        ConsentWithdrawn(subject_ref=command.subject_ref, purpose=command.purpose, request_ref=command.request_ref),
        case=file,
    )
    added = _add(
        work,
        file,
        kind=Given.WITHDRAWN,
        purpose=command.purpose,
        how=command.how,
        statement_version=rules.organisation.statement_version,
        note=command.note,
        request_ref=command.request_ref,
    )
    work.record(file, verb="withdrew-consent", facts={"purpose": command.purpose or "all", "how": command.how.value})
    return added


def withdraw_as_requested(work: Work, command: Withdrawal, *, rules: Rules) -> Recorded | None:
    """Carry out what a request asks; where nothing stood, say so, for the request is answered by that fact."""
    assert command.request_ref is not None
    try:
        return withdraw_consent(work, command, rules=rules)
    except AlreadyWithdrawn:
        file = _file(work, command.subject_ref)
        work.emit(
            WithdrawalFoundNothing(
                subject_ref=command.subject_ref, purpose=command.purpose, request_ref=command.request_ref
            ),
            case=file,
        )
        work.record(file, verb="found-nothing-to-withdraw", facts={"purpose": command.purpose or "all"})
        return None


def what_stands(work: Work, subject_ref: str, *, rules: Rules) -> tuple[Standing, ...]:
    """Return what stands for every purpose of this organisation that can rest on consent."""
    only_own(work, subject_ref)
    return standings(events_of(work, subject_ref, rules=rules), rules.purposes)


def only_own(work: Work, subject_ref: str) -> None:
    """Let a person act for himself alone. Raises NotOwn."""
    if work.actor.kind is ActorKind.PERSON and work.actor.subject_ref != subject_ref:
        raise NotOwn(subject_ref)


def _file(work: Work, subject_ref: str) -> CaseFile:
    """Lock the person's file, making it the first time."""
    return work.file(ConsentFile, subject_ref)


def _add(
    work: Work,
    file: CaseFile,
    *,
    kind: Given,
    purpose: str | None,
    how: How,
    statement_version: str,
    note: str | None,
    request_ref: str | None = None,
) -> Recorded:
    added = Recorded(
        id=new_id(), subject_ref=file.id, sequence=file.event_sequence, kind=kind, purpose=purpose, at=work.now
    )
    sealed = work.seal(note, holder=file.id, table="consent", column="note", row=added.id) if note else None
    work.append(
        Consent,
        id=added.id,
        subject_ref=added.subject_ref,
        sequence=added.sequence,
        kind=kind.value,
        purpose=purpose,
        how=how.value,
        statement_version=statement_version,
        at=added.at,
        actor_kind=work.actor.kind.value,
        actor_ref=work.actor.ref,
        request_ref=request_ref,
        note_sealed=sealed,
    )
    return added
