"""What a receipt tells when it is read back: the same of every form, as far as that form can carry it."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from waarborg_consent.domain import ReceiptFacts, ReceiptForm


class Unreadable(ValueError):
    """A document that is no receipt of its form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was read; None is what the form does not carry. Moments are aware UTC, ``given_at`` in whole seconds."""

    form: ReceiptForm
    receipt_id: str | None = None
    issued_at: datetime | None = None
    consent_id: str | None = None
    subject_ref: str | None = None
    controller: str | None = None
    purpose: str | None = None
    categories: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    history: tuple[tuple[str, datetime], ...] | None = None
    in_force: bool | None = None
    given_at: datetime | None = None
    how: str | None = None
    statement_version: str | None = None
    text_digest: str | None = None
    valid_until: datetime | None = None


def told_by(facts: ReceiptFacts, form: ReceiptForm) -> Told:
    """Return everything that a receipt in this form could tell."""
    return Told(
        form=form,
        receipt_id=facts.receipt_id,
        issued_at=facts.issued_at,
        consent_id=facts.consent_id,
        subject_ref=facts.subject_ref,
        controller=plain(facts.controller.legal_name),
        purpose=facts.purpose.code,
        categories=tuple(each.category.code for each in facts.categories),
        recipients=tuple(each.code for each in facts.recipients),
        history=tuple((state.status.value, state.at) for state in facts.history),
        in_force=facts.in_force,
        given_at=facts.opened.at.replace(microsecond=0),
        how=facts.opened.how.value,
        statement_version=facts.opened.statement_version,
        text_digest=facts.opened.text_digest,
        valid_until=facts.valid_until,
    )


def plain(text: str) -> str:
    """Return a text on one line, without what cannot be seen; a dash where nothing can."""
    seen = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Cf") else each for each in text)
    return " ".join(seen.split()) or "-"


def moment(at: datetime) -> str:
    """Return a moment as ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def at_moment(written: str) -> datetime:
    """Return what `moment` wrote; raises Unreadable for anything else."""
    try:
        at = datetime.fromisoformat(written)
    except (TypeError, ValueError) as wrong:
        raise Unreadable("a moment is not written as ISO 8601") from wrong
    if at.tzinfo is None:
        raise Unreadable("a moment has no time zone")
    return at.astimezone(UTC)
