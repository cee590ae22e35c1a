"""Record what was signed with a recipient, end it, and say what is in force with whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from waarborg_consent.actions.books import rule_book
from waarborg_consent.domain.recipients import (
    Agreement,
    AgreementKind,
    RecipientError,
    Safeguard,
    Term,
    UnknownRecipient,
    check_agreement,
    safeguard_on,
    term_of,
)
from waarborg_consent.models import RecipientAgreement
from waarborg_shared.clocks.terms import local_date
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Recipient, Text
from waarborg_shared.uow import Work


class NothingToEnd(RecipientError):
    """There is no agreement that runs."""

    text = Text("Er loopt geen overeenkomst.", "No agreement runs.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementShown:
    """An agreement as it was recorded: by whom, when, and where the paper lies."""

    agreement: Agreement
    kept_at: str | None
    at: datetime
    by_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientShown:
    """A recipient of the plugin's list with what was recorded of it, the newest first."""

    recipient: Recipient
    term: Term
    history: tuple[AgreementShown, ...]

    @property
    def newest(self) -> AgreementShown | None:
        """What counts."""
        return self.history[0] if self.history else None


def list_recipients(work: Work, *, rules: Rules) -> tuple[RecipientShown, ...]:
    """Return every recipient of the organisation's list with its agreements."""
    today, history = local_date(work.now), _history(work)
    found = []
    for recipient in rules.recipients:
        own = tuple(history.get(recipient.code, ()))
        term = term_of(own[0].agreement if own else None, on=today)
        found.append(RecipientShown(recipient=recipient, term=term, history=own))
    return tuple(found)


def show_recipient(work: Work, code: str, *, rules: Rules) -> RecipientShown:
    """Return one recipient. Raises UnknownRecipient."""
    for shown in list_recipients(work, rules=rules):
        if shown.recipient.code == code:
            return shown
    raise UnknownRecipient(code)


def record_agreement(work: Work, agreement: Agreement, *, kept_at: str | None, rules: Rules) -> None:
    """Record what was signed with a recipient; what was recorded before stays in its history.

    Raises:
        RecipientError: naming the field.
    """
    check_agreement(agreement, rules.recipients, today=local_date(work.now))
    _add(work, agreement, kept_at=kept_at, verb="recorded-agreement")


def end_agreement(work: Work, code: str, *, rules: Rules) -> None:
    """Record that the agreement with a recipient is over. Raises UnknownRecipient, NothingToEnd."""
    rule_book(work)
    newest = show_recipient(work, code, rules=rules).newest
    if newest is None or newest.agreement.ended:
        raise NothingToEnd(code)
    before = newest.agreement
    over = Agreement(
        recipient=code,
        kind=before.kind,
        signed_on=before.signed_on,
        until_on=before.until_on,
        sub_processors=before.sub_processors,
        safeguard=before.safeguard,
        ended=True,
    )
    _add(work, over, kept_at=newest.kept_at, verb="ended-agreement")


def current_agreements(work: Work) -> Mapping[str, Agreement]:
    """Return by recipient the agreement that counts, over or not."""
    return {code: shown[0].agreement for code, shown in _history(work).items()}


def safeguard_of(work: Work, code: str) -> Safeguard | None:
    """Return what protects data at a recipient outside the EEA today; None where nothing is registered (B3)."""
    return safeguard_on(current_agreements(work).get(code), on=local_date(work.now))


def _history(work: Work) -> dict[str, list[AgreementShown]]:
    query = select(RecipientAgreement).where(RecipientAgreement.organisation == work.organisation)
    found: dict[str, list[AgreementShown]] = {}
    for row in work.session.scalars(query.order_by(RecipientAgreement.recipient, RecipientAgreement.sequence.desc())):
        found.setdefault(row.recipient, []).append(_shown(row))
    return found


def _shown(row: RecipientAgreement) -> AgreementShown:
    agreement = Agreement(
        recipient=row.recipient,
        kind=AgreementKind(row.kind),
        signed_on=row.signed_on,
        until_on=row.until_on,
        sub_processors=tuple(row.sub_processors),
        safeguard=Safeguard(row.safeguard) if row.safeguard else None,
        ended=row.ended,
    )
    return AgreementShown(agreement=agreement, kept_at=row.kept_at, at=row.at, by_ref=row.by_ref)


def _add(work: Work, agreement: Agreement, *, kept_at: str | None, verb: str) -> None:
    book = rule_book(work)
    before = len(_history(work).get(agreement.recipient, ()))
    work.append(
        RecipientAgreement,
        id=new_id(),
        recipient=agreement.recipient,
        sequence=before + 1,
        kind=agreement.kind.value,
        signed_on=agreement.signed_on,
        until_on=agreement.until_on,
        sub_processors=list(agreement.sub_processors),
        safeguard=agreement.safeguard.value if agreement.safeguard else None,
        ended=agreement.ended,
        kept_at=kept_at,
        at=work.now,
        by_ref=work.actor.ref,
    )
    work.record(book, verb=verb, facts={"recipient": agreement.recipient, "kind": agreement.kind.value})
