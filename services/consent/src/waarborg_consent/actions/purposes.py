"""Declare that data given for one purpose may serve another, end such a declaration, and ask whether there is one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from waarborg_consent.actions.books import rule_book
from waarborg_consent.domain.purposes import Declaration, NotDeclared, Point, check_declaration, compatible
from waarborg_consent.models import Compatibility
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.uow.erased import ERASED, Written

TABLE, COLUMN = "compatibility", "words_sealed"


class Kind(StrEnum):
    """What a row says of a declaration."""

    DECLARED = "declared"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeclaration:
    """A declaration to record, with an answer in words to each of the five points of art. 6(4) AVG."""

    from_purpose: str
    to_purpose: str
    answers: Mapping[Point, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationShown:
    """A declaration with its answers, and why it ended; a text that was erased says so."""

    declaration: Declaration
    answers: Mapping[Point, Written]
    why_ended: Written | None = None
    ended_by: str | None = None


def declared_compatible(work: Work, from_purpose: str, to_purpose: str) -> Declaration | None:
    """Return the declaration by which data given for one purpose may serve another now, or None (one query)."""
    return compatible(_declarations(work, from_purpose, to_purpose), from_purpose, to_purpose, at=work.now)


def declare_compatible(work: Work, command: NewDeclaration, *, rules: Rules) -> str:
    """Record a declaration; it works from now on. Return its id.

    Raises:
        CompatibilityError: the purposes are not right, or it stands already.
    """
    book = rule_book(work)
    pair = command.from_purpose, command.to_purpose
    check_declaration(rules.purposes, _declarations(work, *pair), from_purpose=pair[0], to_purpose=pair[1], at=work.now)
    row_id = new_id()
    words = {point.value: command.answers[point] for point in Point}
    _add(work, row_id, declaration_id=row_id, kind=Kind.DECLARED, pair=pair, words=words)
    work.record(book, verb="declared-compatible", facts={"from": pair[0], "to": pair[1]})
    return row_id


def end_declaration(work: Work, declaration_id: str, why: str) -> None:
    """End a declaration; what rested on it is refused from now on.

    Raises:
        NotDeclared: it does not stand.
    """
    book = rule_book(work)
    found = next((each for each in standing_declarations(work) if each.id == declaration_id), None)
    if found is None:
        raise NotDeclared(declaration_id)
    pair = found.from_purpose, found.to_purpose
    _add(work, new_id(), declaration_id=found.id, kind=Kind.ENDED, pair=pair, words={"why": why})
    work.record(book, verb="ended-compatibility", facts={"from": pair[0], "to": pair[1]})


def standing_declarations(work: Work) -> tuple[Declaration, ...]:
    """Return every declaration that stands now."""
    return tuple(each for each in _declarations(work) if each.stands_at(work.now))


def list_declarations(work: Work) -> tuple[DeclarationShown, ...]:
    """Return every declaration with its words, the newest first; those that ended too."""
    rows = _rows(work)
    ends = {row.declaration_id: row for row in rows if row.kind == Kind.ENDED}
    shown = []
    for declaration in _of_rows(rows):
        words = _words(work, next(row for row in rows if row.id == declaration.id))
        end = ends.get(declaration.id)
        shown.append(
            DeclarationShown(
                declaration=declaration,
                answers={point: ERASED if words is None else words[point.value] for point in Point},
                why_ended=_why(work, end) if end is not None else None,
                ended_by=end.by_ref if end is not None else None,
            )
        )
    return tuple(sorted(shown, key=lambda each: (each.declaration.at, each.declaration.id), reverse=True))


def _why(work: Work, end: Compatibility) -> Written:
    words = _words(work, end)
    return ERASED if words is None else str(words["why"])


def _declarations(work: Work, from_purpose: str | None = None, to_purpose: str | None = None) -> list[Declaration]:
    return _of_rows(_rows(work, from_purpose, to_purpose))


def _rows(work: Work, from_purpose: str | None = None, to_purpose: str | None = None) -> list[Compatibility]:
    query = select(Compatibility).where(Compatibility.organisation == work.organisation)
    if from_purpose is not None:
        query = query.where(Compatibility.from_purpose == from_purpose, Compatibility.to_purpose == to_purpose)
    return list(work.session.scalars(query.order_by(Compatibility.at, Compatibility.id)))


def _of_rows(rows: list[Compatibility]) -> list[Declaration]:
    ended = {row.declaration_id: row.at for row in rows if row.kind == Kind.ENDED}
    return [
        Declaration(
            id=row.id,
            from_purpose=row.from_purpose,
            to_purpose=row.to_purpose,
            at=row.at,
            by_ref=row.by_ref,
            ended_at=ended.get(row.id),
        )
        for row in rows
        if row.kind == Kind.DECLARED
    ]


def _add(
    work: Work, row_id: str, *, declaration_id: str, kind: Kind, pair: tuple[str, str], words: Mapping[str, str]
) -> None:
    text = json.dumps(words, ensure_ascii=False)
    sealed = work.seal(text, holder=declaration_id, table=TABLE, column=COLUMN, row=row_id)
    work.append(
        Compatibility,
        id=row_id,
        declaration_id=declaration_id,
        kind=kind.value,
        from_purpose=pair[0],
        to_purpose=pair[1],
        at=work.now,
        by_ref=work.actor.ref,
        words_sealed=sealed,
    )


def _words(work: Work, row: Compatibility) -> dict[str, Any] | None:
    """Return what was written, or None where its key was destroyed."""
    holder = row.declaration_id
    text = work.unseal_to_show(row.words_sealed, holder=holder, table=TABLE, column=COLUMN, row=row.id)
    return None if text is ERASED else dict(json.loads(str(text)))
