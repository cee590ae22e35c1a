"""Carry out, in the register of persons, what was decided on a request: correct a name, or erase by destroying keys."""

from collections.abc import Sequence

from waarborg_identity.actions.accounts import CONTACT
from waarborg_identity.actions.aliases import person_of, references_of
from waarborg_identity.actions.letters import void_letter_codes
from waarborg_identity.actions.numbers import NUMBERS, numbers_of
from waarborg_identity.actions.person_accounts import close_account
from waarborg_identity.actions.persons import name_hash
from waarborg_identity.domain import IdentifierKind
from waarborg_identity.models import CarriedStep, LegalHold, Person
from waarborg_shared.carrying import Carried, Kept, Told, Why, in_codes, stays
from waarborg_shared.clocks import due_on
from waarborg_shared.events.identity import IdentityCarriedOut
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.holds import held
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.uow import UnknownCase, Work

NAME = "name"
LOOKS = "case"
"""The class of a person's key that seals the salts of his timeline, and so proves who looked in the register."""
ERASURE = "erasure.art17"
_FOUND_BY_NUMBER = (Why.MEDICAL_FILE, Why.FINANCIAL, Why.OTHER_LAW, Why.BREACH_TELLING)
"""What another holder keeps that somebody is still to be found for, by the numbers that stand here."""


class NothingToCorrect(Exception):
    """No correction is asked for this person by that step, or it was carried out (409)."""

    text = Text("Er staat hier geen verbetering open voor deze persoon.", "No correction of this person is open here.")


def carry_out(work: Work, asked: CarryingAsked, rules: Rules) -> None:
    """Do what one step asks and tell what came of it; asked again, what was answered is told again."""
    step = work.case_or_new(
        CarriedStep,
        asked.step_ref,
        request_ref=asked.request_ref,
        person_ref=asked.subject_ref,
        kind=asked.kind,
        outcome=Carried.NOT_YET.value,
        answered_at=work.now,
    )
    told = Told(Carried.DONE) if step.outcome == Carried.DONE else _done(work, asked, rules)
    _answer(work, step, told)


def correct_name(work: Work, person_ref: str, step_ref: str, name: str) -> None:
    """Give a person the name that a decided correction says, by a member of staff who confirms it.

    The same step a second time changes nothing. Raises UnknownCase, NothingToCorrect.
    """
    step = work.case(CarriedStep, step_ref)
    if step.kind not in (RequestKind.CORRECTION, RequestKind.ADDITION):
        raise NothingToCorrect
    person = person_of(work, person_ref)
    if step.person_ref not in references_of(work, person.id):
        raise NothingToCorrect
    if step.outcome == Carried.DONE:
        return
    person.name_sealed = work.seal(
        name, holder=person.id, table="person", column="name", row=person.id, retention=CONTACT
    )
    person.name_hash = name_hash(work, name)
    work.record(person, verb="name-corrected", facts={"request": step.request_ref})
    _answer(work, step, Told(Carried.DONE))


def _done(work: Work, asked: CarryingAsked, rules: Rules) -> Told:
    try:
        person = person_of(work, asked.subject_ref)
    except UnknownCase:
        return Told(Carried.DONE, Why.NOTHING_HELD)
    if asked.kind == RequestKind.ERASURE:
        return _erase(work, person, asked, rules)
    if asked.kind in (RequestKind.CORRECTION, RequestKind.ADDITION) and (not asked.about or NAME in asked.about):
        return Told(Carried.NOT_YET, Why.STAFF_CONFIRM)
    return Told(Carried.DONE, Why.NOTHING_HELD)


def _erase(work: Work, person: Person, asked: CarryingAsked, rules: Rules) -> Told:
    """Destroy the keys of what nothing keeps. The key of the numbers stays as long as some law keeps what is found by
    them: the BSN beside a medical file, or a file at another holder."""
    refs = references_of(work, person.id)
    if asked.about and NAME not in asked.about:
        return Told(Carried.DONE, Why.NOTHING_HELD)
    if held(work, LegalHold, refs):
        return Told(Carried.REFUSED, Why.LEGAL_HOLD, (Kept("person", Why.LEGAL_HOLD, None),))
    kept: list[Kept] = []
    if asked.about:
        return _erase_name(work, person, asked, refs)
    numbers = _keeps_numbers(work, person, asked)
    if numbers is not None:
        kept.append(Kept("numbers", numbers, None))
    looks = rules.retention(due_on(work.now))[Why.ACCESS_LOG.value]
    log = stays("looks", Why.ACCESS_LOG, since=work.now, keep=looks.keep, now=work.now, calendar=rules.calendar)
    if log is not None:
        kept.append(log)
    work.record(person, verb="erased", facts={"request": asked.request_ref, "kept": [each.what for each in kept]})
    for ref in refs:
        _forget(work, ref, numbers_stay=numbers is not None)
    work.session.flush()
    _destroy(work, refs, spared={LOOKS, NUMBERS} if numbers is not None else {LOOKS})
    return Told(Carried.DONE, kept=tuple(kept))


def _erase_name(work: Work, person: Person, asked: CarryingAsked, refs: Sequence[str]) -> Told:
    """Only the name: the rest of what is known of somebody here stays in use."""
    work.record(person, verb="erased", facts={"request": asked.request_ref, "about": list(asked.about)})
    for ref in refs:
        row = work.case(Person, ref)
        row.name_sealed, row.name_hash = None, b""
    return Told(Carried.DONE)


def _keeps_numbers(work: Work, person: Person, asked: CarryingAsked) -> Why | None:
    by_law = [why for why in _FOUND_BY_NUMBER if why.value in asked.stays]
    if by_law:
        return by_law[0]
    has_bsn = any(row.kind == IdentifierKind.BSN for row in numbers_of(work, person.id))
    return Why.MEDICAL_FILE if has_bsn else None


def _forget(work: Work, ref: str, *, numbers_stay: bool) -> None:
    """Take away what finds somebody or lets him in, for which no key has to be destroyed: keyed hashes and codes."""
    row = work.case(Person, ref)
    row.name_hash = b""
    void_letter_codes(work, ref)
    close_account(work, ref)
    if not numbers_stay:
        for number in [each for each in numbers_of(work, ref) if each.person_ref == ref]:
            work.session.delete(number)


def _destroy(work: Work, refs: Sequence[str], *, spared: set[str]) -> None:
    for ref in refs:
        for retention in work.vault.retentions(work.organisation, ref):
            if retention not in spared:
                work.destroy_key(ref, retention, reason=ERASURE)


def _answer(work: Work, step: CarriedStep, told: Told) -> None:
    step.outcome, step.answered_at = told.outcome.value, work.now
    event = IdentityCarriedOut(
        request_ref=step.request_ref,
        step_ref=step.id,
        subject_ref=step.person_ref,
        **in_codes(told),
    )
    work.emit(event, case=step)
    work.record(step, verb="answered", facts={"kind": step.kind, "outcome": step.outcome})
