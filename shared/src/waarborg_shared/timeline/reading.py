"""Reading a case's timeline for those who may: what happened, by whom, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waarborg_shared.auth import ActorKind
from waarborg_shared.db import CaseMixin, select_for
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.timeline.writer import TABLE, row_of
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a timeline, opened for who may read it; ``why`` is empty unless it was asked for.

    ``erased`` says that a reason was asked for which is gone: the key it was sealed with was destroyed.
    """

    at: datetime
    verb: str
    actor_kind: ActorKind
    actor_ref: str
    facts: Mapping[str, Any]
    why: str
    erased: bool = False


def steps_of(work: Work, case: CaseMixin, *, with_why: bool = False) -> tuple[Step, ...]:
    """Return what happened to a case, oldest first; the reasons stay sealed unless ``with_why``."""
    table = work.plumbing.timeline
    query = select_for(table, work.organisation).where(table.c.case_ref == case.id).order_by(table.c.number)
    return tuple(_step(work, entry, with_why=with_why) for entry in work.session.execute(query))


def _step(work: Work, entry: Any, *, with_why: bool) -> Step:
    why = _why(work, entry) if with_why else ""
    kind = ActorKind(entry.actor_kind)
    return Step(entry.at, entry.verb, kind, entry.actor_ref, entry.facts, why or "", erased=why is None)


def _why(work: Work, entry: Any) -> str | None:
    """The reason, whoever's key it is sealed with (the case's or a person's); None when that key was destroyed."""
    if entry.why_sealed is None:
        return ""
    place = row_of(entry.case_ref, entry.number)
    try:
        why = work.vault.unseal_of_any(work.organisation, entry.why_sealed, table=TABLE, column="why", row=place)
    except KeyDestroyed:
        return None
    return why.decode()
