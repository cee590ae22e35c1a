"""Reads what decides on questions: of one about a person's data in one statement, of a batch in one as well."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from waarborg_consent.actions.fact_rows import (
    AGREED,
    APART,
    BETWEEN,
    CELLS,
    CONSENTS,
    DECLARED,
    EMERGENCIES,
    MARKS,
    OF_MANY,
    OF_ONE,
    OF_ONE_AND_LISTS,
    OTHER,
    RELATIONS,
)
from waarborg_consent.actions.marks_reading import marks_in_force
from waarborg_consent.actions.purposes import Kind
from waarborg_consent.actions.reading import deciding_events
from waarborg_consent.actions.shown_texts import text_digests
from waarborg_consent.domain import (
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
    whom_of,
)
from waarborg_consent.domain.marks import Mark, MarkKind
from waarborg_consent.domain.role_table import letters_to_rights
from waarborg_consent.references import references_of
from waarborg_shared.clocks.terms import local_date
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.uow import Work


def facts_of(work: Work, question: Question, *, asker_type: str, rules: Rules) -> Facts:
    """Read everything that decides on one question about a person's data, in one statement.

    Whether he goes by other references too is among it: that is rare, and read after it.
    """
    parameters = {
        "organisation": work.organisation,
        "now": work.now,
        "subject_ref": question.subject_ref,
        "purpose": question.purpose,
        "role": question.role,
        "record_type": question.record_type,
        "asker": question.asker_ref,
        "asker_type": asker_type,
    }
    if question.given_for or question.recipient:
        lists = {"given_for": question.given_for, "recipient": [question.recipient or ""]}
        parameters |= {**lists, "today": local_date(work.now)}
        rows = work.execute(OF_ONE_AND_LISTS, parameters).all()
    else:
        rows = work.execute(OF_ONE, parameters).all()
    read = _Read(work, rows, rules)
    read.other_references({asker_type}, [question])
    return read.facts(question, asker_type)


def facts_of_many(work: Work, questions: Sequence[tuple[str, Question]], *, rules: Rules) -> list[Facts]:
    """Read the same for several questions, each with the type of who asks it, in one statement for all of them."""
    if not questions:
        return []
    each = [question for _, question in questions]
    rows = work.execute(
        OF_MANY,
        {
            "organisation": work.organisation,
            "now": work.now,
            "subject_ref": sorted({one.subject_ref for one in each}),
            "purpose": sorted({one.purpose for one in each}),
            "role": sorted({one.role for one in each}),
            "record_type": sorted({one.record_type for one in each}),
            "asker": sorted({one.asker_ref for one in each}),
            "asker_type": sorted({kind for kind, _ in questions}),
            "given_for": sorted({given for one in each for given in one.given_for}),
            "recipient": sorted({one.recipient for one in each if one.recipient}),
            "today": local_date(work.now),
        },
    ).all()
    read = _Read(work, rows, rules)
    read.other_references({kind for kind, _ in questions}, each)
    return [read.facts(question, kind) for kind, question in questions]


class _Read:
    """What one statement gave, by what it is and whose."""

    def __init__(self, work: Work, rows: Iterable[Any], rules: Rules) -> None:
        self._work = work
        self._rules = rules
        self._consents: dict[str, list[ConsentEvent]] = {}
        self._marks: dict[str, list[Mark]] = {}
        self._cells: dict[tuple[str, str], Cell] = {}
        self._relations: dict[tuple[str, str, str], set[str]] = {}
        self._emergencies: dict[tuple[str, str], str] = {}
        self._others: set[str] = set()
        self._references: dict[str, tuple[str, ...]] = {}
        self._apart: set[str] = set()
        self._declared: dict[str, tuple[str, str]] = {}
        self._no_more_declared: set[str] = set()
        self._agreed: dict[str, tuple[int, str | None]] = {}
        self._take: Mapping[str, Callable[[Any], None]] = {
            CONSENTS: self._consent,
            APART: lambda row: self._apart.add(row[1]),
            OTHER: lambda row: self._others.add(row[1]),
            MARKS: self._mark,
            CELLS: self._cell,
            RELATIONS: lambda row: self._relations.setdefault((row[4], row[1], row[2]), set()).add(row[3]),
            EMERGENCIES: lambda row: self._emergencies.__setitem__((row[1], row[2]), row[3]),
            DECLARED: self._declaration,
            AGREED: self._agreement,
        }
        self._take_in(rows)

    def other_references(self, asker_types: Iterable[str], questions: Iterable[Question]) -> None:
        """Read what is between those who ask and persons under their other references; nothing where nobody has any."""
        if not self._others:
            return
        self._references = {ref: references_of(self._work, ref)[0] for ref in sorted(self._others)}
        parameters = {
            "organisation": self._work.organisation,
            "now": self._work.now,
            "subject_ref": sorted({ref for several in self._references.values() for ref in several}),
            "asker": sorted({question.asker_ref for question in questions}),
            "asker_type": sorted(asker_types),
        }
        self._take_in(self._work.execute(BETWEEN, parameters))

    def _take_in(self, rows: Iterable[Any]) -> None:
        for row in rows:
            self._take[row[0]](row)

    def facts(self, question: Question, asker_type: str) -> Facts:
        """Return what decides on one of the questions; the emergency button is pressed by staff alone."""
        ref = question.subject_ref
        references = self._references.get(ref, ())
        pairs = [(question.asker_ref, each) for each in references or (ref,)]
        stands, version = self._standing(question)
        marks = marks_in_force(self._work, ref) if ref in self._others else tuple(self._marks.get(ref, ()))
        return Facts(
            known=Known(
                with_person=frozenset(
                    relation for pair in pairs for relation in self._relations.get((asker_type, *pair), ())
                ),
                references=frozenset(references),
            ),
            standing=stands,
            statement_version=version,
            marks=marks,
            cell=self._cells.get((question.role, question.record_type)),
            override=self._emergency(pairs) if asker_type == RoleKind.STAFF else None,
            compatible=self._compatible(),
            safeguarded=frozenset(code for code, (_, safeguard) in self._agreed.items() if safeguard),
        )

    def _emergency(self, pairs: Iterable[tuple[str, str]]) -> str | None:
        return next((self._emergencies[pair] for pair in pairs if pair in self._emergencies), None)

    def _standing(self, question: Question) -> tuple[Standing, str | None]:
        events = self._events(question)
        if not events:
            return Standing(purpose=question.purpose, state=ConsentState.UNKNOWN), None
        stands = self._for_whom(events, question)
        return stands, next((each.statement_version for each in events if each.id == stands.event_id), None)

    def _events(self, question: Question) -> tuple[ConsentEvent, ...]:
        """Where he goes by several references, or something is about a part of a purpose or taken back: read more."""
        ref = question.subject_ref
        if ref in self._others or ref in self._apart:
            return deciding_events(self._work, ref, question.purpose, rules=self._rules)
        known = self._consents.get(ref, ())
        return as_of(known, self._work.now, texts=text_digests(self._rules)) if known else ()

    def _for_whom(self, events: Iterable[ConsentEvent], question: Question) -> Standing:
        recipients, kinds = self._rules.recipients, self._rules.message_kinds.values()
        whom = whom_of(question.recipient, question.purpose, recipients=recipients, kinds=kinds)
        return standing(events, question.purpose, categories=question.categories, whom=whom)

    def _consent(self, row: Any) -> None:
        kind, _, version = row[4].partition(" ")
        event = ConsentEvent(
            id=row[2],
            kind=Given(kind),
            purpose=row[3],
            at=row[6],
            sequence=row[8],
            text_digest=row[5],
            ends_at=row[7],
            statement_version=version,
        )
        self._consents.setdefault(row[1], []).append(event)

    def _mark(self, row: Any) -> None:
        overruled = frozenset(json.loads(row[5])) if row[5] else frozenset[str]()
        mark = Mark(id=row[2], kind=MarkKind(row[3]), about=row[4], set_at=row[6], overruled=overruled)
        self._marks.setdefault(row[1], []).append(mark)

    def _declaration(self, row: Any) -> None:
        if row[4] == Kind.DECLARED:
            self._declared[row[3]] = row[1], row[2]
        else:
            self._no_more_declared.add(row[3])

    def _compatible(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for each, pair in self._declared.items() if each not in self._no_more_declared)

    def _agreement(self, row: Any) -> None:
        self._agreed[row[1]] = max(self._agreed.get(row[1], (0, None)), (row[8], row[3]), key=lambda each: each[0])

    def _cell(self, row: Any) -> None:
        key, known = (row[1], row[2]), self._cells.get((row[1], row[2]))
        if known is None or known.number < row[8]:
            self._cells[key] = Cell(
                role=row[1], record_type=row[2], rights=letters_to_rights(row[3]), in_force=True, number=row[8]
            )
