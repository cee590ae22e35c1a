"""Reads what was decided and recorded about third parties."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from waarborg_consent.domain.consents import ENDING
from waarborg_consent.domain.disclosures import OTHER, DisclosureGround, Verdict, Why
from waarborg_consent.models import Consent, ThirdPartyDisclosure
from waarborg_consent.references import references_of
from waarborg_shared.uow import Work
from waarborg_shared.uow.erased import ERASED, Written

TABLE, COLUMN = "third_party_disclosure", "words_sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureShown:
    """One thing that was decided or recorded; its words are opened for who may read them."""

    id: str
    subject_ref: str
    verdict: Verdict
    why: Why
    allowed: bool
    ground: DisclosureGround
    recipient: str
    recipient_name: Written | None
    country: str
    outside_eea: bool
    categories: tuple[str, ...]
    purpose: str | None
    consent_how: str | None
    ground_source: Written | None
    note: Written | None
    given_on: date | None
    authorisation_id: str | None
    at: datetime
    role: str | None
    waits: bool


def withdrew_all_since(work: Work, subject_ref: str, moment: datetime) -> bool:
    """Whether every consent was ended after a moment: that ends one to a single disclosure too (art. 7(3) AVG)."""
    references, _ = references_of(work, subject_ref)
    query = select(Consent.id).where(
        Consent.organisation == work.organisation,
        Consent.subject_ref.in_(references),
        Consent.kind.in_(sorted(kind.value for kind in ENDING)),
        Consent.purpose.is_(None),
        Consent.at > moment,
    )
    return work.session.execute(query.limit(1)).first() is not None


def find_row(work: Work, subject_ref: str, disclosure_id: str) -> ThirdPartyDisclosure | None:
    return work.session.scalars(
        select(ThirdPartyDisclosure).where(
            ThirdPartyDisclosure.organisation == work.organisation,
            ThirdPartyDisclosure.subject_ref == subject_ref,
            ThirdPartyDisclosure.id == disclosure_id,
        )
    ).one_or_none()


def given_by(work: Work, subject_ref: str) -> set[str | None]:
    query = select(ThirdPartyDisclosure.authorisation_id).where(
        ThirdPartyDisclosure.organisation == work.organisation, ThirdPartyDisclosure.subject_ref == subject_ref
    )
    return set(work.session.scalars(query))


def words_of(work: Work, row: ThirdPartyDisclosure) -> dict[str, str] | None:
    """Return the words of a row, or None where their key was destroyed."""
    if row.words_sealed is None:
        return {}
    text = work.unseal_to_show(row.words_sealed, holder=row.subject_ref, table=TABLE, column=COLUMN, row=row.id)
    return None if text is ERASED else dict(json.loads(str(text)))


def shown_of(work: Work, row: ThirdPartyDisclosure, *, waits: bool) -> DisclosureShown:
    columns = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return of_columns(columns, words_of(work, row), waits=waits and row.verdict == Verdict.AUTHORISED)


def of_columns(columns: Mapping[str, Any], words: Mapping[str, str] | None, *, waits: bool) -> DisclosureShown:
    gone = words is None
    said: Mapping[str, Written] = words or {}
    plain = ("id", "subject_ref", "allowed", "recipient", "country", "outside_eea", "purpose", "consent_how")
    return DisclosureShown(
        **{name: columns[name] for name in (*plain, "given_on", "authorisation_id", "at", "role")},
        verdict=Verdict(columns["verdict"]),
        why=Why(columns["why"]),
        ground=DisclosureGround(columns["ground"]),
        categories=tuple(columns["categories"]),
        recipient_name=ERASED if gone and columns["recipient"] == OTHER else said.get("name"),
        ground_source=ERASED if gone else said.get("source"),
        note=ERASED if gone else said.get("note"),
        waits=waits,
    )
