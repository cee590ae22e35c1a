"""Reads what decides on questions: of one about a person's data in one statement, of a batch in one as well."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, cast, literal, null, or_, select, union_all

from waarborg_consent.actions.marks_reading import marks_in_force
from waarborg_consent.actions.reading import deciding_events
from waarborg_consent.actions.shown_texts import text_digests
from waarborg_consent.domain import (
    ASKING,
    Cell,
    ConsentEvent,
    ConsentState,
    Facts,
    Given,
    Known,
    Question,
    Standing,
    as_of,
    standing,
)
from waarborg_consent.domain.marks import Mark, MarkKind
from waarborg_consent.domain.role_table import letters_to_rights
from waarborg_consent.models import Consent, Emergency, MarkRow, PersonAlias, RelationRow, TableCell
from waarborg_shared.db import UtcDateTime
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

PERSON = "person"
"""The type under which partners register relations with the person whom a record is about."""

_CONSENT, _ALIAS, _MARK = Consent.__table__.c, PersonAlias.__table__.c, MarkRow.__table__.c
_CELL, _RELATION, _EMERGENCY = TableCell.__table__.c, RelationRow.__table__.c, Emergency.__table__.c
_CONSENTS, _APART, _OTHER, _MARKS, _CELLS = "consent", "apart", "other", "mark", "cell"
_WAITING = sorted(kind.value for kind in ASKING)
_RELATIONS, _EMERGENCIES = "relation", "emergency"
_ORGANISATION: Any = bindparam("organisation")
_NOW = bindparam("now", type_=UtcDateTime())
_TEXT: Any = cast(null(), String)
_MOMENT: Any = cast(null(), UtcDateTime)
_NUMBER: Any = cast(null(), Integer)
Hold = Callable[[ColumnElement[str], str], ColumnElement[bool]]


def _row(what: str, **columns: Any) -> Select[Any]:
    """One shape for everything that is read: what it is, whose, and up to seven values."""
    texts: dict[str, Any] = dict.fromkeys(("key", "other", "a", "b", "c"), _TEXT)
    given = {**texts, "at": _MOMENT, "until": _MOMENT, "number": _NUMBER}
    return select(literal(what).label("what"), *(each.label(name) for name, each in {**given, **columns}.items()))


def _statement(held: Hold, *, newest: bool) -> Any:
    """Everything that decides on questions whose persons, purposes, roles and askers ``held`` holds to parameters.

    ``newest`` takes only the one consent and the one cell that decide, where there is one question.
    """
    purpose = or_(held(_CONSENT.purpose, "purpose"), _CONSENT.purpose.is_(None))
    consents = _row(
        _CONSENTS,
        key=_CONSENT.subject_ref,
        other=_CONSENT.id,
        a=_CONSENT.purpose,
        b=_CONSENT.kind + literal(" ") + _CONSENT.statement_version,
        c=_CONSENT.text_digest,
        at=_CONSENT.at,
        until=_CONSENT.ends_at,
        number=_CONSENT.sequence,
    ).where(
        _CONSENT.organisation == _ORGANISATION,
        held(_CONSENT.subject_ref, "subject_ref"),
        purpose,
        _CONSENT.kind.not_in(_WAITING),
    )
    apart = _row(_APART, key=_CONSENT.subject_ref).where(
        _CONSENT.organisation == _ORGANISATION, held(_CONSENT.subject_ref, "subject_ref"), _CONSENT.apart
    )
    cells = _row(
        _CELLS, key=_CELL.role, other=_CELL.record_type, a=_CELL.rights, b=_CELL.verdict, number=_CELL.number
    ).where(_CELL.organisation == _ORGANISATION, held(_CELL.role, "role"), held(_CELL.record_type, "record_type"))
    if newest:
        consents = select(consents.order_by(_CONSENT.sequence.desc()).limit(1).subquery("newest"))
        apart = select(apart.limit(1).subquery("apart"))
        cells = select(cells.order_by(_CELL.number.desc()).limit(1).subquery("cell_now"))
    return union_all(
        consents,
        apart,
        cells,
        _row(_OTHER, key=_ALIAS.ref).where(_ALIAS.organisation == _ORGANISATION, held(_ALIAS.ref, "subject_ref")),
        _row(
            _MARKS,
            key=_MARK.subject_ref,
            other=_MARK.id,
            a=_MARK.kind,
            b=_MARK.about,
            c=cast(_MARK.overruled, String),
            at=_MARK.set_at,
        ).where(_MARK.organisation == _ORGANISATION, held(_MARK.subject_ref, "subject_ref"), _MARK.ended_at.is_(None)),
        _row(_RELATIONS, key=_RELATION.subject_id, other=_RELATION.object_id, a=_RELATION.relation).where(
            _RELATION.organisation == _ORGANISATION,
            held(_RELATION.subject_type, "asker_type"),
            held(_RELATION.subject_id, "asker"),
            _RELATION.object_type == PERSON,
            held(_RELATION.object_id, "subject_ref"),
            _RELATION.from_at <= _NOW,
            or_(_RELATION.until_at.is_(None), _RELATION.until_at > _NOW),
        ),
        _row(_EMERGENCIES, key=_EMERGENCY.staff_ref, other=_EMERGENCY.subject_ref, a=_EMERGENCY.id).where(
            _EMERGENCY.organisation == _ORGANISATION,
            held(_EMERGENCY.staff_ref, "asker"),
            held(_EMERGENCY.subject_ref, "subject_ref"),
            _EMERGENCY.until_at > _NOW,
        ),
    )


# The statements are built once and by tables: the decision is asked far more often than anything else.
_OF_ONE = _statement(lambda column, name: column == bindparam(name), newest=True)
_OF_MANY = _statement(lambda column, name: column.in_(bindparam(name, expanding=True)), newest=False)


def facts_of(
    work: Work, question: Question, *, asker_type: str, rules: Rules, compatible: frozenset[tuple[str, str]]
) -> Facts:
    """Read everything that decides on one question about a person's data, in one statement.

    Whether he goes by other references too is among it: that is rare, and read after it.
    """
    rows = work.execute(
        _OF_ONE,
        {
            "organisation": work.organisation,
            "now": work.now,
            "subject_ref": question.subject_ref,
            "purpose": question.purpose,
            "role": question.role,
            "record_type": question.record_type,
            "asker": question.asker_ref,
            "asker_type": asker_type,
        },
    ).all()
    return _Read(work, rows, rules).facts(question, compatible)


def facts_of_many(
    work: Work, questions: Sequence[tuple[str, Question]], *, rules: Rules, compatible: frozenset[tuple[str, str]]
) -> list[Facts]:
    """Read the same for several questions, each with the type of who asks it, in one statement for all of them."""
    if not questions:
        return []
    each = [question for _, question in questions]
    rows = work.execute(
        _OF_MANY,
        {
            "organisation": work.organisation,
            "now": work.now,
            "subject_ref": sorted({one.subject_ref for one in each}),
            "purpose": sorted({one.purpose for one in each}),
            "role": sorted({one.role for one in each}),
            "record_type": sorted({one.record_type for one in each}),
            "asker": sorted({one.asker_ref for one in each}),
            "asker_type": sorted({kind for kind, _ in questions}),
        },
    ).all()
    read = _Read(work, rows, rules)
    return [read.facts(question, compatible) for question in each]


class _Read:
    """What one statement gave, by what it is and whose."""

    def __init__(self, work: Work, rows: Iterable[Any], rules: Rules) -> None:
        self._work = work
        self._rules = rules
        self._consents: dict[str, list[tuple[ConsentEvent, str]]] = {}
        self._marks: dict[str, list[Mark]] = {}
        self._cells: dict[tuple[str, str], Cell] = {}
        self._relations: dict[tuple[str, str], set[str]] = {}
        self._emergencies: dict[tuple[str, str], str] = {}
        self._others: set[str] = set()
        self._apart: set[str] = set()
        take: Mapping[str, Callable[[Any], None]] = {
            _CONSENTS: self._consent,
            _APART: lambda row: self._apart.add(row[1]),
            _OTHER: lambda row: self._others.add(row[1]),
            _MARKS: self._mark,
            _CELLS: self._cell,
            _RELATIONS: lambda row: self._relations.setdefault((row[1], row[2]), set()).add(row[3]),
            _EMERGENCIES: lambda row: self._emergencies.__setitem__((row[1], row[2]), row[3]),
        }
        for row in rows:
            take[row[0]](row)

    def facts(self, question: Question, compatible: frozenset[tuple[str, str]]) -> Facts:
        """Return what decides on one of the questions."""
        ref, pair = question.subject_ref, (question.asker_ref, question.subject_ref)
        more = ref in self._others or ref in self._apart
        stands, version = (self._standing_of_all if more else self._standing)(question)
        marks = marks_in_force(self._work, ref) if ref in self._others else tuple(self._marks.get(ref, ()))
        return Facts(
            known=Known(with_person=frozenset(self._relations.get(pair, ()))),
            standing=stands,
            statement_version=version,
            marks=marks,
            cell=self._cells.get((question.role, question.record_type)),
            override=self._emergencies.get(pair),
            compatible=compatible,
        )

    def _standing(self, question: Question) -> tuple[Standing, str | None]:
        known = self._consents.get(question.subject_ref)
        if known is None:
            return Standing(purpose=question.purpose, state=ConsentState.UNKNOWN), None
        events = as_of((event for event, _ in known), self._work.now, texts=text_digests(self._rules))
        stands = _standing(events, question)
        version = next((version for event, version in known if event.id == stands.event_id), None)
        return stands, version

    def _standing_of_all(self, question: Question) -> tuple[Standing, str | None]:
        """Where he goes by several references, or something is about a part of a purpose or taken back: read more."""
        events = deciding_events(self._work, question.subject_ref, question.purpose, rules=self._rules)
        return _standing(events, question), None

    def _consent(self, row: Any) -> None:
        kind, _, version = row[4].partition(" ")
        event = ConsentEvent(
            id=row[2], kind=Given(kind), purpose=row[3], at=row[6], sequence=row[8], text_digest=row[5], ends_at=row[7]
        )
        self._consents.setdefault(row[1], []).append((event, version))

    def _mark(self, row: Any) -> None:
        overruled = frozenset(json.loads(row[5])) if row[5] else frozenset[str]()
        mark = Mark(id=row[2], kind=MarkKind(row[3]), about=row[4], set_at=row[6], overruled=overruled)
        self._marks.setdefault(row[1], []).append(mark)

    def _cell(self, row: Any) -> None:
        key, known = (row[1], row[2]), self._cells.get((row[1], row[2]))
        if known is None or known.number < row[8]:
            self._cells[key] = Cell(
                role=row[1], record_type=row[2], rights=letters_to_rights(row[3]), in_force=True, number=row[8]
            )


def _standing(events: Iterable[ConsentEvent], question: Question) -> Standing:
    return standing(events, question.purpose, categories=question.categories, recipient=question.recipient)
