"""Reading a case's timeline for those who may: what happened, by whom, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waarborg_shared.auth import ActorKind
from waarborg_shared.db import CaseMixin, select_for
from waarborg_shared.timeline.writer import TABLE, row_of
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a timeline, opened for who may read it; ``why`` is empty unless it was asked for."""

    at: datetime
    verb: str
    actor_kind: ActorKind
    actor_ref: str
    facts: Mapping[str, Any]
    why: str


def steps_of(work: Work, case: CaseMixin, *, with_why: bool = False) -> tuple[Step, ...]:
    """Return what happened to a case, oldest first; the reasons stay sealed unless ``with_why``."""
    table = work.plumbing.timeline
    query = select_for(table, work.organisation).where(table.c.case_ref == case.id).order_by(table.c.number)
    return tuple(
        Step(
            entry.at,
            entry.verb,
            ActorKind(entry.actor_kind),
            entry.actor_ref,
            entry.facts,
            _why(work, case, entry.number, sealed=entry.why_sealed if with_why else None),
        )
        for entry in work.session.execute(query)
    )


def _why(work: Work, case: CaseMixin, number: int, *, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    return work.unseal(sealed, holder=case.id, table=TABLE, column="why", row=row_of(case.id, number))
