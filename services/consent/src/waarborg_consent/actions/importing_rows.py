"""Turns the rows of an import into consents: each is what recording it by hand makes, and says where it came from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from waarborg_consent.domain.consents import Given
from waarborg_consent.domain.import_plan import Happening, Known, as_known, new_happenings
from waarborg_consent.domain.import_rows import ImportRow
from waarborg_consent.domain.importing import Finding, RowFault
from waarborg_consent.models import Consent, ConsentFile
from waarborg_shared.db import new_id
from waarborg_shared.events import Event
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn
from waarborg_shared.hooks import Rules
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import CaseFile, Work

_CONSENT = Consent.__table__.c
_OF_PERSONS = select(_CONSENT.subject_ref, _CONSENT.kind, _CONSENT.purpose, _CONSENT.at).where(
    _CONSENT.organisation == bindparam("organisation"), _CONSENT.subject_ref.in_(bindparam("refs", expanding=True))
)
_VERBS = {Given.GIVEN: "imported-consent", Given.WITHDRAWN: "imported-withdrawal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where an imported consent came from: which import, and the digest of its file."""

    import_ref: str
    file_digest: str


def known_of(work: Work, refs: Collection[str]) -> Mapping[str, list[Known]]:
    """Return what the files of these persons hold, in one statement."""
    found: dict[str, list[Known]] = defaultdict(list)
    for row in work.execute(_OF_PERSONS, {"organisation": work.organisation, "refs": sorted(refs)}):
        found[row.subject_ref].append(Known(kind=Given(row.kind), purpose=row.purpose, at=row.at))
    return found


def add_rows(work: Work, rows: Sequence[ImportRow], *, proof: Proof, rules: Rules) -> tuple[Finding, ...]:
    """Add to the persons' files what these rows bring, and return what is said of rows that bring nothing.

    Every row ends by itself: its purpose may have gone from the list since the file was looked at, its person may have
    been erased, and somebody may have recorded the same meanwhile. ``rows`` are in the order of their plan.
    """
    refs = {row.person_ref for row in rows}
    files = work.files(ConsentFile, refs)
    known = known_of(work, refs)
    work.ready_to_seal(refs)
    added: list[Mapping[str, Any]] = []
    findings: list[Finding] = []
    for row in rows:
        of_person = known.setdefault(row.person_ref, [])  # type: ignore[attr-defined]
        fault = _purpose_fault(row, rules)
        if fault is None:
            happened, fault = new_happenings(row, of_person, now=work.now)
        try:
            new = () if fault else tuple(_consents(work, files[row.person_ref], row, happened, proof=proof))
        except KeyDestroyed:
            new, fault = (), RowFault.ERASED
        if fault is not None:
            findings.append(Finding(row.number, fault))
            continue
        of_person.extend(map(as_known, happened))
        added += new
    work.append_all(Consent, added)
    return tuple(findings)


def _purpose_fault(row: ImportRow, rules: Rules) -> RowFault | None:
    purpose = rules.purposes.get(row.purpose)
    if purpose is None:
        return RowFault.UNKNOWN_PURPOSE
    return None if purpose.takes_consent else RowFault.NEEDS_NO_CONSENT


def _consents(
    work: Work, file: CaseFile, row: ImportRow, happened: Iterable[Happening], *, proof: Proof
) -> Iterable[Mapping[str, Any]]:
    """The rows of one row: what goes into the person's file, with its event and its link of the timeline.

    The note is sealed first: where its key is gone nothing of the row has been told.
    """
    sealed = [(each, new_id()) for each in happened]
    notes = [_sealed_note(work, row, consent_id) for _, consent_id in sealed]
    for (each, consent_id), note in zip(sealed, notes, strict=True):
        work.emit(_event(row, each), case=file)
        facts = {"purpose": each.purpose, "how": row.how.value, "said_at": each.at, "row": row.number}
        facts |= {"import": proof.import_ref, "file": proof.file_digest}
        work.record(file, verb=_VERBS[each.kind], facts=facts)
        yield {
            "id": consent_id,
            "subject_ref": file.id,
            "sequence": file.event_sequence,
            "kind": each.kind.value,
            "purpose": each.purpose,
            "how": row.how.value,
            "statement_version": row.statement_version,
            "at": each.at,
            "actor_kind": work.actor.kind.value,
            "actor_ref": work.actor.ref,
            "request_ref": None,
            "note_sealed": note,
        }


def _sealed_note(work: Work, row: ImportRow, consent_id: str) -> bytes | None:
    if not row.note:
        return None
    return work.seal(row.note, holder=row.person_ref, table="consent", column="note", row=consent_id)


def _event(row: ImportRow, happening: Happening) -> Event:
    if happening.kind is Given.GIVEN:
        return ConsentGiven(
            subject_ref=row.person_ref, purpose=happening.purpose, statement_version=row.statement_version
        )
    return ConsentWithdrawn(subject_ref=row.person_ref, purpose=happening.purpose)
