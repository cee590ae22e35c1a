"""Takes consents along with their history: all of an organisation, page by page, or a person's own."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, select, tuple_

from waarborg_consent.actions.looks import RETENTION, take_own_looks
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain.shown_text import known_digest
from waarborg_consent.models import Consent, ConsentFile, ExportCase
from waarborg_consent.references import references_of
from waarborg_shared.db import new_id
from waarborg_shared.uow import Work, Written

PAGE_ROWS = 1_000
_COLUMNS = (
    *("id", "subject_ref", "sequence", "kind", "purpose", "categories", "recipients", "how", "statement_version", "at"),
    *("ends_at", "said_by", "text_digest", "language", "undoes", "representation_id", "representative_ref"),
    *("authority_kind", "scan_sha256", "actor_kind", "actor_ref", "request_ref", "note_sealed", "witness_sealed"),
)
_CONSENT = Consent.__table__.c
_OF_ORGANISATION = select(*(_CONSENT[name] for name in _COLUMNS)).where(
    _CONSENT.organisation == bindparam("organisation")
)
_NEXT_PAGE = (
    _OF_ORGANISATION.where(tuple_(_CONSENT.subject_ref, _CONSENT.sequence) > tuple_(bindparam("ref"), bindparam("seq")))
    .order_by(_CONSENT.subject_ref, _CONSENT.sequence)
    .limit(PAGE_ROWS)
)
_OF_PERSON = _OF_ORGANISATION.where(_CONSENT.subject_ref.in_(bindparam("refs", expanding=True))).order_by(_CONSENT.at)


_FILE = ConsentFile.__table__.c
_NEXT_PERSONS = (
    select(_FILE.id)
    .where(_FILE.organisation == bindparam("organisation"), _FILE.id > bindparam("ref"), _FILE.timeline_number > 0)
    .order_by(_FILE.id)
    .limit(PAGE_ROWS)
)


class Begin(Protocol):
    """Opens a unit of work."""

    def __call__(self) -> AbstractContextManager[Work]:
        """Open one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedConsent:
    """One event of somebody's consents as it leaves, free text opened; that is `ERASED` where its key is gone."""

    person_ref: str
    sequence: int
    consent_id: str
    kind: str
    purpose: str | None
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    at: datetime
    ends_at: datetime | None
    said_by: str
    how: str
    statement_version: str
    text_digest: str | None
    language: str | None
    undoes: str | None
    representation_id: str | None
    representative_ref: str | None
    authority_kind: str | None
    scan_sha256: str | None
    recorded_by_kind: str
    recorded_by: str
    request_ref: str | None
    note: Written = field(repr=False)
    witness: Written = field(repr=False)


def begin_export(work: Work, *, kind: str) -> str:
    """Write down that somebody takes everything along, before the first row leaves; return the export's reference."""
    case = work.add(ExportCase(id=new_id(), kind=kind, by_ref=work.actor.ref))
    work.record(case, verb="export-begun", facts={"kind": kind})
    return str(case.id)


def finish_export(work: Work, export_id: str, *, rows: int) -> None:
    """Write down how much left; where this is missing, somebody broke off."""
    work.record(work.case(ExportCase, export_id), verb="export-ended", facts={"rows": rows})


def log_of_everybody(read: Begin, begin: Begin, *, record_type: str) -> None:
    """Write in the log of everybody of whom something was recorded that somebody takes it along, page by page."""
    after = ""
    while True:
        with read() as work:
            refs = work.execute(_NEXT_PERSONS, {"organisation": work.organisation, "ref": after}).scalars().all()
        if refs:
            with begin() as work:
                work.ready_to_seal(refs, retention=RETENTION)
                take_own_looks(work, refs, record_type=record_type)
            after = refs[-1]
        if len(refs) < PAGE_ROWS:
            return


def all_consents(read: Begin) -> Iterator[ExportedConsent]:
    """Give every event of an organisation, person by person, in transactions that are short."""
    ref, seq = "", -1
    while True:
        with read() as work:
            page = _opened(work, work.execute(_NEXT_PAGE, {"organisation": work.organisation, "ref": ref, "seq": seq}))
        yield from page
        if len(page) < PAGE_ROWS:
            return
        ref, seq = page[-1].person_ref, page[-1].sequence


def own_consents(work: Work, subject_ref: str) -> Sequence[ExportedConsent]:
    """Return a person's own events, under whichever reference they were recorded; who witnessed them is another's data.

    Raises:
        NotOwn: they are somebody else's.
    """
    only_own(work, subject_ref)
    refs, _since = references_of(work, subject_ref)
    rows = _opened(work, work.execute(_OF_PERSON, {"organisation": work.organisation, "refs": list(refs)}))
    if rows:
        work.record(work.case(ConsentFile, rows[0].person_ref), verb="took-own-along", facts={"rows": len(rows)})
    return [replace(row, witness="") for row in rows]


def _opened(work: Work, rows: Any) -> list[ExportedConsent]:
    found = rows.all()
    work.ready_to_unseal({row.subject_ref for row in found if row.note_sealed or row.witness_sealed})
    return [_exported(work, row) for row in found]


def _exported(work: Work, row: Any) -> ExportedConsent:
    return ExportedConsent(
        person_ref=row.subject_ref,
        sequence=row.sequence,
        consent_id=row.id,
        kind=row.kind,
        purpose=row.purpose,
        categories=tuple(row.categories or ()),
        recipients=tuple(row.recipients or ()),
        at=row.at,
        ends_at=row.ends_at,
        said_by=row.said_by,
        how=row.how,
        statement_version=row.statement_version,
        text_digest=known_digest(row.text_digest),
        language=row.language,
        undoes=row.undoes,
        representation_id=row.representation_id,
        representative_ref=row.representative_ref,
        authority_kind=row.authority_kind,
        scan_sha256=row.scan_sha256,
        recorded_by_kind=row.actor_kind,
        recorded_by=row.actor_ref,
        request_ref=row.request_ref,
        note=_opened_text(work, row, "note", row.note_sealed),
        witness=_opened_text(work, row, "witness", row.witness_sealed),
    )


def _opened_text(work: Work, row: Any, column: str, sealed: bytes | None) -> Written:
    if sealed is None:
        return ""
    return work.unseal_to_show(sealed, holder=row.subject_ref, table="consent", column=column, row=row.id)
