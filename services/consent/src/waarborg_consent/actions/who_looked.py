"""What a person's log says: looks that were told of, and questions that systems asked us about him, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_

from waarborg_consent.actions.looks import opened
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import Authority, NamedGround, Reason
from waarborg_consent.domain.looks import Look, look_of
from waarborg_consent.models import DecisionRecord, LookRow
from waarborg_consent.references import references_of
from waarborg_shared.db import select_for
from waarborg_shared.uow import Work

_LOOKS: Any = LookRow.__table__
_DECISIONS: Any = DecisionRecord.__table__
_LOOK_COLUMNS = ("number", "id", "at", "received_at", "digest", "decision_id", "body_sealed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A question that was put to us about a person's data, and our answer.

    ``right`` is what was asked to be done, of the role table or another name; ``rule`` is the code of what decided.
    """

    id: str
    at: datetime
    asked_by: str
    role: str
    right: str
    record_type: str
    purpose: str
    permitted: bool
    reason: Reason
    rule: str | None = None
    named_ground: NamedGround | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log: a look (None where it was erased), or a question alone.

    ``decided`` is the decision that a look rests on, or the question itself; ``number``, ``salt``, ``content`` and
    ``digest`` are what is needed to check a look against the tree.
    """

    id: str
    at: datetime
    look: Look | None = None
    decided: Decided | None = None
    number: int | None = None
    received_at: datetime | None = None
    digest: bytes = b""
    salt: bytes = b""
    content: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a moment on and before another; either may be left open."""

    since: datetime | None = None
    before: datetime | None = None


Place = tuple[datetime, str]
"""Where a part of the log ended: the moment and the id of its last line."""


def who_looked(
    work: Work,
    subject_ref: str,
    *,
    period: Period,
    after: Place | None = None,
    limit: int = 50,
    authority: Authority | None = None,
) -> tuple[Entry, ...]:
    """Return at most ``limit`` lines of a person's log, newest first, after a place in it.

    Raises NotOwn for a person who asks for somebody else's without ``authority``.
    """
    only_own(work, subject_ref, authority)
    refs, _ = references_of(work, subject_ref)
    looks = _rows(work, _LOOKS, _LOOK_COLUMNS, refs=refs, period=period, after=after, limit=limit)
    asked = _rows(work, _DECISIONS, tuple(_DECISIONS.c.keys()), refs=refs, period=period, after=after, limit=limit)
    decided = {**_decided(asked), **_decided(_by_id(work, refs, [row.decision_id for row in looks]))}
    told = _led_to_looks(work, refs, [row.id for row in asked])
    lines = [_look(work, row, decided) for row in looks]
    lines += [Entry(id=row.id, at=row.at, decided=decided[row.id]) for row in asked if row.id not in told]
    return tuple(sorted(lines, key=lambda line: (line.at, line.id), reverse=True)[:limit])


def whole_log(work: Work, subject_ref: str, *, period: Period) -> Iterator[Entry]:
    """Give every line of a person's log in a period, newest first, a part at a time."""
    after: Place | None = None
    while part := who_looked(work, subject_ref, period=period, after=after, limit=500):
        yield from part
        after = part[-1].at, part[-1].id


def _rows(
    work: Work,
    table: Any,
    columns: Sequence[str],
    *,
    refs: Iterable[str],
    period: Period,
    after: Place | None,
    limit: int,
) -> Sequence[Any]:
    c = table.c
    query = select_for(table, work.organisation, *(c[name] for name in columns)).where(c.subject_ref.in_(refs))
    if period.since is not None:
        query = query.where(c.at >= period.since)
    if period.before is not None:
        query = query.where(c.at < period.before)
    if after is not None:
        query = query.where(or_(c.at < after[0], and_(c.at == after[0], c.id < after[1])))
    return work.connection.execute(query.order_by(c.at.desc(), c.id.desc()).limit(limit)).all()


def _by_id(work: Work, refs: Iterable[str], ids: Iterable[str | None]) -> Sequence[Any]:
    """The decisions that looks name, as far as they are about this person: what a partner names proves nothing."""
    wanted = sorted({each for each in ids if each})
    if not wanted:
        return ()
    c = _DECISIONS.c
    query = select_for(_DECISIONS, work.organisation).where(c.id.in_(wanted), c.subject_ref.in_(refs))
    return work.connection.execute(query).all()


def _led_to_looks(work: Work, refs: Iterable[str], ids: Sequence[str]) -> frozenset[str]:
    """Those of the decisions that stand with a look of this person, and are no line of their own."""
    if not ids:
        return frozenset()
    c = _LOOKS.c
    query = select_for(_LOOKS, work.organisation, c.decision_id).where(c.subject_ref.in_(refs), c.decision_id.in_(ids))
    return frozenset(work.connection.scalars(query))


def _decided(rows: Iterable[Any]) -> dict[str, Decided]:
    return {
        row.id: Decided(
            id=row.id,
            at=row.at,
            asked_by=row.asked_by,
            role=row.role,
            right=row.right,
            record_type=row.record_type,
            purpose=row.purpose,
            permitted=row.permitted,
            reason=Reason(row.reason),
            rule=row.rule,
            named_ground=NamedGround(row.named_ground) if row.named_ground else None,
        )
        for row in rows
    }


def _look(work: Work, row: Any, decided: dict[str, Decided]) -> Entry:
    plain = opened(work, row)
    return Entry(
        id=row.id,
        at=row.at,
        look=look_of(plain[1]) if plain else None,
        decided=decided.get(row.decision_id) if row.decision_id else None,
        number=row.number,
        received_at=row.received_at,
        digest=bytes(row.digest),
        salt=plain[0] if plain else b"",
        content=plain[1] if plain else b"",
    )
