"""Gathers all that a receipt tells of a consent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.receipt_rows import Row, about_purpose, named, of_person, part_of, states_of
from waarborg_consent.actions.shown_texts import kept_text, text_digests
from waarborg_consent.actions.statements import in_force
from waarborg_consent.domain import (
    ConsentEvent,
    Controller,
    NoSuchConsent,
    Part,
    ReceiptCategory,
    ReceiptFacts,
    ReceiptPurpose,
    ReceiptState,
    ReceiptStatus,
    UnknownPurpose,
    WhichPurpose,
    consent_of,
    covered,
    live,
    named_by,
    opening,
)
from waarborg_consent.domain.consents import OPPOSES
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import DataCategory, Organisation, Purpose, Recipient, RecipientKind, Subject, Text
from waarborg_shared.uow import Work


def facts_of(work: Work, consent_id: str, *, purpose: str | None, rules: Rules, url: str) -> ReceiptFacts:
    """Return everything that a receipt tells of a consent; any event that belongs to it names it.

    Raises:
        NoSuchConsent, WhichPurpose, UnknownPurpose: as `issue_receipt` says.
    """
    row = named(work, consent_id)
    code = _code(row, purpose, rules)
    about = {each["id"]: each for each in about_purpose(of_person(work, row["subject_ref"]), code)}
    history = consent_of(states_of(work, about.values(), rules), consent_id, now=work.now)
    opened = opening(history)
    yes = about[_yes_of(history).event_id]
    counting = live(events_of(work, row["subject_ref"], rules=rules), code)
    cut = _cut(part_of(yes), counting)
    text, stands = _text_of_then(work, yes, code, rules=rules), in_force(work, rules)
    return ReceiptFacts(
        receipt_id=new_id(),
        issued_at=work.now,
        organisation=work.organisation,
        controller=_controller(rules.organisation, url),
        subject_ref=row["subject_ref"],
        consent_id=opened.event_id,
        purpose=_purpose(rules.purposes[code], text),
        categories=_categories(work, yes, rules.purposes[code], text, cut=cut, rules=rules),
        recipients=_recipients(yes, code, rules, cut=cut),
        history=history,
        in_force=_stands(counting.get(part_of(yes)), history),
        described_by=yes["statement_version"] if text else stands.version,
        statement_dated=None if text else stands.dated,
        valid_until=yes["ends_at"],
        stored_in=_countries(rules),
    )


def recipients_named(
    history: Sequence[ReceiptState], rows: Mapping[str, Row], events: Iterable[ConsentEvent], *, code: str, rules: Rules
) -> tuple[Recipient, ...]:
    """Return the third parties whom a consent for a purpose names, as its receipt does; ``rows`` are its events."""
    yes = rows[_yes_of(history).event_id]
    return _recipients(yes, code, rules, cut=_cut(part_of(yes), live(events, code)))


def _yes_of(history: Sequence[ReceiptState]) -> ReceiptState:
    """Return the newest yes; where there was none, what the consent goes by."""
    return next((state for state in reversed(history) if state.status.allows), opening(history))


def _code(row: Row, purpose: str | None, rules: Rules) -> str:
    """Return of which purpose the receipt is to be. Raises NoSuchConsent, WhichPurpose, UnknownPurpose."""
    code: str | None = row["purpose"] or purpose
    if code is None:
        raise WhichPurpose(row["id"])
    if purpose not in (None, code):
        raise NoSuchConsent(row["id"])
    if code not in rules.purposes:
        raise UnknownPurpose(code)
    return code


def _text_of_then(work: Work, yes: Row, code: str, *, rules: Rules) -> Mapping[str, Any] | None:
    """Return what the purpose said when the yes was given, where that is kept and is not what it says today."""
    digest = yes["text_digest"]
    if digest is None or digest == text_digests(rules).get(code):
        return None
    return kept_text(work, digest)


def _cut(part: Part, counting: Mapping[Part, ConsentEvent]) -> tuple[Part, ...]:
    """Return what was taken out of a consent since, while the rest of it goes on."""
    return tuple(each for each, event in counting.items() if each.finer(part) and event.state in OPPOSES)


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


def _purpose(purpose: Purpose, text: Mapping[str, Any] | None) -> ReceiptPurpose:
    """Return the purpose in the words that were shown with the yes, or else in those of today."""
    said = {name: Text(text["nl"][name], text["en"][name]) for name in ("name", "explanation")} if text else {}
    return ReceiptPurpose(
        code=purpose.code,
        name=said.get("name", purpose.name),
        explanation=said.get("explanation", purpose.explanation),
        kind=purpose.kind,
        bases=purpose.bases,
        special_grounds=purpose.special_grounds,
    )


def _categories(
    work: Work, yes: Row, purpose: Purpose, text: Mapping[str, Any] | None, *, cut: Collection[Part], rules: Rules
) -> tuple[ReceiptCategory, ...]:
    """Return the data that were named with the yes, or else those that a yes to the purpose is about; less what ended.

    Of a text of before today it is the data that were shown by these names.
    """
    about: Iterable[DataCategory] = covered(purpose, rules.categories)
    if text is not None:
        about = [each for each in rules.categories.values() if each.name.nl in text["nl"]["data"]]
    if yes["categories"]:
        about = [rules.categories[code] for code in yes["categories"] if code in rules.categories]
    ended = {code for part in cut if not part.recipients for code in part.categories}
    kept = rules.retention(due_on(work.now))
    return tuple(
        ReceiptCategory(
            category=each,
            keep=kept[each.retention].keep if each.retention in kept else None,
            counted_from=kept[each.retention].counted_from if each.retention in kept else None,
        )
        for each in about
        if each.code not in ended
    )


def _recipients(yes: Row, code: str, rules: Rules, *, cut: Collection[Part]) -> tuple[Recipient, ...]:
    """Return who was named with the yes, or else by the purpose itself; less who no longer may.

    The rules say of no processor for which purposes he works: the statement names them all, and a receipt points there.
    """
    named_then = yes["recipients"] or named_by(code, rules.message_kinds.values())
    ended = {code for part in cut if not part.categories for code in part.recipients}
    return tuple(each for each in rules.recipients if each.code in named_then and each.code not in ended)


def _countries(rules: Rules) -> tuple[str, ...]:
    """Return where the organisation and those who work for it keep data; its own seat is in the Netherlands."""
    works = (each for each in rules.recipients if each.kind is not RecipientKind.RECIPIENT)
    return tuple(sorted({"NL", *(each.country for each in works)}))


def _stands(event: ConsentEvent | None, history: tuple[ReceiptState, ...]) -> bool:
    """Whether what counts of this part of the purpose is a yes of this consent, by the rules that decisions go by."""
    yes = event is not None and ReceiptStatus.of(event.state.value).allows
    return yes and event is not None and event.id in {state.event_id for state in history}
