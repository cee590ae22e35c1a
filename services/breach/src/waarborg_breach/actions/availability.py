"""Who stays available in the first hours, and how each is reached, until that is over (B24 art. 8)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from waarborg_breach.actions.handling import changing
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.domain.handling import NoSuchHelper
from waarborg_breach.models import BreachCase, BreachHelper
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

AVAILABILITY = "availability"
"""The clock, of the organisation's protocol, that says how long."""


class HelperKind(StrEnum):
    """Who stays available."""

    DISCOVERER = "discoverer"
    DEPARTMENT_HEAD = "department-head"
    HELPER = "helper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who stays available; ``reach`` is None once he was released or the time is over."""

    id: str
    kind: HelperKind
    name: Written = field(repr=False)
    reach: Written | None = field(repr=False)
    released_at: datetime | None


def name_helper(work: Work, case: BreachCase, kind: HelperKind, *, name: str, reach: str) -> None:
    """Write down who stays available and how he is reached. Raises NoSuchMove where the case is closed."""
    changing(work, case)
    helper_id = new_id()
    work.add(
        BreachHelper(
            id=helper_id,
            breach_id=case.id,
            kind=kind.value,
            name_sealed=_seal(work, case, helper_id, "name", name),
            reach_sealed=_seal(work, case, helper_id, "reach", reach),
            named_at=work.now,
        )
    )
    work.record(case, verb="named-helper", facts={"kind": kind.value})


def release_helper(work: Work, case: BreachCase, helper_id: str) -> None:
    """Let somebody go; how he was reached is not kept. Raises NoSuchHelper, NoSuchMove."""
    changing(work, case)
    query = select(BreachHelper).where(BreachHelper.breach_id == case.id, BreachHelper.id == helper_id)
    row = work.session.scalars(query).one_or_none()
    if row is None or row.released_at is not None:
        raise NoSuchHelper(helper_id)
    row.released_at, row.reach_sealed = work.now, None
    work.record(case, verb="released-helper", facts={"kind": row.kind})


def release_all(work: Work, case: BreachCase, _rules: Rules) -> None:
    """Let everybody go with the case; how they were reached is not kept."""
    query = select(BreachHelper).where(BreachHelper.breach_id == case.id, BreachHelper.released_at.is_(None))
    for row in work.session.scalars(query).all():
        row.released_at, row.reach_sealed = work.now, None


def helpers_of(work: Work, case: BreachCase) -> Sequence[Helper]:
    """Return who stays available, in the order in which they were named; after the time nobody is reached by it."""
    over = availability_over(work, case)
    return [
        Helper(
            id=row.id,
            kind=HelperKind(row.kind),
            name=_open(work, case, row.id, "name", row.name_sealed),
            reach=None if over or row.reach_sealed is None else _open(work, case, row.id, "reach", row.reach_sealed),
            released_at=row.released_at or over,
        )
        for row in rows_of(work, case, BreachHelper, "id")
    ]


def availability_over(work: Work, case: BreachCase) -> datetime | None:
    """Return when the time of staying available was over; None while it runs, or where the protocol has none."""
    found = [clock for clock in work.clocks.of(case) if clock.name == AVAILABILITY]
    ends = [clock.stopped_at or clock.due_at for clock in found]
    return ends[0] if ends and ends[0] <= work.now else None


def _seal(work: Work, case: BreachCase, helper_id: str, column: str, text: str) -> bytes:
    return work.seal(text, holder=case.id, table="breach_helper", column=column, row=helper_id)


def _open(work: Work, case: BreachCase, helper_id: str, column: str, blob: bytes) -> Written:
    return work.unseal_to_show(blob, holder=case.id, table="breach_helper", column=column, row=helper_id)
