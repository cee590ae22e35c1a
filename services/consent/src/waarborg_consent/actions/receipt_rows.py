"""Reads the events of a person's consents as a receipt tells of them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from waarborg_consent.domain import (
    Authority,
    By,
    Given,
    How,
    NoSuchConsent,
    Part,
    ReceiptState,
    ReceiptStatus,
)
from waarborg_consent.domain.shown_text import known_digest
from waarborg_consent.models import Consent, RepresentationActRow
from waarborg_consent.references import references_of
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Scope
from waarborg_shared.uow import Work

_CONSENT = Consent.__table__
_ACT = RepresentationActRow.__table__
Row = Mapping[str, Any]


def named(work: Work, consent_id: str) -> Row:
    """Return the event by its reference; of another's a person learns no more than of one that does not exist.

    Raises:
        NoSuchConsent: there is none, or it is somebody else's.
    """
    query = select(_CONSENT).where(_CONSENT.c.organisation == work.organisation, _CONSENT.c.id == consent_id)
    found = work.execute(query, {}).mappings().one_or_none()
    if found is None:
        raise NoSuchConsent(consent_id)
    if work.actor.kind is ActorKind.PERSON and not _is_of(work, found["subject_ref"], work.actor.subject_ref):
        raise NoSuchConsent(consent_id)
    return dict(found)


def _is_of(work: Work, subject_ref: str, asker_ref: str | None) -> bool:
    return subject_ref == asker_ref or asker_ref in references_of(work, subject_ref)[0]


def of_person(work: Work, subject_ref: str) -> list[Row]:
    """Return all that counts of what was said under each of a person's references, in order of time.

    What was undone, and the undoing, are as if they had not been.
    """
    references, _ = references_of(work, subject_ref)
    query = (
        select(_CONSENT)
        .where(_CONSENT.c.organisation == work.organisation, _CONSENT.c.subject_ref.in_(references))
        .order_by(_CONSENT.c.at, _CONSENT.c.sequence)
    )
    rows = [dict(row) for row in work.execute(query, {}).mappings()]
    gone = {row["undoes"] for row in rows if row["undoes"] is not None}
    return [row for row in rows if row["kind"] != Given.UNDONE.value and row["id"] not in gone]


def about_purpose(rows: Iterable[Row], purpose: str) -> list[Row]:
    """Return what is about a purpose, or about every purpose at once."""
    return [row for row in rows if row["purpose"] in (purpose, None)]


def states_of(work: Work, rows: Collection[Row], rules: Rules) -> list[ReceiptState]:
    """Return events as a receipt tells of them, those of a representative with on whose authority."""
    sources = _sources(work, [row["id"] for row in rows if row["representation_id"]])
    return [_state(row, rules, sources.get(row["id"])) for row in rows]


def _sources(work: Work, event_ids: Collection[str]) -> dict[str, str]:
    """Return by event the article that gave a representative the right, as it was written down with the act."""
    if not event_ids:
        return {}
    about = _ACT.c.organisation == work.organisation, _ACT.c.act_ref.in_(event_ids)
    return {row.act_ref: row.source for row in work.execute(select(_ACT.c.act_ref, _ACT.c.source).where(*about), {})}


def _state(row: Row, rules: Rules, source: str | None) -> ReceiptState:
    authority = _authority(row, rules, source)
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
        text_digest=known_digest(row["text_digest"]),
        by=By(row["said_by"]),
        part=part_of(row),
        until=row["ends_at"],
    )


def part_of(row: Row) -> Part:
    """Return what of its purpose an event is about."""
    return Part(frozenset(row["categories"] or ()), frozenset(row["recipients"] or ()))


def _authority(row: Row, rules: Rules, source: str | None) -> Authority | None:
    """Return on whose authority it was said, where all of it is known: a receipt does not guess."""
    if not row["representation_id"]:
        return None
    by_kind = {kind.code: kind.source for kind in rules.representative_kinds}
    source = source or by_kind.get(row["authority_kind"])
    if source is None:
        return None
    return Authority(
        representation_id=row["representation_id"],
        representative_ref=row["representative_ref"],
        kind=row["authority_kind"],
        scope=Scope.DATA,
        source=source,
    )
