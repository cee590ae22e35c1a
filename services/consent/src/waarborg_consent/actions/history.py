"""Everything that was said about a person's consents, the newest first."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import By, Given, How
from waarborg_consent.domain.shown_text import known_digest
from waarborg_consent.models import Consent
from waarborg_consent.references import references_of
from waarborg_shared.clocks import due_on
from waarborg_shared.uow import Work, Written

Place = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What somebody wrote down for proof, opened for staff alone; None where nothing was, or where it is not shown."""

    note: Written | None = field(default=None, repr=False)
    witness: Written | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event as it is shown: what, about what, by whom, how, under which text, until when, and whether undone."""

    id: str
    subject_ref: str
    kind: Given
    purpose: str | None
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    at: datetime
    ends_at: datetime | None
    how: How
    by: By
    authority_kind: str | None
    recorded_by: str
    statement_version: str
    text_digest: str | None
    language: str | None
    scan_sha256: str | None
    undone: bool
    proof: Proof = Proof()

    @property
    def ends_on(self) -> date | None:
        """Its last day."""
        return due_on(self.ends_at) if self.ends_at else None


def history(
    work: Work,
    subject_ref: str,
    *,
    limit: int,
    before: Place | None = None,
    purpose: str | None = None,
    opened: bool = False,
) -> tuple[Happened, ...]:
    """Return at most ``limit`` events of a person, newest first, under whichever reference they were said.

    ``before`` is the place of the last that was seen; ``opened`` unseals what was written for proof.
    """
    only_own(work, subject_ref)
    references, _ = references_of(work, subject_ref)
    query = select(Consent).where(Consent.organisation == work.organisation, Consent.subject_ref.in_(references))
    if before is not None:
        at, event_id = before
        query = query.where(or_(Consent.at < at, and_(Consent.at == at, Consent.id < event_id)))
    if purpose is not None:
        query = query.where(or_(Consent.purpose == purpose, Consent.purpose.is_(None)))
    rows = work.session.scalars(query.order_by(Consent.at.desc(), Consent.id.desc()).limit(limit)).all()
    gone = _undone(work, references)
    return tuple(_happened(work, row, undone=row.id in gone, opened=opened) for row in rows)


def _undone(work: Work, references: Collection[str]) -> frozenset[str]:
    rows = work.session.scalars(
        select(Consent.undoes).where(
            Consent.organisation == work.organisation,
            Consent.subject_ref.in_(references),
            Consent.apart,
            Consent.undoes.is_not(None),
        )
    )
    return frozenset(row for row in rows if row is not None)


def _happened(work: Work, row: Any, *, undone: bool, opened: bool) -> Happened:
    return Happened(
        id=row.id,
        subject_ref=row.subject_ref,
        kind=Given(row.kind),
        purpose=row.purpose,
        categories=tuple(row.categories or ()),
        recipients=tuple(row.recipients or ()),
        at=row.at,
        ends_at=row.ends_at,
        how=How(row.how),
        by=By(row.said_by),
        authority_kind=row.authority_kind,
        recorded_by=row.actor_kind,
        statement_version=row.statement_version,
        text_digest=known_digest(row.text_digest),
        language=row.language,
        scan_sha256=row.scan_sha256,
        undone=undone,
        proof=_proof(work, row) if opened else Proof(),
    )


def _proof(work: Work, row: Any) -> Proof:
    def text(column: str, sealed: bytes | None) -> Written | None:
        if sealed is None:
            return None
        return work.unseal_to_show(sealed, holder=row.subject_ref, table="consent", column=column, row=row.id)

    return Proof(note=text("note", row.note_sealed), witness=text("witness", row.witness_sealed))
