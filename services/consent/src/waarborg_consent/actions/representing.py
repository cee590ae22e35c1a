"""Read who speaks for somebody, and answer who may decide, and on whose authority somebody acts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, literal, or_, select, union_all

from waarborg_consent.domain import (
    PARENT,
    PARENT_WITH_AUTHORITY,
    REVIEW_CLOCKS,
    Authority,
    ClientFacts,
    Deciders,
    OnTopic,
    OwnGround,
    OwnWord,
    Representation,
    Span,
    authority,
    who_may_decide,
)
from waarborg_consent.models import (
    PLUMBING,
    ClientFactRow,
    PersonAlias,
    RepresentationEventRow,
    RepresentationRow,
)
from waarborg_consent.references import references_of, references_of_many
from waarborg_shared.clocks import due_on
from waarborg_shared.db.many import of_each
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RepresentativeKind, Scope, Text
from waarborg_shared.uow import Work

INCAPABLE, OWN_WORD = "incapable", "own_word"
ENDED, UNWILLING, WILLING, SET_ASIDE = "ended", "unwilling", "willing", "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What decides who decides for one person: his references, what he can decide, and who speaks for him."""

    refs: tuple[str, ...]
    facts: ClientFacts
    representations: tuple[Representation, ...]

    def deciders(self, topic: Scope, day: date) -> Deciders:
        """Return who may decide for him."""
        return who_may_decide(self.facts, self.representations, topic, day)


def authority_of(
    work: Work, *, representative_ref: str, subject_ref: str, scope: Scope, rules: Rules
) -> Authority | None:
    """Return on whose authority somebody acts for a client today; None where he is the client and decides himself.

    Raises:
        MayNotAct: by name: the term is over, it is about something else, he is unwilling, a higher rank acts, a child
            that is alone in it, a bewindvoerder for care …
    """
    known = known_of(work, subject_ref, rules=rules)
    refs, _ = references_of(work, representative_ref)
    found = authority(known.deciders(scope, due_on(work.now)), refs, own_refs=known.refs)
    return replace(found, representative_ref=representative_ref) if found else None


def decides_alone(work: Work, subject_ref: str, scope: Scope, *, rules: Rules) -> None:
    """Pass where somebody of whom something is known (`anything_known`) decides for himself today, by himself.

    Raises:
        ChildNotAlone, NotForHimself: he does not.
    """
    authority_of(work, representative_ref=subject_ref, subject_ref=subject_ref, scope=scope, rules=rules)


def known_of(work: Work, subject_ref: str, *, rules: Rules) -> Known:
    """Read everything that decides who decides for a person, whatever reference it was recorded under."""
    return known_of_many(work, (subject_ref,), rules=rules)[subject_ref]


def known_of_many(work: Work, subject_refs: Collection[str], *, rules: Rules) -> dict[str, Known]:
    """Read what decides who decides for each of many persons, in as many statements as for one."""
    refs = references_of_many(work, subject_refs)
    everybody = set().union(*refs.values())
    query = select(RepresentationRow).where(RepresentationRow.subject_ref.in_(everybody))
    rows = work.session.scalars(query.order_by(RepresentationRow.at, RepresentationRow.id)).all()
    people = {*everybody, *(row.representative_ref for row in rows)}
    events = _events(work, people)
    facts = {ref: _facts(ref, found) for ref, found in _rows_of(work, people, events).items()}
    birthdays = _birthdays(work, people)
    facts = {ref: replace(found, birthdays=birthdays.get(ref, {})) for ref, found in facts.items()}
    kinds = {kind.code: kind for kind in rules.representative_kinds}
    of_client: dict[str, list[Representation]] = {}
    for row in rows:
        each = _representation(row, events, kinds, facts[row.representative_ref])
        of_client.setdefault(row.subject_ref, []).append(each)
    places = {row.id: place for place, row in enumerate(rows)}
    return {
        one: Known(
            refs=own,
            facts=_together(one, [facts[ref] for ref in own]),
            representations=tuple(
                sorted((each for ref in own for each in of_client.get(ref, ())), key=lambda each: places[each.id])
            ),
        )
        for one, own in refs.items()
    }


def known_where_any(work: Work, subject_refs: Collection[str], *, rules: Rules) -> dict[str, Known]:
    """Read the same of those of many persons of whom anything is known: one look says of whom, mostly of nobody."""
    asked = {"organisation": work.organisation, "refs": sorted(subject_refs)}
    found = set(work.execute(_ANYTHING_OF_MANY[work.connection.dialect.name], asked).scalars())
    return known_of_many(work, found, rules=rules) if found else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactShown:
    """A fact about what a client can decide, as the desk shows it. ``ground`` is a code."""

    id: str
    kind: str
    topic: Scope
    ground: str
    span: Span


def facts_shown(work: Work, subject_ref: str) -> tuple[FactShown, ...]:
    """Return what was recorded of what a client can decide, with the days on which it holds, the oldest first."""
    refs, _ = references_of(work, subject_ref)
    rows = _rows_of(work, refs, _events(work, refs))
    return tuple(
        FactShown(id=row.id, kind=row.kind, topic=Scope(row.topic), ground=row.ground, span=span)
        for ref in refs
        for row, span in rows[ref]
    )


_Events = Mapping[str, list[RepresentationEventRow]]


def _events(work: Work, people: Collection[str]) -> _Events:
    """Return what happened later, by the id of what it happened to, the oldest first."""
    query = select(RepresentationEventRow).where(RepresentationEventRow.subject_ref.in_(people))
    found: dict[str, list[RepresentationEventRow]] = {}
    for row in work.session.scalars(query.order_by(RepresentationEventRow.at, RepresentationEventRow.id)):
        found.setdefault(row.about_id, []).append(row)
    return found


def _rows_of(work: Work, people: Collection[str], events: _Events) -> dict[str, list[tuple[ClientFactRow, Span]]]:
    """Return the facts of each person, with the days on which they hold."""
    found: dict[str, list[tuple[ClientFactRow, Span]]] = {ref: [] for ref in people}
    query = select(ClientFactRow).where(ClientFactRow.subject_ref.in_(people))
    for row in work.session.scalars(query.order_by(ClientFactRow.at, ClientFactRow.id)):
        ended_on = _ended_on(events.get(row.id, ()))
        last = min((day for day in (row.ends_on, _eve(ended_on)) if day is not None), default=None)
        found[row.subject_ref].append((row, Span(begins_on=row.begins_on, ends_on=last)))
    return found


def _facts(ref: str, rows: Iterable[tuple[ClientFactRow, Span]]) -> ClientFacts:
    known = tuple(rows)
    return ClientFacts(
        subject_ref=ref,
        incapacities=tuple(
            OnTopic(id=row.id, topic=Scope(row.topic), span=span) for row, span in known if row.kind == INCAPABLE
        ),
        own_words=tuple(
            OwnWord(id=row.id, ground=OwnGround(row.ground), span=span) for row, span in known if row.kind == OWN_WORD
        ),
    )


def _birthdays(work: Work, people: Collection[str]) -> dict[str, dict[int, date]]:
    """Return the birthdays that matter, from the clocks that run out on their eve."""
    return {
        ref: {
            REVIEW_CLOCKS[clock.name]: clock.due_on + timedelta(days=1)
            for clock in clocks
            if clock.name in REVIEW_CLOCKS
        }
        for ref, clocks in work.clocks.of_many(people).items()
    }


def _together(subject_ref: str, files: list[ClientFacts]) -> ClientFacts:
    """Return what is known of a person under all his references; of two birthdays the one that protects him longer."""
    birthdays: dict[int, date] = {}
    for each in files:
        for age, day in each.birthdays.items():
            birthdays[age] = max(day, birthdays.get(age, day))
    return ClientFacts(
        subject_ref=subject_ref,
        birthdays=birthdays,
        incapacities=tuple(fact for each in files for fact in each.incapacities),
        own_words=tuple(word for each in files for word in each.own_words),
    )


def _representation(
    row: RepresentationRow, events: _Events, kinds: Mapping[str, RepresentativeKind], self_facts: ClientFacts
) -> Representation:
    later = tuple(events.get(row.id, ()))
    return Representation(
        id=row.id,
        subject_ref=row.subject_ref,
        representative_ref=row.representative_ref,
        kind=kinds.get(row.kind) or _gone(row.kind),
        scopes=frozenset(Scope(each) for each in row.scopes),
        term=Span(begins_on=row.begins_on, ends_on=row.ends_on),
        ended_on=_ended_on(later),
        unwilling=_unwilling(later),
        set_aside=tuple(
            OnTopic(id=each.id, topic=Scope(each.topic), span=Span(begins_on=each.begins_on, ends_on=each.ends_on))
            for each in later
            if each.kind == SET_ASIDE and each.topic is not None
        ),
        later=kinds.get(PARENT) if row.kind == PARENT_WITH_AUTHORITY else None,
        self_facts=self_facts,
    )


def _gone(code: str) -> RepresentativeKind:
    """A kind that the organisation no longer knows: it gives no right, and is shown by its code."""
    text = Text(code, code)
    return RepresentativeKind(code=code, name=text, rank=89, scopes=frozenset(), evidence=text, source=code)


def _ended_on(events: Iterable[RepresentationEventRow]) -> date | None:
    return min((each.begins_on for each in events if each.kind == ENDED), default=None)


def _eve(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None


def _unwilling(events: Iterable[RepresentationEventRow]) -> tuple[Span, ...]:
    """Return the days on which somebody did not wish to act, from what he said one time and another."""
    spans: list[Span] = []
    for each in events:
        if each.kind == UNWILLING:
            spans.append(Span(begins_on=each.begins_on))
        elif each.kind == WILLING and spans:
            spans[-1] = replace(spans[-1], ends_on=_eve(each.begins_on))
    return tuple(spans)


def anything_known(subject_ref: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether anything is known of a person that could have somebody else decide for him: of most people nothing is."""
    return or_(*(_one(table, column, subject_ref) for table, column in _WHERE_KNOWN))


def _one(table: Any, column: str, subject_ref: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a table has a row of this person."""
    mine = table.c.organisation == bindparam("organisation"), table.c[column] == subject_ref
    return exists(select(literal(1)).select_from(table).where(*mine))


def _those(table: Any, column: str, dialect: str) -> Any:
    """Of which persons a table has a row."""
    ours = select(table.c[column].label("ref")).where(table.c.organisation == bindparam("organisation"))
    return select(of_each(ours, table.c[column], "refs", dialect).subquery())


_WHERE_KNOWN: Sequence[tuple[Any, str]] = (
    (RepresentationRow.__table__, "subject_ref"),
    (ClientFactRow.__table__, "subject_ref"),
    (PLUMBING.deadline, "case_ref"),
    (PersonAlias.__table__, "ref"),
)
_ANYTHING_OF_MANY = {
    dialect: union_all(*(_those(table, column, dialect) for table, column in _WHERE_KNOWN))
    for dialect in ("postgresql", "sqlite")
}
