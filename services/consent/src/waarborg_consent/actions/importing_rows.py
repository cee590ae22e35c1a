"""Turns the rows of an import into consents: each is what recording it by hand makes, and says where it came from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from waarborg_consent.actions.shown_texts import keep_text, statement_in_force
from waarborg_consent.actions.writing import Entry, Recorded, columns_of, fact
from waarborg_consent.domain import ASKING, By, Given
from waarborg_consent.domain.import_plan import Happening, Known, as_known, new_happenings
from waarborg_consent.domain.import_rows import ImportRow
from waarborg_consent.domain.importing import Finding, RowFault
from waarborg_consent.models import Consent, ConsentFile
from waarborg_shared.db import new_id
from waarborg_shared.db.many import of_each
from waarborg_shared.hooks import Rules
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import CaseFile, Work

_CONSENT = Consent.__table__.c
_ANSWERS = sorted(kind.value for kind in Given if kind not in ASKING)
_COLUMNS = ("id", "subject_ref", "kind", "purpose", "at", "categories", "recipients", "undoes")
_OF_ALL = select(*(_CONSENT[name] for name in _COLUMNS)).where(
    _CONSENT.kind.in_(_ANSWERS), _CONSENT.organisation == bindparam("organisation")
)
_OF_PERSONS = {dialect: of_each(_OF_ALL, _CONSENT.subject_ref, "refs", dialect) for dialect in ("postgresql", "sqlite")}
_VERBS = {
    Given.GIVEN: "imported-consent",
    Given.REFUSED: "imported-refusal",
    Given.WITHDRAWN: "imported-withdrawal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where an imported consent came from: which import, and the digest of its file."""

    import_ref: str
    file_digest: str


def known_of(work: Work, refs: Collection[str]) -> Mapping[str, list[Known]]:
    """Return what was answered in the files of these persons, and stayed so, in one statement."""
    found: dict[str, list[Known]] = defaultdict(list)
    query = _OF_PERSONS[work.connection.dialect.name]
    rows = work.execute(query, {"organisation": work.organisation, "refs": sorted(refs)}).all()
    gone = {row.undoes for row in rows if row.undoes is not None}
    for row in rows:
        kind = Given(row.kind)
        if kind is not Given.UNDONE and row.id not in gone:
            whole = not row.categories and not row.recipients
            found[row.subject_ref].append(Known(kind=kind, purpose=row.purpose, at=row.at, whole=whole))
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
            file = files[row.person_ref]
            new = () if fault else tuple(_consents(work, file, row, happened, proof=proof, rules=rules))
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
    work: Work, file: CaseFile, row: ImportRow, happened: Iterable[Happening], *, proof: Proof, rules: Rules
) -> Iterable[Mapping[str, Any]]:
    """The rows of one row: what goes into the person's file, with its event and its link of the timeline.

    What is sealed is so first: where its key is gone nothing of the row has been told.
    """
    entries = [(each, _entry(work, row, each, rules=rules)) for each in happened]
    made = [(each, entry, columns_of(work, _added(file, each), entry)) for each, entry in entries]
    for each, entry, columns in made:
        work.emit(fact(file.id, entry), case=file)
        facts = {"purpose": each.purpose, "how": row.how.value, "said_at": each.at, "row": row.number}
        facts |= {"import": proof.import_ref, "file": proof.file_digest}
        work.record(file, verb=_VERBS[each.kind], facts=facts)
        yield {**columns, "sequence": file.event_sequence}


def _added(file: CaseFile, happening: Happening) -> Recorded:
    """What is added: on the moment that it was said, and with its number once its event has one."""
    return Recorded(
        id=new_id(),
        subject_ref=file.id,
        sequence=0,
        kind=happening.kind,
        purpose=happening.purpose,
        at=happening.at,
    )


def _entry(work: Work, row: ImportRow, happening: Happening, *, rules: Rules) -> Entry:
    """What was said, by the person himself. Its text is known where the statement is the one in force."""
    in_force = row.statement_version == statement_in_force(rules)
    return Entry(
        kind=happening.kind,
        purpose=happening.purpose,
        how=row.how,
        by=By.PERSON,
        statement_version=row.statement_version,
        text_digest=keep_text(work, happening.purpose, rules=rules) if in_force else None,
        note=row.note,
    )
