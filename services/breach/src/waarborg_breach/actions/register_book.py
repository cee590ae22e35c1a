"""The register with everything that it holds of each breach, read so many at a time (B24 art. 12; art. 33(5) AVG)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select

from waarborg_breach.actions.advising import MORE_KINDS, facts_from
from waarborg_breach.actions.notices import due_of, is_late, reason_of_notice
from waarborg_breach.domain.facts import Facts
from waarborg_breach.domain.handling import MeasureKind
from waarborg_breach.domain.register_book import Course, Finding, Notified, bounds_of
from waarborg_breach.models import (
    BreachAnswer,
    BreachCase,
    BreachFact,
    BreachHandling,
    BreachMeasure,
    BreachNotice,
    BreachRegister,
    KeptDecision,
)
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RegisterField
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work, Written

THE_REGISTER = "register"
AT_ONCE = 100
"""So many breaches are read with all that was written of them in one transaction."""
_OF_THE_CASE = ("summary", "processor", "wiped", "retracted_why", "facts_note", "hold_why", "informed_how")
_OF_THE_HANDLING = ("containment", "consequences", "no_measures")

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMeasure:
    """One measure as the register has it."""

    kind: MeasureKind
    what: Written = field(repr=False)
    due_on: date
    taken_at: datetime | None
    dropped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryNotice:
    """One thing that the authority was told; ``reason`` says why so late, or why it was withdrawn."""

    kind: str
    at: datetime
    authority_number: str | None
    late: bool
    reason: Written | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One breach with all that the register holds of it. ``words`` are opened texts by name.

    ``answers`` are what was answered to the questions that fill in a field. ``merged_into`` is a number.
    """

    case: BreachCase
    merged_into: str | None
    facts: Facts
    more_kinds: tuple[str, ...]
    words: Mapping[str, Written] = field(repr=False)
    answers: Mapping[RegisterField, tuple[Written, ...]] = field(repr=False)
    handling: BreachHandling | None
    measures: tuple[EntryMeasure, ...]
    notices: tuple[EntryNotice, ...]


def find(work: Work, finding: Finding, *, after: str | None = None, limit: int) -> list[BreachCase]:
    """Return breaches of the register, newest first, from the one after the case whose id is ``after``."""
    query = select(BreachCase).where(*_matching(work, finding)).order_by(BreachCase.id.desc()).limit(limit)
    if after is not None:
        query = query.where(BreachCase.id < after)
    return list(work.session.scalars(query))


def count(work: Work, finding: Finding) -> int:
    """Return how many breaches of the register there are of this sort."""
    query = select(func.count()).select_from(BreachCase).where(*_matching(work, finding))
    return work.session.scalar(query) or 0


def years_of(work: Work) -> tuple[int, ...]:
    """Return the years, this one first, back to that of the first discovery."""
    query = select(func.min(BreachCase.discovered_at)).where(BreachCase.organisation == work.organisation)
    first, this = work.session.scalar(query), work.now.astimezone(AMSTERDAM).year
    return tuple(range(this, (first.astimezone(AMSTERDAM).year if first else this) - 1, -1))


def entries(work: Work, cases: Sequence[BreachCase], rules: Rules) -> Iterator[Entry]:
    """Give these breaches with all that the register holds of them, by as many statements for many as for one."""
    ids = [case.id for case in cases]
    if not ids:
        return
    work.ready_to_unseal(ids)
    facts, handled = _by_case(work, BreachFact, ids), _by_case(work, BreachHandling, ids)
    answers, measures = _by_case(work, BreachAnswer, ids), _by_case(work, BreachMeasure, ids)
    notices, decisions = _by_case(work, BreachNotice, ids), _by_case(work, KeptDecision, ids)
    due = due_of(work, ids)
    numbers = _numbers(work, [case.merged_into for case in cases if case.merged_into])
    for case in cases:
        handling = next(iter(handled[case.id]), None)
        yield Entry(
            case=case,
            merged_into=numbers.get(case.merged_into or ""),
            facts=facts_from(case, facts[case.id]),
            more_kinds=next((tuple(each.value or ()) for each in facts[case.id] if each.fact == MORE_KINDS), ()),
            words=_words(work, case, handling, decisions[case.id]),
            answers=_answers(work, answers[case.id], rules),
            handling=handling,
            measures=tuple(_measure(work, each) for each in sorted(measures[case.id], key=lambda each: each.due_on)),
            notices=tuple(
                _notice(work, each, due.get(case.id)) for each in sorted(notices[case.id], key=lambda each: each.number)
            ),
        )


def in_batches(
    work_of: Callable[[], AbstractContextManager[Work]], finding: Finding, rules: Rules, make: Callable[[Entry], Made]
) -> Iterator[Made]:
    """Give ``make(entry)`` of all breaches of a sort, each batch in a transaction that ``work_of`` opens.

    None is open while what was made is sent on, and no more than one batch is in memory.
    """
    after: str | None = None
    while True:
        with work_of() as work:
            cases = find(work, finding, after=after, limit=AT_ONCE)
            after = cases[-1].id if len(cases) == AT_ONCE else None
            made = [make(each) for each in entries(work, cases, rules)]
        yield from made
        if after is None:
            return


def note_taken_along(work: Work, finding: Finding, *, form: str, counted: int) -> None:
    """Write down that who acts took this part of the register along, in what form, and how many breaches it held."""
    facts: dict[str, Any] = {"form": form, "count": counted, "role": work.actor.sole_role, **finding.codes()}
    work.record(work.file(BreachRegister, THE_REGISTER), verb="took-register", facts=facts)


def takings(work: Work, *, limit: int) -> list[Step]:
    """Return who took the register along, newest first."""
    head = work.session.scalars(select(BreachRegister).where(BreachRegister.id == THE_REGISTER)).one_or_none()
    return list(reversed(steps_of(work, head)))[:limit] if head is not None else []


def _matching(work: Work, finding: Finding) -> Iterator[ColumnElement[bool]]:
    case = BreachCase
    yield case.organisation == work.organisation
    yield case.drill.is_(False)
    if finding.year is not None:
        first, after = bounds_of(finding.year)
        yield case.discovered_at >= first
        yield case.discovered_at < after
    if finding.state is not None:
        yield case.case_state == finding.state.value
    if finding.notified is not None:
        yield case.notified_at.is_not(None) if finding.notified is Notified.YES else case.notified_at.is_(None)
    if finding.kind is not None:
        yield case.kind == finding.kind.value
    if finding.course is not None:
        yield case.closed_at.is_(None) if finding.course is Course.OPEN else case.closed_at.is_not(None)
    if finding.number is not None:
        yield case.number.contains(finding.number, autoescape=True)


def _by_case(work: Work, model: type[Any], ids: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    query = select(model).where(model.organisation == work.organisation, model.breach_id.in_(ids))
    for row in work.session.scalars(query):
        found[row.breach_id].append(row)
    return found


def _numbers(work: Work, ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    query = select(BreachCase.id, BreachCase.number).where(
        BreachCase.organisation == work.organisation, BreachCase.id.in_(ids)
    )
    return {row.id: row.number for row in work.session.execute(query)}


def _words(
    work: Work, case: BreachCase, handling: BreachHandling | None, decisions: Iterable[KeptDecision]
) -> dict[str, Written]:
    """Open what was written of a case and its handling, and the reason of the decision that counts."""
    sealed = {name: (getattr(case, f"{name}_sealed"), "breach_case", name, case.id) for name in _OF_THE_CASE}
    if handling is not None:
        of_it = {name: getattr(handling, f"{name}_sealed") for name in _OF_THE_HANDLING}
        sealed |= {name: (blob, "breach_handling", name, case.id) for name, blob in of_it.items()}
    newest = max(decisions, key=lambda each: each.number, default=None)
    if newest is not None:
        sealed["reason"] = (newest.reason_sealed, "breach_decision", "reason", f"{case.id}/{newest.number}")
    elif case.reason_sealed is not None:
        sealed["reason"] = (case.reason_sealed, "breach_case", "reason", case.id)
    return {
        name: work.unseal_to_show(blob, holder=case.id, table=table, column=column, row=row)
        for name, (blob, table, column, row) in sealed.items()
        if blob is not None
    }


def _answers(work: Work, rows: Iterable[BreachAnswer], rules: Rules) -> dict[RegisterField, tuple[Written, ...]]:
    given = {row.question: row for row in rows if not row.not_known}
    found: dict[RegisterField, tuple[Written, ...]] = {}
    for question in rules.breach_protocol.questions:
        row = given.get(question.code)
        if row is None or question.fills is None:
            continue
        place = f"{row.breach_id}/{row.question}"
        text = work.unseal_to_show(
            row.answer_sealed, holder=row.breach_id, table="breach_answer", column="answer", row=place
        )
        found[question.fills] = (*found.get(question.fills, ()), text)
    return found


def _measure(work: Work, row: BreachMeasure) -> EntryMeasure:
    what = work.unseal_to_show(row.what_sealed, holder=row.breach_id, table="breach_measure", column="what", row=row.id)
    return EntryMeasure(
        kind=MeasureKind(row.kind), what=what, due_on=row.due_on, taken_at=row.taken_at, dropped_at=row.dropped_at
    )


def _notice(work: Work, row: BreachNotice, due_at: datetime | None) -> EntryNotice:
    return EntryNotice(
        kind=row.kind,
        at=row.at,
        authority_number=row.authority_number,
        late=is_late(row, due_at),
        reason=reason_of_notice(work, row),
    )
