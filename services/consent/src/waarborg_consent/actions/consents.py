"""Record a consent, renew one, withdraw one, show what stands."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam

from waarborg_consent.actions.known_persons import file_of
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.representing import anything_known, decides_alone
from waarborg_consent.actions.shown_texts import PUBLISHED_LAST, keep_text, named, statement_in_force
from waarborg_consent.actions.writing import Entry, Recorded, only_in_own_name, only_own, write
from waarborg_consent.domain import (
    WHOLE,
    AlreadyWithdrawn,
    Authority,
    By,
    Given,
    How,
    Part,
    Standing,
    answered,
    check_by,
    check_giver,
    check_part,
    check_proof,
    check_text,
    ends_at,
    follow,
    give,
    standings,
    withdraw,
)
from waarborg_shared.clocks import ClockRule, Term, Unit, due_on
from waarborg_shared.events.consent import WithdrawalFoundNothing
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Scope
from waarborg_shared.uow import CaseFile, Work

ENDS = "ends-"
"""A clock that begins so counts to the end of the consent whose id follows."""
_BESIDE = PUBLISHED_LAST.label("published"), anything_known(bindparam("id")).label("anything_known")
"""What a recording has to know is read with the file that it locks: one statement, and mostly nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A consent to record. ``note`` is free text for proof (where the paper lies) and is sealed, as is ``witness``.

    ``text_digest`` is the text that was shown and ``language`` the one in which, where that is known; ``until_on`` the
    last day; ``scan_sha256`` the digest of a scan of the paper. ``age`` in years is what the caller knows of the person
    today: it is looked at beside what is on record here, and not kept.
    """

    subject_ref: str
    purpose: str
    statement_version: str
    how: How
    note: str | None = None
    text_digest: str | None = None
    language: str | None = None
    part: Part = WHOLE
    until_on: date | None = None
    witness: str | None = None
    scan_sha256: str | None = None
    age: int | None = None
    authority: Authority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A withdrawal to carry out; ``purpose`` None ends everything; ``request_ref`` is the request that asked for it.

    ``by`` says whose it is: the person's own, or a representative's, a court's or the organisation's, which revoke.
    """

    subject_ref: str
    purpose: str | None
    how: How
    request_ref: str | None = None
    note: str | None = None
    part: Part = WHOLE
    by: By = By.PERSON
    authority: Authority | None = None


def record_consent(work: Work, command: NewConsent, *, rules: Rules) -> Recorded:
    """Record that consent was given, with its proof.

    Raises:
        ConsentError: the purpose, the statement's version, the proof, who gives it or for whom is not right, or the
            person does not decide alone.
    """
    return _give(work, command, Given.GIVEN, rules)


def renew_consent(work: Work, command: NewConsent, *, rules: Rules) -> Recorded:
    """Record that consent was given anew, before or after it ended. Raises as `record_consent`, and NotNow."""
    return _give(work, command, Given.RENEWED, rules)


def _give(work: Work, command: NewConsent, kind: Given, rules: Rules) -> Recorded:
    only_own(work, command.subject_ref, command.authority)
    file = file_of(work, command.subject_ref, beside=_BESIDE)
    version = named(file.beside["published"], rules)
    purpose = give(rules.purposes, command.purpose, statement_version=command.statement_version, in_force=version)
    check_part(command.part, purpose, [each.code for each in rules.recipients] if command.part != WHOLE else ())
    check_proof(command.how, witness=command.witness, scan_sha256=command.scan_sha256)
    by = check_giver(command.authority, age=command.age)
    if command.authority is None and file.beside["anything_known"]:
        decides_alone(work, command.subject_ref, Scope.DATA, rules=rules)
    end = ends_at(command.until_on, now=work.now)
    if kind is Given.RENEWED:
        known = events_of(work, command.subject_ref, rules=rules)
        follow(kind, answered(known, command.purpose, command.part), by=by)
    digest = keep_text(work, command.purpose, rules=rules)
    check_text(command.text_digest, today=digest)
    entry = Entry(
        kind=kind,
        purpose=command.purpose,
        how=command.how,
        by=by,
        statement_version=version,
        part=command.part,
        text_digest=digest,
        language=command.language,
        ends_at=end,
        authority=command.authority,
        scan_sha256=command.scan_sha256,
        note=command.note,
        witness=command.witness,
    )
    added = write(work, file, entry)
    if command.until_on is not None:
        count_down(work, file, added.id, command.until_on)
    return added


def count_down(work: Work, file: CaseFile, event_id: str, until_on: date) -> None:
    """Have the worker tell, once it is over, that a consent ended; that it ended needs no worker."""
    days = (until_on - due_on(work.now)).days
    rule = ClockRule(
        name=ENDS + event_id,
        start_event="consent-given",
        term=Term(days, Unit.DAYS),
        source="art. 7 AVG",
        remind_at=1.0,
    )
    work.clocks.start(file, rule)


def withdraw_consent(work: Work, command: Withdrawal, *, rules: Rules) -> Recorded:
    """End a consent, or all of them, at once (art. 7(3) AVG); a person himself always can (art. 5(3) UAVG).

    Raises:
        AlreadyWithdrawn: nothing stood that could end.
        ConsentError: the purpose, the person or who ends it is not right.
    """
    only_own(work, command.subject_ref, command.authority)
    by = By.REPRESENTATIVE if command.authority is not None else command.by
    kind = Given.WITHDRAWN if by is By.PERSON else Given.REVOKED
    only_in_own_name(work, by)
    check_by(kind, by)
    purpose = rules.purposes.get(command.purpose or "")
    if command.part != WHOLE and (purpose is not None or command.purpose is None):
        check_part(command.part, purpose, [each.code for each in rules.recipients])
    file = file_of(work, command.subject_ref)
    known = events_of(work, command.subject_ref, rules=rules)
    withdraw(known, rules.purposes, purpose=command.purpose, part=command.part)
    entry = Entry(
        kind=kind,
        purpose=command.purpose,
        how=command.how,
        by=by,
        statement_version=statement_in_force(work, rules),
        part=command.part,
        authority=command.authority,
        note=command.note,
        request_ref=command.request_ref,
    )
    return write(work, file, entry)


def withdraw_as_requested(work: Work, command: Withdrawal, *, rules: Rules) -> Recorded | None:
    """Carry out what a request asks; where nothing stood, say so, for the request is answered by that fact."""
    assert command.request_ref is not None
    try:
        return withdraw_consent(work, command, rules=rules)
    except AlreadyWithdrawn:
        file = file_of(work, command.subject_ref)
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
