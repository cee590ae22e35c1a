"""Turns the rows of an import into consents: each is what recording it by hand makes, and says where it came from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from waarborg_consent.actions.acting import GAVE, note_act
from waarborg_consent.actions.consents import count_down
from waarborg_consent.actions.representing import known_where_any
from waarborg_consent.actions.shown_texts import keep_text, statement_in_force
from waarborg_consent.actions.writing import Entry, Recorded, columns_of, fact
from waarborg_consent.domain import ASKING, By, Given
from waarborg_consent.domain.consent_parts import Part
from waarborg_consent.domain.import_columns import plain
from waarborg_consent.domain.import_givers import HIMSELF, Giver, giver
from waarborg_consent.domain.import_plan import Happening, Known, as_known, new_happenings
from waarborg_consent.domain.import_values import Answer, ImportRow
from waarborg_consent.domain.importing import Finding, RowFault
from waarborg_consent.domain.shown_text import UNKNOWN_TEXT
from waarborg_consent.models import Consent, ConsentFile
from waarborg_shared.clocks import end_of_day
from waarborg_shared.db import new_id
from waarborg_shared.db.many import of_each
from waarborg_shared.events import Event
from waarborg_shared.events.consent import ConsentExpired
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Scope
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
            part = Part(categories=frozenset(row.categories or ()), recipients=frozenset(row.recipients or ()))
            found[row.subject_ref].append(Known(kind=kind, purpose=row.purpose, at=row.at, part=part))
    return found


def add_rows(work: Work, rows: Sequence[ImportRow], *, proof: Proof, rules: Rules) -> tuple[Finding, ...]:
    """Add to the persons' files what these rows bring, and return what is said of rows that bring nothing.

    Every row ends by itself: its purpose may have gone from the list since the file was looked at, its person may have
    been erased, and somebody may have recorded the same meanwhile. ``rows`` are in the order of their plan.
    """
    refs = {row.person_ref for row in rows}
    files = work.files(ConsentFile, refs)
    known = known_of(work, refs)
    givers = givers_of(work, rows, rules=rules)
    in_force = statement_in_force(work, rules)
    work.ready_to_seal(refs)
    added: list[Mapping[str, Any]] = []
    findings: list[Finding] = []
    for row in rows:
        of_person = known.setdefault(row.person_ref, [])  # type: ignore[attr-defined]
        happened, gave, fault = _judged(row, of_person, givers, now=work.now, rules=rules)
        try:
            entries = [(each, _entry(work, row, each, gave, in_force=in_force, rules=rules)) for each in happened]
            added += _consents(work, files[row.person_ref], row, entries, proof=proof)
        except KeyDestroyed:
            happened, fault = (), RowFault.ERASED
        of_person.extend(map(as_known, happened))
        if fault is not None:
            findings.append(Finding(row.number, fault))
    work.append_all(Consent, added)
    return tuple(findings)


def _judged(
    row: ImportRow, known: Sequence[Known], givers: Mapping[int, Giver | RowFault], *, now: datetime, rules: Rules
) -> tuple[tuple[Happening, ...], Giver, RowFault | None]:
    """Return what a row brings and who gave it, and why nothing, where that is so."""
    gave = givers.get(row.number, HIMSELF)
    fault = _purpose_fault(row, rules)
    happened: tuple[Happening, ...] = ()
    if fault is None:
        happened, fault = new_happenings(row, known, now=now)
    if isinstance(gave, RowFault):
        return (), HIMSELF, fault or gave
    return happened if fault is None else (), gave, fault


def givers_of(work: Work, rows: Iterable[ImportRow], *, rules: Rules) -> Mapping[int, Giver | RowFault]:
    """Return, by row, who gave each yes, as it would be decided by hand on the day on which it was given.

    Whoever said no or withdrew needs nobody (art. 5(3) UAVG). Of most persons one statement says that nothing is known.
    """
    given = [(row, row.given_on) for row in rows if row.answer is Answer.YES and row.given_on is not None]
    known = known_where_any(work, {row.person_ref for row, _ in given}, rules=rules)
    words = _kinds(rules)
    found: dict[int, Giver | RowFault] = {}
    for row, day in given:
        person = known.get(row.person_ref)
        if person is not None:
            answer = person.deciders(Scope.DATA, day)
            found[row.number] = giver(answer, own_refs=person.refs, named=row.representative, words=words)
        elif row.representative:
            found[row.number] = RowFault.NOT_ON_AUTHORITY
    return found


@lru_cache(maxsize=64)
def _kinds(rules: Rules) -> Mapping[str, str]:
    """The codes of kinds of representative by what a file may call them."""
    kinds = rules.representative_kinds
    return {plain(word): each.code for each in kinds for word in (each.code, each.name.nl, each.name.en)}


def _purpose_fault(row: ImportRow, rules: Rules) -> RowFault | None:
    purpose = rules.purposes.get(row.purpose)
    if purpose is None:
        return RowFault.UNKNOWN_PURPOSE
    if not row.part.categories <= set(purpose.categories):
        return RowFault.NOT_OF_THE_PURPOSE
    if not row.part.recipients <= {each.code for each in rules.recipients}:
        return RowFault.UNKNOWN_RECIPIENT
    return None if purpose.takes_consent else RowFault.NEEDS_NO_CONSENT


def _consents(
    work: Work,
    file: CaseFile,
    row: ImportRow,
    entries: Sequence[tuple[Happening, Entry]],
    *,
    proof: Proof,
) -> list[Mapping[str, Any]]:
    """The rows of one row: what goes into the person's file, with its event and its link of the timeline.

    What is sealed is so first: where its key is gone nothing of the row has been told.
    """
    made = [(each, entry, columns_of(work, _added(file, each), entry)) for each, entry in entries]
    rows: list[Mapping[str, Any]] = []
    for each, entry, columns in made:
        work.emit(_what_stands(file.id, entry, now=work.now), case=file)
        facts = {"purpose": each.purpose, "how": row.how.value, "said_at": each.at, "row": row.number}
        facts |= {"import": proof.import_ref, "file": proof.file_digest}
        facts |= {"by": entry.by.value} if entry.by is not By.PERSON else {}
        work.record(file, verb=_VERBS[each.kind], facts=facts)
        _after(work, file, each, entry, columns["id"], until_on=row.until_on)
        rows.append({**columns, "sequence": file.event_sequence})
    return rows


def _what_stands(subject_ref: str, entry: Entry, *, now: datetime) -> Event:
    """What others hear of it: of a yes that is over, or that is asked again at once, that and not that it was given."""
    part = {"categories": tuple(sorted(entry.part.categories)), "recipients": tuple(sorted(entry.part.recipients))}
    if entry.kind is not Given.GIVEN or entry.purpose is None:
        return fact(subject_ref, entry)
    if entry.ends_at is not None and entry.ends_at <= now:
        return ConsentExpired(subject_ref=subject_ref, purpose=entry.purpose, **part)
    if entry.text_digest == UNKNOWN_TEXT:
        return fact(subject_ref, replace(entry, kind=Given.REQUESTED))
    return fact(subject_ref, entry)


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


def _after(
    work: Work, file: CaseFile, happening: Happening, entry: Entry, event_id: str, *, until_on: date | None
) -> None:
    """Do what recording by hand does besides: count down to an end, and write down on whose authority it was given."""
    if until_on is not None and entry.ends_at is not None and entry.ends_at > work.now:
        count_down(work, file, event_id, until_on)
    if entry.authority is not None:
        about, at = happening.purpose, happening.at
        note_act(work, file.id, entry.authority, what=GAVE, about=about, act_ref=event_id, at=at)


def _entry(work: Work, row: ImportRow, happening: Happening, gave: Giver, *, in_force: str, rules: Rules) -> Entry:
    """What was said, and by whom. Its text is known where the statement is the one in force: else a yes is to a text
    that nobody can show, and is asked again."""
    gives = happening.kind is Given.GIVEN
    unknown = UNKNOWN_TEXT if gives else None
    shown_today = row.statement_version == in_force
    return Entry(
        kind=happening.kind,
        purpose=happening.purpose,
        how=row.how,
        by=gave.by,
        statement_version=row.statement_version,
        part=happening.part,
        scan_sha256=row.scan_sha256 if gives else None,
        text_digest=keep_text(work, happening.purpose, rules=rules) if shown_today else unknown,
        ends_at=end_of_day(row.until_on) if gives and row.until_on else None,
        authority=gave.authority,
        note=row.note,
        witness=row.witness if gives else None,
    )
