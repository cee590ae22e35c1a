"""Whose address is secret, as consent tells it: kept by reference, for who looks through what is given (B12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from waarborg_requests.actions.references import references_of
from waarborg_requests.domain.at_once import MarkKind
from waarborg_requests.models import Request, SecretAddress
from waarborg_shared.events.consent import MarkEnded, MarkSet
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrecy:
    """Whose address is secret: of the person, of who asks for the person, and of anybody else that is known here."""

    of_person: bool
    of_filer: bool
    of_others: bool

    @property
    def any(self) -> bool:
        """Whether there is something to look out for."""
        return self.of_person or self.of_filer or self.of_others


def follow(work: Work, event: MarkSet | MarkEnded, *, at: datetime) -> None:
    """Keep that an address is secret, or is so no more; another mark, or the same once more, changes nothing."""
    if event.kind != MarkKind.ADDRESS_SECRECY:
        return
    kept = _kept(work, event.mark_ref, event.subject_ref)
    if kept is None:
        kept = _keep(work, event.mark_ref, event.subject_ref, at)
    if isinstance(event, MarkEnded):
        for each in _of_mark(work, event.mark_ref):
            each.ended_at = each.ended_at or at


def follow_merge(work: Work, *, kept_ref: str, merged_ref: str) -> None:
    """Let what is secret of a reference be so of the one that it was joined to; parted again, it stays so of both."""
    for each in _standing_of(work, {merged_ref}):
        if _kept(work, each.mark_ref, kept_ref) is None:
            _keep(work, each.mark_ref, kept_ref, each.set_at)


def secrecy_for(work: Work, row: Request) -> Secrecy:
    """Return whose address is secret, of those whom a request may bring together."""
    person = references_of(work, row.subject_ref, row.filed_ref)
    filer = references_of(work, row.representative_ref) - person
    query = select(SecretAddress.mark_ref).where(
        SecretAddress.organisation == work.organisation,
        SecretAddress.ended_at.is_(None),
        SecretAddress.subject_ref.not_in(sorted(person | filer)),
    )
    return Secrecy(
        of_person=bool(_standing_of(work, person)),
        of_filer=bool(_standing_of(work, filer)),
        of_others=work.session.scalars(query.limit(1)).first() is not None,
    )


def _keep(work: Work, mark_ref: str, subject_ref: str, at: datetime) -> SecretAddress:
    kept = SecretAddress(mark_ref=mark_ref, subject_ref=subject_ref, set_at=at, ended_at=None)
    work.add(kept)
    work.session.flush()
    return kept


def _kept(work: Work, mark_ref: str, subject_ref: str) -> SecretAddress | None:
    return work.session.get(SecretAddress, (work.organisation, mark_ref, subject_ref))


def _of_mark(work: Work, mark_ref: str) -> tuple[SecretAddress, ...]:
    query = select(SecretAddress).where(
        SecretAddress.organisation == work.organisation, SecretAddress.mark_ref == mark_ref
    )
    return tuple(work.session.scalars(query))


def _standing_of(work: Work, refs: Collection[str]) -> tuple[SecretAddress, ...]:
    query = select(SecretAddress).where(
        SecretAddress.organisation == work.organisation,
        SecretAddress.subject_ref.in_(sorted(refs)),
        SecretAddress.ended_at.is_(None),
    )
    return tuple(work.session.scalars(query.order_by(SecretAddress.mark_ref))) if refs else ()
