"""How much a client is used: its tokens, counted by day."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_identity.models import ClientUse
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

KEPT = timedelta(days=400)
_PARTS = 8


@dataclass(frozen=True)
class UsedOn:
    """How many tokens on a day (of Amsterdam's calendar)."""

    day: date
    tokens: int


def note_token(work: Work, client_id: str) -> None:
    """Count a token. One of a few rows takes it, so that a partner's tokens seldom wait for each other's commit."""
    insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[work.connection.dialect.name]
    statement = insert(ClientUse).values(
        organisation=work.organisation,
        client_id=client_id,
        used_on=today(work),
        part=secrets.randbelow(_PARTS),
        tokens=1,
        last_at=work.now,
    )
    key = ["organisation", "client_id", "used_on", "part"]
    counted = {"tokens": ClientUse.tokens + 1, "last_at": work.now}
    work.session.execute(statement.on_conflict_do_update(index_elements=key, set_=counted))


def today(work: Work) -> date:
    """Return the day of Amsterdam's calendar on which this is done."""
    return work.now.astimezone(AMSTERDAM).date()


def first_day(until: date, days: int) -> date:
    """Return the first of so many days that end with this one."""
    return date.fromordinal(max(1, until.toordinal() - days + 1))


def used_by_day(work: Work, client_id: str, *, days: int = 14, until: date | None = None) -> Sequence[UsedOn]:
    """Return the tokens of the last so many days (up to and with one) on which there were any, newest first."""
    until = until or today(work)
    used_on = ClientUse.used_on
    rows = work.session.execute(
        select(ClientUse.used_on, func.sum(ClientUse.tokens).label("tokens"))
        .where(
            ClientUse.organisation == work.organisation,
            ClientUse.client_id == client_id,
            used_on >= first_day(until, days),
            used_on <= until,
        )
        .group_by(ClientUse.used_on)
        .order_by(ClientUse.used_on.desc())
    )
    return [UsedOn(row.used_on, int(row.tokens)) for row in rows]


def last_used(work: Work) -> Mapping[str, datetime]:
    """Return when each client of the organisation last got a token; one that never did is not in it."""
    rows = work.session.execute(
        select(ClientUse.client_id, func.max(ClientUse.last_at).label("last_at"))
        .where(ClientUse.organisation == work.organisation)
        .group_by(ClientUse.client_id)
    )
    return {row.client_id: row.last_at for row in rows}


def forget_use(work: Work) -> None:
    """Let go of counts that are more than a year old."""
    table: Any = ClientUse.__table__
    before = (work.now - KEPT).astimezone(AMSTERDAM).date()
    work.session.execute(delete_for(table, work.organisation).where(table.c.used_on < before))
