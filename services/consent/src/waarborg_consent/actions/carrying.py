"""Carry out, for consent, what was decided on a request: set a mark, or erase what nothing keeps; and say who got data.

The proof of a consent and the log of who looked are what the law has kept: each stays under its own key until its term
is over, counted from the last that was said or seen.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from waarborg_consent.actions.consents import what_stands
from waarborg_consent.actions.looks import RETENTION as LOOKS
from waarborg_consent.actions.marks import NewMark, put_mark
from waarborg_consent.actions.marks_reading import marks_in_force
from waarborg_consent.domain import AlreadyMarked, MarkError, MarkHow, MarkKind, RestrictionGround
from waarborg_consent.domain.disclosures import Verdict
from waarborg_consent.models import (
    Consent,
    ConsentFile,
    Emergency,
    LegalHold,
    LookRow,
    MarkRow,
    ThirdPartyDisclosure,
)
from waarborg_consent.references import references_of
from waarborg_shared.carrying import Carried, Kept, Told, Why, in_codes, proof_term, stays
from waarborg_shared.clocks import due_on
from waarborg_shared.events.consent import ConsentCarriedOut
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.holds import held
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

PROOF = "case"
"""The class of a person's key that seals what goes with his consents, marks, disclosures and emergencies."""
ERASURE = "erasure.art17"
TO_BE_TOLD = frozenset({RequestKind.CORRECTION, RequestKind.ADDITION, RequestKind.ERASURE, RequestKind.RESTRICTION})
"""Of which kinds the ones who got the data hear (art. 19 AVG)."""


def carry_out(work: Work, asked: CarryingAsked, rules: Rules) -> None:
    """Do what one step asks and tell what came of it; asked again, nothing more is done and the same is told."""
    refs = references_of(work, asked.subject_ref)[0]
    told = _done(work, asked, rules, refs)
    recipients = _recipients(work, asked, refs) if asked.kind in TO_BE_TOLD else ()
    file = work.file(ConsentFile, asked.subject_ref)
    event = ConsentCarriedOut(
        request_ref=asked.request_ref,
        step_ref=asked.step_ref,
        subject_ref=asked.subject_ref,
        recipients=recipients,
        **in_codes(told),
    )
    work.emit(event, case=file)
    facts = {"request": asked.request_ref, "kind": asked.kind, "outcome": told.outcome.value}
    work.record(file, verb="carried-out", facts=facts)


def _done(work: Work, asked: CarryingAsked, rules: Rules, refs: Collection[str]) -> Told:
    if asked.kind == RequestKind.ERASURE and not asked.about:
        return _erase(work, asked.subject_ref, refs, rules)
    if asked.kind == RequestKind.RESTRICTION:
        return _mark(work, asked, MarkKind.RESTRICTION, rules)
    if asked.kind == RequestKind.OBJECTION:
        return _mark(work, asked, MarkKind.OBJECTION, rules)
    return Told(Carried.DONE, Why.NOTHING_HELD)


def _mark(work: Work, asked: CarryingAsked, kind: MarkKind, rules: Rules) -> Told:
    """Set the mark, an objection one for each thing that it is about; what stands already is what was asked."""
    if kind is MarkKind.RESTRICTION or not asked.about:
        return _mark_one(work, asked, kind, None, rules)
    told = [_mark_one(work, asked, kind, about, rules) for about in asked.about]
    return next((each for each in told if each.outcome is not Carried.DONE), told[0])


def _mark_one(work: Work, asked: CarryingAsked, kind: MarkKind, about: str | None, rules: Rules) -> Told:
    objection = kind is MarkKind.OBJECTION
    try:
        command = NewMark(
            subject_ref=asked.subject_ref,
            kind=kind,
            how=MarkHow.REQUEST,
            about=about,
            ground=None if objection else RestrictionGround(asked.ground or ""),
            request_ref=asked.request_ref,
        )
        put_mark(work, command, rules=rules, by=(work.actor.kind.value, work.actor.ref))
    except AlreadyMarked:
        return Told(Carried.DONE)
    except (MarkError, ValueError):
        return Told(Carried.REFUSED, Why.NOT_POSSIBLE)
    return Told(Carried.DONE)


def _erase(work: Work, subject_ref: str, refs: Collection[str], rules: Rules) -> Told:
    if held(work, LegalHold, refs):
        return Told(Carried.REFUSED, Why.LEGAL_HOLD, (Kept("consent", Why.LEGAL_HOLD, None),))
    kept = tuple(each for each in (_proof(work, subject_ref, refs, rules), _log(work, refs, rules)) if each)
    spared = {retention for retention, why in _CLASSES.items() if why in {each.why for each in kept}}
    for ref in sorted(refs):
        for retention in work.vault.retentions(work.organisation, ref):
            if retention not in spared:
                work.destroy_key(ref, retention, reason=ERASURE)
    return Told(Carried.DONE, kept=kept)


_CLASSES = {PROOF: Why.CONSENT_EVIDENCE, LOOKS: Why.ACCESS_LOG}


def _proof(work: Work, subject_ref: str, refs: Collection[str], rules: Rules) -> Kept | None:
    """Proof of what was said stays from the last of it, and from today where something of it still stands."""
    last = _last_said(work, refs)
    if last is None:
        return None
    stands = any(each.stands for each in what_stands(work, subject_ref, rules=rules))
    since = work.now if stands or marks_in_force(work, subject_ref) else last
    terms = {code: rule.keep for code, rule in rules.retention(due_on(work.now)).items()}
    keep = proof_term(terms, Why.CONSENT_EVIDENCE)
    return stays("consents", Why.CONSENT_EVIDENCE, since=since, keep=keep, now=work.now, calendar=rules.calendar)


def _log(work: Work, refs: Collection[str], rules: Rules) -> Kept | None:
    newest = _newest(work, LookRow, LookRow.at, refs)
    if newest is None:
        return None
    keep = rules.retention(due_on(work.now))[LOOKS].keep
    return stays("looks", Why.ACCESS_LOG, since=newest, keep=keep, now=work.now, calendar=rules.calendar)


def _last_said(work: Work, refs: Collection[str]) -> datetime | None:
    columns = (
        (Consent, Consent.at),
        (MarkRow, MarkRow.set_at),
        (MarkRow, MarkRow.ended_at),
        (ThirdPartyDisclosure, ThirdPartyDisclosure.at),
        (Emergency, Emergency.created_at),
    )
    found = (_newest(work, model, column, refs) for model, column in columns)
    return max((moment for moment in found if moment is not None), default=None)


def _newest(work: Work, model: Any, column: Any, refs: Collection[str]) -> datetime | None:
    query = select(func.max(column)).where(model.organisation == work.organisation, model.subject_ref.in_(sorted(refs)))
    found: datetime | None = work.session.scalars(query).first()
    return found


def _recipients(work: Work, asked: CarryingAsked, refs: Collection[str]) -> tuple[str, ...]:
    """Return who got data of these kinds, by code; all who got any where no kinds are named."""
    query = select(ThirdPartyDisclosure.recipient, ThirdPartyDisclosure.categories).where(
        ThirdPartyDisclosure.organisation == work.organisation,
        ThirdPartyDisclosure.subject_ref.in_(sorted(refs)),
        ThirdPartyDisclosure.verdict == Verdict.GIVEN.value,
    )
    about = set(asked.about)
    rows = work.session.execute(query).all()
    return tuple(sorted({row.recipient for row in rows if not about or about & set(row.categories)}))
