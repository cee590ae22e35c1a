"""What can be done: record a consent, withdraw one, show what stands, answer a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal, null, or_, select, union_all

from waarborg_consent.domain import (
    AlreadyWithdrawn,
    ConsentEvent,
    ConsentState,
    Decision,
    Facts,
    Given,
    How,
    NotOwn,
    Question,
    Standing,
    decide,
    give,
    joined,
    standing,
    standings,
    withdraw,
)
from waarborg_consent.models import Consent, ConsentFile, DecisionRecord, PersonAlias
from waarborg_consent.references import references_of
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.hooks import Rules, in_force
from waarborg_shared.uow import CaseFile, Work

# The statements of the decision, which is asked far more often than anything else, are built once and by tables.
_CONSENT = Consent.__table__.c
_OF_PERSON = select(_CONSENT.id, _CONSENT.kind, _CONSENT.purpose, _CONSENT.at, _CONSENT.sequence).where(
    _CONSENT.organisation == bindparam("organisation"), _CONSENT.subject_ref == bindparam("subject_ref")
)
_ALIAS = PersonAlias.__table__.c
_OTHER = "other-reference"
_OTHER_REFERENCE = (
    select(
        _ALIAS.other_ref.label("id"),
        literal(_OTHER).label("kind"),
        null().label("purpose"),
        _ALIAS.since.label("at"),
        literal(0).label("sequence"),
    )
    .where(_ALIAS.organisation == bindparam("organisation"), _ALIAS.ref == bindparam("subject_ref"))
    .limit(1)
)
_NEWEST_FOR_PURPOSE = (
    _OF_PERSON.where(or_(_CONSENT.purpose == bindparam("purpose"), _CONSENT.purpose.is_(None)))
    .order_by(_CONSENT.sequence.desc())
    .limit(1)
)
_NEWEST_OR_OTHER_REFERENCE = union_all(
    select(_NEWEST_FOR_PURPOSE.subquery("newest")), select(_OTHER_REFERENCE.subquery("other"))
)


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
    _only_own(work, command.subject_ref)
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
    _only_own(work, command.subject_ref)
    file = _file(work, command.subject_ref)
    withdraw(_events(work, command.subject_ref, rules=rules), rules.purposes, purpose=command.purpose)
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
    _only_own(work, subject_ref)
    return standings(_events(work, subject_ref, rules=rules), rules.purposes)


def answer_question(work: Work, question: Question, *, rules: Rules) -> Decision:
    """Decide, and leave one record of it in the same commit."""
    purpose = rules.purposes.get(question.purpose)
    record_type = rules.record_types.get(question.record_type)
    grant = rules.grants.get((question.role, question.record_type))
    needs_consent = purpose is not None and purpose.takes_consent
    stands = (
        standing(_deciding(work, question.subject_ref, question.purpose), question.purpose)
        if needs_consent
        else Standing(purpose=question.purpose, state=ConsentState.UNKNOWN)
    )
    facts = Facts(
        role=rules.roles.get(question.role),
        record_type=record_type,
        purpose=purpose,
        grant=grant,
        cell_in_force=bool(grant and record_type and in_force(grant, record_type)),
        standing=stands,
        categories=tuple(rules.categories.get(code) for code in question.categories),
    )
    decision = decide(question, facts)
    _keep(work, question, decision)
    return decision


def _keep(work: Work, question: Question, decision: Decision) -> None:
    work.append(
        DecisionRecord,
        id=new_id(),
        at=work.now,
        asked_by=work.actor.ref,
        asker_ref=question.asker_ref,
        role=question.role,
        subject_ref=question.subject_ref,
        right=question.right.value,
        record_type=question.record_type,
        purpose=question.purpose,
        categories=list(question.categories),
        in_care=question.in_care,
        named_ground=question.named_ground.value if question.named_ground else None,
        permitted=decision.permitted,
        reason=decision.reason.value,
        consent_event=decision.consent_event,
    )


def _only_own(work: Work, subject_ref: str) -> None:
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


def _events(work: Work, subject_ref: str, *, rules: Rules) -> tuple[ConsentEvent, ...]:
    """Read a person's events; where he goes by several references, the ones that decide."""
    person = {"organisation": work.organisation, "subject_ref": subject_ref}
    if work.execute(_OTHER_REFERENCE, person).first() is not None:
        return _joined(work, subject_ref, rules.purposes)
    return tuple(map(_event, work.execute(_OF_PERSON, person)))


def _deciding(work: Work, subject_ref: str, purpose: str) -> tuple[ConsentEvent, ...]:
    """Read only the newest of a person's events about a purpose or everything, which is all that decides.

    One statement says whether he goes by other references too: that is rare, and the question is asked all the time.
    """
    person = {"organisation": work.organisation, "subject_ref": subject_ref, "purpose": purpose}
    rows = work.execute(_NEWEST_OR_OTHER_REFERENCE, person).all()
    if any(row.kind == _OTHER for row in rows):
        return _joined(work, subject_ref, (purpose,))
    return tuple(map(_event, rows))


def _joined(work: Work, subject_ref: str, purposes: Iterable[str]) -> tuple[ConsentEvent, ...]:
    references, since = references_of(work, subject_ref)
    person = {"organisation": work.organisation}
    files = {ref: tuple(map(_event, work.execute(_OF_PERSON, {**person, "subject_ref": ref}))) for ref in references}
    return joined(files, purposes, since=since)


def _event(row: Any) -> ConsentEvent:
    return ConsentEvent(id=row.id, kind=Given(row.kind), purpose=row.purpose, at=row.at, sequence=row.sequence)
