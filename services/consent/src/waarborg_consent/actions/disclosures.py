"""Decide whether data of somebody may go to a third party, record what was given, and show it to him (J8, B12)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from waarborg_consent.actions.consents import only_own
from waarborg_consent.actions.disclosure_rows import (
    COLUMN,
    TABLE,
    DisclosureShown,
    find_row,
    given_by,
    of_columns,
    shown_of,
    withdrew_all_since,
    words_of,
)
from waarborg_consent.actions.marks_reading import marks_in_force
from waarborg_consent.actions.reading import deciding_events
from waarborg_consent.actions.recipients import safeguard_of
from waarborg_consent.domain import How, standing, whom_of
from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.disclosures import (
    OTHER,
    Ask,
    DisclosureGround,
    Known,
    NameNeeded,
    NotAuthorised,
    NotThere,
    Ruling,
    UnknownDisclosure,
    Verdict,
    Why,
    check_ask,
    check_given,
    rule_on,
)
from waarborg_consent.models import ConsentFile, ThirdPartyDisclosure
from waarborg_consent.references import references_of
from waarborg_shared.clocks.terms import local_date
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import DisclosureRecorded
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisclosure:
    """What would go, or went, to whom. ``recipient`` is a code of the organisation's list, or ``other`` with a name.

    ``ground_source`` names the article or the order; ``note`` is free text for proof. Both and the name are sealed.
    With ``given_on`` it went already, on that day; with ``refuse`` it is not given, whatever would be allowed.
    """

    subject_ref: str
    ground: DisclosureGround
    categories: tuple[str, ...]
    recipient: str
    recipient_name: str | None = None
    country: str = "NL"
    ground_source: str | None = None
    purpose: str | None = None
    consent_how: How | None = None
    note: str | None = None
    given_on: date | None = None
    refuse: bool = False


def decide_disclosure(
    work: Work, command: NewDisclosure, *, rules: Rules, authority: Authority | None = None
) -> DisclosureShown:
    """Authorise, refuse or record a disclosure, with its ground, and tell the register to come.

    What was given already is recorded as it happened, also where it was not allowed: ``allowed`` says so then.

    Raises:
        DisclosureError: naming the field.
    """
    if command.given_on is not None:
        check_given(command.given_on, today=local_date(work.now))
    ask = _ask(command, rules)
    check_ask(ask)
    ruling = Ruling(False, Why.BY_HAND) if command.refuse else rule_on(ask, _known(work, command, ask, rules))
    words = {"name": command.recipient_name, "source": command.ground_source, "note": command.note}
    columns = {
        "ground": command.ground.value,
        "recipient": command.recipient,
        "country": ask.recipient.country if ask.recipient is not None else command.country,
        "outside_eea": ask.outside_eea,
        "categories": list(command.categories),
        "purpose": command.purpose,
        "consent_how": command.consent_how.value if command.consent_how else None,
        "representation_id": authority.representation_id if authority is not None else None,
        "given_on": command.given_on,
        "authorisation_id": None,
    }
    return _record(work, command.subject_ref, _verdict(command, ruling), ruling, columns=columns, words=words)


def give_as_authorised(
    work: Work, subject_ref: str, disclosure_id: str, *, given_on: date, rules: Rules
) -> DisclosureShown:
    """Record that what was authorised has been given; what changed since then counts (a consent that was withdrawn).

    Raises:
        NotAuthorised: it was refused, or was given already.
        DayToCome: the day is still to come.
    """
    check_given(given_on, today=local_date(work.now))
    work.file(ConsentFile, subject_ref)
    row = find_row(work, subject_ref, disclosure_id)
    if row is None:
        raise UnknownDisclosure
    if row.verdict != Verdict.AUTHORISED or row.id in given_by(work, subject_ref):
        raise NotAuthorised
    command = _command_of(row)
    ask = _ask(command, rules)
    ruling = rule_on(ask, _known(work, command, ask, rules))
    if ask.consent_how is not None and ruling.allowed and withdrew_all_since(work, subject_ref, row.at):
        ruling = Ruling(False, Why.CONSENT_WITHDRAWN)
    kept = ("ground", "recipient", "country", "outside_eea", "purpose", "consent_how", "representation_id")
    columns = {name: getattr(row, name) for name in kept} | {
        "categories": list(row.categories),
        "given_on": given_on,
        "authorisation_id": row.id,
    }
    return _record(work, subject_ref, Verdict.GIVEN, ruling, columns=columns, words=words_of(work, row) or {})


def list_disclosures(work: Work, subject_ref: str) -> tuple[DisclosureShown, ...]:
    """Return what was decided and recorded about a person's data and third parties, the newest first.

    Under whatever reference of his it was recorded.
    """
    only_own(work, subject_ref)
    references, _ = references_of(work, subject_ref)
    query = select(ThirdPartyDisclosure).where(
        ThirdPartyDisclosure.organisation == work.organisation, ThirdPartyDisclosure.subject_ref.in_(references)
    )
    rows = list(work.session.scalars(query.order_by(ThirdPartyDisclosure.at.desc(), ThirdPartyDisclosure.id.desc())))
    given = {row.authorisation_id for row in rows}
    return tuple(shown_of(work, row, waits=row.id not in given) for row in rows)


def _ask(command: NewDisclosure, rules: Rules) -> Ask:
    """Return what is asked, with the values behind its codes. Raises NotThere, NameNeeded."""
    listed = {each.code: each for each in rules.recipients}
    if command.recipient != OTHER and command.recipient not in listed:
        raise NotThere("recipient")
    if command.recipient == OTHER and not command.recipient_name:
        raise NameNeeded
    if any(code not in rules.categories for code in command.categories):
        raise NotThere("categories")
    if command.purpose is not None and command.purpose not in rules.purposes:
        raise NotThere("purpose")
    return Ask(
        ground=command.ground,
        categories=tuple(rules.categories[code] for code in command.categories),
        recipient=listed.get(command.recipient),
        country=command.country,
        ground_source=command.ground_source,
        purpose=rules.purposes[command.purpose] if command.purpose is not None else None,
        consent_how=command.consent_how,
    )


def _known(work: Work, command: NewDisclosure, ask: Ask, rules: Rules) -> Known:
    stands = None
    if ask.purpose is not None:
        events = deciding_events(work, command.subject_ref, ask.purpose.code, rules=rules)
        kinds = rules.message_kinds.values()
        whom = whom_of(command.recipient, ask.purpose.code, recipients=rules.recipients, kinds=kinds)
        stands = standing(events, ask.purpose.code, categories=command.categories, whom=whom)
    safeguard = safeguard_of(work, ask.recipient.code) if ask.recipient is not None and ask.outside_eea else None
    return Known(standing=stands, marks=marks_in_force(work, command.subject_ref), safeguard=safeguard)


def _verdict(command: NewDisclosure, ruling: Ruling) -> Verdict:
    if command.given_on is not None and not command.refuse:
        return Verdict.GIVEN
    return Verdict.AUTHORISED if ruling.allowed else Verdict.REFUSED


def _record(
    work: Work,
    subject_ref: str,
    verdict: Verdict,
    ruling: Ruling,
    *,
    columns: dict[str, Any],
    words: Mapping[str, str | None],
) -> DisclosureShown:
    file, row_id = work.file(ConsentFile, subject_ref), new_id()
    said = {name: text for name, text in words.items() if text}
    sealed = (
        work.seal(json.dumps(said, ensure_ascii=False), holder=subject_ref, table=TABLE, column=COLUMN, row=row_id)
        if said
        else None
    )
    columns = {
        **columns,
        "id": row_id,
        "subject_ref": subject_ref,
        "verdict": verdict.value,
        "why": ruling.why.value,
        "allowed": ruling.allowed,
        "at": work.now,
        "actor_kind": work.actor.kind.value,
        "actor_ref": work.actor.ref,
        "role": work.actor.sole_role or None,
        "words_sealed": sealed,
    }
    work.append(ThirdPartyDisclosure, **columns)
    work.emit(
        DisclosureRecorded(
            subject_ref=subject_ref,
            disclosure_ref=row_id,
            verdict=verdict.value,
            ground=columns["ground"],
            recipient=columns["recipient"],
            categories=tuple(columns["categories"]),
            outside_eea=columns["outside_eea"],
        ),
        case=file,
    )
    facts = {"verdict": verdict.value, "ground": columns["ground"], "why": ruling.why.value}
    work.record(file, verb="disclosure", facts={**facts, "recipient": columns["recipient"]})
    return of_columns(columns, said, waits=verdict is Verdict.AUTHORISED)


def _command_of(row: ThirdPartyDisclosure) -> NewDisclosure:
    """Return what was asked when it was authorised; its words are not needed to weigh it again."""
    return NewDisclosure(
        subject_ref=row.subject_ref,
        ground=DisclosureGround(row.ground),
        categories=tuple(row.categories),
        recipient=row.recipient,
        recipient_name=OTHER,
        country=row.country,
        ground_source=row.ground,
        purpose=row.purpose,
        consent_how=How(row.consent_how) if row.consent_how else None,
    )
