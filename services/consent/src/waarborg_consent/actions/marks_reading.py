"""Reads a person's marks, under whichever of his references they were set, as values for the rules."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, literal, null, select, union_all

from waarborg_consent.domain import Mark, MarkKind, RestrictionGround, standing_marks
from waarborg_consent.models import MarkRow, PersonAlias
from waarborg_consent.references import references_of
from waarborg_shared.uow import Work

_MARK = MarkRow.__table__.c
_ALIAS = PersonAlias.__table__.c
_OTHER = "other-reference"
_MARKS_OR_OTHER_REFERENCES = union_all(
    select(_MARK.subject_ref, _MARK.id, _MARK.kind, _MARK.about, _MARK.set_at).where(
        _MARK.organisation == bindparam("organisation"),
        _MARK.subject_ref.in_(bindparam("subject_refs", expanding=True)),
        _MARK.ended_at.is_(None),
    ),
    select(
        _ALIAS.ref.label("subject_ref"),
        _ALIAS.other_ref.label("id"),
        literal(_OTHER).label("kind"),
        null().label("about"),
        _ALIAS.since.label("set_at"),
    ).where(
        _ALIAS.organisation == bindparam("organisation"), _ALIAS.ref.in_(bindparam("subject_refs", expanding=True))
    ),
)


def mark_of(row: Any) -> Mark:
    """Return a row, or what a statement read of one, as the rules see it."""
    return Mark(
        id=row.id,
        kind=MarkKind(row.kind),
        about=row.about,
        set_at=row.set_at,
        ended_at=row.ended_at,
        ground=RestrictionGround(row.ground) if row.ground else None,
        overruled=frozenset(row.overruled or ()),
    )


def mark_rows(work: Work, subject_ref: str) -> tuple[MarkRow, ...]:
    """Return every mark of a person, the newest first: those that ended too, and those under his other references."""
    references, _ = references_of(work, subject_ref)
    query = (
        select(MarkRow)
        .where(MarkRow.organisation == work.organisation, MarkRow.subject_ref.in_(references))
        .order_by(MarkRow.set_at.desc(), MarkRow.id.desc())
    )
    return tuple(work.session.scalars(query))


def marks_in_force(work: Work, subject_ref: str) -> tuple[Mark, ...]:
    """Return the marks of a person that stand at this moment, the oldest first."""
    return in_force(work, mark_rows(work, subject_ref))


def marks_of_many(work: Work, subject_refs: Sequence[str]) -> tuple[dict[str, tuple[Mark, ...]], frozenset[str]]:
    """Read the standing marks of many persons by one statement, and say who goes by other references too.

    What stops a message is all that is read: not the ground of a restriction, nor how an objection was answered.
    """
    people = {"organisation": work.organisation, "subject_refs": list(subject_refs)}
    found: dict[str, list[Mark]] = {}
    elsewhere = set()
    for row in work.execute(_MARKS_OR_OTHER_REFERENCES, people):
        if row.kind == _OTHER:
            elsewhere.add(row.subject_ref)
        else:
            mark = Mark(id=row.id, kind=MarkKind(row.kind), about=row.about, set_at=row.set_at)
            found.setdefault(row.subject_ref, []).append(mark)
    return {ref: standing_marks(marks, at=work.now) for ref, marks in found.items()}, frozenset(elsewhere)


def in_force(work: Work, rows: Iterable[Any]) -> tuple[Mark, ...]:
    """Return which of these rows are marks that stand at this moment."""
    return standing_marks(map(mark_of, rows), at=work.now)
