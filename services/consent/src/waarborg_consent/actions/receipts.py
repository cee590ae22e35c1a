"""Issue a receipt of a consent: gather what is known of it, sign it, and write down that it was issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from waarborg_consent import receipts
from waarborg_consent.actions.consents import only_own
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.receipt_keys import signing_pair
from waarborg_consent.domain import (
    Controller,
    How,
    NoSuchConsent,
    ReceiptCategory,
    ReceiptFacts,
    ReceiptForm,
    ReceiptPurpose,
    ReceiptState,
    ReceiptStatus,
    UnknownPurpose,
    WhichPurpose,
    consent_of,
    consents_of,
    covered,
    opening,
    standing,
)
from waarborg_consent.domain.authority import Authority
from waarborg_consent.models import Consent, ConsentFile
from waarborg_consent.references import references_of
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Organisation, Purpose, Recipient, Scope, Subject
from waarborg_shared.uow import Work

_CONSENT = Consent.__table__
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A signed receipt as a file."""

    receipt_id: str
    content: bytes
    media_type: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiptable:
    """A consent of which a receipt can be had: by which reference, for what, how it went, and in which events."""

    consent_id: str
    purpose: str
    subject_ref: str
    began: ReceiptState
    newest: ReceiptState
    event_ids: frozenset[str]


def receiptable(work: Work, subject_ref: str, *, rules: Rules) -> tuple[Receiptable, ...]:
    """Return every consent of a person for a purpose that is on the list, newest first."""
    only_own(work, subject_ref)
    return _receiptable(work, subject_ref, rules)


def receiptable_by(work: Work, event_id: str, *, rules: Rules) -> Receiptable:
    """Return the consent that an event belongs to.

    Raises:
        NoSuchConsent: there is none, or it is somebody else's.
    """
    named = _named(work, event_id)
    for found in _receiptable(work, named["subject_ref"], rules):
        if event_id in found.event_ids:
            return found
    raise NoSuchConsent(event_id)


def _receiptable(work: Work, subject_ref: str, rules: Rules) -> tuple[Receiptable, ...]:
    rows = _of_person(work, subject_ref)
    found = [
        Receiptable(
            consent_id=opening(consent).event_id,
            purpose=code,
            subject_ref=subject_ref,
            began=opening(consent),
            newest=consent[-1],
            event_ids=frozenset(state.event_id for state in consent),
        )
        for code in rules.purposes
        for consent in consents_of([_state(row, rules) for row in rows if row["purpose"] in (code, None)])
    ]
    return tuple(sorted(found, key=lambda each: each.began.at, reverse=True))


def issue_receipt(
    work: Work, consent_id: str, *, purpose: str | None, form: ReceiptForm, language: str, rules: Rules, url: str
) -> Issued:
    """Return a signed receipt of a consent, and write in the person's file that it was issued, and to whom.

    ``url`` is the public address of the organisation's consent pages.

    Raises:
        NoSuchConsent: there is none by that reference, or it is somebody else's.
        WhichPurpose: it was about every purpose at once, and none is named.
        UnknownPurpose: the purpose is no longer on the organisation's list.
        NoPdfHere: a PDF was asked for, and cannot be made here.
    """
    facts = facts_of(work, consent_id, purpose=purpose, rules=rules, url=url)
    pair = signing_pair(work, legal_name=rules.organisation.legal_name)
    content = receipts.sign(facts, form, language, pair)
    work.record(
        work.file(ConsentFile, facts.subject_ref),
        verb="issued-receipt",
        facts={"purpose": facts.purpose.code, "form": form.value, "receipt": facts.receipt_id, "key": pair.kid},
    )
    extension = "pdf" if form is ReceiptForm.PDF else f"{form.value}.jws"
    return Issued(
        receipt_id=facts.receipt_id,
        content=content,
        media_type=receipts.media_type(form),
        filename=f"receipt-{facts.purpose.code}-{due_on(work.now).isoformat()}.{extension}",
    )


def facts_of(work: Work, consent_id: str, *, purpose: str | None, rules: Rules, url: str) -> ReceiptFacts:
    """Return everything that a receipt tells of a consent; any event that belongs to it names it.

    Raises:
        NoSuchConsent, WhichPurpose, UnknownPurpose: as `issue_receipt` says.
    """
    row = _named(work, consent_id)
    code = row["purpose"] or purpose
    if code is None:
        raise WhichPurpose(consent_id)
    if purpose not in (None, code):
        raise NoSuchConsent(consent_id)
    if code not in rules.purposes:
        raise UnknownPurpose(code)
    about = {each["id"]: each for each in _of_person(work, row["subject_ref"]) if each["purpose"] in (code, None)}
    history = consent_of([_state(each, rules) for each in about.values()], consent_id)
    opened = opening(history)
    newest_yes = next((state for state in reversed(history) if state.status.allows), opened)
    return ReceiptFacts(
        receipt_id=new_id(),
        issued_at=work.now,
        organisation=work.organisation,
        controller=_controller(rules.organisation, url),
        subject_ref=row["subject_ref"],
        consent_id=opened.event_id,
        purpose=_purpose(rules.purposes[code]),
        categories=_categories(work, about[newest_yes.event_id], rules.purposes[code], rules=rules),
        recipients=_recipients(about[newest_yes.event_id], rules),
        history=history,
        in_force=_stands(work, row["subject_ref"], code, history=history, rules=rules),
        described_by=rules.organisation.statement_version,
        statement_dated=rules.organisation.statement_dated,
        valid_until=about[newest_yes.event_id].get("valid_until"),
    )


def _named(work: Work, consent_id: str) -> _Row:
    """Return the event by its reference; of another's a person learns no more than of one that does not exist."""
    query = select(_CONSENT).where(_CONSENT.c.organisation == work.organisation, _CONSENT.c.id == consent_id)
    found = work.execute(query, {}).mappings().one_or_none()
    if found is None:
        raise NoSuchConsent(consent_id)
    if work.actor.kind is ActorKind.PERSON and not _is_of(work, found["subject_ref"], work.actor.subject_ref):
        raise NoSuchConsent(consent_id)
    return dict(found)


def _is_of(work: Work, subject_ref: str, asker_ref: str | None) -> bool:
    return subject_ref == asker_ref or asker_ref in references_of(work, subject_ref)[0]


def _of_person(work: Work, subject_ref: str) -> list[_Row]:
    """Return everything that was said under each of a person's references, in order of time."""
    references, _ = references_of(work, subject_ref)
    query = (
        select(_CONSENT)
        .where(_CONSENT.c.organisation == work.organisation, _CONSENT.c.subject_ref.in_(references))
        .order_by(_CONSENT.c.at, _CONSENT.c.sequence)
    )
    return [dict(row) for row in work.execute(query, {}).mappings()]


def _state(row: _Row, rules: Rules) -> ReceiptState:
    authority = _authority(row)
    names = {kind.code: kind.name for kind in rules.representative_kinds}
    return ReceiptState(
        event_id=row["id"],
        status=ReceiptStatus.of(row["kind"]),
        at=row["at"],
        how=How(row["how"]),
        recorded_by=row["actor_kind"],
        authority=authority,
        authority_name=names.get(authority.kind) if authority else None,
        statement_version=row["statement_version"],
        text_digest=row.get("text_digest"),
    )


def _authority(row: _Row) -> Authority | None:
    """Return on whose authority it was said, where the row tells all of it: a receipt does not guess."""
    names = ("representation_id", "representative_ref", "authority_kind", "authority_scope", "authority_source")
    told = [row.get(name) for name in names]
    if not all(told):
        return None
    representation_id, representative_ref, kind, scope, source = map(str, told)
    return Authority(
        representation_id=representation_id,
        representative_ref=representative_ref,
        kind=kind,
        scope=Scope(scope),
        source=source,
    )


def _controller(organisation: Organisation, url: str) -> Controller:
    contact = organisation.contact(Subject.PRIVACY)
    general = organisation.contact(Subject.GENERAL)
    return Controller(
        name=organisation.name,
        legal_name=organisation.legal_name,
        contact=contact.who,
        phone=contact.phone or general.phone,
        email=contact.email or general.email,
        address=organisation.address or contact.address or general.address,
        url=url,
    )


def _purpose(purpose: Purpose) -> ReceiptPurpose:
    return ReceiptPurpose(
        code=purpose.code,
        name=purpose.name,
        explanation=purpose.explanation,
        kind=purpose.kind,
        bases=purpose.bases,
        special_grounds=purpose.special_grounds,
    )


def _categories(work: Work, row: _Row, purpose: Purpose, *, rules: Rules) -> tuple[ReceiptCategory, ...]:
    """Return the data that were named with the yes, or else those that a yes to the purpose is about."""
    named = row.get("categories")
    about = covered(purpose, rules.categories)
    if named is not None:
        about = tuple(rules.categories[code] for code in named if code in rules.categories)
    kept = rules.retention(due_on(work.now))
    return tuple(
        ReceiptCategory(
            category=each,
            keep=kept[each.retention].keep if each.retention in kept else None,
            counted_from=kept[each.retention].counted_from if each.retention in kept else None,
        )
        for each in about
    )


def _recipients(row: _Row, rules: Rules) -> tuple[Recipient, ...]:
    """Return who was named with the yes, or else everybody outside who may get or hold data."""
    named = row.get("recipients")
    return tuple(each for each in rules.recipients if named is None or each.code in named)


def _stands(work: Work, subject_ref: str, code: str, *, history: tuple[ReceiptState, ...], rules: Rules) -> bool:
    """Whether the decision would find this consent in force at this moment, by the same rules that it goes by."""
    found = standing(events_of(work, subject_ref, rules=rules), code)
    return ReceiptStatus.of(found.state.value).allows and found.event_id in {state.event_id for state in history}
