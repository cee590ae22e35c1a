"""Issue a receipt of a consent: gather what is known of it, sign it, and write down that it was issued."""

from dataclasses import dataclass

from waarborg_consent import receipts
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.receipt_facts import facts_of, recipients_named
from waarborg_consent.actions.receipt_keys import signing_pair
from waarborg_consent.actions.receipt_rows import about_purpose, named, of_person, states_of
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import (
    NoSuchConsent,
    ReceiptForm,
    ReceiptState,
    consents_of,
    opening,
)
from waarborg_consent.models import ConsentFile
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Recipient
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A signed receipt as a file."""

    receipt_id: str
    content: bytes
    media_type: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiptable:
    """A consent of which a receipt can be had: by which reference, for what, how it went, and in which events.

    ``recipients`` are the third parties whom it names, as its receipt does.
    """

    consent_id: str
    purpose: str
    subject_ref: str
    began: ReceiptState
    newest: ReceiptState
    event_ids: frozenset[str]
    recipients: tuple[Recipient, ...] = ()


def receiptable(work: Work, subject_ref: str, *, rules: Rules) -> tuple[Receiptable, ...]:
    """Return every consent of a person for a purpose that is on the list, newest first."""
    only_own(work, subject_ref)
    return _receiptable(work, subject_ref, rules)


def receiptable_by(work: Work, event_id: str, *, rules: Rules) -> Receiptable:
    """Return the consent that an event belongs to.

    Raises:
        NoSuchConsent: there is none, or it is somebody else's.
    """
    for found in _receiptable(work, named(work, event_id)["subject_ref"], rules):
        if event_id in found.event_ids:
            return found
    raise NoSuchConsent(event_id)


def _receiptable(work: Work, subject_ref: str, rules: Rules) -> tuple[Receiptable, ...]:
    rows = of_person(work, subject_ref)
    by_id, events = {row["id"]: row for row in rows}, events_of(work, subject_ref, rules=rules)
    states = {row["id"]: state for row, state in zip(rows, states_of(work, rows, rules), strict=True)}
    found = [
        Receiptable(
            consent_id=opening(consent).event_id,
            purpose=code,
            subject_ref=subject_ref,
            began=opening(consent),
            newest=consent[-1],
            event_ids=frozenset(state.event_id for state in consent),
            recipients=recipients_named(consent, by_id, events, code=code, rules=rules),
        )
        for code in rules.purposes
        for consent in consents_of([states[row["id"]] for row in about_purpose(rows, code)], now=work.now)
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
